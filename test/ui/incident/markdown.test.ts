import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parseInline, parseMarkdown, safeHref } from '../../../src/ui/incident/markdown.ts';

const KINDS = new Set(['text', 'code', 'strong', 'emphasis', 'link', 'paragraph', 'quote', 'heading', 'list']);

function* inlines(nodes: readonly Inline[]): Generator<Inline> {
  for (const node of nodes) {
    yield node;
    if ('children' in node) yield* inlines(node.children);
  }
}
function* all(blocks: readonly Block[]): Generator<Block | Inline> {
  for (const block of blocks) {
    yield block;
    if (block.kind === 'list') for (const item of block.items) yield* inlines(item);
    else if ('children' in block) yield* inlines(block.children);
  }
}
const textOf = (blocks: readonly Block[]): string => [...all(blocks)].map((n) => ('text' in n ? n.text : '')).join('');

const hostile = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        '[a](',
        ')',
        '![',
        '](javascript:alert(1))',
        '<script>',
        'javascript:',
        'data:text/html,',
        'https://',
        '**',
        '*',
        '_',
        '`',
        '```\n',
        '\n',
        '- ',
        '# ',
        '> ',
        '](https://u:p@evil.example)',
        'hTTps://a.example/"onload=x',
        '\u202e',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('safety', () => {
  it('yields only known nodes and only http(s) addresses, whatever the text (property)', () => {
    fc.assert(
      fc.property(hostile, (source) => {
        for (const node of all(parseMarkdown(source))) {
          expect(KINDS.has(node.kind)).toBe(true);
          if (node.kind === 'link') {
            const url = new URL(node.href);
            expect(['http:', 'https:']).toContain(url.protocol);
            expect(url.username + url.password).toBe('');
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every letter of plain words (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/), { minLength: 1, maxLength: 40 }), (words) => {
        expect(textOf(parseMarkdown(words.join(' ')))).toBe(words.join(' '));
      }),
    );
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    'file:///etc/passwd',
    'https://user@evil.example',
    'https://',
    ' https://x',
  ])('refuses %s as an address', (href) => expect(safeHref(href)).toBeUndefined());

  it('leaves markup as text', () => {
    expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
      { kind: 'paragraph', children: [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }] },
    ]);
  });

  it('reads 30 000 hostile characters in a moment', () => {
    for (const unit of ['*', '**a', '[', '[a](', '_a', '`', '![x](https://', '> '])
      expect(parseMarkdown(unit.repeat(Math.ceil(30_000 / unit.length)))).toBeDefined();
  }, 5_000);
});

describe('subset', () => {
  it('reads blocks', () => {
    const source = '# Scope\n\nTwo lines\nof text\n- one\n- two\n\n1. first\n2) second\n> quoted\n\n```\n<b>\n```';
    expect(parseMarkdown(source).map((b) => b.kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'code']);
  });
  it('reads inline marks, and leaves names with underscores alone', () => {
    expect(parseInline('**bold** *it* `x_y` svc_sql_01').map((n) => n.kind)).toEqual([
      'strong',
      'text',
      'emphasis',
      'text',
      'code',
      'text',
    ]);
  });
  it('shows an image as a link and cuts the full stop off a bare address', () => {
    expect(parseInline('![shot](https://a.example/x.png)')).toEqual([
      { kind: 'link', href: 'https://a.example/x.png', children: [{ kind: 'text', text: 'shot' }] },
    ]);
    expect(parseInline('see https://a.example/b.')[1]).toMatchObject({ kind: 'link', href: 'https://a.example/b' });
  });
});
