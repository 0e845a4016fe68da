import { reasonCode } from '../domain/reason.ts';
import { type Bounds, cluster, voices, type Clusters } from './cluster.ts';
import { foldRepeats, PASSING, type Stories } from './fold.ts';
import { bundleRoutine } from './routine.ts';
import { rootForest, type AlertLink, type LinkReason } from './forest.ts';
import type { CorrelationInput, CorrelationOptions, CorrelationResult } from './model.ts';
import { canonicalOrder } from './order.ts';
import { thingFacts, type ThingFacts } from './rates.ts';
import { reasonOfShared, typeOf } from './reasons.ts';
import { thingsOf } from './things.ts';
import { PROFILES, type Tuning } from './tuning.ts';
import { Conflicts, UnionFind } from './union.ts';

/** Alerts → incidents with reasons. A pure function of the set of alerts, of the overrides and of the options. */
export function correlate(
  input: CorrelationInput,
  options: CorrelationOptions,
  tuning: Tuning = PROFILES[options.profile],
): CorrelationResult {
  const order = canonicalOrder(input);
  const position = new Uint32Array(input.count);
  for (let c = 0; c < input.count; c++) position[order[c] as number] = c;
  const apart = new Set<number>();
  for (const pair of input.overrides.cannotLink) for (const row of pair) apart.add(position[row] as number);
  const source = options.respectSourceIncidents ? input.sourceIncident : undefined;
  const things = thingsOf(input, order);
  const stories = foldRepeats(input, order, tuning, things, apart, source);
  const facts = thingFacts(stories, things, input.entities, tuning);
  const sets = new UnionFind(stories.count);
  const conflicts = new Conflicts();
  const links: AlertLink[] = [];
  decide(input, position, order, stories, sets, conflicts, source, links);
  const heard = cluster(stories, facts, tuning, { sets: sets.clone(), conflicts: new Conflicts() });
  const bounds: Bounds = {
    sets,
    conflicts,
    source: source === undefined ? undefined : sourceOfSets(stories, order, sets, source),
    voice: voices(stories, heard.sets, tuning),
  };
  const clusters = cluster(stories, facts, tuning, bounds);
  bundleRoutine(stories, facts, bounds, clusters.links);
  return assemble(input, order, stories, facts, clusters, links);
}

/** What people and, where asked for, exporters decided: unions and "never together", before any evidence is weighed. */
function decide(
  input: CorrelationInput,
  position: Uint32Array,
  order: Uint32Array,
  stories: Stories,
  sets: UnionFind,
  conflicts: Conflicts,
  source: Uint32Array | undefined,
  links: AlertLink[],
): void {
  const storyOfRow = (row: number): number => stories.storyOf[position[row] as number] as number;
  const sorted = (pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
    pairs
      .map(([x, y]) => [position[x] as number, position[y] as number] as const)
      .map(([x, y]) => (x <= y ? ([x, y] as const) : ([y, x] as const)))
      .sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  for (const [x, y] of input.overrides.cannotLink) conflicts.add(sets, storyOfRow(x), storyOfRow(y));
  const join = (a: number, b: number, code: number): void => {
    const x = sets.find(stories.storyOf[a] as number);
    const y = sets.find(stories.storyOf[b] as number);
    if (x === y || conflicts.between(sets, x, y)) return;
    conflicts.joined(x, y, sets.union(x, y));
    links.push({ a, b, score: 1, reasons: [{ code, entity: 0, weight: 1 }] });
  };
  for (const [a, b] of sorted(input.overrides.mustLink)) join(a, b, reasonCode('manualLink'));
  if (source === undefined) return;
  const previous = new Map<number, number>();
  for (let c = 0; c < input.count; c++) {
    const of = source[order[c] as number] as number;
    if (of === 0) continue;
    const before = previous.get(of);
    if (before !== undefined) join(before, c, reasonCode('sourceIncident'));
    previous.set(of, c);
  }
}

/** Exporter's incident of each set, by root; 0 where none: two sets of different ones are never merged by evidence. */
function sourceOfSets(stories: Stories, order: Uint32Array, sets: UnionFind, source: Uint32Array): Uint32Array {
  const of = new Uint32Array(stories.count);
  for (let s = stories.count - 1; s >= 0; s--) {
    const stated = source[order[stories.member[stories.memberOffset[s] as number] as number] as number] as number;
    if (stated !== 0) of[sets.find(s)] = stated;
  }
  return of;
}

function assemble(
  input: CorrelationInput,
  order: Uint32Array,
  stories: Stories,
  facts: ThingFacts,
  clusters: Clusters,
  decided: readonly AlertLink[],
): CorrelationResult {
  const { count } = input;
  const ends = linkEnds(stories, clusters, decided);
  const forest = rootForest(count, ends.a, ends.b);
  const incident = new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const score = new Float32Array(count);
  const reasonOffset = new Uint32Array(count + 1);
  const reasonCodes: number[] = [];
  const reasonEntity: number[] = [];
  const reasonWeight: number[] = [];
  const repeats = new Map<number, readonly LinkReason[]>();
  const position = new Uint32Array(count);
  for (let c = 0; c < count; c++) position[order[c] as number] = c;
  for (let row = 0; row < count; row++) {
    const c = position[row] as number;
    incident[row] = forest.tree[c] as number;
    const up = forest.parent[c] as number;
    if (up >= 0) {
      parent[row] = order[up] as number;
      const link = forest.link[c] as number;
      let reasons: readonly LinkReason[];
      if (link < decided.length) {
        score[row] = decided[link]?.score ?? 1;
        reasons = decided[link]?.reasons ?? [];
      } else if (link < decided.length + clusters.links.length) {
        const found = clusters.links[link - decided.length];
        score[row] = found?.score ?? 0;
        reasons = found === undefined ? [] : reasonsOf(input, stories, found);
      } else {
        const s = stories.storyOf[c] as number;
        let known = repeats.get(s);
        if (known === undefined) repeats.set(s, (known = repeatReasons(input, stories, facts, s)));
        score[row] = 1;
        reasons = known;
      }
      for (const reason of reasons) {
        reasonCodes.push(reason.code);
        reasonEntity.push(reason.entity);
        reasonWeight.push(reason.weight);
      }
    }
    reasonOffset[row + 1] = reasonCodes.length;
  }
  return {
    incident,
    incidents: forest.trees,
    parent,
    score,
    reasonOffset,
    reasonCode: Uint8Array.from(reasonCodes),
    reasonEntity: Uint32Array.from(reasonEntity),
    reasonWeight: Float32Array.from(reasonWeight),
    suggestions: suggestions(stories, clusters, forest.tree, order),
  };
}

/** Ends of all links, in the order decided, found, repeats. */
function linkEnds(stories: Stories, clusters: Clusters, decided: readonly AlertLink[]): { a: Uint32Array; b: Uint32Array } {
  const repeats = stories.member.length - stories.count;
  const total = decided.length + clusters.links.length + repeats;
  const a = new Uint32Array(total);
  const b = new Uint32Array(total);
  let l = 0;
  for (const link of decided) {
    a[l] = link.a;
    b[l++] = link.b;
  }
  for (const link of clusters.links) {
    const first = stories.member[stories.memberOffset[link.from] as number] as number;
    a[l] = first;
    b[l++] = nearestBefore(stories, link.to, first);
  }
  for (let s = 0; s < stories.count; s++) {
    const to = stories.memberOffset[s + 1] as number;
    for (let m = (stories.memberOffset[s] as number) + 1; m < to; m++) {
      a[l] = stories.member[m] as number;
      b[l++] = stories.member[m - 1] as number;
    }
  }
  return { a, b };
}

/** The last alert of a story that stands before a canonical position; its first where none does. */
function nearestBefore(stories: Stories, story: number, position: number): number {
  let low = stories.memberOffset[story] as number;
  let high = (stories.memberOffset[story + 1] as number) - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((stories.member[middle] as number) < position) low = middle;
    else high = middle - 1;
  }
  return stories.member[low] as number;
}

function reasonsOf(input: CorrelationInput, stories: Stories, link: Clusters['links'][number]): LinkReason[] {
  const reasons = link.shared.map(({ thing: entity, strength, with: other }) =>
    entity >= input.entities.count
      ? { code: reasonCode('similarTTPsOrBehavior'), entity: 0, weight: strength }
      : {
          code: reasonCode(
            reasonOfShared(
              typeOf(input.entities.type[entity]),
              input.entities.flags[entity] as number,
              roleIn(stories, other, entity),
              roleIn(stories, link.from, entity),
            ),
          ),
          entity: entity + 1,
          weight: strength,
        },
  );
  if (link.routine === true) reasons.unshift({ code: reasonCode('repeatedAlertOccurrence'), entity: 0, weight: link.score });
  const gap = (stories.first[link.from] as number) - (stories.last[link.to] as number);
  if (gap <= NEAR) reasons.push({ code: reasonCode('temporalProximity'), entity: 0, weight: 0 });
  if (
    stories.detector[link.from] === stories.detector[link.to] &&
    !reasons.some((reason) => reason.code === reasonCode('similarTTPsOrBehavior'))
  )
    reasons.push({ code: reasonCode('similarTTPsOrBehavior'), entity: 0, weight: 0 });
  return reasons;
}
/** Hours within which two alerts count as close in time. */
const NEAR = 10 / 60;

function roleIn(stories: Stories, story: number, entity: number): number {
  const to = stories.offset[story + 1] as number;
  for (let r = stories.offset[story] as number; r < to; r++) if (stories.thing[r] === entity) return stories.role[r] as number;
  return 0;
}

/** A repeat shares all that identifies its story: the strongest two are named. */
function repeatReasons(input: CorrelationInput, stories: Stories, facts: ThingFacts, story: number): LinkReason[] {
  const shared: { entity: number; strength: number; role: number }[] = [];
  const to = stories.offset[story + 1] as number;
  for (let r = stories.offset[story] as number; r < to; r++) {
    const entity = stories.thing[r] as number;
    const type = typeOf(input.entities.type[entity]);
    const strength = facts.strength[entity] as number;
    if (entity < input.entities.count && strength > 0 && !PASSING.has(type))
      shared.push({ entity, strength, role: stories.role[r] as number });
  }
  shared.sort((x, y) => y.strength - x.strength);
  return [
    { code: reasonCode('repeatedAlertOccurrence'), entity: 0, weight: 1 },
    ...shared.slice(0, 2).map(({ entity, strength, role }) => ({
      code: reasonCode(reasonOfShared(typeOf(input.entities.type[entity]), input.entities.flags[entity] as number, role, role)),
      entity: entity + 1,
      weight: strength,
    })),
  ];
}

function suggestions(stories: Stories, clusters: Clusters, tree: Uint32Array, order: Uint32Array): CorrelationResult['suggestions'] {
  const best = new Map<number, { a: number; b: number; via: number; score: number }>();
  for (const held of clusters.heldBack) {
    const first = stories.member[stories.memberOffset[held.from] as number] as number;
    const x = tree[first] as number;
    const y = tree[stories.member[stories.memberOffset[held.to] as number] as number] as number;
    if (x === y) continue;
    const [a, b] = x < y ? [x, y] : [y, x];
    const key = a * 0x4000000 + b;
    const known = best.get(key);
    if (known === undefined || held.score > known.score) best.set(key, { a, b, via: order[first] as number, score: held.score });
  }
  return [...best.values()].sort((p, q) => q.score - p.score || p.a - q.a || p.b - q.b);
}
