import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../src/correlate/correlate.ts';
import { behindLink, heldTogetherBy } from '../../src/correlate/held.ts';
import type { CorrelationOptions } from '../../src/correlate/model.ts';
import { difference } from '../../src/correlate/preview.ts';
import { associatedIncidents, similarIncidents } from '../../src/correlate/similar.ts';
import { whyNot } from '../../src/correlate/why-not.ts';
import { BUILTIN, inputOf, type Small, smalls } from './arbitrary.ts';

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };
const alert = (at: number, entities: readonly number[], detector = 0, tactic = 3): Small => ({ at, detector, tactic, entities });

describe('the difference of two runs', () => {
  test('lists merges, splits and moves', () => {
    const before = Uint32Array.of(0, 0, 0, 1, 1, 2);
    expect(difference(before, before)).toEqual({ merges: [], splits: [], moves: [], before: 3, after: 3 });
    expect(difference(before, Uint32Array.of(0, 0, 1, 2, 2, 2))).toEqual({
      merges: [{ into: 2, from: [1, 2] }],
      splits: [{ of: 0, into: [0, 1] }],
      moves: [{ row: 2, from: 0, to: 1 }],
      before: 3,
      after: 3,
    });
  });

  test('of a wider profile names every alert that moves', () => {
    fc.assert(
      fc.property(smalls, (alerts) => {
        const input = inputOf(alerts);
        const strict = correlate(input, { ...NORMAL, profile: 'strict' }).incident;
        const wide = correlate(input, { ...NORMAL, profile: 'wide' }).incident;
        const { merges, moves } = difference(strict, wide);
        const main = new Map<number, number>();
        for (const { into, from } of merges) for (const one of from) main.set(one, into);
        const moved = new Set(moves.map(({ row }) => row));
        alerts.forEach((_, row) => {
          const into = main.get(strict[row] ?? -1);
          if (!moved.has(row) && into !== undefined) expect(wide[row]).toBe(into);
        });
      }),
    );
  });
});

describe('what holds an incident together', () => {
  test('the weakest link first, with what would leave by it', () => {
    const result = correlate(
      inputOf([alert(0, [0, 4, 12]), alert(0.1, [0, 4, 12], 1), alert(20, [12], 2), alert(20.1, [12, 8], 3)]),
      NORMAL,
    );
    expect(result.incidents).toBe(1);
    const [weakest] = heldTogetherBy(result, 0);
    expect(weakest?.row).toBe(2);
    expect(weakest?.behind).toBe(2);
    expect(behindLink(result, 2)).toEqual([2, 3]);
  });

  test('the links of an incident are one fewer than its alerts, and each parts it in two', () => {
    fc.assert(
      fc.property(smalls, (alerts) => {
        const result = correlate(inputOf(alerts), NORMAL);
        for (let i = 0; i < result.incidents; i++) {
          const size = [...result.incident].filter((one) => one === i).length;
          const links = heldTogetherBy(result, i, Number.POSITIVE_INFINITY);
          expect(links).toHaveLength(size - 1);
          for (const link of links) {
            expect(link.behind).toBe(behindLink(result, link.row).length);
            expect(link.behind).toBeLessThan(size);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('why two incidents are two', () => {
  const ask = (alerts: readonly Small[], cannotLink: readonly (readonly [number, number])[] = []) => {
    const input = inputOf(alerts, { mustLink: [], cannotLink });
    const { incident } = correlate(input, NORMAL);
    expect(incident[0]).not.toBe(incident[alerts.length - 1]);
    return whyNot(input, incident, incident[0] ?? 0, incident[alerts.length - 1] ?? 0, NORMAL);
  };
  test('they share nothing', () => {
    expect(ask([alert(0, [0, 4]), alert(0, [1, 5], 1)]).verdict).toBe('nothingShared');
  });
  test('they share SYSTEM, which is the same everywhere', () => {
    const answer = ask([alert(0, [0, BUILTIN]), alert(0, [1, BUILTIN], 1)]);
    expect(answer.shared.map((one) => one.objection)).toEqual(['builtin']);
  });
  test('too far apart in time', () => {
    const answer = ask([alert(0, [0]), alert(400, [0], 1)]);
    expect(answer.verdict).toBe('tooWeak');
    expect(answer.shared[0]).toMatchObject({ entity: 0, objection: 'outOfWindow', a: 0, b: 1, strength: 0 });
    expect(answer.shared[0]?.gap).toBeCloseTo(400 * 3.6e9, -3);
  });
  test('a device that is mentioned all the time', () => {
    const busy = Array.from({ length: 300 }, (_, i) => alert(i * 2.3, [0, 4 + (i % 4)], 1 + (i % 5), i % 14));
    const input = inputOf(busy);
    const { incident, incidents } = correlate(input, NORMAL);
    expect(incidents).toBeGreaterThan(10);
    const answer = whyNot(input, incident, incident[100] ?? 0, incident[130] ?? 1, NORMAL);
    expect(answer.shared.find((one) => one.entity === 0)?.objection).toMatch(/background|outOfWindow/);
  });
  test('a person said so', () => {
    expect(ask([alert(0, [0, 4]), alert(0, [0, 4], 1)], [[0, 1]]).verdict).toBe('decision');
  });
});

describe('similar and associated incidents', () => {
  const alerts = [alert(0, [0, 12], 1), alert(400, [1, 12], 1), alert(401, [2, 13], 2), alert(2, [3, BUILTIN], 3)];
  const input = inputOf(alerts);
  const { incident } = correlate(input, NORMAL);
  const of = (row: number): number => incident[row] ?? -1;
  test('share things and detectors, rarest first, within 14 days', () => {
    expect(new Set(incident).size).toBe(4);
    const near = inputOf([alert(0, [0, 12], 1), alert(300, [1, 12], 1)]);
    const two = Uint32Array.of(0, 1);
    expect(similarIncidents(near, two, 1)).toMatchObject([{ incident: 0, entities: [12], detectors: [1] }]);
    expect(similarIncidents(input, incident, of(1))).toEqual([]);
  });
  test('associated ones share an entity at any time; built-in accounts do not count', () => {
    expect(associatedIncidents(input, incident, of(1)).map((one) => one.incident)).toEqual([of(0)]);
    expect(associatedIncidents(input, incident, of(3))).toEqual([]);
  });
});
