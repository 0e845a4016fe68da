import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../src/correlate/correlate.ts';
import { correlateIncrement, type OpenIncident, type Shown } from '../../src/correlate/increment.ts';
import type { CorrelationOptions } from '../../src/correlate/model.ts';
import { inputOf, type Small, smalls } from './arbitrary.ts';

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };
const alert = (at: number, entities: readonly number[], detector = 0): Small => ({ at, detector, tactic: 3, entities });

/** A workspace in which these alerts were correlated, and what people have done since. */
function shown(alerts: readonly Small[], worked: Readonly<Record<number, Partial<OpenIncident>>> = {}): Shown {
  const result = correlate(inputOf(alerts), NORMAL);
  const incidents = Array.from({ length: result.incidents }, (_, i): OpenIncident => ({
    id: i + 1,
    status: 'new',
    assignedTo: '',
    classification: 'unknown',
    determination: 'unknown',
    alerts: [...result.incident].filter((one) => one === i).length,
    entities: 3,
    worked: false,
    ...worked[i],
  }));
  return { incident: result.incident, incidents, result };
}
const add = (before: Shown, old: readonly Small[], fresh: readonly Small[]) =>
  correlateIncrement(before, inputOf([...old, ...fresh]), NORMAL);

describe('new alerts in a worked workspace', () => {
  test('what was shown together stays together, resolved incidents take nothing', () => {
    const cases = fc.record({ old: smalls, fresh: smalls, resolved: fc.array(fc.nat(20), { maxLength: 5 }) });
    fc.assert(
      fc.property(cases, ({ old, fresh, resolved }) => {
        const before = shown(old, Object.fromEntries(resolved.map((i) => [i, { status: 'resolved' as const }])));
        const { result, keeps, merged } = add(before, old, fresh);
        const home = new Map<number, number>();
        old.forEach((_, row) => {
          const was = before.incident[row] ?? -1;
          const is = result.incident[row] ?? -1;
          expect(home.get(was) ?? is).toBe(is);
          home.set(was, is);
        });
        for (const i of new Set(resolved)) {
          if (i >= before.incidents.length) continue;
          const size = [...result.incident].filter((one) => one === home.get(i)).length;
          expect(size).toBe(before.incidents[i]?.alerts);
        }
        expect(merged).toHaveLength(before.incidents.length - new Set(home.values()).size);
        expect([...keeps].filter((one) => one >= 0)).toHaveLength(new Set(home.values()).size);
        const roots = [...result.parent].filter((one) => one === -1).length;
        expect(roots).toBe(result.incidents);
      }),
      { numRuns: 150 },
    );
  });

  test('with the incidents of the exporter kept, new alerts of one go where it is, and evidence brings no two together', () => {
    const of = (source: number, one: Small): Small => ({ ...one, source });
    const old = [of(1, alert(0, [0, 4])), of(2, alert(0.2, [1, 5], 1)), of(9, alert(0.3, [2, 6], 2))];
    const options: CorrelationOptions = { profile: 'normal', sourceIncidents: 'suggest' };
    const before = shown(old, { 2: { status: 'resolved' } });
    const fresh = [
      of(1, alert(90, [7], 3)),
      of(3, alert(0.4, [0, 1, 4, 5], 4)),
      of(3, alert(50, [3], 5)),
      of(9, alert(0.5, [2, 6], 6)),
      alert(0.6, [1, 5], 7),
    ];
    const { result, keeps, merged } = correlateIncrement(before, inputOf([...old, ...fresh]), options);
    const at = (row: number): number => result.incident[row] ?? -1;
    expect(at(3)).toBe(at(0));
    expect(at(4)).toBe(at(5));
    expect(new Set([at(0), at(1), at(2), at(4), at(6)]).size).toBe(5);
    expect([at(1), at(4)]).toContain(at(7));
    expect(merged).toEqual([]);
    expect([at(0), at(1), at(2)].map((one) => keeps[one])).toEqual([0, 1, 2]);
    expect(keeps[at(4)]).toBe(-1);
    expect(result.suggestions.length).toBeGreaterThan(0);
    const held = { ...before, result: { ...before.result, suggestions: [{ a: 0, b: 1, via: 1, score: 0.9 }] } };
    const kept = correlateIncrement(held, inputOf([...old, alert(900, [3], 8)]), options).result;
    expect(kept.suggestions).toEqual([{ a: kept.incident[0], b: kept.incident[1], via: 1, score: 0.9 }]);
    const woven = correlateIncrement(before, inputOf([...old, ...fresh]), NORMAL).result.incident;
    expect(woven[4]).toBe(woven[0]);
  });

  test('joins an open incident, founds a new one, and keeps the links shown before', () => {
    const old = [alert(0, [0, 4]), alert(0.5, [0, 4], 1)];
    const before = shown(old);
    const { result, keeps, joined, founded } = add(before, old, [alert(1, [0, 4], 2), alert(1, [3, 7], 3)]);
    expect([...result.incident]).toEqual([0, 0, 0, 1]);
    expect([...keeps]).toEqual([0, -1]);
    expect([joined, founded]).toEqual([1, 1]);
    expect(result.parent[1]).toBe(before.result.parent[1]);
    expect(result.score[1]).toBe(before.result.score[1]);
  });

  test('two incidents become one through a new alert; the worked one stays', () => {
    const old = [alert(0, [0, 12]), alert(0.2, [1, 13], 1)];
    const bridge = [alert(0.4, [0, 12, 1, 13], 2)];
    const { merged, keeps } = add(shown(old, { 1: { worked: true } }), old, bridge);
    expect(merged.map(({ source, target, via }) => [source, target, via])).toEqual([[0, 1, 2]]);
    expect([...keeps]).toEqual([1]);
  });

  test('two incidents become one through a repeat that came late, and it is told', () => {
    const old = [alert(0, [0, 4]), alert(1.5, [0, 4])];
    const parted = shown([old[0] as Small, alert(900, [7], 5)]);
    const before = { ...parted, incidents: parted.incidents.map((one) => ({ ...one, alerts: 1 })) };
    expect(before.incidents).toHaveLength(2);
    const { merged, keeps, result } = add(before, old, [alert(0.75, [0, 4])]);
    expect(result.incidents).toBe(1);
    expect(merged.map(({ source, target }) => [source, target])).toEqual([[1, 0]]);
    expect([...keeps]).toEqual([0]);
  });

  test.each([
    ['merge/resolved', { 0: { status: 'resolved' } }],
    ['merge/two-owners', { 0: { assignedTo: 'ann' }, 1: { assignedTo: 'bob' } }],
    ['merge/two-classifications', { 0: { classification: 'truePositive' }, 1: { classification: 'falsePositive' } }],
    ['merge/too-many-entities', { 0: { entities: 9_999 }, 1: { entities: 9_999 } }],
  ] as const)('refuses with %s, and says so', (code, worked) => {
    const old = [alert(0, [0, 12]), alert(0.2, [1, 13], 1)];
    const { merged, refused, result } = add(shown(old, worked), old, [alert(0.4, [0, 12, 1, 13], 2)]);
    expect(merged).toEqual([]);
    expect(refused.map((one) => one.code)).toContain(code);
    expect(result.incident[0]).not.toBe(result.incident[1]);
  });

  test('a resolved incident is not reopened: the new alert founds one of its own', () => {
    const old = [alert(0, [0, 4])];
    const { result, founded } = add(shown(old, { 0: { status: 'resolved' } }), old, [alert(0.1, [0, 4])]);
    expect([...result.incident]).toEqual([0, 1]);
    expect(founded).toBe(1);
  });
});
