import type { Stories } from './fold.ts';
import { StoryLinks } from './links.ts';
import type { ThingFacts } from './rates.ts';
import { Scan } from './scan.ts';
import type { Tuning } from './tuning.ts';
import type { Conflicts, UnionFind } from './union.ts';
import { type Candidate, Weigher } from './weigh.ts';

export interface Clusters {
  readonly sets: UnionFind;
  readonly links: StoryLinks;
  /** Joins that were seen and not made; without evidence. */
  readonly heldBack: StoryLinks;
}

/** Incidents given beforehand, by root of a set of stories; 0: none. */
export interface SetLabels {
  readonly of: Uint32Array;
  /** Whether evidence may bring the two together; either may be 0. */
  mayMeet(a: number, b: number): boolean;
  /** Called when it did: the label of the whole. */
  meet(a: number, b: number, link: { readonly from: number; readonly to: number; readonly score: number }): number;
}

/** What incidents given beforehand hold besides the stories at hand, by label. */
export interface Beyond {
  readonly stories: Uint32Array;
  /** Their alerts, and those of them that are news. */
  readonly alerts: Uint32Array;
  readonly news: Uint32Array;
  /** 1: the incident tells of several series. */
  readonly mixed: Uint8Array;
  /** By story at hand: how many alerts it has, of which not all need be at hand. */
  readonly size: Uint32Array;
}

/** What must not be joined, and what the joins found so far are. */
export interface Bounds {
  readonly sets: UnionFind;
  readonly conflicts: Conflicts;
  /** Incidents given beforehand. */
  readonly labels?: SetLabels | undefined;
  readonly beyond?: Beyond | undefined;
  /** By story, where incidents were shown before: 1 for one with a new alert. Only those bring anything together. */
  readonly fresh?: Uint8Array | undefined;
  /** Worth of each detector's word. */
  readonly voice?: Float64Array | undefined;
  /** By root: the attack that its set tells of, where two attacks met; 0: none known. Two of them are never joined by evidence. */
  readonly core?: Uint32Array | undefined;
}

/**
 * Goes through the stories in canonical order. Each joins the incident that most speaks for; others that are strong enough are merged
 * through it, unless both are grown and the evidence is middling. Joins that rest on no shared entity come last, when it is known what
 * belongs to what.
 */
export function cluster(stories: Stories, facts: ThingFacts, tuning: Tuning, bounds: Bounds): Clusters {
  const { sets } = bounds;
  const links = new StoryLinks();
  const heldBack = new StoryLinks();
  const unnamed = new StoryLinks();
  const lookBack = bounds.voice === undefined ? tuning.firstLookBack : tuning.lookBack;
  const scan = new Scan(stories, facts, tuning, bounds.voice, lookBack);
  const weigher = new Weigher(scan, facts, tuning, sets, lookBack, bounds.fresh);
  for (let s = 0; s < stories.count; s++) {
    if (stories.excluded[s] === 1) continue;
    const timeless = facts.timeless || Number.isNaN(stories.first[s]);
    let joined = false;
    for (const candidate of weigher.weigh(s, Math.min(tuning.join, tuning.joinUnnamed))) {
      if (!isFresh(bounds, s, candidate.via)) continue;
      if (candidate.unnamed) {
        if (candidate.score >= tuning.joinUnnamed) note(unnamed, s, candidate, weigher);
        continue;
      }
      if (candidate.score < tuning.join) break;
      const mine = sets.find(s);
      const theirs = sets.find(candidate.root);
      if (mine === theirs) continue;
      const grown = (sets.size[mine] as number) > tuning.mergeSize && (sets.size[theirs] as number) >= tuning.mergeSize;
      const full = timeless && (sets.size[mine] as number) + (sets.size[theirs] as number) > tuning.timelessMost;
      if (full || (joined && grown && candidate.score < tuning.merge) || !mayJoin(bounds, mine, theirs)) {
        heldBack.add(s, candidate.via, candidate.score);
        continue;
      }
      note(links, s, candidate, weigher);
      join(bounds, mine, theirs, s, candidate.via, candidate.score);
      joined = true;
    }
  }
  joinUnnamed(unnamed, facts.pair, tuning, bounds, links, heldBack);
  return { sets, links, heldBack };
}

/** Whether a link between the two may be made now: in an increment one of them must be new. */
export const isFresh = ({ fresh }: Bounds, a: number, b: number): boolean => fresh === undefined || fresh[a] === 1 || fresh[b] === 1;

function note(links: StoryLinks, from: number, candidate: Candidate, weigher: Weigher): void {
  links.add(from, candidate.via, candidate.score);
  weigher.evidence(candidate, links);
}

export function mayJoin({ sets, conflicts, labels, core }: Bounds, a: number, b: number): boolean {
  if (core !== undefined && core[a] !== 0 && core[b] !== 0 && core[a] !== core[b]) return false;
  return (labels === undefined || labels.mayMeet(labels.of[a] as number, labels.of[b] as number)) && !conflicts.between(sets, a, b);
}

/** Joins the sets of roots `a` and `b` by a link between two stories. */
export function join({ sets, conflicts, labels, core }: Bounds, a: number, b: number, from: number, to: number, score: number): void {
  const label = labels === undefined ? 0 : labels.meet(labels.of[a] as number, labels.of[b] as number, { from, to, score });
  const root = sets.union(a, b);
  conflicts.joined(a, b, root);
  if (labels !== undefined) labels.of[root] = label;
  if (core !== undefined) core[root] = (core[a] as number) || (core[b] as number);
}

/**
 * Outbreaks of one detector: two incidents are one where the links between them reach enough of the smaller one's stories, as both stand
 * when the link's turn comes. One chance meeting of two large attacks is not enough, nor a single alert that would fit either; a spray seen
 * from two addresses is, and so are the only two stories a detector ever told, at one moment.
 */
function joinUnnamed(found: StoryLinks, pair: Uint8Array, tuning: Tuning, bounds: Bounds, links: StoryLinks, heldBack: StoryLinks): void {
  const { sets } = bounds;
  const { length, from, to, score } = found;
  const support = new Support(found, sets);
  const order = new Uint32Array(length);
  for (let l = 0; l < length; l++) order[l] = l;
  order.sort(
    (p, q) =>
      (score[q] as number) - (score[p] as number) ||
      (from[p] as number) - (from[q] as number) ||
      (to[p] as number) - (to[q] as number) ||
      p - q,
  );
  for (const l of order) {
    const a = sets.find(from[l] as number);
    const b = sets.find(to[l] as number);
    if (a === b) continue;
    const smaller = Math.min(sets.size[a] as number, sets.size[b] as number);
    const isEnough = pair[from[l] as number] === 1 || support.between(a, b) >= tuning.support * smaller;
    if (!isEnough || !mayJoin(bounds, a, b)) {
      heldBack.add(from[l] as number, to[l] as number, score[l] as number);
      continue;
    }
    links.take(found, l);
    join(bounds, a, b, from[l] as number, to[l] as number, score[l] as number);
    support.joined(a, b, sets.find(a));
  }
}

/** How many links there are between each two sets, kept on their roots; small maps are poured into larger ones. */
class Support {
  readonly #of = new Map<number, Map<number, number>>();

  constructor({ length, from, to }: StoryLinks, sets: UnionFind) {
    for (let l = 0; l < length; l++) {
      const a = sets.find(from[l] as number);
      const b = sets.find(to[l] as number);
      if (a !== b) this.#add(a, b, 1);
    }
  }

  between(a: number, b: number): number {
    return this.#of.get(a)?.get(b) ?? 0;
  }

  /** To be called after a union of roots `a` and `b` into `root`. */
  joined(a: number, b: number, root: number): void {
    const ofA = this.#of.get(a) ?? new Map<number, number>();
    const ofB = this.#of.get(b) ?? new Map<number, number>();
    ofA.delete(b);
    ofB.delete(a);
    const [kept, poured, gone] = ofA.size >= ofB.size ? [ofA, ofB, b] : [ofB, ofA, a];
    const stays = gone === a ? b : a;
    this.#of.delete(gone);
    for (const [other, links] of poured) {
      this.#of.get(other)?.delete(gone);
      this.#add(stays, other, links);
    }
    if (stays === root) return;
    this.#of.delete(stays);
    this.#of.set(root, kept);
    for (const [other, links] of kept) {
      const theirs = this.#of.get(other);
      theirs?.delete(stays);
      theirs?.set(root, links);
    }
  }

  #add(a: number, b: number, links: number): void {
    this.#one(a, b, links);
    this.#one(b, a, links);
  }

  #one(a: number, b: number, links: number): void {
    const of = this.#of.get(a);
    if (of === undefined) this.#of.set(a, new Map([[b, links]]));
    else of.set(b, (of.get(b) ?? 0) + links);
  }
}

/**
 * How much a detector's word is worth: the share of its stories that stand with another detector's. One that mostly speaks alone is
 * heard as noise; with few stories nothing is known, and it is heard in full.
 */
export function voices(stories: Stories, sets: UnionFind, tuning: Tuning): Float64Array {
  const mixed = new Uint8Array(stories.count);
  const first = new Int32Array(stories.count).fill(-1);
  let detectors = 0;
  for (let s = 0; s < stories.count; s++) {
    const root = sets.find(s);
    const detector = stories.detector[s] as number;
    if (detector >= detectors) detectors = detector + 1;
    if (first[root] === -1) first[root] = detector;
    else if (first[root] !== detector) mixed[root] = 1;
  }
  const all = new Float64Array(detectors);
  const joined = new Float64Array(detectors);
  for (let s = 0; s < stories.count; s++) {
    const detector = stories.detector[s] as number;
    all[detector] = (all[detector] as number) + 1;
    if (mixed[sets.find(s)] === 1) joined[detector] = (joined[detector] as number) + 1;
  }
  return all.map((n, d) => (((joined[d] as number) + tuning.voicePrior) / (n + tuning.voicePrior)) ** tuning.voice);
}
