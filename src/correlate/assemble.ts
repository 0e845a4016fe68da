import { reasonCode } from '../domain/reason.ts';
import type { Clusters } from './cluster.ts';
import type { DecidedLinks } from './decide.ts';
import { PASSING, type Stories } from './fold.ts';
import { type LinkReason, rootForest } from './forest.ts';
import type { CorrelationInput, CorrelationResult } from './model.ts';
import type { ThingFacts } from './rates.ts';
import { reasonOfShared, typeOf } from './reasons.ts';
import type { Things } from './things.ts';

/** Links → the result by row: incidents, their spanning forest, the reasons of each link, suggested merges. */
export function assemble(
  input: CorrelationInput,
  order: Uint32Array,
  things: Things,
  stories: Stories,
  facts: ThingFacts,
  clusters: Clusters,
  decided: DecidedLinks,
  previous?: CorrelationResult,
): CorrelationResult {
  const { count } = input;
  const ends = linkEnds(stories, clusters, decided);
  const forest = rootForest(count, ends.a, ends.b);
  const incident = new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const score = new Float32Array(count);
  const reasonOffset = new Uint32Array(count + 1);
  const codes: number[] = [];
  const entities: number[] = [];
  const weights: number[] = [];
  const repeats = new Map<number, readonly LinkReason[]>();
  const position = new Uint32Array(count);
  for (let c = 0; c < count; c++) position[order[c] as number] = c;
  const give = (reasons: readonly LinkReason[]): void => {
    for (const reason of reasons) {
      codes.push(reason.code);
      entities.push(reason.entity);
      weights.push(reason.weight);
    }
  };
  /** Score and reasons of one link of the forest. */
  const explain = (link: number, c: number): number => {
    if (link < decided.a.length) {
      const kept = decided.row[link] as number;
      if (kept >= 0 && previous !== undefined) {
        give(keptReasons(previous, kept));
        return previous.score[kept] as number;
      }
      give([{ code: decided.code[link] as number, entity: 0, weight: 1 }]);
      return 1;
    }
    const found = clusters.links[link - decided.a.length];
    if (found !== undefined) {
      give(reasonsOf(input, order, things, stories, found));
      return found.score;
    }
    const s = stories.storyOf[c] as number;
    let known = repeats.get(s);
    if (known === undefined) repeats.set(s, (known = repeatReasons(input, stories, facts, s)));
    give(known);
    return 1;
  };
  for (let row = 0; row < count; row++) {
    const c = position[row] as number;
    incident[row] = forest.tree[c] as number;
    const up = forest.parent[c] as number;
    if (up >= 0) {
      parent[row] = order[up] as number;
      score[row] = explain(forest.link[c] as number, c);
    }
    reasonOffset[row + 1] = codes.length;
  }
  return {
    incident,
    incidents: forest.trees,
    parent,
    score,
    reasonOffset,
    reasonCode: Uint8Array.from(codes),
    reasonEntity: Uint32Array.from(entities),
    reasonWeight: Float32Array.from(weights),
    suggestions: suggestions(stories, clusters, forest.tree, order),
  };
}

/** Ends of all links, in the order decided, found, repeats. */
function linkEnds(stories: Stories, clusters: Clusters, decided: DecidedLinks): { a: Uint32Array; b: Uint32Array } {
  const repeats = stories.member.length - stories.count;
  const total = decided.a.length + clusters.links.length + repeats;
  const a = new Uint32Array(total);
  const b = new Uint32Array(total);
  a.set(decided.a);
  b.set(decided.b);
  let l = decided.a.length;
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

function reasonsOf(
  input: CorrelationInput,
  order: Uint32Array,
  things: Things,
  stories: Stories,
  link: Clusters['links'][number],
): LinkReason[] {
  const reasons = link.shared.map(({ thing, strength, with: other }) => {
    if (thing >= input.entities.count) return { code: reasonCode('similarTTPsOrBehavior'), entity: 0, weight: strength };
    const entity = asNamed(input, order, things, stories, thing, [link.from, other]);
    return {
      code: reasonCode(
        reasonOfShared(
          typeOf(input.entities.type[entity]),
          input.entities.flags[entity] as number,
          roleIn(stories, other, thing),
          roleIn(stories, link.from, thing),
        ),
      ),
      entity: entity + 1,
      weight: strength,
    };
  });
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
/** A machine is named by its address where both stories know it by nothing else. */
function asNamed(
  input: CorrelationInput,
  order: Uint32Array,
  things: Things,
  stories: Stories,
  thing: number,
  of: readonly number[],
): number {
  let address = -1;
  for (const s of of) {
    const row = order[stories.member[stories.memberOffset[s] as number] as number] as number;
    const to = input.offset[row + 1] as number;
    for (let r = input.offset[row] as number; r < to; r++) {
      const e = input.entity[r] as number;
      if (e === thing) return thing;
      if (things.of[e] === thing) address = e;
    }
  }
  return address < 0 ? thing : address;
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

function keptReasons(previous: CorrelationResult, row: number): LinkReason[] {
  const out: LinkReason[] = [];
  const to = previous.reasonOffset[row + 1] as number;
  for (let r = previous.reasonOffset[row] as number; r < to; r++)
    out.push({
      code: previous.reasonCode[r] as number,
      entity: previous.reasonEntity[r] as number,
      weight: previous.reasonWeight[r] as number,
    });
  return out;
}
