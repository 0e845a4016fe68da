import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReasonColumns, StoryLinks } from '../../src/correlate/links.ts';

const row = fc.record({
  from: fc.nat(),
  to: fc.nat(),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  routine: fc.boolean(),
  shared: fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat()), { maxLength: 7 }),
});
const fill = (rows: readonly (typeof row extends fc.Arbitrary<infer T> ? T : never)[]): StoryLinks => {
  const links = new StoryLinks();
  for (const { from, to, score, routine, shared } of rows) {
    links.add(from, to, score, routine);
    for (const one of shared) links.evidence(...one);
  }
  return links;
};
const read = (links: StoryLinks): unknown[] =>
  Array.from({ length: links.length }, (_, l) => ({
    from: links.from[l],
    to: links.to[l],
    score: links.score[l],
    routine: links.routine[l] === 1,
    shared: Array.from({ length: (links.offset[l + 1] ?? 0) - (links.offset[l] ?? 0) }, (__, i) => {
      const at = (links.offset[l] ?? 0) + i;
      return [links.thing[at], links.strength[at], links.beside[at]];
    }),
  }));

test('links and their evidence are read as they were noted, however many', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
      expect(read(fill(rows))).toEqual(rows);
    }),
  );
});
test('links taken from another list keep their evidence, in the order taken', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(), { maxLength: 40 }), (rows, picks) => {
      const chosen = picks.map((pick) => pick % rows.length);
      const source = fill(rows);
      const links = new StoryLinks();
      for (const l of chosen) links.take(source, l);
      expect(read(links)).toEqual(chosen.map((l) => rows[l]));
    }),
  );
});
test('reasons stand one after the other', () => {
  const reasons = new ReasonColumns();
  for (let i = 0; i < 1000; i++) reasons.add(i % 9, i, 1 / 4);
  expect(reasons.length).toBe(1000);
  expect([reasons.code[998], reasons.entity[998], reasons.weight[998]]).toEqual([998 % 9, 998, 0.25]);
});
