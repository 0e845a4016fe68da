import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JudgedFacts, packJudged, unpackJudged } from '../../src/store/judged.ts';

const count = fc.nat({ max: 2_000_000 });
const facts: fc.Arbitrary<JudgedFacts> = fc.record({
  totalIncidents: count,
  tactics: fc.nat({ max: 0x3fff }),
  products: count,
  criticalAssets: count,
  watchedEntities: count,
  malicious: count,
  disrupted: fc.boolean(),
  namedThreats: fc.array(count, { maxLength: 3 }),
  detectors: fc.array(
    fc.record({
      title: count,
      severity: fc.nat({ max: 4 }),
      incidents: count,
      alone: count,
      alerts: count,
      tie: fc.float({ min: 0, max: 1, noNaN: true }),
    }),
  ),
});

test('what a priority is reckoned from comes back as it was put in, each tie to the bit', () => {
  const word = (term: number): string => `word ${term}`;
  fc.assert(
    fc.property(facts, (given) => {
      expect(unpackJudged(packJudged(given), word)).toEqual({
        ...given,
        namedThreats: given.namedThreats.map(word),
        detectors: given.detectors.map((one) => ({ ...one, title: word(one.title) })),
      });
    }),
  );
});
