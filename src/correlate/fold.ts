import { EVIDENCE_TYPES, type EvidenceType } from '../domain/evidence.ts';
import { ENTITY_FLAGS, type CorrelationInput, type EntityTable } from './model.ts';
import { onlyWatched } from './sensor.ts';
import type { Things } from './things.ts';
import type { Tuning } from './tuning.ts';

/**
 * Stories: alerts that repeat each other stand as one. All arrays by story, numbered in canonical order of the first alert.
 * The engine links stories; a story's alerts are linked to its first by "repeated alert occurrence".
 */
export interface Stories {
  readonly count: number;
  /** Story of the alert at canonical position c. */
  readonly storyOf: Uint32Array;
  /** CSR: canonical positions of the alerts of story s, ascending. */
  readonly memberOffset: Uint32Array;
  readonly member: Uint32Array;
  /** By place in `member`: hours since the first alert of the story; NaN where unknown. */
  readonly since: Float32Array;
  /** Hours since the first alert with a time; NaN where unknown. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly detector: Uint32Array;
  readonly product: Uint16Array;
  readonly tactics: Uint32Array;
  readonly excluded: Uint8Array;
  /** CSR: distinct things of the story, in order of first mention, with united roles. */
  readonly offset: Uint32Array;
  readonly thing: Uint32Array;
  readonly role: Uint32Array;
  /** Series of each story: the same detection about the same things, at any time. */
  readonly series: Uint32Array;
  readonly seriesCount: number;
}

/** Incidents given beforehand, of the exporter or shown before, by row; 0: none. */
export interface RowLabels {
  readonly of: Uint32Array;
  /** Whether alerts under the two labels may be one story. */
  mayMeet(a: number, b: number): boolean;
}

/** Things of a type that says less than this identify no story: an app is everybody's. */
const TELLING = 0.1;

export const HOUR = 3_600_000_000;

/** Things that differ between repeats of one event; they do not make a repeat a different story. */
export const PASSING: ReadonlySet<EvidenceType> = new Set([
  'process',
  'commandLine',
  'mailMessage',
  'session',
  'generic',
  'registryKey',
  'registryValue',
]);

/**
 * `apart`: canonical positions that a person treats singly; they are never folded.
 * `labels`: incidents that are kept as they are: repeats of two of them are two stories.
 */
export function foldRepeats(
  input: CorrelationInput,
  order: Uint32Array,
  tuning: Tuning,
  things: Things,
  apart: ReadonlySet<number>,
  labels?: RowLabels,
): Stories {
  const { count } = input;
  const { storyOf, stories, first, last, series, seriesCount } = assign(input, order, tuning, apart, labels);
  const memberOffset = new Uint32Array(stories + 1);
  for (let c = 0; c < count; c++) {
    const s = (storyOf[c] as number) + 1;
    memberOffset[s] = (memberOffset[s] as number) + 1;
  }
  for (let s = 0; s < stories; s++) memberOffset[s + 1] = (memberOffset[s + 1] as number) + (memberOffset[s] as number);
  const member = new Uint32Array(count);
  const since = new Float32Array(count);
  const fill = memberOffset.slice(0, stories);
  const timeOf = (c: number): number => input.time[order[c] as number] as number;
  for (let c = 0; c < count; c++) {
    const s = storyOf[c] as number;
    const at = fill[s] as number;
    fill[s] = at + 1;
    member[at] = c;
    const begin = memberOffset[s] as number;
    since[at] = at === begin ? 0 : (timeOf(c) - timeOf(member[begin] as number)) / HOUR;
  }

  const detector = new Uint32Array(stories);
  const product = new Uint16Array(stories);
  const tactics = new Uint32Array(stories);
  const excluded = new Uint8Array(stories);
  const offset = new Uint32Array(stories + 1);
  const thing = new Uint32Array(input.entity.length + stories);
  const role = new Uint32Array(input.entity.length + stories);
  const seen = new SeenThings(things.count);
  let refs = 0;
  for (let s = 0; s < stories; s++) {
    const from = memberOffset[s] as number;
    const to = memberOffset[s + 1] as number;
    for (let m = from; m < to; m++) {
      const row = order[member[m] as number] as number;
      if (m === from) {
        detector[s] = input.detector[row] as number;
        product[s] = input.product[row] as number;
        excluded[s] = input.excluded[row] as number;
      }
      tactics[s] = (tactics[s] as number) | (input.tactics[row] as number);
      const end = input.offset[row + 1] as number;
      for (let r = input.offset[row] as number; r < end; r++) {
        if (onlyWatched(input.role[r] as number)) continue;
        const e = things.of[input.entity[r] as number] as number;
        const at = seen.find(thing, offset[s] as number, refs, e);
        role[at] = at === refs ? (input.role[r] as number) : (role[at] as number) | (input.role[r] as number);
        if (at === refs) thing[refs++] = e;
      }
    }
    thing[refs++] = things.entities + (detector[s] as number);
    offset[s + 1] = refs;
  }
  return {
    count: stories,
    storyOf,
    memberOffset,
    member,
    since,
    first: cut(first, stories),
    last: cut(last, stories),
    detector,
    product,
    tactics,
    excluded,
    offset,
    thing: cut(thing, refs),
    role: cut(role, refs),
    series: cut(series, stories),
    seriesCount,
  };
}

/** The first `length` entries: in place where little is left over, else copied, so that the rest goes. */
const cut = <T extends Float64Array | Uint32Array>(from: T, length: number): T =>
  (length > from.length * 0.75 ? from.subarray(0, length) : from.slice(0, length)) as T;

/** Where a thing already stands among those of the story at hand. */
class SeenThings {
  /** Above so many things the story's places are kept by thing: looking through a few is faster than reaching into memory. */
  static readonly few = 16;
  readonly #things: number;
  #at: Uint32Array | undefined;

  constructor(things: number) {
    this.#things = things;
  }

  /** Place of `e` in thing[from] … thing[to - 1]; `to` where it is not there yet, and is put there next. */
  find(thing: Uint32Array, from: number, to: number, e: number): number {
    if (to - from < SeenThings.few) {
      for (let at = from; at < to; at++) if (thing[at] === e) return at;
      return to;
    }
    this.#at ??= new Uint32Array(this.#things);
    if (to - from === SeenThings.few) for (let at = from; at < to; at++) this.#at[thing[at] as number] = at;
    const known = this.#at[e] as number;
    if (known >= from && known < to && thing[known] === e) return known;
    this.#at[e] = to;
    return to;
  }
}

function assign(
  input: CorrelationInput,
  order: Uint32Array,
  tuning: Tuning,
  apart: ReadonlySet<number>,
  labels: RowLabels | undefined,
): { storyOf: Uint32Array; stories: number; first: Float64Array; last: Float64Array; series: Uint32Array; seriesCount: number } {
  const { count, time, lastTime, entities } = input;
  const rank = passingMarks(entities, tuning);
  let next = 1;
  const origin = count > 0 ? (time[order[0] as number] as number) : 0;
  const storyOf = new Uint32Array(count);
  const first = new Float64Array(count);
  const last = new Float64Array(count);
  const hashA = new Int32Array(count);
  const hashB = new Int32Array(count);
  let slots = 1024;
  while (slots < count * 2) slots *= 2;
  const table = new Int32Array(slots).fill(-1);
  const series = new Uint32Array(count);
  const labelOf = new Uint32Array(labels === undefined ? 0 : count);
  let seriesCount = 0;
  let stories = 0;
  for (let c = 0; c < count; c++) {
    const row = order[c] as number;
    const start = ((time[row] as number) - origin) / HOUR;
    const stated = ((lastTime[row] as number) - origin) / HOUR;
    const end = stated >= start ? stated : start;
    let a = 0;
    let b = 0;
    let named = 0;
    const to = input.offset[row + 1] as number;
    for (let r = input.offset[row] as number; r < to; r++) {
      const e = input.entity[r] as number;
      // Numbered by first mention in canonical order, so that hashes do not depend on how entities were interned.
      let id = rank[e] as number;
      if ((id & RANK) === 0) rank[e] = id = (id | next++) >>> 0;
      if (id >= PASSES) continue;
      named++;
      a = (a + mix(id, 0x9e3779b9)) | 0;
      b = (b + mix(id, 0x7feb352d)) | 0;
    }
    const nameless = to === input.offset[row];
    const alone = (named === 0 && !nameless) || apart.has(c) || input.excluded[row] === 1;
    a = mix(a ^ (input.detector[row] as number), 0x85ebca6b);
    b = mix(b ^ Math.imul(input.detector[row] as number, 31), 0xc2b2ae35);
    const label = labels?.of[row] ?? 0;
    let found = -1;
    let same = -1;
    let at = (a >>> 0) & (slots - 1);
    if (!alone) {
      for (; table[at] !== -1; at = (at + 1) & (slots - 1)) {
        const s = table[at] as number;
        if (hashA[s] !== a || hashB[s] !== b) continue;
        same = s;
        if (goesOn(last[s] as number, start, nameless, tuning) && (labels === undefined || labels.mayMeet(labelOf[s] as number, label)))
          found = s;
        break;
      }
    }
    if (found >= 0) {
      if (end > (last[found] as number)) last[found] = end;
      storyOf[c] = found;
      if (label !== 0) labelOf[found] = label;
      continue;
    }
    first[stories] = start;
    last[stories] = end;
    hashA[stories] = a;
    hashB[stories] = b;
    labelOf[stories] = label;
    series[stories] = same >= 0 ? (series[same] as number) : seriesCount++;
    if (!alone) table[at] = stories;
    storyOf[c] = stories++;
  }
  return { storyOf, stories, first, last, series, seriesCount };
}

/** Hours of silence after which the same detection is another event where it names nothing: what comes in one burst is one. */
const BURST = 5 / 60;

/** Whether a story still goes on at this time, hours. Where neither has one, the same words about the same things are one story. */
export function goesOn(last: number, at: number, nameless: boolean, { foldGap }: Tuning): boolean {
  if (nameless) return at - last <= Math.min(BURST, foldGap);
  return at - last <= foldGap || (Number.isNaN(at) && Number.isNaN(last));
}

const PASSES = 0x80000000;
const RANK = PASSES - 1;

const passesOf = (tuning: Tuning): boolean[] => EVIDENCE_TYPES.map((type) => PASSING.has(type) || tuning.types[type].strength < TELLING);

/** The numbers that decide what a story is: where they are the same, so are the stories. */
export const foldKey = (tuning: Tuning): string => `${tuning.foldGap}/${passesOf(tuning).join()}`;

/** Whether an entity may differ between repeats of one event. */
export function passing({ type, flags }: EntityTable, tuning: Tuning): (e: number) => boolean {
  const passes = passesOf(tuning);
  return (e) => (passes[type[e] as number] ?? true) || ((flags[e] as number) & (ENTITY_FLAGS.builtin | ENTITY_FLAGS.imageOnly)) !== 0;
}

/** By entity: `PASSES` for what may differ between repeats. */
function passingMarks(entities: EntityTable, tuning: Tuning): Uint32Array {
  const passes = passing(entities, tuning);
  const marks = new Uint32Array(entities.count);
  for (let e = 0; e < entities.count; e++) if (passes(e)) marks[e] = PASSES;
  return marks;
}

export function mix(value: number, seed: number): number {
  let h = Math.imul(value ^ seed, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 13;
  h = Math.imul(h, 0x27d4eb2f);
  return h ^ (h >>> 16);
}
