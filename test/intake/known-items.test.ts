import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/base/json.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import { KnownItems } from '../../src/intake/formats/support/known-items.ts';

/** An evidence that tells by its label all that the item says but the time. */
const telling = ({ at: _, ...said }: JsonObject): readonly Evidence[] => [
  { type: 'generic', ids: [], label: JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1))), roles: [] },
];

const item = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'at', '__proto__', 'valueOf'),
    fc.oneof(fc.constantFrom('x', 'y', 1, null), fc.jsonValue({ maxDepth: 2 })),
  )
  .map((made) => JSON.parse(JSON.stringify(made)) as JsonObject);

test('whatever was known under the name, an item gives the evidence it would give alone', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), (items) => {
      const known = new KnownItems('at');
      for (const one of items) expect(known.of('name', one, telling)).toEqual(telling(one));
    }),
  );
});

test('an item that differs in the time alone, or in the order of its keys, is not made again', () => {
  const known = new KnownItems('at');
  const first = known.of('name', { at: 1, host: 'fs-01', roles: ['source'] }, telling);
  expect(known.of('name', { roles: ['source'], host: 'fs-01', at: 2 }, telling)).toBe(first);
  expect(known.of('name', { at: 2, host: 'fs-02', roles: ['source'] }, telling)).not.toBe(first);
  expect(known.of('name', { at: 2, host: 'fs-01', roles: ['target'] }, telling)).not.toBe(first);
});
