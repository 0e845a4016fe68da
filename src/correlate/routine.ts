import { isFresh, join, mayJoin, type Bounds } from './cluster.ts';
import type { Stories } from './fold.ts';
import type { StoryLinks } from './links.ts';
import type { ThingFacts } from './rates.ts';
import type { UnionFind } from './union.ts';

/** Incidents of one series must be so many before they count as routine. */
const LEAST_TIMES = 2;
/** Hours of silence after which routine begins anew. */
export const LONGEST_SILENCE = 72;
/** Strength below which an asset is everybody's: an app, say. */
export const TELLING = 0.1;
/** Novelty below which a series is always in the air. */
export const USUAL = 0.5;
/** Share of an incident's alerts that may be news and it is routine all the same: what came in before a series was known to come back. */
const MOST_NEWS = 0.1;
/** Such a link says that something comes back, not that it has one cause. */
export const ROUTINE_SCORE = 0.2;

/**
 * Last, for the queue: what comes back again and again about the same things and stands with nothing else is one incident, and so is
 * all such routine of one asset. Incidents of which more than a tenth is anything else are not touched, so no attack is made larger by it.
 */
export function bundleRoutine(stories: Stories, facts: ThingFacts, bounds: Bounds, links: StoryLinks): void {
  const { sets } = bounds;
  const plain = plainSets(stories, facts, bounds);
  const times = new Uint32Array(stories.seriesCount);
  for (let s = 0; s < stories.count; s++) {
    if (sets.find(s) !== s || plain[s] === 0) continue;
    const series = stories.series[s] as number;
    times[series] = (times[series] as number) + 1;
  }
  const ofSeries = new Bundles(stories.seriesCount, sets);
  const ofAsset = new Bundles(facts.entities, sets);
  for (let s = 0; s < stories.count; s++) {
    const series = stories.series[s] as number;
    if (plain[s] === 0 || (times[series] as number) < LEAST_TIMES || stories.excluded[s] === 1) continue;
    const asset = assetOf(stories, facts, s);
    if (asset < 0) continue;
    const again = ofSeries.before(series);
    const beside = ofAsset.before(asset).filter((other) => alwaysThere(facts, s, other));
    for (const [other, isAgain] of [...again.map((one) => [one, true] as const), ...beside.map((one) => [one, false] as const)]) {
      const silence = (stories.first[s] as number) - (stories.last[other] as number);
      const a = sets.find(s);
      const b = sets.find(other);
      if (a === b || silence > LONGEST_SILENCE || !isFresh(bounds, s, other) || !mayJoin(bounds, a, b)) continue;
      links.add(s, other, ROUTINE_SCORE, isAgain);
      links.evidence(asset, ROUTINE_SCORE, other);
      join(bounds, a, b, s, other, ROUTINE_SCORE);
    }
    ofSeries.add(series, s);
    ofAsset.add(asset, s);
  }
}

/** Incidents of one series or asset that are still several, where they were shown before it was known that they are one: looked at. */
const MOST_BUNDLES = 4;
const NONE: readonly number[] = [];

/** By series or by asset: the latest story of each incident that its routine stands in, the last first. All at once there is mostly one. */
class Bundles {
  readonly #last: Int32Array;
  readonly #others = new Map<number, readonly number[]>();
  readonly #sets: UnionFind;

  constructor(count: number, sets: UnionFind) {
    this.#last = new Int32Array(count).fill(-1);
    this.#sets = sets;
  }

  before(of: number): readonly number[] {
    const last = this.#last[of] as number;
    return last < 0 ? NONE : [last, ...(this.#others.get(of) ?? NONE)];
  }

  add(of: number, story: number): void {
    const root = this.#sets.find(story);
    const others = this.before(of).filter((one) => this.#sets.find(one) !== root);
    this.#last[of] = story;
    if (others.length > 0) this.#others.set(of, others.slice(0, MOST_BUNDLES - 1));
    else this.#others.delete(of);
  }
}

/** By story: 1 where its set holds one series only, or hardly anything but what is always in the air. */
function plainSets(stories: Stories, facts: ThingFacts, { sets, labels, beyond }: Bounds): Uint8Array {
  const mixed = new Uint8Array(stories.count);
  const news = new Uint32Array(stories.count);
  const all = new Uint32Array(stories.count);
  for (let s = 0; s < stories.count; s++) {
    const root = sets.find(s);
    if (stories.series[root] !== stories.series[s]) mixed[root] = 1;
    const alerts = beyond?.size[s] ?? (stories.memberOffset[s + 1] as number) - (stories.memberOffset[s] as number);
    all[root] = (all[root] as number) + alerts;
    if ((facts.novelty[s] as number) >= USUAL) news[root] = (news[root] as number) + alerts;
  }
  if (labels !== undefined && beyond !== undefined) {
    for (let root = 0; root < stories.count; root++) {
      if (sets.find(root) !== root) continue;
      const label = labels.of[root] as number;
      mixed[root] = (mixed[root] as number) | (beyond.mixed[label] as number);
      all[root] = (all[root] as number) + (beyond.alerts[label] as number);
      news[root] = (news[root] as number) + (beyond.news[label] as number);
    }
  }
  const plain = new Uint8Array(stories.count);
  for (let s = 0; s < stories.count; s++) {
    const root = sets.find(s);
    plain[s] = mixed[root] === 1 && (news[root] as number) > MOST_NEWS * (all[root] as number) ? 0 : 1;
  }
  return plain;
}

/** The first asset of a story that may link at all; -1 for none. */
export function assetOf(stories: Stories, facts: ThingFacts, s: number): number {
  const to = stories.offset[s + 1] as number;
  for (let r = stories.offset[s] as number; r < to; r++) {
    const thing = stories.thing[r] as number;
    if (facts.kinds.asset[facts.kind[thing] as number] === 1 && (facts.strength[thing] as number) >= TELLING) return thing;
  }
  return -1;
}

/** Both are heard so often that neither is news. */
const alwaysThere = (facts: ThingFacts, s: number, beside: number): boolean =>
  (facts.novelty[s] as number) < USUAL && (facts.novelty[beside] as number) < USUAL;
