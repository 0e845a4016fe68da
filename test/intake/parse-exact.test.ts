import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExact } from '../../src/intake/text/parse-exact.ts';

test('whole numbers beyond 2^53 keep their digits, all else is as JSON.parse has it', () => {
  expect(
    parseExact(
      '{"a":12345678901234567890,"b":-98765432109876543,"c":9007199254740993,"d":9007199254740991,"e":0.12345678901234567,"f":1.5e300,"g":"98765432109876543210\\"1","h":12345678901234567e3}',
    ),
  ).toEqual({
    a: '12345678901234567890',
    b: '-98765432109876543',
    c: '9007199254740993',
    d: 9007199254740991,
    e: Number('0.12345678901234567'),
    f: 1.5e300,
    g: '98765432109876543210"1',
    h: Number('12345678901234567e3'),
  });
});

test('any JSON without such a number is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseExact(text)).toEqual(
        JSON.parse(text, (_, value: unknown) =>
          typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21
            ? String(value)
            : value,
        ),
      );
    }),
  );
});
