import type { Stories } from './fold.ts';
import { roomFor } from './grow.ts';
import type { StoryLinks } from './links.ts';
import type { ThingFacts } from './rates.ts';
import type { Tuning } from './tuning.ts';
import type { UnionFind } from './union.ts';

/** An incident of earlier stories that shares something with the story at hand. */
export interface Candidate {
  /** Root of its set when it was weighed. */
  readonly root: number;
  readonly score: number;
  /** The story with which most is shared. */
  readonly via: number;
  /** No entity is shared: only that one detector speaks of both. */
  readonly unnamed: boolean;
  readonly slot: number;
}

const MOST = 0.97;
const LEAST = 0.01;
const LEAST_FAR = 0.02;
/** An entity that says less than this does not count as shared. */
const LEAST_NAMED = 0.05;
const MOST_REASONS = 6;
/** Far above the rounding of a product of powers, far below any threshold. */
const ROUNDING = 1e-9;
const NONE: readonly Candidate[] = [];

/**
 * Weighs a story against the incidents of earlier stories. Per shared thing the best of its last mentions in an incident counts;
 * things are joined by noisy-OR. Stories must be given in canonical order, each once.
 */
export class Weigher {
  readonly #stories: Stories;
  readonly #facts: ThingFacts;
  readonly #tuning: Tuning;
  readonly #sets: UnionFind;
  /** Worth of each detector's word, 0–1; undefined: all 1. */
  readonly #voice: Float64Array | undefined;
  readonly #lookBack: number;
  /** Mentions of each thing already passed. */
  readonly #cursor: Uint32Array;
  /** Slot of each root, valid where it is below `#slots` and holds that root. */
  readonly #slotOf: Uint32Array;
  /** Largest size of an incident that matters, and what is left of an asset's word by size and number of its mentions. */
  readonly #mostSize: number;
  readonly #fringe: Float64Array;
  // Candidates of the story at hand, by slot.
  #slots = 0;
  #root = new Uint32Array(64);
  /** Product of all that speaks against, had every thing full weight: never more than what comes of it. */
  #plain = new Float64Array(64);
  #via = new Uint32Array(64);
  #viaBest = new Float64Array(64);
  #named = new Float64Array(64);
  #firstProof = new Int32Array(64);
  #lastProof = new Int32Array(64);
  // Of the thing at hand, by slot.
  #stamp = new Int32Array(64);
  #best = new Float64Array(64);
  #bestWith = new Uint32Array(64);
  #hits = new Uint32Array(64);
  // Slots that the thing at hand touched.
  #touched = new Uint32Array(64);
  // Evidence of the story at hand, chained by slot.
  #proofs = 0;
  #proofThing = new Uint32Array(64);
  #proofStrength = new Float64Array(64);
  #proofWith = new Uint32Array(64);
  #proofNext = new Int32Array(64);

  constructor(stories: Stories, facts: ThingFacts, tuning: Tuning, sets: UnionFind, voice: Float64Array | undefined, lookBack: number) {
    this.#stories = stories;
    this.#facts = facts;
    this.#tuning = tuning;
    this.#sets = sets;
    this.#voice = voice;
    this.#lookBack = lookBack;
    this.#cursor = facts.offset.slice(0, facts.strength.length);
    this.#slotOf = new Uint32Array(stories.count);
    this.#mostSize = tuning.central * lookBack;
    this.#fringe = fringes(tuning, lookBack);
  }

  /** Candidates that reach `least`, strongest first; ties go to the earlier incident. */
  weigh(s: number, least: number): readonly Candidate[] {
    const stories = this.#stories;
    this.#slots = 0;
    this.#proofs = 0;
    const from = stories.offset[s] as number;
    const to = stories.offset[s + 1] as number;
    this.#makeRoom((to - from) * this.#lookBack);
    for (let r = from; r < to; r++) this.#weighThing(s, r, stories.thing[r] as number);
    let found: Candidate[] | undefined;
    const further = this.#tuning.further;
    const plain = this.#plain;
    for (let slot = 0; slot < this.#slots; slot++) {
      if (1 - (plain[slot] as number) < least - ROUNDING) continue;
      let doubt = 1;
      for (let i = this.#firstProof[slot] as number; i >= 0; i = this.#proofNext[i] as number)
        doubt *= (1 - (this.#proofStrength[i] as number)) ** further;
      const score = 1 - doubt * (1 - (this.#viaBest[slot] as number)) ** (1 - further);
      if (score < least) continue;
      const unnamed = (this.#named[slot] as number) < LEAST_NAMED;
      const one = { root: this.#root[slot] as number, score, via: this.#via[slot] as number, unnamed, slot };
      if (found === undefined) found = [one];
      else found.push(one);
    }
    if (found === undefined) return NONE;
    return found.length < 2 ? found : found.sort((a, b) => b.score - a.score || a.root - b.root);
  }

  /** Adds to the last link the evidence for a candidate of the story weighed last, strongest first. */
  evidence(candidate: Candidate, links: StoryLinks): void {
    const proofs: number[] = [];
    for (let i = this.#firstProof[candidate.slot] as number; i >= 0; i = this.#proofNext[i] as number) proofs.push(i);
    if (proofs.length > 1) proofs.sort((a, b) => (this.#proofStrength[b] as number) - (this.#proofStrength[a] as number));
    for (let n = 0; n < proofs.length && n < MOST_REASONS; n++) {
      const i = proofs[n] as number;
      links.evidence(this.#proofThing[i] as number, this.#proofStrength[i] as number, this.#proofWith[i] as number);
    }
  }

  /** There are at most as many candidates and pieces of evidence as mentions looked at. */
  #makeRoom(mentions: number): void {
    if (mentions <= this.#root.length) return;
    this.#root = roomFor(this.#root, mentions);
    this.#plain = roomFor(this.#plain, mentions);
    this.#via = roomFor(this.#via, mentions);
    this.#viaBest = roomFor(this.#viaBest, mentions);
    this.#named = roomFor(this.#named, mentions);
    this.#firstProof = roomFor(this.#firstProof, mentions);
    this.#lastProof = roomFor(this.#lastProof, mentions);
    this.#stamp = roomFor(this.#stamp, mentions);
    this.#best = roomFor(this.#best, mentions);
    this.#bestWith = roomFor(this.#bestWith, mentions);
    this.#hits = roomFor(this.#hits, mentions);
    this.#touched = roomFor(this.#touched, mentions);
    this.#proofThing = roomFor(this.#proofThing, mentions);
    this.#proofStrength = roomFor(this.#proofStrength, mentions);
    this.#proofWith = roomFor(this.#proofWith, mentions);
    this.#proofNext = roomFor(this.#proofNext, mentions);
  }

  #weighThing(s: number, r: number, thing: number): void {
    const facts = this.#facts;
    const tuning = this.#tuning;
    const at = this.#cursor[thing] as number;
    this.#cursor[thing] = at + 1;
    const first = Math.max(facts.offset[thing] as number, at - this.#lookBack);
    if (first === at) return;
    const isEntity = thing < facts.entities;
    const strength = (facts.strength[thing] as number) * (isEntity ? 1 : (facts.outbreak[s] as number));
    if (strength < LEAST) return;
    const stories = this.#stories;
    const { last, story, novelty: novelties, timeless } = facts;
    const { detector: detectors, tactics: allTactics, series: allSeries } = stories;
    const voices = this.#voice;
    const sets = this.#sets;
    const start = stories.first[s] as number;
    const undated = timeless || Number.isNaN(start);
    const tactics = allTactics[s] as number;
    const detector = detectors[s] as number;
    const series = allSeries[s] as number;
    const novelty = novelties[s] as number;
    const voice = voices?.[detector] ?? 1;
    const rate = (facts.background[thing] as number) * tuning.rate * tuning.spread * (isEntity ? 1 : tuning.detectorRate);
    const fade = (facts.decay[thing] as number) * Math.LN2;
    const window = facts.window[thing] as number;
    const { nearest, sameDetector, killChain } = tuning;
    let touched = 0;
    for (let i = at - 1; i >= first; i--) {
      const end = last[i] as number;
      const gap = gapOf(start, end);
      if (gap > window) continue;
      const crowd = 1 + rate * (gap + nearest);
      // Time takes away only: where the crowd alone makes it too weak, the costly power is not needed.
      if (strength / crowd < LEAST_FAR) break;
      let p = (strength * Math.exp(-fade * gap)) / crowd;
      if (undated || Number.isNaN(end)) p *= tuning.timeless;
      // Mentions further back are weaker still.
      if (p < LEAST_FAR) break;
      const other = story[i] as number;
      const otherDetector = detectors[other] as number;
      if (isEntity && otherDetector === detector) p *= sameDetector;
      if (forward(allTactics[other] as number, tactics)) p *= killChain;
      if (allSeries[other] !== series) p *= Math.min(novelty, novelties[other] as number);
      if (voices !== undefined) p *= Math.min(voice, voices[otherDetector] as number);
      if (p < LEAST) continue;
      const slot = this.#take(r, sets.find(other), p > MOST ? MOST : p, other);
      if (slot >= 0) this.#touched[touched++] = slot;
    }
    for (let t = 0; t < touched; t++) this.#count(this.#touched[t] as number, thing, isEntity);
  }

  /** Notes one mention for a candidate; returns its slot where it is the first of the thing at hand, else -1. */
  #take(r: number, root: number, p: number, other: number): number {
    let slot = this.#slotOf[root] as number;
    if (slot >= this.#slots || this.#root[slot] !== root) {
      slot = this.#slots++;
      this.#slotOf[root] = slot;
      this.#root[slot] = root;
      this.#plain[slot] = 1;
      this.#stamp[slot] = -1;
      this.#viaBest[slot] = 0;
      this.#named[slot] = 0;
      this.#firstProof[slot] = -1;
    }
    if (this.#stamp[slot] === r) {
      this.#hits[slot] = (this.#hits[slot] as number) + 1;
      if (p > (this.#best[slot] as number)) {
        this.#best[slot] = p;
        this.#bestWith[slot] = other;
      }
      return -1;
    }
    this.#stamp[slot] = r;
    this.#hits[slot] = 1;
    this.#best[slot] = p;
    this.#bestWith[slot] = other;
    return slot;
  }

  /** What the thing at hand says for a candidate: less where only a fringe of a large incident mentions it. */
  #count(slot: number, thing: number, isEntity: boolean): void {
    let p = this.#best[slot] as number;
    if (this.#facts.asset[thing] === 1) {
      const size = Math.min(this.#sets.size[this.#root[slot] as number] as number, this.#mostSize);
      p *= this.#fringe[(this.#hits[slot] as number) * (this.#mostSize + 1) + size] as number;
    }
    this.#plain[slot] = (this.#plain[slot] as number) * (1 - p);
    if (isEntity && p > (this.#named[slot] as number)) this.#named[slot] = p;
    if (p > (this.#viaBest[slot] as number)) {
      this.#viaBest[slot] = p;
      this.#via[slot] = this.#bestWith[slot] as number;
    }
    const at = this.#proofs++;
    this.#proofThing[at] = thing;
    this.#proofStrength[at] = p;
    this.#proofWith[at] = this.#bestWith[slot] as number;
    this.#proofNext[at] = -1;
    if ((this.#firstProof[slot] as number) < 0) this.#firstProof[slot] = at;
    else this.#proofNext[this.#lastProof[slot] as number] = at;
    this.#lastProof[slot] = at;
  }
}

/** Factor of an asset that `hits` of an incident's stories mention, of those looked at: at hits × (most + 1) + size. */
function fringes(tuning: Tuning, lookBack: number): Float64Array {
  const most = tuning.central * lookBack;
  const table = new Float64Array((lookBack + 1) * (most + 1)).fill(1);
  for (let hits = 1; hits <= lookBack; hits++)
    for (let size = 1; size <= most; size++) {
      const share = (hits * tuning.central) / size;
      if (share < 1) table[hits * (most + 1) + size] = share ** tuning.centrality;
    }
  return table;
}

/** Hours of silence between the end of one story and the start of a later one; 0 where one has no time. */
export function gapOf(start: number, end: number): number {
  const gap = start - end;
  return gap > 0 ? gap : 0;
}

/** Whether `later` stands further down the kill chain than `earlier`: its last tactic comes after the other's first. */
const forward = (earlier: number, later: number): boolean =>
  earlier !== 0 && later !== 0 && 31 - Math.clz32(later) > 31 - Math.clz32(earlier & -earlier);
