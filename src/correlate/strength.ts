import type { Stories } from './fold.ts';
import type { ThingFacts } from './rates.ts';
import { gapOf } from './scan.ts';
import type { Tuning } from './tuning.ts';

/** How much a thing that two stories share says for one cause, 0–1. `earlier` stands before `later` in canonical order. */
export function linkStrength(
  stories: Stories,
  facts: ThingFacts,
  tuning: Tuning,
  voice: Float64Array | undefined,
  thing: number,
  earlier: number,
  later: number,
): number {
  const isEntity = thing < facts.entities;
  const gap = gapOf(stories, earlier, later);
  if (gap > (facts.kinds.window[facts.kind[thing] as number] as number)) return 0;
  const rate = (facts.background[thing] as number) * tuning.rate * tuning.spread * (isEntity ? 1 : tuning.detectorRate);
  let p = (facts.strength[thing] as number) * (isEntity || facts.pair[later] === 1 ? 1 : (facts.outbreak[later] as number));
  p *= Math.exp(-(facts.kinds.decay[facts.kind[thing] as number] as number) * Math.LN2 * gap) / (1 + rate * (gap + tuning.nearest));
  if (facts.timeless || Number.isNaN(stories.first[later]) || Number.isNaN(stories.last[earlier])) p *= tuning.timeless;
  const x = stories.detector[earlier] as number;
  const y = stories.detector[later] as number;
  if (isEntity && x === y) p *= tuning.sameDetector;
  if (forward(stories.tactics[earlier] as number, stories.tactics[later] as number)) p *= tuning.killChain;
  if (stories.series[earlier] !== stories.series[later]) p *= Math.min(facts.novelty[earlier] as number, facts.novelty[later] as number);
  if (voice !== undefined) {
    p *= Math.min(voice[x] as number, voice[y] as number);
    const isAsset = facts.kinds.asset[facts.kind[thing] as number] === 1;
    const [before, now] = [facts.outbreak[earlier] as number, facts.outbreak[later] as number];
    if (isAsset && x !== y) p *= 1 - tuning.struck * Math.max(before, now);
    else if (isAsset && gap > tuning.outbreakHours) p *= 1 - tuning.struckAgain * Math.min(before, now);
  }
  return p;
}

/** Whether `later` stands further down the kill chain than `earlier`: its last tactic comes after the other's first. */
const forward = (earlier: number, later: number): boolean =>
  earlier !== 0 && later !== 0 && 31 - Math.clz32(later) > 31 - Math.clz32(earlier & -earlier);
