import { tacticMask } from '../attack/tactics.ts';
import type { Stories } from './fold.ts';
import { roomFor } from './grow.ts';
import type { ThingFacts } from './rates.ts';
import { linkStrength } from './strength.ts';
import type { Tuning } from './tuning.ts';
import { UnionFind } from './union.ts';

/** Alerts of these tactics begin an attack. */
const ENTRY = tacticMask(['TA0043', 'TA0042', 'TA0001']);
/** Strength by type from which a hash, an address, a mail or a process tells one cause, and what must be left of it between two stories. */
const TELLING = 0.4;
const TOLD = 0.2;
const LEAST = 0.02;
const LOOK_BACK = 12;
/** Stories on each side of a seam. */
const LEAST_STORIES = 3;
/** Kinds of detection on each side where both hold the same beginning, and where the later one begins with any. */
const SAME_ENTRY = 2;
const OWN_ENTRY = 4;
/** Kinds of detection that both hold, where they are about wholly other machines and accounts. */
const SAME_COURSE = 3;
/** Alerts of one strike at many. */
const MANY = 5;
/** Stories by whose first quarter, this many at the most, is judged whether a half begins with a beginning: noise may stand before it. */
const MOST_EARLY = 3;
const EARLY_SHARE = 0.25;

/**
 * Looks at the incidents of a first pass again, from the strongest link to the weakest, and tells which of them are two attacks that met:
 * each half tells a whole story, the later one with a beginning of its own, and they have no mark of one cause (hash, mail, address, process) in common,
 * only machines and accounts, or one detector that spoke of both. By story: number of its half + 1 where its incident has such a seam, else 0.
 * What a known order of events brings one after the other (`inOrder`, pairs of stories) is one attack. Deterministic; n log n in the stories of
 * large incidents.
 */
export function coresOf(
  stories: Stories,
  facts: ThingFacts,
  tuning: Tuning,
  heard: UnionFind,
  voice: Float64Array,
  inOrder: Uint32Array,
): Uint32Array {
  const core = new Uint32Array(stories.count);
  const sets = new UnionFind(stories.count);
  const chain = chainsOf(inOrder);
  const pairs = new Pairs(stories, facts, tuning, voice, sets);
  for (const members of largeSets(heard, stories.count)) {
    pairs.collect(members);
    if (isOne(sets, members)) continue;
    const halves = new Halves(stories, facts, sets, members, chain);
    let seam = false;
    for (const e of pairs.strongestFirst()) {
      const a = sets.find(pairs.later[e] as number);
      const b = sets.find(pairs.earlier[e] as number);
      if (a === b) continue;
      if (halves.apart(a, b)) seam = true;
      else halves.join(a, b);
    }
    if (seam) for (const s of members) core[s] = sets.find(s) + 1;
  }
  return core;
}

/** By story: number of the chain of events it stands in. Chains that share a story are one. */
function chainsOf(inOrder: Uint32Array): ReadonlyMap<number, number> {
  const index = new Map<number, number>();
  for (const s of inOrder) if (!index.has(s)) index.set(s, index.size);
  const sets = new UnionFind(index.size);
  const at = (i: number): number => index.get(inOrder[i] as number) as number;
  for (let i = 0; i < inOrder.length; i += 2) sets.union(at(i), at(i + 1));
  return new Map([...index].map(([s, one]) => [s, sets.find(one)]));
}

/** Whether all are in one set already. */
const isOne = (sets: UnionFind, members: readonly number[]): boolean => sets.size[sets.find(members[0] as number)] === members.length;

/** Stories of each set that is large enough for a seam, ascending. */
function largeSets(heard: UnionFind, count: number): Iterable<readonly number[]> {
  const members = new Map<number, number[]>();
  for (let s = 0; s < count; s++) {
    const root = heard.find(s);
    if ((heard.size[root] as number) < 2 * LEAST_STORIES) continue;
    const list = members.get(root);
    if (list === undefined) members.set(root, [s]);
    else list.push(s);
  }
  return members.values();
}

/** Pairs of stories of one incident that share something. Those that share a mark of one cause are joined at once. */
class Pairs {
  length = 0;
  earlier = new Uint32Array(64);
  later = new Uint32Array(64);
  score = new Float64Array(64);
  readonly #stories: Stories;
  readonly #facts: ThingFacts;
  readonly #tuning: Tuning;
  readonly #voice: Float64Array;
  readonly #sets: UnionFind;
  readonly #doubt: Float64Array;
  readonly #best: Float64Array;
  /** Below this strength a thing cannot bring a link to LEAST. */
  readonly #weakest: number;
  /**
   * Mentions, numbered through all incidents, those of the one at hand from `#begin` on: by thing its last one + 1, by mention (from 0 in each
   * incident) its story and what stood in `#last` before it.
   */
  readonly #last: Uint32Array;
  #begin = 0;
  #story = new Uint32Array(64);
  #before = new Uint32Array(64);

  constructor(stories: Stories, facts: ThingFacts, tuning: Tuning, voice: Float64Array, sets: UnionFind) {
    this.#stories = stories;
    this.#facts = facts;
    // Two attacks of one kind raise the same detections: here that speaks for nothing.
    this.#tuning = { ...tuning, sameDetector: 1, struck: 0, struckAgain: 0 };
    this.#voice = voice;
    this.#sets = sets;
    this.#doubt = new Float64Array(stories.count).fill(1);
    this.#best = new Float64Array(stories.count);
    this.#weakest = LEAST / Math.max(1, tuning.killChain);
    this.#last = new Uint32Array(facts.strength.length);
  }

  collect(members: readonly number[]): void {
    const { offset, thing } = this.#stories;
    const begin = this.#begin;
    this.length = 0;
    let mentions = 0;
    const touched: number[] = [];
    for (const s of members) {
      const from = offset[s] as number;
      const to = offset[s + 1] as number;
      this.#story = roomFor(this.#story, mentions + to - from);
      this.#before = roomFor(this.#before, mentions + to - from);
      touched.length = 0;
      for (let r = from; r < to; r++) {
        const t = thing[r] as number;
        if ((this.#facts.strength[t] as number) < this.#weakest) continue;
        const last = this.#last[t] as number;
        for (let m = last, back = 0; m > begin && back < LOOK_BACK; m = this.#before[m - begin - 1] as number, back++)
          this.#weigh(t, this.#story[m - begin - 1] as number, s, touched);
        this.#story[mentions] = s;
        this.#before[mentions] = last;
        this.#last[t] = begin + ++mentions;
      }
      for (const other of touched) this.#take(other, s);
    }
    this.#begin = begin + mentions;
  }

  strongestFirst(): Uint32Array {
    const { score, later, earlier } = this;
    const order = Uint32Array.from({ length: this.length }, (_, e) => e);
    return order.sort(
      (p, q) =>
        (score[q] as number) - (score[p] as number) ||
        (later[p] as number) - (later[q] as number) ||
        (earlier[p] as number) - (earlier[q] as number),
    );
  }

  #weigh(thing: number, earlier: number, later: number, touched: number[]): void {
    const p = linkStrength(this.#stories, this.#facts, this.#tuning, this.#voice, thing, earlier, later);
    if (p < LEAST) return;
    if (p >= TOLD && isTelling(this.#facts, thing)) this.#sets.union(earlier, later);
    if ((this.#best[earlier] as number) === 0) touched.push(earlier);
    if (p > (this.#best[earlier] as number)) this.#best[earlier] = p;
    this.#doubt[earlier] = (this.#doubt[earlier] as number) * (1 - p) ** this.#tuning.further;
  }

  #take(earlier: number, later: number): void {
    const e = this.length++;
    if (e >= this.earlier.length) {
      this.earlier = roomFor(this.earlier, e + 1);
      this.later = roomFor(this.later, e + 1);
      this.score = roomFor(this.score, e + 1);
    }
    this.earlier[e] = earlier;
    this.later[e] = later;
    this.score[e] = 1 - (this.#doubt[earlier] as number) * (1 - (this.#best[earlier] as number)) ** (1 - this.#tuning.further);
    this.#doubt[earlier] = 1;
    this.#best[earlier] = 0;
  }
}

const isTellingAsset = (facts: ThingFacts, thing: number): boolean =>
  thing < facts.entities && facts.kinds.asset[facts.kind[thing] as number] === 1 && (facts.strength[thing] as number) > TELLING;
const isTelling = (facts: ThingFacts, thing: number): boolean =>
  thing < facts.entities &&
  facts.kinds.asset[facts.kind[thing] as number] === 0 &&
  facts.exit[thing] === 0 &&
  (facts.strength[thing] as number) > TELLING;

interface Mentioned {
  first: number;
  stories: number;
}
/** What a growing half holds. */
interface Half {
  stories: number;
  /** Its MOST_EARLY first stories, ascending: twice the number, and 1 more where it begins an attack. */
  readonly early: number[];
  readonly detectors: Set<number>;
  /** Detectors of alerts that begin an attack. */
  readonly entries: Set<number>;
  readonly marks: Set<number>;
  /** Known orders of events that it is part of. */
  chains: ReadonlySet<number>;
  /** Machines and accounts: the first story of each, and how many name it. */
  readonly assets: Map<number, Mentioned>;
}

const NONE: ReadonlySet<number> = new Set();
const emptyHalf = (): Half => ({
  stories: 0,
  early: [Infinity, Infinity, Infinity],
  detectors: new Set(),
  entries: new Set(),
  marks: new Set(),
  chains: NONE,
  assets: new Map(),
});

function mention(assets: Map<number, Mentioned>, asset: number, first: number, stories: number): void {
  const known = assets.get(asset);
  if (known === undefined) assets.set(asset, { first, stories });
  else {
    known.first = Math.min(known.first, first);
    known.stories += stories;
  }
}

/** Puts a story among the earliest. */
function keepEarliest(early: number[], story: number): void {
  let one = story;
  for (let at = 0; at < MOST_EARLY; at++) {
    const known = early[at] as number;
    if (one < known) [early[at], one] = [one, known];
  }
}

/** Whether a half begins an attack, up to what came before by chance. */
const begins = ({ early, stories }: Half): boolean =>
  early.slice(0, Math.max(1, Math.floor(stories * EARLY_SHARE))).some((one) => one % 2 === 1);

class Halves {
  readonly #of = new Map<number, Half>();
  readonly #sets: UnionFind;
  readonly #detectors: Uint32Array;
  /** Stories of both when a pair of roots was last found to be two. */
  readonly #apart = new Map<number, number>();

  constructor(stories: Stories, facts: ThingFacts, sets: UnionFind, members: readonly number[], chain: ReadonlyMap<number, number>) {
    this.#sets = sets;
    this.#detectors = stories.detector;
    for (const s of members) {
      const root = sets.find(s);
      const half = this.#of.get(root) ?? emptyHalf();
      this.#of.set(root, half);
      half.stories++;
      half.detectors.add(stories.detector[s] as number);
      const isEntry = ((stories.tactics[s] as number) & ENTRY) !== 0;
      if (isEntry) half.entries.add(stories.detector[s] as number);
      const link = chain.get(s);
      if (link !== undefined) half.chains = new Set([...half.chains, link]);
      keepEarliest(half.early, 2 * s + (isEntry ? 1 : 0));
      const to = stories.offset[s + 1] as number;
      for (let r = stories.offset[s] as number; r < to; r++) {
        const thing = stories.thing[r] as number;
        if (isTelling(facts, thing)) half.marks.add(thing);
        else if (isTellingAsset(facts, thing)) mention(half.assets, thing, s, 1);
      }
    }
  }

  /** Whether the two are two attacks. */
  apart(a: number, b: number): boolean {
    const key = Math.min(a, b) * 0x4000000 + Math.max(a, b);
    const x = this.#of.get(a) as Half;
    const y = this.#of.get(b) as Half;
    const stories = x.stories + y.stories;
    if (this.#apart.get(key) === stories) return true;
    if (!areTwo(x, y, this.#detectors)) return false;
    this.#apart.set(key, stories);
    return true;
  }

  join(a: number, b: number): void {
    const x = this.#of.get(a) as Half;
    const y = this.#of.get(b) as Half;
    const [large, small] = x.marks.size + x.detectors.size >= y.marks.size + y.detectors.size ? [x, y] : [y, x];
    large.stories += small.stories;
    for (const story of small.early) keepEarliest(large.early, story);
    for (const detector of small.detectors) large.detectors.add(detector);
    for (const entry of small.entries) large.entries.add(entry);
    for (const mark of small.marks) large.marks.add(mark);
    for (const [asset, { first, stories }] of small.assets) mention(large.assets, asset, first, stories);
    if (small.chains.size > 0) large.chains = new Set([...large.chains, ...small.chains]);
    this.#of.delete(a);
    this.#of.delete(b);
    this.#of.set(this.#sets.union(a, b), large);
  }
}

function areTwo(a: Half, b: Half, detectors: Uint32Array): boolean {
  if (Math.min(a.stories, b.stories) < LEAST_STORIES) return false;
  const kinds = Math.min(a.detectors.size, b.detectors.size);
  if (share(a.chains, b.chains)) return false;
  if (a.marks.size === 0 || b.marks.size === 0 || share(a.marks, b.marks)) return false;
  if (isOneOfMany(a, b, detectors)) return true;
  if (kinds < SAME_ENTRY) return false;
  if (share(a.entries, b.entries)) return true;
  if (inCommon(a.detectors, b.detectors) >= SAME_COURSE && !share(a.assets, b.assets)) return true;
  return kinds >= OWN_ENTRY && begins((a.early[0] as number) < (b.early[0] as number) ? b : a);
}

/**
 * Whether one strikes many and what the other holds is but one of them, struck once, by a detector that tells nothing else there, and was there
 * already or begins by itself: a spray that meets a victim of somebody else.
 */
function isOneOfMany(a: Half, b: Half, detectors: Uint32Array): boolean {
  const crossing: number[] = [];
  const [few, many] = a.assets.size <= b.assets.size ? [a, b] : [b, a];
  for (const asset of few.assets.keys()) if (many.assets.has(asset)) crossing.push(asset);
  const [asset] = crossing;
  return asset !== undefined && crossing.length === 1 && (strikes(a, b, asset, detectors) || strikes(b, a, asset, detectors));
}

function strikes(striker: Half, other: Half, asset: number, detectors: Uint32Array): boolean {
  const strike = striker.assets.get(asset) as Mentioned;
  if (strike.stories > 1 || Math.min(striker.stories, striker.assets.size) < MANY) return false;
  if (other.detectors.has(detectors[strike.first] as number)) return false;
  return (other.assets.get(asset) as Mentioned).first < strike.first || begins(other);
}

/** Numbers, of a set or as the keys of a map. */
type Numbers = Pick<ReadonlyMap<number, unknown>, 'size' | 'has' | 'keys'>;

function inCommon(a: Numbers, b: Numbers): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let count = 0;
  for (const one of small.keys()) if (large.has(one)) count++;
  return count;
}

function share(a: Numbers, b: Numbers): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  for (const one of small.keys()) if (large.has(one)) return true;
  return false;
}
