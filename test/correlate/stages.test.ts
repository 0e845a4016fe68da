import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate, partition } from '../../src/correlate/correlate.ts';
import { ENTITY_FLAGS, type CorrelationInput, type Profile } from '../../src/correlate/model.ts';
import { Stages } from '../../src/correlate/stages.ts';
import { PROFILES, type Tuning } from '../../src/correlate/tuning.ts';
import { inputOf, pairs, type Small, smalls } from './arbitrary.ts';

interface Trial {
  readonly profile: Profile;
  readonly respectSourceIncidents: boolean;
  readonly window: number;
  readonly strength: number;
  readonly ignored: number | null;
  readonly apart: readonly (readonly [number, number])[];
}
const trial = (alerts: number): fc.Arbitrary<Trial> =>
  fc.record({
    profile: fc.constantFrom('strict', 'normal', 'wide'),
    respectSourceIncidents: fc.boolean(),
    window: fc.constantFrom(0, 12, 48, 400),
    strength: fc.constantFrom(0, 0.05, 0.62, 1),
    ignored: fc.option(fc.nat(10)),
    apart: pairs(alerts),
  });
const cases = smalls.chain((alerts) =>
  fc.record({ alerts: fc.constant(alerts), trials: fc.array(trial(alerts.length), { maxLength: 5 }) }),
);

const tuned = ({ profile, window, strength }: Trial): Tuning => ({
  ...PROFILES[profile],
  types: { ...PROFILES[profile].types, device: { strength, halfLife: 16, window } },
});

function tried(base: CorrelationInput, { ignored, apart }: Trial): CorrelationInput {
  const overrides = { mustLink: [], cannotLink: apart };
  if (ignored === null) return { ...base, overrides };
  const flags = base.entities.flags.slice();
  flags[ignored] = (flags[ignored] ?? 0) | ENTITY_FLAGS.ignored;
  return { ...base, overrides, entities: { ...base.entities, flags } };
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
    const { incident, parent } = correlate(inputOf(alerts(many)), { profile: 'normal', respectSourceIncidents: false });
    const once = correlate(inputOf(alerts(many.slice(0, 23))), { profile: 'normal', respectSourceIncidents: false });
    expect([...incident]).toEqual([...once.incident]);
    expect([...parent]).toEqual([...once.parent]);
  });
});
