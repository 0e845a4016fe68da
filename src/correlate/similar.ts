import { ENTITY_FLAGS, type CorrelationInput } from './model.ts';

export interface SimilarIncident {
  readonly incident: number;
  /** 0–1: how much of the wanted incident's detections and entities it shares, the rare ones counting most. */
  readonly score: number;
  /** What both have, rarest first. */
  readonly entities: readonly number[];
  readonly detectors: readonly number[];
}

const MOST = 20;
/** µs: incidents are looked for in the 14 days before the last activity. Source: Microsoft Sentinel, similar incidents. */
const REACH = 14 * 86_400e6;

/**
 * Incidents like this one, which were not merged with it: shared entities and the same detectors, rare ones weighing more.
 * Only such as were active in the 14 days before its last activity, 20 at most.
 */
export function similarIncidents(input: CorrelationInput, incident: Uint32Array, wanted: number): SimilarIncident[] {
  return rank(input, incident, wanted, { detectors: true, reach: REACH }).slice(0, MOST);
}

/** Incidents that share an entity with this one at any time, without being one with it: "all associated incidents". */
export function associatedIncidents(input: CorrelationInput, incident: Uint32Array, wanted: number): SimilarIncident[] {
  return rank(input, incident, wanted, { detectors: false, reach: Number.POSITIVE_INFINITY });
}

function rank(
  input: CorrelationInput,
  incident: Uint32Array,
  wanted: number,
  { detectors: withDetectors, reach }: { readonly detectors: boolean; readonly reach: number },
): SimilarIncident[] {
  const entities = new Set<number>();
  const detectors = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < input.count; row++) {
    if (incident[row] !== wanted) continue;
    detectors.add(input.detector[row] as number);
    for (const e of entitiesOf(input, row)) entities.add(e);
    last = Math.max(last, (input.lastTime[row] as number) || (input.time[row] as number) || last);
  }
  const entityIn = new Map<number, Set<number>>();
  const detectorIn = new Map<number, Set<number>>();
  const lastOf = new Map<number, number>();
  const firstOf = new Map<number, number>();
  let incidents = 0;
  for (let row = 0; row < input.count; row++) {
    const i = incident[row] as number;
    if (i >= incidents) incidents = i + 1;
    const time = input.time[row] as number;
    const end = (input.lastTime[row] as number) || time;
    if (!(end <= (lastOf.get(i) ?? Number.NEGATIVE_INFINITY))) lastOf.set(i, end);
    if (!(time >= (firstOf.get(i) ?? Number.POSITIVE_INFINITY))) firstOf.set(i, time);
    if (detectors.has(input.detector[row] as number)) add(detectorIn, input.detector[row] as number, i);
    for (const e of entitiesOf(input, row)) if (entities.has(e)) add(entityIn, e, i);
  }
  const found = new Map<number, { score: number; entities: [number, number][]; detectors: [number, number][] }>();
  let all = 0;
  const credit = (of: ReadonlyMap<number, ReadonlySet<number>>, kind: 'entities' | 'detectors'): void => {
    for (const [thing, holders] of of) {
      const weight = Math.log(1 + incidents / holders.size) * (kind === 'detectors' ? 0.5 : 1);
      all += weight;
      for (const i of holders) {
        if (i === wanted) continue;
        let one = found.get(i);
        if (one === undefined) found.set(i, (one = { score: 0, entities: [], detectors: [] }));
        one.score += weight;
        one[kind].push([thing, weight]);
      }
    }
  };
  credit(entityIn, 'entities');
  if (withDetectors) credit(detectorIn, 'detectors');
  const byWeight = (items: readonly [number, number][]): number[] =>
    [...items].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([thing]) => thing);
  return [...found]
    .filter(([i]) => inReach(firstOf.get(i), lastOf.get(i), last, reach))
    .map(([i, one]) => ({
      incident: i,
      score: all === 0 ? 0 : one.score / all,
      entities: byWeight(one.entities),
      detectors: byWeight(one.detectors),
    }))
    .sort((a, b) => b.score - a.score || a.incident - b.incident);
}

/** Active between `reach` before `last` and `last`; one without time is always in reach. */
function inReach(first: number | undefined, end: number | undefined, last: number, reach: number): boolean {
  if (reach === Number.POSITIVE_INFINITY || first === undefined || end === undefined || !Number.isFinite(last)) return true;
  return !(end < last - reach || first > last);
}

function add(map: Map<number, Set<number>>, key: number, value: number): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** Entities that say anything: built-in and ignored ones are left out. */
function* entitiesOf(input: CorrelationInput, row: number): Generator<number> {
  const to = input.offset[row + 1] as number;
  for (let r = input.offset[row] as number; r < to; r++) {
    const e = input.entity[r] as number;
    if (((input.entities.flags[e] as number) & (ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored)) === 0) yield e;
  }
}
