import type { Stories } from './fold.ts';
import { roomFor } from './grow.ts';
import { detectorOfMark, firstTacticOfMark, isNews } from './mentions.ts';
import type { ThingFacts } from './rates.ts';
import type { Tuning } from './tuning.ts';

const MOST = 0.97;
/** What says less is not heard; where the distance alone makes it less than this, nothing further back is. */
export const LEAST = 0.01;
export const LEAST_FAR = 0.02;
/** Hours: what `Stories.since` does not tell apart. */
const INSTANT = 1e-5;

/**
 * What the earlier mentions of a story's things say for it, one by one, whatever incident they stand in. Things of the story at hand that say
 * anything are numbered from 0, in the order of its references; their mentions follow each other, the most recent first.
 */
export class Scan {
  things = 0;
  thing = new Uint32Array(16);
  /** 1 for a machine, an account or the like. */
  asset = new Uint8Array(16);
  /** CSR: mentions of thing t are from[t] … from[t + 1] - 1. */
  from = new Uint32Array(17);
  /** Strength of its strongest mention. */
  best = new Float64Array(16);
  /** By mention: the earlier story and how strongly it speaks, 0–1. */
  story = new Uint32Array(256);
  strength = new Float64Array(256);
  /** Doubt that is left when the strongest mentions of all things are taken together: no incident can come out stronger. */
  doubt = 1;

  readonly #stories: Stories;
  readonly #facts: ThingFacts;
  readonly #tuning: Tuning;
  readonly #voice: Float64Array | undefined;
  readonly #lookBack: number;
  /** Factors of a background rate, of entities and of detectors. */
  readonly #crowd: number;
  readonly #crowdOfDetector: number;
  readonly #fade: Float64Array;
  /** Strength and background of thing e, at 2 e and 2 e + 1: what lies anywhere in memory is reached once, not twice. */
  readonly #saying: Float64Array;
  #ref = new Uint32Array(16);
  #strengthOf = new Float64Array(16);
  #backgroundOf = new Float64Array(16);
  #kindOf = new Uint8Array(16);
  #lastOf = new Float64Array(16);

  /** `voice`: worth of each detector's word, 0–1; undefined: all 1. */
  constructor(stories: Stories, facts: ThingFacts, tuning: Tuning, voice: Float64Array | undefined, lookBack: number) {
    this.#stories = stories;
    this.#facts = facts;
    this.#tuning = tuning;
    this.#voice = voice;
    this.#lookBack = lookBack;
    this.#crowd = tuning.rate * tuning.spread;
    this.#crowdOfDetector = tuning.detectorRate;
    this.#saying = new Float64Array(2 * facts.strength.length);
    for (let e = 0; e < facts.strength.length; e++) {
      this.#saying[2 * e] = facts.strength[e] as number;
      this.#saying[2 * e + 1] = facts.background[e] as number;
    }
    this.#fade = facts.kinds.decay.map((decay) => decay * Math.LN2);
  }

  /** Looks back from a story. */
  of(s: number): void {
    const { offset, thing } = this.#stories;
    const { depth } = this.#facts.mentions;
    const from = offset[s] as number;
    const to = offset[s + 1] as number;
    this.#makeRoom(to - from);
    this.things = 0;
    this.doubt = 1;
    let n = 0;
    // What lies anywhere in memory is read first for all things, apart from what depends on it: so the machine fetches several at once.
    const { kind } = this.#facts;
    const saying = this.#saying;
    const { at, number } = this.#facts.mentions;
    let k = 0;
    for (let r = from; r < to; r++) {
      if ((depth[r] as number) === 0) continue;
      const e = thing[r] as number;
      this.#ref[k] = r;
      this.#strengthOf[k] = saying[2 * e] as number;
      this.#backgroundOf[k] = saying[2 * e + 1] as number;
      this.#kindOf[k] = kind[e] as number;
      this.#lastOf[k++] = number[2 * (at[r] as number) - 2] as number;
    }
    for (let i = 0; i < k; i++) n = this.#look(s, i, n);
  }

  #look(s: number, k: number, length: number): number {
    const r = this.#ref[k] as number;
    const thing = this.#stories.thing[r] as number;
    const facts = this.#facts;
    const tuning = this.#tuning;
    const stories = this.#stories;
    const { mentions, timeless, novelty: novelties, kinds } = facts;
    const { number, word, depth } = mentions;
    const at = mentions.at[r] as number;
    const isEntity = thing < facts.entities;
    const strength = (this.#strengthOf[k] as number) * (isEntity || facts.pair[s] === 1 ? 1 : (facts.outbreak[s] as number));
    if (strength < LEAST) {
      depth[r] = 0;
      return length;
    }
    const start = stories.first[s] as number;
    const undated = timeless || Number.isNaN(start);
    const tactics = stories.tactics[s] as number;
    const reached = tactics === 0 ? -1 : 31 - Math.clz32(tactics);
    const detector = stories.detector[s] as number;
    const outbreaks = facts.outbreak;
    const outbreak = outbreaks[s] as number;
    const isAsset = kinds.asset[this.#kindOf[k] as number] === 1;
    const novelty = novelties[s] as number;
    const voices = this.#voice;
    const voice = voices?.[detector] ?? 1;
    const kind = this.#kindOf[k] as number;
    const rate = (this.#backgroundOf[k] as number) * this.#crowd * (isEntity ? 1 : this.#crowdOfDetector);
    const fade = this.#fade[kind] as number;
    const window = kinds.window[kind] as number;
    const { nearest, sameDetector, killChain, outbreakHours, struck, struckAgain } = tuning;
    const reach = depth[r] as number;
    const first = at - (reach < this.#lookBack ? reach : this.#lookBack);
    const { series: allSeries } = stories;
    const { story, strength: strengths } = this;
    let n = length;
    let best = 0;
    for (let i = at - 1; i >= first; i--) {
      const end = number[2 * i] as number;
      const gap = start > end ? start - end : silenceWithin(stories, word[4 * i + 2] as number, start);
      if (gap > window) continue;
      const crowd = 1 + rate * (gap + nearest);
      // Time takes away only: where the crowd alone makes it too weak, the costly power is not needed.
      let p = strength / crowd < LEAST_FAR ? 0 : (strength * Math.exp(-fade * gap)) / crowd;
      if (undated || Number.isNaN(end)) p *= tuning.timeless;
      // Mentions further back are weaker still.
      if (p < LEAST_FAR) {
        depth[r] = at - 1 - i;
        break;
      }
      const mark = word[4 * i + 3] as number;
      const otherDetector = detectorOfMark(mark);
      if (isEntity && otherDetector === detector) p *= sameDetector;
      if (firstTacticOfMark(mark) < reached) p *= killChain;
      const other = word[4 * i + 2] as number;
      // What is left of a link where one of the two is routine. Within one series nothing is lost, and its stories are news alike.
      if (isNews(mark)) p *= novelty;
      else if (allSeries[other] !== allSeries[s]) p *= Math.min(novelty, novelties[other] as number);
      if (voices !== undefined) {
        p *= Math.min(voice, voices[otherDetector] as number);
        if (isAsset) {
          if (otherDetector !== detector) p *= 1 - struck * Math.max(outbreak, outbreaks[other] as number);
          else if (outbreak > 0 && gap > outbreakHours) p *= 1 - struckAgain * Math.min(outbreak, outbreaks[other] as number);
        }
      }
      if (p < LEAST) continue;
      if (p > MOST) p = MOST;
      if (p > best) best = p;
      story[n] = other;
      strengths[n++] = p;
    }
    if (n === length) return n;
    const t = this.things++;
    this.thing[t] = thing;
    this.asset[t] = isAsset ? 1 : 0;
    this.best[t] = best;
    this.from[t] = length;
    this.from[t + 1] = n;
    this.doubt *= 1 - best;
    return n;
  }

  #makeRoom(refs: number): void {
    if (refs * this.#lookBack > this.story.length) {
      this.story = roomFor(this.story, refs * this.#lookBack);
      this.strength = roomFor(this.strength, refs * this.#lookBack);
    }
    if (refs < this.thing.length) return;
    this.thing = roomFor(this.thing, refs);
    this.asset = roomFor(this.asset, refs);
    this.#ref = roomFor(this.#ref, refs);
    this.#strengthOf = roomFor(this.#strengthOf, refs);
    this.#backgroundOf = roomFor(this.#backgroundOf, refs);
    this.#kindOf = roomFor(this.#kindOf, refs);
    this.#lastOf = roomFor(this.#lastOf, refs);
    this.best = roomFor(this.best, refs);
    this.from = roomFor(this.from, this.thing.length + 1);
  }
}

/** Hours between a later story and what an earlier one said last before it; 0 where one has no time. */
export function gapOf(stories: Stories, earlier: number, later: number): number {
  const start = stories.first[later] as number;
  const gap = start - (stories.last[earlier] as number);
  return gap > 0 ? gap : silenceWithin(stories, earlier, start);
}

/**
 * Hours from the last alert of a story to a moment before its end: that somebody speaks all day brings nothing of that day near. 0 for a single
 * alert, which lasts, and where no time is known.
 */
function silenceWithin(stories: Stories, story: number, moment: number): number {
  let low = stories.memberOffset[story] as number;
  let high = (stories.memberOffset[story + 1] as number) - 1;
  if (low === high) return 0;
  const since = moment - (stories.first[story] as number) + INSTANT;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((stories.since[middle] as number) <= since) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, since - INSTANT - (stories.since[low] as number));
}
