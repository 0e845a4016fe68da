import { roomFor } from './grow.ts';
import type { StoryLinks } from './links.ts';
import type { ThingFacts } from './rates.ts';
import type { Scan } from './scan.ts';
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

/** An entity that says less than this does not count as shared. */
const LEAST_NAMED = 0.05;
const MOST_REASONS = 6;
/** Far above the rounding of a product of powers, far below any threshold. */
const ROUNDING = 1e-9;
const NONE: readonly Candidate[] = [];

/**
 * Weighs a story against the incidents of earlier stories. Per shared thing the best of its last mentions in an incident counts;
 * things are joined by noisy-OR.
 */
export class Weigher {
  readonly #scan: Scan;
  readonly #facts: ThingFacts;
  readonly #tuning: Tuning;
  readonly #sets: UnionFind;
  readonly #fresh: Uint8Array | undefined;
  /** Largest size of an incident that matters, and what is left of an asset's word by size and number of its mentions. */
  readonly #mostSize: number;
  readonly #fringe: Float64Array;
  // Candidates of the story at hand, by slot.
  #slots = 0;
  #root = new Uint32Array(64);
  /** Hash table of the candidates: the slot at each place, and the place of each slot; one that does not name its place is of an earlier story. */
  #slotAt = new Uint32Array(128);
  #place = new Uint32Array(64);
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
  // Mentions that may matter and the parents of their stories.
  #kept = new Uint32Array(64);
  #up = new Uint32Array(64);
  // Evidence of the story at hand, chained by slot.
  #proofs = 0;
  #proofThing = new Uint32Array(64);
  #proofStrength = new Float64Array(64);
  #proofWith = new Uint32Array(64);
  #proofNext = new Int32Array(64);

  /** `fresh`, by story: only candidates of or through one that is 1 are asked for. */
  constructor(scan: Scan, facts: ThingFacts, tuning: Tuning, sets: UnionFind, lookBack: number, fresh?: Uint8Array) {
    this.#scan = scan;
    this.#facts = facts;
    this.#tuning = tuning;
    this.#sets = sets;
    this.#fresh = fresh;
    this.#mostSize = tuning.central * lookBack;
    this.#fringe = fringes(tuning, lookBack);
  }

  /** Candidates that reach `least`, strongest first; ties go to the earlier incident. */
  weigh(s: number, least: number): readonly Candidate[] {
    const scan = this.#scan;
    scan.of(s);
    this.#slots = 0;
    this.#proofs = 0;
    const enough = 1 - least + ROUNDING;
    if (scan.doubt > enough) return NONE;
    if (this.#fresh !== undefined && this.#fresh[s] !== 1 && !this.#besideFresh(this.#fresh)) return NONE;
    this.#makeRoom(scan.from[scan.things] as number);
    for (let t = 0; t < scan.things; t++) this.#weighThing(t, enough);
    let found: Candidate[] | undefined;
    const further = this.#tuning.further;
    const plain = this.#plain;
    for (let slot = 0; slot < this.#slots; slot++) {
      if ((plain[slot] as number) > enough) continue;
      const best = this.#viaBest[slot] as number;
      const alone = this.#firstProof[slot] === this.#lastProof[slot];
      const score = alone ? best : 1 - (plain[slot] as number) ** further * (1 - best) ** (1 - further);
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
    this.#place = roomFor(this.#place, mentions);
    while (this.#slotAt.length < 2 * mentions) this.#slotAt = new Uint32Array(2 * this.#slotAt.length);
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
    this.#kept = roomFor(this.#kept, mentions);
    this.#up = roomFor(this.#up, mentions);
  }

  /** Whether any mention is of a fresh story. */
  #besideFresh(fresh: Uint8Array): boolean {
    const scan = this.#scan;
    const to = scan.from[scan.things] as number;
    for (let i = 0; i < to; i++) if (fresh[scan.story[i] as number] === 1) return true;
    return false;
  }

  #weighThing(t: number, enough: number): void {
    const scan = this.#scan;
    const sets = this.#sets;
    const { parent } = sets;
    const from = scan.from[t] as number;
    const to = scan.from[t + 1] as number;
    const thing = scan.thing[t] as number;
    const isAsset = this.#facts.kinds.asset[this.#facts.kind[thing] as number] === 1;
    // A mention that could not bring an incident up even with the best of all other things is passed over, unless mentions are counted.
    const others = scan.doubt / (1 - (scan.best[t] as number));
    let kept = 0;
    for (let i = from; i < to; i++) {
      if (!isAsset && (1 - (scan.strength[i] as number)) * others > enough) continue;
      this.#kept[kept] = i;
      // Read apart from what depends on it: so the machine fetches several at once.
      this.#up[kept++] = parent[scan.story[i] as number] as number;
    }
    let touched = 0;
    for (let k = 0; k < kept; k++) {
      const i = this.#kept[k] as number;
      const up = this.#up[k] as number;
      const slot = this.#take(t, parent[up] === up ? up : sets.find(up), scan.strength[i] as number, scan.story[i] as number);
      if (slot >= 0) this.#touched[touched++] = slot;
    }
    const isEntity = thing < this.#facts.entities;
    for (let i = 0; i < touched; i++) this.#count(this.#touched[i] as number, thing, isEntity, isAsset);
  }

  /** Notes one mention for a candidate; returns its slot where it is the first of the thing at hand, else -1. */
  #take(t: number, root: number, p: number, other: number): number {
    const last = this.#slotAt.length - 1;
    let place = Math.imul(root, 0x9e3779b1) & last;
    let slot = this.#slotAt[place] as number;
    while (slot < this.#slots && this.#place[slot] === place && this.#root[slot] !== root) {
      place = (place + 1) & last;
      slot = this.#slotAt[place] as number;
    }
    if (slot >= this.#slots || this.#place[slot] !== place) {
      slot = this.#slots++;
      this.#slotAt[place] = slot;
      this.#place[slot] = place;
      this.#root[slot] = root;
      this.#plain[slot] = 1;
      this.#stamp[slot] = -1;
      this.#viaBest[slot] = 0;
      this.#named[slot] = 0;
      this.#firstProof[slot] = -1;
    }
    if (this.#stamp[slot] === t) {
      this.#hits[slot] = (this.#hits[slot] as number) + 1;
      if (p > (this.#best[slot] as number)) {
        this.#best[slot] = p;
        this.#bestWith[slot] = other;
      }
      return -1;
    }
    this.#stamp[slot] = t;
    this.#hits[slot] = 1;
    this.#best[slot] = p;
    this.#bestWith[slot] = other;
    return slot;
  }

  /** What the thing at hand says for a candidate: less where only a fringe of a large incident mentions it. */
  #count(slot: number, thing: number, isEntity: boolean, isAsset: boolean): void {
    let p = this.#best[slot] as number;
    const all = this.#sets.size[this.#root[slot] as number] as number;
    if (all > this.#tuning.vast && this.#facts.kinds.passing[this.#facts.kind[thing] as number] === 1)
      p *= Math.sqrt(this.#tuning.vast / all);
    if (isAsset) {
      const size = Math.min(all, this.#mostSize);
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
