import { EVIDENCE_ROLES, EVIDENCE_TYPES, type EvidenceType, isAsset } from '../domain/evidence.ts';
import { ENTITY_FLAGS, type EntityTable } from './model.ts';
import { PASSING, type Stories } from './fold.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import type { Things } from './things.ts';
import type { Tuning } from './tuning.ts';

/** What is known of each thing before anything is linked. By thing, where nothing else is said. */
export interface ThingFacts extends ThingRates {
  /** Things below are entities, the rest detectors. */
  readonly entities: number;
  /** All at one instant: time says nothing. */
  readonly timeless: boolean;
  readonly mentions: Mentions;
  readonly kinds: Kinds;
  /** By story, 0–1: 1 for what was not heard before about these things, towards 0 for what is heard of them day by day. */
  readonly novelty: Float64Array;
}
export interface ThingRates {
  /** Strength of a link over it at no distance in time, with all that weakens it; 0: never a link. */
  readonly strength: Float64Array;
  /** Stories an hour that mention it when nothing special goes on. */
  readonly background: Float64Array;
  /** Position in `Kinds`. */
  readonly kind: Uint8Array;
  /** 1 for an address of the Internet that is busy all the time, as the common exit of an organisation is: no mark of one cause. */
  readonly exit: Uint8Array;
  /** By story, 0–1: how far its detector speaks at more places just then than chance has it. */
  readonly outbreak: Float64Array;
  /** By story: 1 where it and one other are all its detector ever said, so near that chance has hardly brought them there. */
  readonly pair: Uint8Array;
}

/** When things are spoken of. */
export interface Courses {
  /** Hours between the first and the last story with a time. */
  readonly span: number;
  readonly novelty: Float64Array;
  readonly mentions: Mentions;
}

export function coursesOf(stories: Stories, things: Things, tuning: Tuning): Courses {
  const span = spanOf(stories);
  const novelty = noveltyOf(stories, span, tuning);
  return { span, novelty, mentions: mentionsOf(stories, things.count, novelty) };
}

/** What things of one type have in common: by position in EVIDENCE_TYPES, detectors last. */
export interface Kinds {
  /** 1/half-life and window, hours. */
  readonly decay: Float64Array;
  readonly window: Float64Array;
  readonly asset: Uint8Array;
  /** 1 for what differs from event to event, processes before all: it tells of the next link of a chain, not of the whole. */
  readonly passing: Uint8Array;
}

const DETECTORS = EVIDENCE_TYPES.length;
const GENERIC = EVIDENCE_TYPES.indexOf('generic');
const IP = EVIDENCE_TYPES.indexOf('ip');
/** Stories an hour in the background from which on an address of the Internet is a common exit. */
const EXIT_RATE = 0.1;

export function kindsOf(tuning: Tuning): Kinds {
  const tuned = [...EVIDENCE_TYPES.map((type) => tuning.types[type]), tuning.detector];
  return {
    decay: Float64Array.from(tuned, ({ halfLife }) => 1 / halfLife),
    window: Float64Array.from(tuned, ({ window }) => window),
    asset: Uint8Array.from([...EVIDENCE_TYPES.map((type) => (isAsset(type) ? 1 : 0)), 0]),
    passing: Uint8Array.from([...EVIDENCE_TYPES.map((type) => (PASSING.has(type) ? 1 : 0)), 0]),
  };
}

/** The numbers on which `thingRates` depends: where they are the same, so are the rates. */
export function ratesKey(tuning: Tuning): string {
  const { imageOnly, privateAddress, weak, owned, prior, priorSpan, kin, markPrior, markFree, outbreakHours, detector } = tuning;
  const strengths = EVIDENCE_TYPES.map((type) => tuning.types[type].strength);
  const numbers = [imageOnly, privateAddress, weak, owned, prior, priorSpan, kin, markPrior, markFree, outbreakHours, detector.strength];
  return [...strengths, ...numbers].join();
}

/**
 * A hub is told from a carrier by its *background rate*: what it draws outside its two busiest slots. An attack makes its own
 * entities busy for a while; a proxy, a scanner or a service account is busy all the time.
 */
export function thingRates(
  stories: Stories,
  { span, mentions }: Courses,
  things: Things,
  entities: EntityTable,
  tuning: Tuning,
): ThingRates {
  const n = things.count;
  const { offset } = mentions;
  const strength = new Float64Array(n);
  const background = new Float64Array(n);
  const kind = new Uint8Array(n).fill(DETECTORS, things.entities);
  const exit = new Uint8Array(n);
  const slot = Math.min(24, Math.max(0.5, span / 28));
  const onlyImage = imagesOnly(stories, n);
  const typical = typicalRates(things, entities, offset, span);
  for (let e = 0; e < n; e++) {
    const isEntity = e < things.entities;
    if (isEntity) kind[e] = (entities.type[e] as number) < DETECTORS ? (entities.type[e] as number) : GENERIC;
    const owned = isEntity ? (things.owned[e] as number) : 1;
    strength[e] = isEntity
      ? entityStrength(entities, e, onlyImage[e] === 1, tuning) * (owned === 1 ? 1 : owned ** tuning.owned)
      : tuning.detector.strength;
    const from = offset[e] as number;
    const to = offset[e + 1] as number;
    if (strength[e] === 0 || to - from === 0) continue;
    const busy = to - from < 2 ? to - from : busiest(stories, mentions, from, to, slot);
    const mark = isEntity && isMark(entities, e);
    const usual = Math.max(0, to - from - busy - (mark ? tuning.markFree : 0));
    const little = leastRate(mark, span, tuning);
    const kin = mark || !isEntity ? 0 : (typical[entities.type[e] as number] as number) * tuning.kin;
    background[e] = (usual + kin) / (Math.max(span, 24) + tuning.kin) + little;
    if (mark && kind[e] === IP && (background[e] as number) > EXIT_RATE) exit[e] = 1;
  }
  const outbreak = outbreaks(stories, things, mentions, background, tuning);
  return { strength, background, kind, exit, outbreak, pair: pairs(stories, things, mentions, span) };
}

/** Stories an hour credited to a thing beyond those seen. */
const leastRate = (mark: boolean, span: number, tuning: Tuning): number =>
  (mark ? tuning.markPrior : tuning.prior) / Math.max(span, tuning.priorSpan);

/** Background rate of an entity nobody named before. */
export const rateOfNew = (entities: EntityTable, e: number, span: number, tuning: Tuning): number =>
  leastRate(isMark(entities, e), span, tuning);

const MARKS: ReadonlySet<EvidenceType> = new Set([
  'ip',
  'url',
  'domain',
  'file',
  'process',
  'commandLine',
  'mailMessage',
  'mailCluster',
  'oauthApp',
  'session',
]);

/** Marks of one cause (hashes, mails, addresses of the Internet …) as against the organisation's own things, which are busy by themselves. */
const isMark = (entities: EntityTable, e: number): boolean =>
  MARKS.has(EVIDENCE_TYPES[entities.type[e] as number] ?? 'generic') &&
  ((entities.flags[e] as number) & ENTITY_FLAGS.internalAddress) === 0;

export function entityStrength(entities: EntityTable, e: number, onlyImage: boolean, tuning: Tuning): number {
  const type = EVIDENCE_TYPES[entities.type[e] as number] ?? 'generic';
  const flags = entities.flags[e] as number;
  if ((flags & (ENTITY_FLAGS.builtin | ENTITY_FLAGS.ignored)) !== 0) return 0;
  let strength = tuning.types[type].strength;
  if ((flags & ENTITY_FLAGS.imageOnly) !== 0 || (onlyImage && type === 'file')) strength *= tuning.imageOnly;
  if ((flags & ENTITY_FLAGS.privateAddress) !== 0) strength *= tuning.privateAddress;
  // Within one body of alerts an account or a machine known by its bare name is mostly one; a bare file name or pid is not.
  if ((flags & ENTITY_FLAGS.weak) !== 0 && !isAsset(type)) strength *= tuning.weak;
  return strength;
}

/** Stories an hour that mention an entity of each type, on average: what to expect of one hardly seen yet. */
function typicalRates(things: Things, entities: EntityTable, offset: Uint32Array, span: number): Float64Array {
  const mentions = new Float64Array(EVIDENCE_TYPES.length);
  const known = new Float64Array(EVIDENCE_TYPES.length);
  for (let e = 0; e < things.entities; e++) {
    const n = (offset[e + 1] as number) - (offset[e] as number);
    const type = entities.type[e] as number;
    if (n === 0) continue;
    mentions[type] = (mentions[type] as number) + n;
    known[type] = (known[type] as number) + 1;
  }
  return mentions.map((n, type) => n / Math.max(1, known[type] as number) / Math.max(span, 24));
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

/** Stories in the two busiest slots. Mentions stand in order of time, so a slot is a run. */
function busiest(stories: Stories, { word }: Mentions, from: number, to: number, width: number): number {
  let first = 0;
  let second = 0;
  let run = 0;
  let current = Number.NaN;
  for (let i = from; i <= to; i++) {
    const t = i < to ? (stories.first[word[4 * i + 2] as number] as number) : Number.NaN;
    const slot = i === to ? -2 : Number.isNaN(t) ? -1 : Math.floor(t / width);
    if (slot !== current) {
      if (run > first) [first, second] = [run, first];
      else if (run > second) second = run;
      run = 0;
    }
    current = slot;
    run++;
  }
  return first + second;
}

/** Excess of a detector's stories within half an hour to either side over what its background rate has there. */
function outbreaks(stories: Stories, things: Things, { offset, word }: Mentions, background: Float64Array, tuning: Tuning): Float64Array {
  const outbreak = new Float64Array(stories.count);
  const half = tuning.outbreakHours / 2;
  for (let d = things.entities; d < things.count; d++) {
    const from = offset[d] as number;
    const to = offset[d + 1] as number;
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      const s = word[4 * i + 2] as number;
      const t = stories.first[s] as number;
      if (Number.isNaN(t)) break;
      while ((stories.first[word[4 * low + 2] as number] as number) < t - half) low++;
      while (high < to && (stories.first[word[4 * high + 2] as number] as number) <= t + half) high++;
      const expected = 1 + (background[d] as number) * tuning.outbreakHours;
      outbreak[s] = Math.max(0, 1 - expected / (high - low));
    }
  }
  return outbreak;
}

/** Two stories of a detector that said nothing else are one event where they stand within this share of the whole time: 1.7 s of a day. */
const PAIR_SHARE = 1 / 50_000;

/** What is seen from two sides at once: the machine in one alert, the account in the other, and no thing in both. */
function pairs(stories: Stories, things: Things, { offset, word }: Mentions, span: number): Uint8Array {
  const pair = new Uint8Array(stories.count);
  for (let d = things.entities; d < things.count; d++) {
    const from = offset[d] as number;
    if ((offset[d + 1] as number) - from !== 2) continue;
    const [a, b] = [word[4 * from + 2] as number, word[4 * from + 6] as number];
    if ((stories.first[b] as number) - (stories.first[a] as number) <= span * PAIR_SHARE) pair[a] = pair[b] = 1;
  }
  return pair;
}

/**
 * How little of the time a series covers, its longest episode aside: an attack floods once, routine comes back.
 * Where routine is always in the air, that it stands beside something says nothing.
 */
function noveltyOf(stories: Stories, span: number, tuning: Tuning): Float64Array {
  const covered = new Float64Array(stories.seriesCount);
  const longest = new Float64Array(stories.seriesCount);
  for (let s = 0; s < stories.count; s++) {
    const series = stories.series[s] as number;
    const length = (stories.last[s] as number) - (stories.first[s] as number);
    const episode = (Number.isNaN(length) ? 0 : length) + tuning.foldGap / 2;
    covered[series] = (covered[series] as number) + episode;
    if (episode > (longest[series] as number)) longest[series] = episode;
  }
  const novelty = new Float64Array(stories.count);
  for (let s = 0; s < stories.count; s++) {
    const series = stories.series[s] as number;
    const share = ((covered[series] as number) - (longest[series] as number)) / Math.max(span, tuning.leastSpan);
    novelty[s] = 1 / (1 + share / tuning.routine);
  }
  return novelty;
}

const IMAGE = 1 << EVIDENCE_ROLES.indexOf('processImage');

/** 1 for what is only ever named as the image of a process: mostly a system tool. */
function imagesOnly(stories: Stories, entities: number): Uint8Array {
  const image = new Uint8Array(entities).fill(1);
  for (let r = 0; r < stories.thing.length; r++) if (((stories.role[r] as number) & IMAGE) === 0) image[stories.thing[r] as number] = 0;
  return image;
}
