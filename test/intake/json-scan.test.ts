import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newScan, scanValue } from '../../src/intake/text/json-scan.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a value ends where its bracket closes, wherever the bytes are cut into pieces', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), fc.string(), fc.nat(), fc.nat(), (value, pretty, rest, first, second) => {
      const text = JSON.stringify({ value, path: 'C:\\Temp\\"x"' }, null, pretty ? 1 : 0);
      const end = bytesOf(text).length;
      const bytes = bytesOf(text + rest);
      const whole = newScan();
      expect(scanValue(bytes, 0, bytes.length, whole)).toBe(end);
      const state = newScan();
      let at = 0;
      let found = -1;
      for (const cut of [first % end, second % end, bytes.length].sort((a, b) => a - b)) {
        if (found < 0) found = scanValue(bytes, at, cut, state);
        at = cut;
      }
      expect(found).toBe(end);
      expect(state).toEqual(whole);
      expect(whole.lines).toBe(text.split('\n').length - 1);
    }),
  );
});

test('a line end within a string is no JSON, unless a backslash stands before it', () => {
  for (const [text, broken] of [
    ['{"a":"x\ny"}', true],
    ['{"a":"x\\\ny"}', false],
    ['{"a":"x\\n"}', false],
  ] as const) {
    const state = newScan();
    const at = scanValue(bytesOf(text), 0, text.length, state);
    expect(state.broken).toBe(broken);
    expect(at).toBe(broken ? text.indexOf('\n') : text.length);
  }
});
