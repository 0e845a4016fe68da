import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hash64 } from '../../src/base/hash.ts';
import { csvCell, defang, grouped, middle } from '../../src/base/text.ts';

test('a CSV cell never starts a formula', () => {
  for (const text of ['=1+1', '+cmd', '-2', '@SUM(A1)', '\tx', '\rx']) expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
  expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
  expect(csvCell(-5)).toBe('-5');
});

test('defanged text holds nothing that a mail client would link', () => {
  expect(defang('https://evil.example/a?b=c')).toBe('hxxps[://]evil[.]example/a?b=c');
  expect(defang('jane@contoso.com')).toBe('jane[@]contoso[.]com');
});

test('shortening keeps both ends and the length', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 3, max: 40 }), (text, max) => {
      const short = middle(text, max);
      expect(short.length).toBeLessThanOrEqual(Math.max(max, 0) || text.length);
      if (text.length <= max) expect(short).toBe(text);
    }),
  );
});

test('thousands are set apart', () => {
  expect(grouped(12340)).toBe('12\u2009340');
  expect(grouped(999)).toBe('999');
});

test('the content hash has 16 hex digits, is stable, and does not collide on a million near-equal texts', () => {
  expect(hash64('')).toMatch(/^[0-9a-f]{16}$/);
  expect(hash64('alertweave')).toBe(hash64('alertweave'));
  const seen = new Set<string>();
  for (let i = 0; i < 1_000_000; i++) seen.add(hash64(`da${i}_-${i % 7}`));
  expect(seen.size).toBe(1_000_000);
});
