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
  #firstProof = new Int32Array(64);
  #lastProof = new Int32Array(64);
  // By mention: the parent of its story and the one above, unless it is passed over.
  #passed = new Uint8Array(64);
  #up = new Uint32Array(64);
  #above = new Uint32Array(64);
  // Evidence of the story at hand, chained by slot: which of its things, the strongest mention, and how many there are.
  #proofs = 0;
  #proofThing = new Uint32Array(64);
  #proofStrength = new Float64Array(64);
  #proofWith = new Uint32Array(64);
  #proofHits = new Uint32Array(64);
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
    this.#reach(enough);
    this.#gather();
    let found: Candidate[] | undefined;
    for (let slot = 0; slot < this.#slots; slot++) {
      if (this.#leastDoubt(slot) > enough) continue;
      const one = this.#judge(slot, least, enough);
      if (one === undefined) continue;
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
      const thing = this.#scan.thing[this.#proofThing[i] as number] as number;
      links.evidence(thing, this.#proofStrength[i] as number, this.#proofWith[i] as number);
    }
  }

  /** There are at most as many candidates and pieces of evidence as mentions looked at. */
  #makeRoom(mentions: number): void {
    if (mentions <= this.#root.length) return;
    this.#root = roomFor(this.#root, mentions);
    this.#place = roomFor(this.#place, mentions);
    while (this.#slotAt.length < 2 * mentions) this.#slotAt = new Uint32Array(2 * this.#slotAt.length);
    this.#firstProof = roomFor(this.#firstProof, mentions);
    this.#lastProof = roomFor(this.#lastProof, mentions);
    this.#passed = roomFor(this.#passed, mentions);
    this.#up = roomFor(this.#up, mentions);
    this.#above = roomFor(this.#above, mentions);
    this.#proofThing = roomFor(this.#proofThing, mentions);
    this.#proofStrength = roomFor(this.#proofStrength, mentions);
    this.#proofWith = roomFor(this.#proofWith, mentions);
    this.#proofHits = roomFor(this.#proofHits, mentions);
    this.#proofNext = roomFor(this.#proofNext, mentions);
  }

  /** Whether any mention is of a fresh story. */
  #besideFresh(fresh: Uint8Array): boolean {
    const scan = this.#scan;
    const to = scan.from[scan.things] as number;
    for (let i = 0; i < to; i++) if (fresh[scan.story[i] as number] === 1) return true;
    return false;
  }

  /**
   * Reads where each mention's story stands, all before anything that depends on it, so that the machine fetches several at once. A mention that
   * could not bring an incident up even with the best of all other things is passed over, unless mentions are counted.
   */
  #reach(enough: number): void {
    const { things, from, best, doubt, asset, story, strength } = this.#scan;
    const { parent } = this.#sets;
    for (let t = 0; t < things; t++) {
      const others = doubt / (1 - (best[t] as number));
      const counted = asset[t] === 1;
      const to = from[t + 1] as number;
      for (let i = from[t] as number; i < to; i++) {
        const passed = !counted && (1 - (strength[i] as number)) * others > enough;
        this.#passed[i] = passed ? 1 : 0;
        if (!passed) this.#up[i] = parent[story[i] as number] as number;
      }
    }
    const all = from[things] as number;
    for (let i = 0; i < all; i++) if (this.#passed[i] === 0) this.#above[i] = parent[this.#up[i] as number] as number;
  }

  /** Brings the mentions together by the incidents their stories stand in. */
  #gather(): void {
    const { things, from, story, strength } = this.#scan;
    for (let t = 0; t < things; t++) {
      const to = from[t + 1] as number;
      for (let i = from[t] as number; i < to; i++) {
        if (this.#passed[i] === 1) continue;
        const up = this.#up[i] as number;
        const root = this.#above[i] === up ? up : this.#sets.find(up);
        this.#take(this.#slotOf(root), t, strength[i] as number, story[i] as number);
      }
    }
  }

  #slotOf(root: number): number {
    const last = this.#slotAt.length - 1;
    let place = Math.imul(root, 0x9e3779b1) & last;
    let slot = this.#slotAt[place] as number;
    while (slot < this.#slots && this.#place[slot] === place) {
      if (this.#root[slot] === root) return slot;
      place = (place + 1) & last;
      slot = this.#slotAt[place] as number;
    }
    slot = this.#slots++;
    this.#slotAt[place] = slot;
    this.#place[slot] = place;
    this.#root[slot] = root;
    this.#firstProof[slot] = -1;
    return slot;
  }

  /** Notes one mention for a candidate. */
  #take(slot: number, t: number, p: number, other: number): void {
    const isFirst = (this.#firstProof[slot] as number) < 0;
    const last = this.#lastProof[slot] as number;
    if (!isFirst && this.#proofThing[last] === t) {
      this.#proofHits[last] = (this.#proofHits[last] as number) + 1;
      if (p > (this.#proofStrength[last] as number)) {
        this.#proofStrength[last] = p;
        this.#proofWith[last] = other;
      }
      return;
    }
    const at = this.#proofs++;
    this.#proofThing[at] = t;
    this.#proofStrength[at] = p;
    this.#proofWith[at] = other;
    this.#proofHits[at] = 1;
    this.#proofNext[at] = -1;
    if (isFirst) this.#firstProof[slot] = at;
    else this.#proofNext[last] = at;
    this.#lastProof[slot] = at;
  }

  /** What of doubt is left of a candidate at the least, were every thing to have full weight. */
  #leastDoubt(slot: number): number {
    let doubt = 1;
    for (let i = this.#firstProof[slot] as number; i >= 0; i = this.#proofNext[i] as number)
      doubt *= 1 - (this.#proofStrength[i] as number);
    return doubt;
  }

  /** What all things say for a candidate: less where only a fringe of a large incident mentions one. */
  #judge(slot: number, least: number, enough: number): Candidate | undefined {
    const { thing, asset } = this.#scan;
    const { entities, kind, kinds } = this.#facts;
    const { vast, further } = this.#tuning;
    const root = this.#root[slot] as number;
    const all = this.#sets.size[root] as number;
    const size = Math.min(all, this.#mostSize);
    let doubt = 1;
    let best = 0;
    let via = 0;
    let named = 0;
    const first = this.#firstProof[slot] as number;
    for (let i = first; i >= 0; i = this.#proofNext[i] as number) {
      const t = this.#proofThing[i] as number;
      const e = thing[t] as number;
      let p = this.#proofStrength[i] as number;
      if (all > vast && kinds.passing[kind[e] as number] === 1) p *= Math.sqrt(vast / all);
      if (asset[t] === 1) p *= this.#fringe[(this.#proofHits[i] as number) * (this.#mostSize + 1) + size] as number;
      this.#proofStrength[i] = p;
      doubt *= 1 - p;
      if (e < entities && p > named) named = p;
      if (p > best) {
        best = p;
        via = this.#proofWith[i] as number;
      }
    }
    if (doubt > enough) return undefined;
    const alone = first === this.#lastProof[slot];
    const score = alone ? best : 1 - doubt ** further * (1 - best) ** (1 - further);
    return score < least ? undefined : { root, score, via, unnamed: named < LEAST_NAMED, slot };
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
