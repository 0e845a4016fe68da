import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAscii } from '../../src/intake/bytes/encoding.ts';

test('bytes are ASCII exactly where none is above 127, at whatever place of a buffer they lie', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 9 }), fc.constantFrom(0x7f, 0xff), (all, from, mask) => {
      const bytes = all.map((byte) => byte & mask).subarray(Math.min(from, all.length));
      expect(isAscii(bytes)).toBe(bytes.every((byte) => byte < 128));
    }),
  );
  const long = new Uint8Array(10_001).fill(0x61);
  expect(isAscii(long)).toBe(true);
  for (const at of [0, 4_095, 4_096, 9_999, 10_000]) {
    long[at] = 0xc3;
    expect(isAscii(long)).toBe(false);
    long[at] = 0x61;
  }
});
