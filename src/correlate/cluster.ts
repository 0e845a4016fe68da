import type { Stories } from './fold.ts';
import type { EntityFacts } from './rates.ts';
import type { Tuning } from './tuning.ts';
import type { Conflicts, UnionFind } from './union.ts';

/** A piece of evidence for a join: what is shared, how much it says, with which earlier story. */
export interface SharedEvidence {
  readonly entity: number;
  readonly strength: number;
  readonly with: number;
}
/** One link of the forest of stories. */
export interface StoryLink {
  readonly from: number;
  readonly to: number;
  readonly score: number;
  readonly shared: readonly SharedEvidence[];
}
export interface HeldBack {
  readonly from: number;
  readonly to: number;
  readonly score: number;
}
export interface Clusters {
  readonly sets: UnionFind;
  readonly links: readonly StoryLink[];
  readonly heldBack: readonly HeldBack[];
}

const MOST = 0.97;
const MOST_REASONS = 6;

/**
 * Goes through the stories in canonical order. Each is weighed against the incidents of earlier stories with which it shares
 * something: per shared thing the best mention counts, things are joined by noisy-OR. It joins the strongest; others that are
 * strong enough are merged through it, unless both are grown and the evidence is middling.
 */
export function cluster(
  stories: Stories,
  facts: EntityFacts,
  tuning: Tuning,
  sets: UnionFind,
  conflicts: Conflicts,
  source?: Uint32Array,
): Clusters {
  const n = stories.count;
  const links: StoryLink[] = [];
  const heldBack: HeldBack[] = [];
  const cursor = facts.offset.slice(0, facts.strength.length);
  // Candidates of the story at hand, by slot.
  const slotOf = new Int32Array(n).fill(-1);
  const slotFor = new Int32Array(n).fill(-1);
  const root: number[] = [];
  const doubt: number[] = [];
  const best: number[] = [];
  const bestWith: number[] = [];
  const stamp: number[] = [];
  const via: number[] = [];
  const viaBest: number[] = [];
  let proofs: { slot: number; entity: number; strength: number; with: number }[];

  for (let s = 0; s < n; s++) {
    const from = stories.offset[s] as number;
    const to = stories.offset[s + 1] as number;
    if (stories.excluded[s] === 1) continue;
    let slots = 0;
    proofs = [];
    const start = stories.first[s] as number;
    const tactics = stories.tactics[s] as number;
    for (let r = from; r < to; r++) {
      const e = stories.entity[r] as number;
      const strength = facts.strength[e] as number;
      const at = cursor[e] as number;
      cursor[e] = at + 1;
      if (strength === 0) continue;
      const first = Math.max(facts.offset[e] as number, at - tuning.lookBack);
      const rate = (facts.background[e] as number) * tuning.rate + (facts.decay[e] as number) * Math.LN2;
      const window = facts.window[e] as number;
      const touched: number[] = [];
      for (let i = at - 1; i >= first; i--) {
        const other = facts.story[i] as number;
        if (stories.excluded[other] === 1) continue;
        const end = stories.last[other] as number;
        let gap = start - end;
        if (Number.isNaN(gap)) gap = Number.isNaN(start) && Number.isNaN(end) ? 0 : window / 2;
        if (gap < 0) gap = 0;
        if (gap > window) continue;
        let p = strength * Math.exp(-rate * gap);
        if (stories.detector[other] === stories.detector[s]) p *= tuning.sameDetector;
        if (forward(stories.tactics[other] as number, tactics)) p *= tuning.killChain;
        if (p > MOST) p = MOST;
        if (p < 0.01) continue;
        const group = sets.find(other);
        let slot = slotOf[group] as number;
        if (slotFor[group] !== s) {
          slot = slots++;
          slotOf[group] = slot;
          slotFor[group] = s;
          root[slot] = group;
          doubt[slot] = 1;
          stamp[slot] = -1;
          viaBest[slot] = 0;
        }
        if (stamp[slot] !== r) {
          stamp[slot] = r;
          best[slot] = p;
          bestWith[slot] = other;
          touched.push(slot);
        } else if (p > (best[slot] as number)) {
          best[slot] = p;
          bestWith[slot] = other;
        }
      }
      for (const slot of touched) {
        const p = best[slot] as number;
        doubt[slot] = (doubt[slot] as number) * (1 - p);
        if (p > (viaBest[slot] as number)) {
          viaBest[slot] = p;
          via[slot] = bestWith[slot] as number;
        }
        proofs.push({ slot, entity: e, strength: p, with: bestWith[slot] as number });
      }
    }
    if (slots === 0) continue;
    const strong: number[] = [];
    for (let slot = 0; slot < slots; slot++) if (1 - (doubt[slot] as number) >= tuning.join) strong.push(slot);
    if (strong.length === 0) continue;
    strong.sort((a, b) => (doubt[a] as number) - (doubt[b] as number) || (root[a] as number) - (root[b] as number));
    let joined = false;
    for (const slot of strong) {
      const score = 1 - (doubt[slot] as number);
      const mine = sets.find(s);
      const theirs = sets.find(root[slot] as number);
      if (mine === theirs) continue;
      const guarded =
        joined &&
        score < tuning.merge &&
        (sets.size[mine] as number) > tuning.mergeSize &&
        (sets.size[theirs] as number) >= tuning.mergeSize;
      const ofMine = source?.[mine] ?? 0;
      const ofTheirs = source?.[theirs] ?? 0;
      if (guarded || (ofMine !== 0 && ofTheirs !== 0 && ofMine !== ofTheirs) || conflicts.between(sets, mine, theirs)) {
        heldBack.push({ from: s, to: via[slot] as number, score });
        continue;
      }
      const shared = proofs
        .filter((proof) => proof.slot === slot)
        .sort((a, b) => b.strength - a.strength)
        .slice(0, MOST_REASONS)
        .map(({ entity, strength, with: other }) => ({ entity, strength, with: other }));
      links.push({ from: s, to: via[slot] as number, score, shared });
      const united = sets.union(mine, theirs);
      conflicts.joined(mine, theirs, united);
      if (source !== undefined) source[united] = ofMine === 0 ? ofTheirs : ofMine;
      joined = true;
    }
  }
  return { sets, links, heldBack };
}

/** Whether `later` stands further down the kill chain than `earlier`: its last tactic comes after the other's first. */
const forward = (earlier: number, later: number): boolean =>
  earlier !== 0 && later !== 0 && 31 - Math.clz32(later) > 31 - Math.clz32(earlier & -earlier);
