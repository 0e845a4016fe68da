import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate, partition } from '../../src/correlate/correlate.ts';
import { ENTITY_FLAGS, type CorrelationInput, type Profile } from '../../src/correlate/model.ts';
import { Stages } from '../../src/correlate/stages.ts';
import { PROFILES, type Tuning } from '../../src/correlate/tuning.ts';
import { SOURCE_INCIDENTS, type SourceIncidents } from '../../src/domain/source-incidents.ts';
import { inputOf, pairs, type Small, smalls } from './arbitrary.ts';

interface Trial {
  readonly profile: Profile;
  readonly sourceIncidents: SourceIncidents;
  readonly window: number;
  readonly strength: number;
  readonly ignored: number | null;
  /** A detector that is taken out. */
  readonly out: number | null;
  /** The columns are made anew, as for rules that are tried. */
  readonly copied: boolean;
  readonly together: readonly (readonly [number, number])[];
  readonly apart: readonly (readonly [number, number])[];
}
const trial = (alerts: number): fc.Arbitrary<Trial> =>
  fc.record({
    profile: fc.constantFrom('strict', 'normal', 'wide'),
    sourceIncidents: fc.constantFrom(...SOURCE_INCIDENTS),
    window: fc.constantFrom(0, 12, 48, 400),
    strength: fc.constantFrom(0, 0.05, 0.62, 1),
    ignored: fc.option(fc.nat(10)),
    out: fc.option(fc.nat(3)),
    copied: fc.boolean(),
    together: pairs(alerts),
    apart: pairs(alerts),
  });
const cases = smalls.chain((alerts) =>
  fc.record({ alerts: fc.constant(alerts), trials: fc.array(trial(alerts.length), { maxLength: 5 }) }),
);

const tuned = ({ profile, window, strength }: Trial): Tuning => ({
  ...PROFILES[profile],
  types: { ...PROFILES[profile].types, device: { strength, halfLife: 16, window } },
});

function tried(base: CorrelationInput, { ignored, out, copied, together, apart }: Trial): CorrelationInput {
  const flags = base.entities.flags.slice();
  if (ignored !== null) flags[ignored] = (flags[ignored] ?? 0) | ENTITY_FLAGS.ignored;
  const excluded = out === null ? base.excluded : base.excluded.map((one, row) => (base.detector[row] === out ? 1 : one));
  const own = copied ? structuredClone(base) : base;
  return { ...own, excluded, overrides: { mustLink: together, cannotLink: apart }, entities: { ...own.entities, flags } };
}

describe('runs over the same alerts under other numbers', () => {
  test('what is kept between them changes nothing', () => {
    fc.assert(
      fc.property(cases, ({ alerts, trials }) => {
        const base = inputOf(alerts);
        const stages = new Stages();
        for (const one of trials) {
          const input = tried(base, one);
          const fresh = correlate(input, one, tuned(one));
          expect(correlate(input, one, tuned(one), stages)).toEqual(fresh);
          expect(partition(input, one, tuned(one), stages)).toEqual(fresh.incident);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('an alert that names one thing a hundred times among a hundred others is as if it named each once', () => {
    const many = Array.from({ length: 100 }, (_, i) => i % 23);
    const alerts = (entities: readonly number[]): Small[] => [0, 0.1, 5].map((at, i) => ({ at, detector: i, tactic: i, entities }));
    const { incident, parent } = correlate(inputOf(alerts(many)), { profile: 'normal', sourceIncidents: 'ignore' });
    const once = correlate(inputOf(alerts(many.slice(0, 23))), { profile: 'normal', sourceIncidents: 'ignore' });
    expect([...incident]).toEqual([...once.incident]);
    expect([...parent]).toEqual([...once.parent]);
  });
});
