import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkArchitecture, roomOf } from './gates/check-architecture.ts';
import { ROOMS } from './gates/rooms.ts';
import { ENTRIES, unreachable } from './gates/unreachable.ts';

const SRC = join(import.meta.dirname, '../src');

function house(): Map<string, string> {
  const files = readdirSync(SRC, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(SRC, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const;
    }),
  );
}

test('src stands as the architecture draws it', () => {
  const sources = house();
  expect(sources.size).toBeGreaterThan(10);
  expect(checkArchitecture(sources)).toEqual([]);
});

test('its rooms are those of the table, in the gate and in the text', () => {
  const rooms = Object.keys(ROOMS).sort();
  expect([...new Set([...house().keys()].map(roomOf))].filter((room) => room !== undefined).sort()).toEqual(rooms);
  const text = readFileSync(join(SRC, '../docs/architecture.md'), 'utf8');
  const named = [...text.matchAll(/^\| `([\w/<>]+)\/` \| ([^|]*)/gm)].flatMap(([, room = '', holds = '']) =>
    room === 'ui/<page>' ? [...holds.matchAll(/`(\w+)`/g)].map(([, page]) => `ui/${page ?? ''}`) : [room],
  );
  expect(named.sort()).toEqual(rooms);
});

/** Written and tested ahead of their first caller. */
const AHEAD = ['journal/merge.ts'];

test('every module is reached from a program', () => {
  const sources = house();
  expect(ENTRIES.filter((entry) => !sources.has(entry))).toEqual([]);
  expect(unreachable(sources)).toEqual(AHEAD);
});

test('a module that nothing imports is named', () => {
  const sources = new Map([
    ['app/main.ts', `import './used.ts'; const page = () => import('./late.ts');`],
    ['app/used.ts', `export type { T } from './type.ts';`],
    ['app/late.ts', ''],
    ['app/type.ts', ''],
    ['app/forgotten.ts', `import './used.ts';`],
  ]);
  expect(unreachable(sources)).toEqual(['app/forgotten.ts']);
});

describe('the check sees planted faults', () => {
  const faultsOf = (files: Readonly<Record<string, string>>): readonly string[] => checkArchitecture(new Map(Object.entries(files)));
  const faultOf = (path: string, content: string): string => faultsOf({ [path]: content }).join('\n');

  test.each([
    [
      'domain/alert.ts',
      `import { openStore } from '../store/open.ts';`,
      'domain/alert.ts:1  ../store/open.ts  domain may not import store',
    ],
    ['domain/alert.ts', `export * from '../client/route.ts';`, 'domain may not import client'],
    ['intake/read.ts', `const late = () => import('../worker/main.ts');`, 'intake may not import worker'],
    ['store/open.ts', `export { link } from '../correlate/link.ts';`, 'store may take types only of correlate'],
    [
      'client/live.ts',
      `\nimport { TABLES } from '../worker/api.ts';`,
      'client/live.ts:2  ../worker/api.ts  client may take types only of worker',
    ],
    ['client/live.ts', `import { type Table } from '../worker/api.ts';`, 'types only'],
    [
      'ui/queue/Queue.svelte',
      `<script lang="ts">\nimport X from '../incident/X.svelte';\n</script>`,
      'Queue.svelte:2  ../incident/X.svelte  a page never',
    ],
    ['ui/queue/Queue.svelte', `<p></p><script module>import x from '../../store/x.ts';</script>`, 'types only'],
    ['ui/kit/Dialog.svelte', `<script>import { x } from '../../domain/x.ts';</script>`, 'ui/kit may not import domain'],
    ['ui/queue/Queue.svelte', `<script>import Papa from 'papaparse';</script>`, 'papaparse only in intake'],
    ['client/live.ts', `import { wrap } from 'comlink';`, 'comlink only in client/engine.ts, worker/main.ts'],
    ['store/open.ts', `import initSqlJs from 'sql.js';`, 'sql.js only in worker'],
    ['correlate/link.ts', `import { onMount } from 'svelte';`, 'svelte only in'],
    ['intake/read.ts', `import { readFileSync } from 'node:fs';`, 'Node module'],
    ['ui/queue/queue.ts', `new Worker(new URL('../../worker/main.ts', import.meta.url));`, 'only client/engine.ts starts the worker'],
    ['worker/main.ts', 'const text = `select id from alert where id = ${id}`;', 'SQL outside store'],
    ['correlate/link.ts', `db.run('INSERT OR REPLACE INTO alert values (1)')`, 'SQL outside store'],
    ['ui/incident/Raw.svelte', `<p>{@html text}</p>`, '{@html'],
    ['utils/x.ts', ``, 'in no room'],
    ['ui/Queue.svelte', ``, 'in no room'],
    ['store/open.ts', `import x from '../../test/x.ts';`, 'leads to no room'],
  ])('%s: %s', (path, content, fault) => {
    expect(faultOf(path, content)).toContain(fault);
  });

  test('a cycle of value imports is named file by file', () => {
    const faults = faultsOf({
      'base/a.ts': `import { b } from './b.ts';`,
      'base/b.ts': `import { c } from './c.ts';`,
      'base/c.ts': `export { a } from './a.ts';`,
      'base/d.ts': `import './a.ts';`,
    });
    expect(faults).toEqual(['base/a.ts → base/b.ts → base/c.ts → base/a.ts  value-import cycle']);
  });

  test('what is allowed stays unmentioned', () => {
    const faults = faultsOf({
      'base/a.ts': `import type { B } from './b.ts'; export interface A { b: B }`,
      'base/b.ts': `import { a } from './a.ts';`,
      'client/engine.ts': `import { wrap } from 'comlink'; import type { EngineApi } from '../worker/api.ts';
        const worker = new Worker(new URL('../worker/main.ts', import.meta.url), { type: 'module' });`,
      'worker/main.ts': `import { expose } from 'comlink'; import wasm from 'sql.js/dist/sql-wasm-browser.wasm?url'; // select id from alert`,
      'store/queries/alert.ts': `import type { Database } from 'sql.js'; export const q = 'select id from alert';`,
      'store/migrate.ts': `import first from './migrations/0001_first.sql?raw';`,
      'ui/queue/Queue.svelte': `<script lang="ts">import Dialog from '../kit/Dialog.svelte'; const hint = 'Select an alert from the list';</script>`,
      'app/main.ts': `import '../styles/base.css'; import Queue from '../ui/queue/Queue.svelte';`,
    });
    expect(faults).toEqual([]);
  });
});
