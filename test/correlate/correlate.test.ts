import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../src/correlate/correlate.ts';
import { type CorrelationInput, type CorrelationOptions, type CorrelationResult, ENTITY_FLAGS } from '../../src/correlate/model.ts';
import { EVIDENCE_ROLES, type EvidenceRole, evidenceTypeCode } from '../../src/domain/evidence.ts';
import { REASON_CODES, reasonCode } from '../../src/domain/reason.ts';
import { linkSentence } from '../../src/correlate/sentence.ts';
import { BUILTIN, inputOf, pairs, type Small, small, smalls } from './arbitrary.ts';

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };
const run = (
  alerts: readonly Small[],
  mustLink: readonly (readonly [number, number])[] = [],
  cannotLink: readonly (readonly [number, number])[] = [],
) => correlate(inputOf(alerts, { mustLink, cannotLink }), NORMAL);
const alert = (at: number, entities: readonly number[], detector = 0, tactic = 3): Small => ({ at, detector, tactic, entities });
const codes = (result: CorrelationResult, row: number): string[] =>
  [...result.reasonCode.slice(result.reasonOffset[row], result.reasonOffset[row + 1])].map((code) => REASON_CODES[code] ?? '?');

/** Rows in another order, entities under other numbers: the same set of alerts. */
function shuffled(input: CorrelationInput, order: readonly number[], rename: readonly number[]): CorrelationInput {
  const pick = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: T): T => {
    const to = from.slice() as T;
    order.forEach((row, i) => (to[i] = from[row] ?? 0));
    return to;
  };
  const offset = new Uint32Array(input.count + 1);
  const entity: number[] = [];
  order.forEach((row, i) => {
    for (const e of input.entity.slice(input.offset[row], input.offset[row + 1])) entity.push(rename[e] ?? e);
    offset[i + 1] = entity.length;
  });
  const at = new Map(order.map((row, i) => [row, i]));
  const map = (list: readonly (readonly [number, number])[]) => list.map(([a, b]) => [at.get(a) ?? 0, at.get(b) ?? 0] as const);
  const type = input.entities.type.slice();
  const flags = input.entities.flags.slice();
  rename.forEach((to, from) => {
    type[to] = input.entities.type[from] ?? 0;
    flags[to] = input.entities.flags[from] ?? 0;
  });
  return {
    ...input,
    time: pick(input.time),
    lastTime: pick(input.lastTime),
    keyHigh: pick(input.keyHigh),
    keyLow: pick(input.keyLow),
    detector: pick(input.detector),
    tactics: pick(input.tactics),
    excluded: pick(input.excluded),
    sourceIncident: pick(input.sourceIncident),
    offset,
    entity: Uint32Array.from(entity),
    role: new Uint32Array(entity.length),
    entities: { ...input.entities, type, flags },
    overrides: { mustLink: map(input.overrides.mustLink), cannotLink: map(input.overrides.cannotLink).reverse() },
  };
}

describe('correlate, whatever the alerts', () => {
  test('gives the same incidents and links for any order of rows and any numbering of entities', () => {
    const cases = smalls.chain((alerts) =>
      fc.record({
        alerts: fc.constant(alerts),
        order: fc.shuffledSubarray([...alerts.keys()], { minLength: alerts.length }),
        rename: fc.shuffledSubarray([...Array(17).keys()], { minLength: 17 }),
        mustLink: pairs(alerts.length),
        cannotLink: pairs(alerts.length),
      }),
    );
    fc.assert(
      fc.property(cases, ({ alerts, order, rename, mustLink, cannotLink }) => {
        const input = inputOf(alerts, { mustLink, cannotLink });
        const one = correlate(input, NORMAL);
        const other = correlate(shuffled(input, order, rename), NORMAL);
        expect(order.map((_, i) => other.incident[i])).toEqual(order.map((row) => one.incident[row]));
        expect(order.map((_, i) => (other.parent[i] === -1 ? -1 : order[other.parent[i] ?? 0]))).toEqual(
          order.map((row) => one.parent[row]),
        );
        expect(order.map((_, i) => other.score[i])).toEqual(order.map((row) => one.score[row]));
      }),
      { numRuns: 300 },
    );
  });

  test('puts every alert in exactly one incident, and spans each by alerts − 1 links with reasons', () => {
    fc.assert(
      fc.property(smalls, (alerts) => {
        const result = run(alerts);
        const roots = alerts.filter((_, row) => result.parent[row] === -1).length;
        expect(roots).toBe(result.incidents);
        alerts.forEach((_, row) => {
          const parent = result.parent[row] ?? -1;
          if (parent === -1) return;
          expect(result.incident[parent]).toBe(result.incident[row]);
          expect(codes(result, row).length).toBeGreaterThan(0);
          let up = row;
          for (let steps = 0; result.parent[up] !== -1; steps++) {
            expect(steps).toBeLessThan(alerts.length);
            up = result.parent[up] ?? -1;
          }
        });
      }),
    );
  });

  test('honours what people decided', () => {
    const cases = smalls.chain((alerts) =>
      fc.record({ alerts: fc.constant(alerts), one: pairs(alerts.length), two: pairs(alerts.length) }),
    );
    fc.assert(
      fc.property(cases, ({ alerts, one, two }) => {
        const apart = run(alerts, [], two);
        for (const [a, b] of two) expect(apart.incident[a]).not.toBe(apart.incident[b]);
        const together = run(alerts, one);
        for (const [a, b] of one) expect(together.incident[a]).toBe(together.incident[b]);
        const both = run(alerts, one, two);
        for (const [a, b] of two) expect(both.incident[a]).not.toBe(both.incident[b]);
      }),
    );
  });

  test('never links over a built-in account alone', () => {
    fc.assert(
      fc.property(fc.array(small, { minLength: 2, maxLength: 30 }), (alerts) => {
        const only = alerts.map((one, i) => ({ ...one, detector: i, entities: [BUILTIN] }));
        expect(run(only).incidents).toBe(only.length);
      }),
    );
  });
});

describe('correlate, small stories', () => {
  test('the sensor that saw two alerts is no link between them', () => {
    const linked = (role: number): number => {
      const input = inputOf([alert(0, [0, 4]), alert(0.1, [0, 5], 1, 8)]);
      for (let r = 0; r < input.entity.length; r++) if (input.entity[r] === 0) input.role[r] = role;
      return correlate(input, NORMAL).incidents;
    };
    const bit = (role: EvidenceRole): number => 1 << EVIDENCE_ROLES.indexOf(role);
    expect(linked(bit('impacted'))).toBe(1);
    expect(linked(bit('sensor'))).toBe(2);
    expect(linked(bit('sensor') | bit('impacted'))).toBe(1);
  });

  test('a file on one device, then the same file on another: one incident, because of the file', () => {
    const result = run([alert(0, [0, 4, 12], 0), alert(1, [1, 5, 12], 1, 4)]);
    expect(result.incidents).toBe(1);
    expect(codes(result, 1)).toContain('sharedIndicators');
    expect(result.reasonEntity[result.reasonOffset[1] ?? 0]).toBe(13);
  });

  test('the same detection about the same things within the hour is a repeat', () => {
    const result = run([alert(0, [0, 4]), alert(0.5, [0, 4]), alert(0.9, [0, 4])]);
    expect(result.incidents).toBe(1);
    expect(codes(result, 2)[0]).toBe('repeatedAlertOccurrence');
    expect(result.parent[2]).toBe(1);
  });

  test('a detection that names nothing is one while it comes in one burst; without a time nothing holds it together', () => {
    const minute = 1 / 60;
    const result = run([alert(0, []), alert(2 * minute, []), alert(6 * minute, []), alert(12 * minute, []), alert(2 * minute, [], 7)]);
    expect([...result.incident]).toEqual([0, 0, 0, 2, 1]);
    expect(codes(result, 1)).toContain('repeatedAlertOccurrence');
    expect(linkSentence([{ code: 'repeatedAlertOccurrence', weight: 1 }], 120e6)).toBe('The same detection again, 2 min apart.');
    expect(run([alert(Number.NaN, []), alert(Number.NaN, []), alert(0, [0])]).incidents).toBe(3);
  });

  test('the same device a month apart is two stories', () => {
    expect(run([alert(0, [0], 0), alert(720, [0], 1)]).incidents).toBe(2);
  });

  test('an address that always goes with one machine is that machine; where neither alert names it, the address is given as the reason', () => {
    const seen = [alert(-400, [0, 8], 7), alert(-300, [0, 8], 8), alert(-200, [0, 8], 9)];
    const input = inputOf([...seen, alert(0, [0], 0), alert(0.1, [8], 1, 4), alert(100, [8], 2), alert(100.1, [8], 3, 4)]);
    input.entities.flags[8] = ENTITY_FLAGS.internalAddress;
    const result = correlate(input, NORMAL);
    const named = (row: number): number | undefined => result.reasonEntity[result.reasonOffset[row] ?? 0];
    expect(result.incident[4]).toBe(result.incident[3]);
    expect(named(4)).toBe(0 + 1);
    expect(result.incident[6]).toBe(result.incident[5]);
    expect(named(6)).toBe(8 + 1);
  });

  test('the only two alerts a detector ever raised, at one moment about two things, are one event', () => {
    const chains = [0, 1].flatMap((device) => [1, 2, 3].map((n) => alert(0.1 * n, [device], 4 * device + n)));
    const late = alert(100, [3], 8);
    const incidents = (...more: readonly Small[]): number => run([...chains, late, ...more]).incidents;
    expect(incidents()).toBe(3);
    const moment = 1 / 3600;
    expect(incidents(alert(0.4, [0], 9), alert(0.4 + moment, [1], 9))).toBe(2);
    expect(incidents(alert(0.4, [0], 9), alert(0.5, [1], 9))).toBe(3);
    expect(incidents(alert(0.4, [0], 9), alert(0.4 + moment, [1], 9), alert(50, [3], 9))).toBe(4);
  });

  test('a lone alert of an outbreak that would fit two incidents does not make them one', () => {
    const grown = (device: number, at: number): Small[] =>
      [0, 0.01, 0.02, 0.03].map((later, i) => alert(at + later, [device], 10 * device + i, i));
    const both = [...grown(0, 0), ...grown(1, 0.1)];
    const outbreak = [alert(0.15, [0], 9), alert(0.16, [1], 9)];
    const { incident } = run([...both, ...outbreak, alert(0.155, [4], 9)]);
    expect(incident[0]).toBe(incident[8]);
    expect(incident[4]).toBe(incident[9]);
    expect([incident[0], incident[4]]).toContain(incident[10]);
    expect(incident[0]).not.toBe(incident[4]);
  });

  test('a small incident that comes back to the letter is one, told as a repeat; with anything beside, it is another', () => {
    const twice = (beside: readonly number[]): Small[] =>
      [0, 60].flatMap((at) => [alert(at, [0, 4], 0), alert(at + 0.1, [0, 4, ...(at === 0 ? [] : beside)], 1, 4)]);
    const again = run(twice([]));
    expect(again.incidents).toBe(1);
    expect(codes(again, 2)[0]).toBe('repeatedAlertOccurrence');
    expect(run(twice([12])).incidents).toBe(2);
  });

  test('without times, or all at one instant, nothing grows into one world', () => {
    for (const at of [() => Number.NaN, () => 5]) {
      const alerts = Array.from({ length: 2000 }, (_, i) => alert(at(), [i % 4, 4 + (i % 3), 8 + (i % 2)], i % 97, i % 14));
      const { incident } = run(alerts);
      const sizes = new Map<number, number>();
      for (const one of incident) sizes.set(one, (sizes.get(one) ?? 0) + 1);
      expect(Math.max(...sizes.values())).toBeLessThan(200);
    }
  });

  test('processes that are each the parent of the next, in a ring, are not one world', () => {
    const n = 6000;
    const alerts = Array.from({ length: n }, (_, i) => alert(i / 60, [], i % 97));
    const base = inputOf(alerts);
    const { incident } = correlate(
      {
        ...base,
        offset: Uint32Array.from({ length: n + 1 }, (_, i) => 2 * i),
        entity: Uint32Array.from({ length: 2 * n }, (_, r) => (r % 2 === 0 ? r / 2 : (r + 1) / 2) % n),
        role: new Uint32Array(2 * n),
        entities: { count: n, type: new Uint8Array(n).fill(evidenceTypeCode('process')), flags: new Uint16Array(n) },
      },
      NORMAL,
    );
    const sizes = new Map<number, number>();
    for (const one of incident) sizes.set(one, (sizes.get(one) ?? 0) + 1);
    expect(Math.max(...sizes.values())).toBeLessThan(2000);
    expect(incident[0]).toBe(incident[100]);
  });

  test('an excluded detector stays alone', () => {
    const result = run([alert(0, [0, 4]), { ...alert(0.1, [0, 4], 1), excluded: true }, alert(0.2, [0, 4], 2, 5)]);
    expect([...result.incident]).toEqual([0, 1, 0]);
  });

  test('a chain in which the middle is held apart from the end by hand', () => {
    const result = run([alert(0, [0, 4], 0), alert(1, [0, 4], 1), alert(2, [0, 4], 2)], [], [[0, 2]]);
    expect(result.incident[0]).not.toBe(result.incident[2]);
  });

  test('a link by hand says so', () => {
    const result = run([alert(0, [0], 0), alert(100, [5], 1)], [[0, 1]]);
    expect(result.incidents).toBe(1);
    expect(codes(result, 1)).toEqual(['manualLink']);
  });

  test('incidents of the exporter are kept, and not merged with one another', () => {
    const alerts = [
      { ...alert(0, [0, 4], 0), source: 1 },
      { ...alert(0.5, [0, 4], 1), source: 2 },
      { ...alert(90, [7], 2), source: 1 },
      alert(0.6, [0, 4], 3),
    ];
    const kept = correlate(inputOf(alerts), { ...NORMAL, sourceIncidents: 'suggest' });
    expect(kept.incident[0]).toBe(kept.incident[2]);
    expect(kept.incident[0]).not.toBe(kept.incident[1]);
    expect(kept.reasonCode).toContain(reasonCode('sourceIncident'));
    expect(kept.suggestions.length).toBeGreaterThan(0);
    expect(correlate(inputOf(alerts), NORMAL).incident[0]).toBe(correlate(inputOf(alerts), NORMAL).incident[1]);
  });
});
