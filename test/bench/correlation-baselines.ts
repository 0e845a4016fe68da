import { UnionFind } from '../../src/correlate/union.ts';
import { ENTITY_FLAGS, type CorrelationInput } from '../../src/correlate/model.ts';
import { canonicalOrder } from '../../src/domain/canonical-order.ts';

/* What one can run beside our engine, on the same interned ids, told to leave out SYSTEM and its like. */

const HOUR = 3_600e6;
const speaks = (input: CorrelationInput, e: number): boolean => ((input.entities.flags[e] ?? 0) & ENTITY_FLAGS.builtin) === 0;
const roots = (sets: UnionFind, count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => sets.find(row));

/** Connected components: two alerts are one where they share an entity within the window; entities in more than `most` alerts are left out. */
export function components(input: CorrelationInput, hours: number, most = Number.POSITIVE_INFINITY): Uint32Array {
  const sets = new UnionFind(input.count);
  const mentions = new Uint32Array(input.entities.count);
  for (const e of input.entity) mentions[e] = (mentions[e] ?? 0) + 1;
  const last = new Int32Array(input.entities.count).fill(-1);
  for (const row of canonicalOrder(input)) {
    for (let r = input.offset[row] ?? 0; r < (input.offset[row + 1] ?? 0); r++) {
      const e = input.entity[r] ?? 0;
      if ((mentions[e] ?? 0) > most || !speaks(input, e)) continue;
      const before = last[e] ?? -1;
      if (before >= 0 && (input.time[row] ?? 0) - (input.time[before] ?? 0) <= hours * HOUR) sets.union(before, row);
      last[e] = row;
    }
  }
  return roots(sets, input.count);
}

/** The same detector about the same first entity within the window: grouping as rules offer it. */
export function ruleAndEntity(input: CorrelationInput, hours: number): Uint32Array {
  const sets = new UnionFind(input.count);
  const last = new Map<number, number>();
  for (const row of canonicalOrder(input)) {
    const e = input.entity[input.offset[row] ?? 0] ?? 0;
    const key = (input.detector[row] ?? 0) * 0x4000000 + e;
    const before = last.get(key);
    if (before !== undefined && (input.time[row] ?? 0) - (input.time[before] ?? 0) <= hours * HOUR) sets.union(before, row);
    last.set(key, row);
  }
  return roots(sets, input.count);
}

/** Everything that follows within so many seconds. */
export function timeGap(input: CorrelationInput, seconds: number): Uint32Array {
  const sets = new UnionFind(input.count);
  let before = -1;
  for (const row of canonicalOrder(input)) {
    if (before >= 0 && (input.time[row] ?? 0) - (input.time[before] ?? 0) <= seconds * 1e6) sets.union(before, row);
    before = row;
  }
  return roots(sets, input.count);
}

/** Cases with a cap: an alert goes to the newest open case that shares an entity, until that is full. */
export function cappedCases(input: CorrelationInput, hours: number, most: number): Uint32Array {
  const of = new Uint32Array(input.count);
  const size: number[] = [];
  const opened: number[] = [];
  const caseOf = new Int32Array(input.entities.count).fill(-1);
  for (const row of canonicalOrder(input)) {
    const time = input.time[row] ?? 0;
    const entities: number[] = [];
    for (let r = input.offset[row] ?? 0; r < (input.offset[row + 1] ?? 0); r++) entities.push(input.entity[r] ?? 0);
    let best = -1;
    for (const e of entities) {
      const one = speaks(input, e) ? (caseOf[e] ?? -1) : -1;
      if (one >= 0 && (size[one] ?? 0) < most && time - (opened[one] ?? 0) <= hours * HOUR && one > best) best = one;
    }
    if (best < 0) {
      best = size.length;
      size.push(0);
      opened.push(time);
    }
    size[best] = (size[best] ?? 0) + 1;
    of[row] = best;
    for (const e of entities) caseOf[e] = best;
  }
  return of;
}

/** Sum of inverse document frequencies of what is shared, halved every 24 h; incidents that reach the threshold are joined through the alert. */
export function weightedIdf(input: CorrelationInput, threshold: number): Uint32Array {
  const sets = new UnionFind(input.count);
  const mentions = new Uint32Array(input.entities.count);
  for (const e of input.entity) mentions[e] = (mentions[e] ?? 0) + 1;
  const top = Math.log(Math.max(2, input.count));
  const recent = new Map<number, number[]>();
  for (const row of canonicalOrder(input)) {
    const scores = new Map<number, number>();
    for (let r = input.offset[row] ?? 0; r < (input.offset[row + 1] ?? 0); r++) {
      const e = input.entity[r] ?? 0;
      if (!speaks(input, e)) continue;
      const idf = Math.log(input.count / (mentions[e] ?? 1)) / top;
      const seen = new Map<number, number>();
      const list = recent.get(e) ?? [];
      for (const other of list) {
        const hours = ((input.time[row] ?? 0) - (input.time[other] ?? 0)) / HOUR;
        if (hours > 120) continue;
        const root = sets.find(other);
        seen.set(root, Math.max(seen.get(root) ?? 0, idf * 2 ** (-hours / 24)));
      }
      for (const [root, value] of seen) scores.set(root, (scores.get(root) ?? 0) + value);
      list.push(row);
      if (list.length > 16) list.shift();
      recent.set(e, list);
    }
    for (const [root, value] of scores) if (value >= threshold) sets.union(root, row);
  }
  return roots(sets, input.count);
}

export interface Baseline {
  readonly name: string;
  readonly run: (input: CorrelationInput) => Uint32Array;
}
export const BASELINES: readonly Baseline[] = [
  { name: 'components 1 h', run: (input) => components(input, 1) },
  { name: 'components 24 h', run: (input) => components(input, 24) },
  { name: 'components 5 d', run: (input) => components(input, 120) },
  { name: 'components 24 h, entity in ≤ 10', run: (input) => components(input, 24, 10) },
  { name: 'components 24 h, entity in ≤ 30', run: (input) => components(input, 24, 30) },
  { name: 'components 24 h, entity in ≤ 100', run: (input) => components(input, 24, 100) },
  { name: 'rule + entity 24 h', run: (input) => ruleAndEntity(input, 24) },
  { name: 'time gap 2 s', run: (input) => timeGap(input, 2) },
  { name: 'time gap 5 min', run: (input) => timeGap(input, 300) },
  { name: 'case cap 2 h / 30', run: (input) => cappedCases(input, 2, 30) },
  { name: 'IDF × decay, 0.3', run: (input) => weightedIdf(input, 0.3) },
  { name: 'IDF × decay, 0.5', run: (input) => weightedIdf(input, 0.5) },
];
