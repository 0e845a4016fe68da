import type { Stories } from './fold.ts';

/**
 * Who mentions each thing, as records of 16 bytes that lie in order of time behind each other: what decides about an earlier mention is read
 * in one go, where columns by story would be a walk through memory for each. Excluded stories are not mentioned: nothing links to them.
 */
export interface Mentions {
  /** CSR: the mentions of thing e are records offset[e] … offset[e + 1] - 1, stories ascending. */
  readonly offset: Uint32Array;
  /** Record i as words: story at 4 i + 2, mark at 4 i + 3 … */
  readonly word: Uint32Array;
  /** … and as numbers: end of the story in hours at 2 i. */
  readonly number: Float64Array;
  /** By reference of a story (`Stories.thing`): its own record. */
  readonly at: Uint32Array;
  /** By reference: earlier mentions worth a look, 255 at the most. Whoever finds that those further back say too little lowers it. */
  readonly depth: Uint8Array;
}

export const MOST_DEPTH = 255;

/** A mark holds the detector (26 bits), the first tactic (5 bits) and whether the story is news in full (1 bit). */
const TACTIC_SHIFT = 26;
const NO_TACTIC = 31;
const NEWS = 0x80000000;
const DETECTOR = (1 << TACTIC_SHIFT) - 1;

export const detectorOfMark = (mark: number): number => mark & DETECTOR;
/** Position of its first tactic in the kill chain; 31: none. */
export const firstTacticOfMark = (mark: number): number => (mark >>> TACTIC_SHIFT) & 31;
/** Whether its novelty is 1. */
export const isNews = (mark: number): boolean => mark >>> 31 === 1;

export function markOf(detector: number, tactics: number, novelty: number): number {
  const first = tactics === 0 ? NO_TACTIC : 31 - Math.clz32(tactics & -tactics);
  return (((first << TACTIC_SHIFT) | detector) >>> 0) + (novelty === 1 ? NEWS : 0);
}

/** `novelty`: by story. */
export function mentionsOf(stories: Stories, things: number, novelty: Float64Array): Mentions {
  const { thing, offset: refOffset, excluded } = stories;
  const offset = new Uint32Array(things + 1);
  const at = new Uint32Array(thing.length);
  const depth = new Uint8Array(thing.length);
  for (let s = 0; s < stories.count; s++) {
    if (excluded[s] === 1) continue;
    const to = refOffset[s + 1] as number;
    for (let r = refOffset[s] as number; r < to; r++) {
      const e = (thing[r] as number) + 1;
      const rank = offset[e] as number;
      at[r] = rank;
      depth[r] = rank < MOST_DEPTH ? rank : MOST_DEPTH;
      offset[e] = rank + 1;
    }
  }
  for (let e = 0; e < things; e++) offset[e + 1] = (offset[e + 1] as number) + (offset[e] as number);
  const total = offset[things] as number;
  const buffer = new ArrayBuffer(total * 16);
  const word = new Uint32Array(buffer);
  const number = new Float64Array(buffer);
  for (let s = 0; s < stories.count; s++) {
    if (excluded[s] === 1) continue;
    const mark = markOf(stories.detector[s] as number, stories.tactics[s] as number, novelty[s] as number);
    const last = stories.last[s] as number;
    const to = refOffset[s + 1] as number;
    for (let r = refOffset[s] as number; r < to; r++) {
      const i = (at[r] as number) + (offset[thing[r] as number] as number);
      at[r] = i;
      number[2 * i] = last;
      word[4 * i + 2] = s;
      word[4 * i + 3] = mark;
    }
  }
  return { offset, word, number, at, depth };
}
