import { reasonCode } from '../domain/reason.ts';
import type { Clusters } from './cluster.ts';
import type { DecidedLinks } from './decide.ts';
import { PASSING, type Stories } from './fold.ts';
import { rootForest } from './forest.ts';
import { ReasonColumns, type StoryLinks } from './links.ts';
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
  const reasons = new ReasonColumns();
  const position = new Uint32Array(count);
  for (let c = 0; c < count; c++) position[order[c] as number] = c;
  /** Gives the reasons of one link of the forest; returns its score. */
  const explain = (link: number, c: number): number => {
    if (link < decided.a.length) {
      const kept = decided.row[link] as number;
      if (kept >= 0 && previous !== undefined) {
        keep(previous, kept, reasons);
        return previous.score[kept] as number;
      }
      reasons.add(decided.code[link] as number, decided.entity[link] as number, 1);
      return 1;
    }
    const found = link - decided.a.length;
    if (found < clusters.links.length) {
      explainLink(input, order, things, stories, clusters.links, found, reasons);
      return clusters.links.score[found] as number;
    }
    explainRepeat(input, stories, facts, stories.storyOf[c] as number, reasons);
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
    reasonOffset[row + 1] = reasons.length;
  }
  return {
    incident,
    incidents: forest.trees,
    parent,
    score,
    reasonOffset,
    reasonCode: reasons.code.slice(0, reasons.length),
    reasonEntity: reasons.entity.slice(0, reasons.length),
    reasonWeight: reasons.weight.slice(0, reasons.length),
    suggestions: suggestions(stories, clusters.heldBack, forest.tree, order),
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
  const { links } = clusters;
  for (let i = 0; i < links.length; i++) {
    const first = stories.member[stories.memberOffset[links.from[i] as number] as number] as number;
    a[l] = first;
    b[l++] = nearestBefore(stories, links.to[i] as number, first);
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

const REPEATED = reasonCode('repeatedAlertOccurrence');
const SIMILAR = reasonCode('similarTTPsOrBehavior');
const NEAR_IN_TIME = reasonCode('temporalProximity');

function explainLink(
  input: CorrelationInput,
  order: Uint32Array,
  things: Things,
  stories: Stories,
  links: StoryLinks,
  l: number,
  reasons: ReasonColumns,
): void {
  const from = links.from[l] as number;
  const to = links.to[l] as number;
  let similar = false;
  if (links.routine[l] === 1) reasons.add(REPEATED, 0, links.score[l] as number);
  const end = links.offset[l + 1] as number;
  for (let i = links.offset[l] as number; i < end; i++) {
    const thing = links.thing[i] as number;
    const strength = links.strength[i] as number;
    if (thing >= input.entities.count) {
      reasons.add(SIMILAR, 0, strength);
      similar = true;
      continue;
    }
    const other = links.beside[i] as number;
    const entity = asNamed(input, order, things, stories, thing, from, other);
    const reason = reasonOfShared(
      typeOf(input.entities.type[entity]),
      input.entities.flags[entity] as number,
      roleIn(stories, other, thing),
      roleIn(stories, from, thing),
    );
    reasons.add(reasonCode(reason), entity + 1, strength);
  }
  const gap = (stories.first[from] as number) - (stories.last[to] as number);
  if (gap <= NEAR) reasons.add(NEAR_IN_TIME, 0, 0);
  if (!similar && stories.detector[from] === stories.detector[to]) reasons.add(SIMILAR, 0, 0);
}

/** A machine is named by its address where both stories know it by nothing else. */
function asNamed(
  input: CorrelationInput,
  order: Uint32Array,
  things: Things,
  stories: Stories,
  thing: number,
  later: number,
  earlier: number,
): number {
  let address = -1;
  for (let turn = 0; turn < 2; turn++) {
    const s = turn === 0 ? later : earlier;
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
function explainRepeat(input: CorrelationInput, stories: Stories, facts: ThingFacts, story: number, reasons: ReasonColumns): void {
  let best = -1;
  let next = -1;
  const strength = (r: number): number => facts.strength[stories.thing[r] as number] as number;
  const to = stories.offset[story + 1] as number;
  for (let r = stories.offset[story] as number; r < to; r++) {
    const entity = stories.thing[r] as number;
    if (entity >= input.entities.count || !(strength(r) > 0) || PASSING.has(typeOf(input.entities.type[entity]))) continue;
    if (best < 0 || strength(r) > strength(best)) [best, next] = [r, best];
    else if (next < 0 || strength(r) > strength(next)) next = r;
  }
  reasons.add(REPEATED, 0, 1);
  for (let turn = 0; turn < 2; turn++) {
    const r = turn === 0 ? best : next;
    if (r < 0) continue;
    const entity = stories.thing[r] as number;
    const role = stories.role[r] as number;
    const reason = reasonOfShared(typeOf(input.entities.type[entity]), input.entities.flags[entity] as number, role, role);
    reasons.add(reasonCode(reason), entity + 1, strength(r));
  }
}

function suggestions(stories: Stories, held: StoryLinks, tree: Uint32Array, order: Uint32Array): CorrelationResult['suggestions'] {
  const best = new Map<number, { a: number; b: number; via: number; score: number }>();
  for (let l = 0; l < held.length; l++) {
    const first = stories.member[stories.memberOffset[held.from[l] as number] as number] as number;
    const x = tree[first] as number;
    const y = tree[stories.member[stories.memberOffset[held.to[l] as number] as number] as number] as number;
    if (x === y) continue;
    const [a, b] = x < y ? [x, y] : [y, x];
    const key = a * 0x4000000 + b;
    const score = held.score[l] as number;
    const known = best.get(key);
    if (known === undefined || score > known.score) best.set(key, { a, b, via: order[first] as number, score });
  }
  return [...best.values()].sort((p, q) => q.score - p.score || p.a - q.a || p.b - q.b);
}

function keep(previous: CorrelationResult, row: number, reasons: ReasonColumns): void {
  const to = previous.reasonOffset[row + 1] as number;
  for (let r = previous.reasonOffset[row] as number; r < to; r++)
    reasons.add(previous.reasonCode[r] as number, previous.reasonEntity[r] as number, previous.reasonWeight[r] as number);
}
