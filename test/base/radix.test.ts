import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedBy } from '../../src/base/radix.ts';

const numbers = fc.array(fc.oneof(fc.double({ noNaN: false }), fc.integer({ min: -3, max: 3 }), fc.constant(-0)), { maxLength: 60 });
const rank = (x: number): number => (Number.isNaN(x) ? 1 : 0);

test('rows stand by their value, equals as they were given, missing ones last, in either direction', () => {
  fc.assert(
    fc.property(numbers, fc.boolean(), fc.boolean(), (values, descending, reversed) => {
      const rows = values.map((_, row) => row);
      if (reversed) rows.reverse();
      const expected = [...rows].sort((a, b) => {
        const [x, y] = [values[a] ?? 0, values[b] ?? 0];
        return rank(x) - rank(y) || (rank(x) === 1 || x === y ? 0 : x < y === descending ? 1 : -1);
      });
      expect([...sortedBy(Float64Array.from(values), Uint32Array.from(rows), descending)]).toEqual(expected);
    }),
  );
});
