import { EVIDENCE_ROLES, EVIDENCE_TYPES, isAsset } from '../domain/evidence.ts';
import { ENTITY_FLAGS, type EntityTable } from './model.ts';
import type { Stories } from './fold.ts';
import type { Tuning } from './tuning.ts';

/** What is known of each entity before anything is linked. By entity. */
export interface EntityFacts {
  /** CSR: stories that mention it, ascending. */
  readonly offset: Uint32Array;
  readonly story: Uint32Array;
  /** Strength of a link over it at no distance in time, with all that weakens it; 0: never a link. */
  readonly strength: Float64Array;
  /** Stories an hour that mention it when nothing special goes on. */
  readonly background: Float64Array;
  /** 1/half-life and window, hours. */
  readonly decay: Float64Array;
  readonly window: Float64Array;
}

/** Partners are counted up to here: more is "very many". */
const MOST_PARTNERS = 256;

/**
 * A hub is told from a carrier by its *background rate*: what it draws outside its two busiest slots. An attack makes its own
 * entities busy for a while; a proxy, a scanner or a service account is busy all the time.
 */
export function entityFacts(stories: Stories, entities: EntityTable, tuning: Tuning): EntityFacts {
  const { offset, story } = mentions(stories, entities.count);
  const n = entities.count;
  const strength = new Float64Array(n);
  const background = new Float64Array(n);
  const decay = new Float64Array(n);
  const window = new Float64Array(n);
  const span = spanOf(stories);
  const slot = Math.min(24, Math.max(0.5, span / 28));
  const seen = new Int32Array(n).fill(-1);
  const onlyImage = imagesOnly(stories, n);
  for (let e = 0; e < n; e++) {
    const type = EVIDENCE_TYPES[entities.type[e] as number] ?? 'generic';
    const flags = entities.flags[e] as number;
    const tuned = tuning.types[type];
    decay[e] = 1 / tuned.halfLife;
    window[e] = tuned.window;
    if ((flags & (ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored)) !== 0) continue;
    let base = tuned.strength;
    if ((flags & ENTITY_FLAGS.imageOnly) !== 0 || onlyImage[e] === 1) base *= tuning.imageOnly;
    if ((flags & ENTITY_FLAGS.privateAddress) !== 0) base *= tuning.privateAddress;
    // Within one body of alerts an account or a machine known by its bare name is mostly one; a bare file name or pid is not.
    if ((flags & ENTITY_FLAGS.weak) !== 0 && !isAsset(type)) base *= tuning.weak;
    const from = offset[e] as number;
    const to = offset[e + 1] as number;
    if (to - from >= 2) {
      const busy = slots(stories, story, from, to, slot);
      const partners = partnersOf(stories, story, from, to, seen, e);
      const scale = Math.min(1, partners / 8 + busy.days / 4);
      background[e] = (Math.max(0, to - from - busy.top) / Math.max(span, 1)) * scale;
      if (busy.slots >= 3 && partners > 6) base /= 1 + (partners - 6) / 40;
    }
    strength[e] = base;
  }
  return { offset, story, strength, background, decay, window };
}

function mentions(stories: Stories, entities: number): { offset: Uint32Array; story: Uint32Array } {
  const offset = new Uint32Array(entities + 1);
  for (const e of stories.entity) offset[e + 1] = (offset[e + 1] as number) + 1;
  for (let e = 0; e < entities; e++) offset[e + 1] = (offset[e + 1] as number) + (offset[e] as number);
  const fill = offset.slice(0, entities);
  const story = new Uint32Array(stories.entity.length);
  for (let s = 0; s < stories.count; s++) {
    const to = stories.offset[s + 1] as number;
    for (let r = stories.offset[s] as number; r < to; r++) {
      const e = stories.entity[r] as number;
      const at = fill[e] as number;
      fill[e] = at + 1;
      story[at] = s;
    }
  }
  return { offset, story };
}

/** Hours between the first and the last story with a time. */
function spanOf(stories: Stories): number {
  let most = 0;
  for (let s = stories.count - 1; s >= 0; s--) {
    const t = stories.first[s] as number;
    if (Number.isNaN(t)) continue;
    most = t;
    break;
  }
  return most;
}

/** Stories in the two busiest slots, number of slots and of days with any. Mentions stand in order of time, so a slot is a run. */
function slots(
  stories: Stories,
  story: Uint32Array,
  from: number,
  to: number,
  width: number,
): { top: number; slots: number; days: number } {
  let first = 0;
  let second = 0;
  let run = 0;
  let count = 0;
  let days = 0;
  let current = Number.NaN;
  let day = Number.NaN;
  const close = (): void => {
    if (run > first) [first, second] = [run, first];
    else if (run > second) second = run;
    run = 0;
  };
  for (let i = from; i < to; i++) {
    const t = stories.first[story[i] as number] as number;
    const slot = Number.isNaN(t) ? -1 : Math.floor(t / width);
    const today = Number.isNaN(t) ? -1 : Math.floor(t / 24);
    if (today !== day) days++;
    day = today;
    if (slot !== current) {
      close();
      count++;
    }
    current = slot;
    run++;
  }
  close();
  return { top: first + second, slots: count, days };
}

/** Distinct other entities mentioned beside it. */
function partnersOf(stories: Stories, story: Uint32Array, from: number, to: number, seen: Int32Array, e: number): number {
  let partners = 0;
  for (let i = from; i < to && partners < MOST_PARTNERS; i++) {
    const s = story[i] as number;
    const end = stories.offset[s + 1] as number;
    for (let r = stories.offset[s] as number; r < end; r++) {
      const other = stories.entity[r] as number;
      if (other === e || seen[other] === e) continue;
      seen[other] = e;
      partners++;
    }
  }
  return partners;
}

const IMAGE = 1 << EVIDENCE_ROLES.indexOf('processImage');

/** 1 for what is only ever named as the image of a process: mostly a system tool. */
function imagesOnly(stories: Stories, entities: number): Uint8Array {
  const image = new Uint8Array(entities).fill(1);
  for (let r = 0; r < stories.entity.length; r++) if (((stories.role[r] as number) & IMAGE) === 0) image[stories.entity[r] as number] = 0;
  return image;
}
