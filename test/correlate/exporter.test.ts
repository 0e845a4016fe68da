import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate, partition } from '../../src/correlate/correlate.ts';
import { correlateIncrement, type OpenIncident } from '../../src/correlate/increment.ts';
import type { CorrelationResult } from '../../src/correlate/model.ts';
import { whyNot } from '../../src/correlate/why-not.ts';
import type { SourceIncidents } from '../../src/domain/source-incidents.ts';
import { inputOf, type Small, smalls } from './arbitrary.ts';

/* The incidents that stand in the files: woven anew, kept as they are, or kept and added to. */

const options = (sourceIncidents: SourceIncidents) => ({ profile: 'normal', sourceIncidents }) as const;
const alert = (at: number, entities: readonly number[], detector: number, source = 0): Small => ({
  at,
  entities,
  detector,
  tactic: detector,
  source,
});
const sourced = smalls.chain((alerts) =>
  fc
    .array(fc.nat(3), { minLength: alerts.length, maxLength: alerts.length })
    .map((of) => alerts.map((one, i): Small => ({ ...one, source: of[i] ?? 0 }))),
);
/** Incidents of the exporter (0: of none) in each incident. */
function inside(alerts: readonly Small[], incident: Uint32Array): Map<number, Set<number>> {
  const sets = new Map<number, Set<number>>();
  alerts.forEach(({ source = 0 }, row) => {
    const of = incident[row] ?? -1;
    sets.set(of, (sets.get(of) ?? new Set()).add(source));
  });
  return sets;
}
const places = (alerts: readonly Small[], incident: Uint32Array): number =>
  new Set(alerts.flatMap(({ source = 0 }, row) => (source === 0 ? [] : [`${source}/${incident[row]}`]))).size;
const sources = (alerts: readonly Small[]): number => new Set(alerts.map(({ source = 0 }) => source).filter((one) => one !== 0)).size;

function expectKept(alerts: readonly Small[], { incident, suggestions }: Pick<CorrelationResult, 'incident' | 'suggestions'>): void {
  const of = inside(alerts, incident);
  for (const set of of.values()) expect(set.size).toBe(1);
  expect(places(alerts, incident)).toBe(sources(alerts));
  for (const { a, b } of suggestions) for (const one of [a, b]) expect([...(of.get(one) ?? [])]).toEqual([0]);
}
const open = (id: number): OpenIncident => ({
  id: id + 1,
  status: 'new',
  assignedTo: '',
  classification: 'unknown',
  determination: 'unknown',
  alerts: 1,
  entities: 1,
  worked: false,
});

describe('incidents of the exporter', () => {
  test('kept: each stands exactly as it is, whatever speaks for more, and nothing is suggested about it', () => {
    fc.assert(
      fc.property(sourced, (alerts) => {
        const input = inputOf(alerts);
        const result = correlate(input, options('keep'));
        expectKept(alerts, result);
        expect(partition(input, options('keep'))).toEqual(result.incident);
      }),
      { numRuns: 150 },
    );
  });

  test('kept: the order of rows does not matter', () => {
    fc.assert(
      fc.property(sourced, (alerts) => {
        const keys = alerts.map((_, i) => i);
        const there = correlate(inputOf(alerts, undefined, keys), options('keep')).incident;
        const turned = correlate(inputOf([...alerts].reverse(), undefined, [...keys].reverse()), options('keep')).incident;
        expect([...turned].reverse()).toEqual([...there]);
      }),
    );
  });

  test('kept: also where alerts come in two imports', () => {
    fc.assert(
      fc.property(sourced, fc.nat(60), (alerts, cut) => {
        const old = alerts.slice(0, cut);
        const result = correlate(inputOf(old), options('keep'));
        const shown = { incident: result.incident, incidents: Array.from({ length: result.incidents }, (_, i) => open(i)), result };
        const after = correlateIncrement(shown, inputOf(alerts), options('keep'));
        expectKept(alerts, after.result);
        expect(
          after.merged.every(({ source, target }) =>
            old.every(({ source: of = 0 }, row) => of === 0 || ![source, target].includes(shown.incident[row] ?? -1)),
          ),
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('kept and suggested: none is split, no two are one, and others may join', () => {
    fc.assert(
      fc.property(sourced, (alerts) => {
        const { incident } = correlate(inputOf(alerts), options('suggest'));
        for (const set of inside(alerts, incident).values()) expect([...set].filter((one) => one !== 0).length).toBeLessThan(2);
        expect(places(alerts, incident)).toBe(sources(alerts));
      }),
      { numRuns: 150 },
    );
  });

  test('what lies between two: joined by evidence, left alone, or added to one with a suggestion', () => {
    const alerts = [alert(0, [0, 4], 0, 1), alert(0.5, [0, 4], 1, 2), alert(0.6, [0, 4], 2), alert(0.7, [0, 4], 3)];
    const of = (mode: SourceIncidents): CorrelationResult => correlate(inputOf(alerts), options(mode));
    expect([...of('ignore').incident]).toEqual([0, 0, 0, 0]);
    expect([...of('keep').incident]).toEqual([0, 1, 2, 2]);
    expect(of('keep').suggestions).toEqual([]);
    expect(new Set(of('suggest').incident).size).toBe(2);
    expect(of('suggest').suggestions.length).toBeGreaterThan(0);
  });

  test('a person who joins two by hand wins, and why two stay two is told', () => {
    const alerts = [alert(0, [0, 4], 0, 1), alert(0.5, [0, 4], 1)];
    const input = inputOf(alerts);
    const { incident } = correlate(input, options('keep'));
    expect([...incident]).toEqual([0, 1]);
    expect(whyNot(input, incident, 0, 1, options('keep')).verdict).toBe('sourceIncident');
    expect(whyNot(input, incident, 0, 1, options('suggest')).verdict).not.toBe('sourceIncident');
    expect([...correlate(inputOf(alerts, { mustLink: [[0, 1]], cannotLink: [] }), options('keep')).incident]).toEqual([0, 0]);
  });
});
