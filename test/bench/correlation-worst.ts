import { evidenceTypeCode } from '../../src/domain/evidence.ts';
import { type CorrelationInput, NO_OVERRIDES } from '../../src/correlate/model.ts';
import { Random } from './random.ts';

/* Inputs that break what is built without care, at any size. */

const DAY = 86_400e6;
const TYPES = (['device', 'user', 'ip', 'file', 'process', 'url'] as const).map(evidenceTypeCode);

interface Shape {
  readonly time: (i: number, n: number) => number;
  readonly detector: (i: number) => number;
  readonly entities: (i: number, n: number) => readonly number[];
  readonly entityCount: (n: number) => number;
}

function build(n: number, shape: Shape): CorrelationInput {
  const count = shape.entityCount(n);
  const offset = new Uint32Array(n + 1);
  const entity: number[] = [];
  const time = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    time[i] = shape.time(i, n);
    for (const e of shape.entities(i, n)) entity.push(e);
    offset[i + 1] = entity.length;
  }
  return {
    count: n,
    time,
    lastTime: time,
    keyHigh: Uint32Array.from({ length: n }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 0),
    keyLow: Uint32Array.from({ length: n }, (_, i) => i),
    detector: Uint32Array.from({ length: n }, (_, i) => shape.detector(i)),
    product: new Uint16Array(n),
    severity: new Uint8Array(n).fill(2),
    tactics: Uint32Array.from({ length: n }, (_, i) => 1 << (i % 14)),
    repeats: new Uint32Array(n).fill(1),
    excluded: new Uint8Array(n),
    sourceIncident: new Uint32Array(n),
    offset,
    entity: Uint32Array.from(entity),
    role: new Uint32Array(entity.length),
    entities: { count, type: Uint8Array.from({ length: count }, (_, e) => TYPES[e % TYPES.length] ?? 0), flags: new Uint16Array(count) },
    overrides: NO_OVERRIDES,
  };
}

const month = (i: number, n: number): number => 1.7e15 + (i * 30 * DAY) / n;
const chance = new Random(7);
const next = (): number => chance.next();
/** A tenth of the mentions go to fifty hubs, half to a tenth of the entities, the rest anywhere. */
const mixed = (n: number): number => {
  const r = next();
  const all = Math.floor(n * 0.8) + 100;
  return Math.floor(next() * (r < 0.1 ? 50 : r < 0.6 ? all * 0.1 : all));
};
const usual: Shape = {
  time: month,
  detector: () => Math.floor(next() ** 3 * 400),
  entities: (_, n) => [mixed(n), mixed(n), mixed(n), mixed(n), mixed(n)],
  entityCount: (n) => Math.floor(n * 0.8) + 100,
};

export const WORST: Readonly<Record<string, (n: number) => CorrelationInput>> = {
  '5 entities an alert, hubs': (n) => build(n, usual),
  'no entities': (n) => build(n, { ...usual, entities: () => [], entityCount: () => 0 }),
  'no time': (n) => build(n, { ...usual, time: () => Number.NaN }),
  'all at one instant': (n) => build(n, { ...usual, time: () => 1.7e15 }),
  'one entity in every alert': (n) => build(n, { ...usual, entities: (i, all) => [0, 1 + (i % (all - 1))], entityCount: (all) => all }),
  'one rule': (n) => build(n, { ...usual, detector: () => 0 }),
  'one rule about one thing': (n) => build(n, { ...usual, detector: () => 0, entities: () => [0], entityCount: () => 1 }),
  'each process the parent of the next, in a ring': (n) =>
    build(n, { ...usual, entities: (i, all) => [4 + 6 * i, 4 + 6 * ((i + 1) % all)], entityCount: (all) => 6 * all + 6 }),
};
