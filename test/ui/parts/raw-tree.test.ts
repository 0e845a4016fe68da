import { describe, expect, it } from 'vitest';
import { matchesIn, parseTree, treeRows } from '../../../src/ui/parts/raw-tree.ts';

describe('raw record', () => {
  it('is a tree when it is JSON, else text', () => {
    expect(parseTree('{"a":')).toBeUndefined();
    expect(parseTree('Mar 1 host sshd[1]: x')).toBeUndefined();
    expect(parseTree('"word"')).toBeUndefined();
    const tree = parseTree('{"a":{"b":[1,"x"]},"__proto__":{"c":null}}');
    expect(tree && treeRows(tree, () => true).map((r) => [r.path, r.kind, r.text])).toEqual([
      ['', 'object', '2'],
      ['/a', 'object', '1'],
      ['/a/b', 'array', '2'],
      ['/a/b/0', 'number', '1'],
      ['/a/b/1', 'string', 'x'],
      ['/__proto__', 'object', '1'],
      ['/__proto__/c', 'null', 'null'],
    ]);
  });
  it('folds what is closed and finds by name or value', () => {
    const tree = parseTree('{"host":{"name":"FS-01"},"n":1}');
    const rows = tree ? treeRows(tree, (_, depth) => depth < 1) : [];
    expect(rows.map((r) => r.path)).toEqual(['', '/host', '/n']);
    const all = tree ? treeRows(tree, () => true) : [];
    expect([...matchesIn(all, 'fs-0')]).toEqual(['/host/name']);
    expect(matchesIn(all, ' ')).toEqual(new Set());
  });
  it('shows a 64-bit number as it stood in the file where the engine tells it', () => {
    const tree = parseTree('{"id":9223372036854775807}');
    const text = tree ? treeRows(tree, () => true)[1]?.text : '';
    // Engines without source text access to JSON.parse round it; the text view is exact there.
    expect(['9223372036854775807', '9223372036854776000']).toContain(text);
  });
});
