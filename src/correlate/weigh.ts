import type { Stories } from './fold.ts';
import type { ThingFacts } from './rates.ts';
import type { Tuning } from './tuning.ts';
import type { UnionFind } from './union.ts';

/** A piece of evidence for a join: what is shared, how much it says, with which earlier story. */
export interface SharedEvidence {
  readonly thing: number;
  readonly strength: number;
  readonly with: number;
}
/** An incident of earlier stories that shares something with the story at hand. */
export interface Candidate {
  /** Root of its set when it was weighed. */
  readonly root: number;
  readonly score: number;
  /** The story with which most is shared. */
  readonly via: number;
  /** No entity is shared: only that one detector speaks of both. */
  readonly unnamed: boolean;
}

const MOST = 0.97;
const LEAST = 0.01;
const LEAST_FAR = 0.02;
/** An entity that says less than this does not count as shared. */
const LEAST_NAMED = 0.05;
const MOST_REASONS = 6;

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
  /** Slot of each root, valid where `#slotFor` names the story at hand. */
  readonly #slotOf: Int32Array;
  readonly #slotFor: Int32Array;
  #slots = 0;
  readonly #root: number[] = [];
  readonly #doubt: number[] = [];
  readonly #via: number[] = [];
  readonly #viaBest: number[] = [];
  readonly #named: number[] = [];
  // Of the thing at hand, by slot.
  readonly #stamp: number[] = [];
  readonly #best: number[] = [];
  readonly #bestWith: number[] = [];
  readonly #hits: number[] = [];
  readonly #touched: number[] = [];
  // Evidence of the story at hand.
  #proofs = 0;
  readonly #proofSlot: number[] = [];
  readonly #proofThing: number[] = [];
  readonly #proofStrength: number[] = [];
  readonly #proofWith: number[] = [];

  constructor(stories: Stories, facts: ThingFacts, tuning: Tuning, sets: UnionFind, voice: Float64Array | undefined, lookBack: number) {
    this.#stories = stories;
    this.#facts = facts;
    this.#tuning = tuning;
    this.#sets = sets;
    this.#voice = voice;
    this.#lookBack = lookBack;
    this.#cursor = facts.offset.slice(0, facts.strength.length);
    this.#slotOf = new Int32Array(stories.count);
    this.#slotFor = new Int32Array(stories.count).fill(-1);
  }

  /** Candidates that reach `least`, strongest first; ties go to the earlier incident. */
  weigh(s: number, least: number): Candidate[] {
    const stories = this.#stories;
    this.#slots = 0;
    this.#proofs = 0;
    const to = stories.offset[s + 1] as number;
    for (let r = stories.offset[s] as number; r < to; r++) this.#weighThing(s, r, stories.thing[r] as number);
    const found: Candidate[] = [];
    const further = this.#tuning.further;
    for (let slot = 0; slot < this.#slots; slot++) {
      const score = 1 - (this.#doubt[slot] as number) * (1 - (this.#viaBest[slot] as number)) ** (1 - further);
      if (score < least) continue;
      const unnamed = (this.#named[slot] as number) < LEAST_NAMED;
      found.push({ root: this.#root[slot] as number, score, via: this.#via[slot] as number, unnamed });
    }
    return found.length < 2 ? found : found.sort((a, b) => b.score - a.score || a.root - b.root);
  }

  /** Evidence for a candidate of the story weighed last, strongest first. */
  evidence(candidate: Candidate): SharedEvidence[] {
    const out: SharedEvidence[] = [];
    for (let i = 0; i < this.#proofs; i++) {
      if (this.#root[this.#proofSlot[i] as number] !== candidate.root) continue;
      out.push({
        thing: this.#proofThing[i] as number,
        strength: this.#proofStrength[i] as number,
        with: this.#proofWith[i] as number,
      });
    }
    return out.sort((a, b) => b.strength - a.strength).slice(0, MOST_REASONS);
  }

  #weighThing(s: number, r: number, thing: number): void {
    const facts = this.#facts;
    const tuning = this.#tuning;
    const at = this.#cursor[thing] as number;
    this.#cursor[thing] = at + 1;
    const isEntity = thing < facts.entities;
    const strength = (facts.strength[thing] as number) * (isEntity ? 1 : (facts.outbreak[s] as number));
    if (strength < LEAST) return;
    const stories = this.#stories;
    const start = stories.first[s] as number;
    const tactics = stories.tactics[s] as number;
    const detector = stories.detector[s] as number;
    const series = stories.series[s] as number;
    const novelty = facts.novelty[s] as number;
    const voice = this.#voice?.[detector] ?? 1;
    const rate = (facts.background[thing] as number) * tuning.rate * tuning.spread * (isEntity ? 1 : tuning.detectorRate);
    const fade = (facts.decay[thing] as number) * Math.LN2;
    const window = facts.window[thing] as number;
    const first = Math.max(facts.offset[thing] as number, at - this.#lookBack);
    this.#touched.length = 0;
    for (let i = at - 1; i >= first; i--) {
      const end = facts.last[i] as number;
      const gap = gapOf(start, end);
      if (gap > window) continue;
      let p = (strength * Math.exp(-fade * gap)) / (1 + rate * (gap + tuning.nearest));
      if (facts.timeless || Number.isNaN(start) || Number.isNaN(end)) p *= tuning.timeless;
      // Mentions further back are weaker still.
      if (p < LEAST_FAR) break;
      const other = facts.story[i] as number;
      const otherDetector = stories.detector[other] as number;
      if (isEntity && otherDetector === detector) p *= tuning.sameDetector;
      if (forward(stories.tactics[other] as number, tactics)) p *= tuning.killChain;
      if (stories.series[other] !== series) p *= Math.min(novelty, facts.novelty[other] as number);
      if (this.#voice !== undefined) p *= Math.min(voice, this.#voice[otherDetector] as number);
      if (p < LEAST) continue;
      this.#take(s, r, this.#sets.find(other), p > MOST ? MOST : p, other);
    }
    for (const slot of this.#touched) this.#count(slot, thing, isEntity);
  }

  #take(s: number, r: number, root: number, p: number, other: number): void {
    let slot = this.#slotOf[root] as number;
    if (this.#slotFor[root] !== s) {
      slot = this.#slots++;
      this.#slotOf[root] = slot;
      this.#slotFor[root] = s;
      this.#root[slot] = root;
      this.#doubt[slot] = 1;
      this.#stamp[slot] = -1;
      this.#viaBest[slot] = 0;
      this.#named[slot] = 0;
    }
    if (this.#stamp[slot] !== r) {
      this.#stamp[slot] = r;
      this.#best[slot] = 0;
      this.#hits[slot] = 0;
      this.#touched.push(slot);
    }
    this.#hits[slot] = (this.#hits[slot] as number) + 1;
    if (p > (this.#best[slot] as number)) {
      this.#best[slot] = p;
      this.#bestWith[slot] = other;
    }
  }

  /** What the thing at hand says for a candidate: less where only a fringe of a large incident mentions it. */
  #count(slot: number, thing: number, isEntity: boolean): void {
    const tuning = this.#tuning;
    let p = this.#best[slot] as number;
    if (this.#facts.asset[thing] === 1) {
      const size = Math.min(this.#sets.size[this.#root[slot] as number] as number, tuning.central * this.#lookBack);
      const share = ((this.#hits[slot] as number) * tuning.central) / size;
      if (share < 1) p *= share ** tuning.centrality;
    }
    this.#doubt[slot] = (this.#doubt[slot] as number) * (1 - p) ** tuning.further;
    if (isEntity && p > (this.#named[slot] as number)) this.#named[slot] = p;
    if (p > (this.#viaBest[slot] as number)) {
      this.#viaBest[slot] = p;
      this.#via[slot] = this.#bestWith[slot] as number;
    }
    const at = this.#proofs++;
    this.#proofSlot[at] = slot;
    this.#proofThing[at] = thing;
    this.#proofStrength[at] = p;
    this.#proofWith[at] = this.#bestWith[slot] as number;
  }
}

/** Hours of silence between the end of one story and the start of a later one; 0 where one has no time. */
export function gapOf(start: number, end: number): number {
  const gap = start - end;
  return gap > 0 ? gap : 0;
}

/** Whether `later` stands further down the kill chain than `earlier`: its last tactic comes after the other's first. */
const forward = (earlier: number, later: number): boolean =>
  earlier !== 0 && later !== 0 && 31 - Math.clz32(later) > 31 - Math.clz32(earlier & -earlier);
