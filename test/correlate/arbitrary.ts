import fc from 'fast-check';
import { ENTITY_FLAGS, type CorrelationInput, NO_OVERRIDES, type Overrides } from '../../src/correlate/model.ts';
import { evidenceTypeCode } from '../../src/domain/evidence.ts';

/** A small alert for tests: hours, detector, entities by number. */
export interface Small {
  readonly at: number;
  readonly detector: number;
  readonly tactic: number;
  readonly entities: readonly number[];
  readonly excluded?: boolean;
  readonly source?: number;
}

/** Entity numbers stand for a type: 0–3 devices, 4–7 users, 8–11 addresses, 12–15 files, 16 SYSTEM (built in). */
export const ENTITIES = 17;
const TYPES = ['device', 'user', 'ip', 'file'] as const;
export const BUILTIN = 16;

export function inputOf(
  alerts: readonly Small[],
  overrides: Overrides = NO_OVERRIDES,
  keys: readonly number[] = alerts.map((_, i) => i),
): CorrelationInput {
  const offset = new Uint32Array(alerts.length + 1);
  const entity: number[] = [];
  alerts.forEach((alert, i) => {
    entity.push(...alert.entities);
    offset[i + 1] = entity.length;
  });
  const time = Float64Array.from(alerts, (alert) => 1.7e15 + alert.at * 3.6e9);
  return {
    count: alerts.length,
    time,
    lastTime: time.slice(),
    keyHigh: Uint32Array.from(keys),
    keyLow: new Uint32Array(alerts.length),
    detector: Uint32Array.from(alerts, (alert) => alert.detector),
    product: new Uint16Array(alerts.length),
    severity: new Uint8Array(alerts.length).fill(2),
    tactics: Uint32Array.from(alerts, (alert) => 1 << alert.tactic),
    repeats: new Uint32Array(alerts.length).fill(1),
    excluded: Uint8Array.from(alerts, (alert) => (alert.excluded === true ? 1 : 0)),
    sourceIncident: Uint32Array.from(alerts, (alert) => alert.source ?? 0),
    offset,
    entity: Uint32Array.from(entity),
    role: new Uint32Array(entity.length),
    entities: {
      count: ENTITIES,
      type: Uint8Array.from({ length: ENTITIES }, (_, e) => evidenceTypeCode(e === BUILTIN ? 'user' : (TYPES[e >> 2] ?? 'generic'))),
      flags: Uint16Array.from({ length: ENTITIES }, (_, e) => (e === BUILTIN ? ENTITY_FLAGS.builtin : 0)),
    },
    overrides,
  };
}

export const small: fc.Arbitrary<Small> = fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.double({ min: 0, max: 100, noNaN: true }), fc.constant(Number.NaN)),
  detector: fc.integer({ min: 0, max: 5 }),
  tactic: fc.integer({ min: 0, max: 13 }),
  entities: fc.uniqueArray(fc.integer({ min: 0, max: ENTITIES - 1 }), { maxLength: 5 }),
});
export const smalls = fc.array(small, { maxLength: 60 });
export const pairs = (count: number): fc.Arbitrary<readonly (readonly [number, number])[]> =>
  count < 2
    ? fc.constant([])
    : fc.array(
        fc.tuple(fc.nat(count - 1), fc.nat(count - 1)).filter(([a, b]) => a !== b),
        { maxLength: 6 },
      );
