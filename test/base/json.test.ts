import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonObject, own } from '../../src/base/json.ts';

test('what an object inherits is not its own', () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'absent'])
    expect(own({}, key)).toBeUndefined();
});

test('a hostile record keeps what it states under such names', () => {
  const record = JSON.parse('{"__proto__":{"admin":true},"constructor":"x","toString":null}') as JsonObject;
  expect(own(record, '__proto__')).toEqual({ admin: true });
  expect(own(record, 'constructor')).toBe('x');
  expect(own(record, 'toString')).toBeNull();
  expect(own(record, 'admin')).toBeUndefined();
});

test('any key of any JSON object is its own exactly where the object has it', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'valueOf')), fc.jsonValue()),
      fc.string(),
      (made, other) => {
        const record = JSON.parse(JSON.stringify(made)) as JsonObject;
        for (const key of [...Object.keys(record), other, '__proto__', 'valueOf'])
          expect(own(record, key)).toBe(Object.hasOwn(record, key) ? record[key] : undefined);
      },
    ),
  );
});
