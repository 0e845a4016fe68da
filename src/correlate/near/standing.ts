import { EVIDENCE_ROLES, EVIDENCE_TYPES } from '../../domain/evidence.ts';
import { canonicalOrder } from '../../domain/canonical-order.ts';
import { goesOn, passing } from '../fold.ts';
import type { CorrelationInput } from '../model.ts';
import { entityStrength, type Kinds, kindsOf, rateOfNew } from '../rates.ts';
import { LEAST, LEAST_FAR } from '../scan.ts';
import { onlyWatched } from '../sensor.ts';
import type { Heard, Prepared } from '../stages.ts';
import type { Tuning } from '../tuning.ts';
import { detectorOfKey, type Key, keyOfDetector, KnownStories } from './known-stories.ts';
import { Postings } from './postings.ts';
import { LatestOfSeries, Signature } from './series.ts';

/** What a thing says before it links: see `ThingRates`. */
export interface Word {
  readonly strength: number;
  readonly background: number;
  readonly kind: number;
}
/** The input of these rows alone, in their order; entities keep their numbers. */
export type InputOfRows = (rows: readonly number[]) => CorrelationInput;

/** Stories of a detector beyond so many times the expected ones are not counted: more can hardly be out of the ordinary. */
const MOST_EXCESS = 1000;
const IMAGE = 1 << EVIDENCE_ROLES.indexOf('processImage');
const DETECTORS = EVIDENCE_TYPES.length;
const GENERIC = EVIDENCE_TYPES.indexOf('generic');

/**
 * What a run over all alerts leaves, so that a few more can be weighed without weighing all again: its stories, who speaks of what, and what was
 * learnt (rates, novelty, voices, attacks that met). Alerts are added to it; what was learnt stays as it was until the next run over everything.
 */
export class Standing {
  /** Alerts in it: rows 0 … rows - 1. */
  rows: number;
  /** The same when everything was weighed last. */
  readonly weighed: number;
  readonly stories: KnownStories;
  readonly tuning: Tuning;
  /** Worth of each detector's word; of one not heard yet nothing is known, and it is heard in full. */
  readonly voice: Float64Array;
  readonly #kinds: Kinds;
  readonly #span: number;
  readonly #thingOf: Uint32Array;
  /** Entities that were known when everything was weighed. */
  readonly entities: number;
  readonly #facts: Pick<Prepared['facts'], 'strength' | 'background' | 'kind'>;
  readonly #words = new Map<Key, Word>();
  readonly #ofEntity: Postings;
  readonly #ofDetector: Postings;
  readonly #latest: LatestOfSeries;
  #seriesCount: number;

  /** Undefined where no time tells what goes with what: then only a run over everything can say. */
  static of(input: CorrelationInput, tuning: Tuning, run: { prepared: Prepared; heard: Heard }): Standing | undefined {
    return run.prepared.facts.timeless ? undefined : new Standing(input, tuning, run.prepared, run.heard);
  }

  private constructor(input: CorrelationInput, tuning: Tuning, prepared: Prepared, { voice, core }: Heard) {
    const { things, stories, facts } = prepared;
    this.rows = this.weighed = input.count;
    this.tuning = tuning;
    this.voice = voice;
    this.stories = new KnownStories(input, prepared, core);
    this.#span = stories.first.reduce((most, one) => (one > most ? one : most), 0);
    this.#kinds = kindsOf(tuning);
    this.#thingOf = things.of;
    this.entities = things.entities;
    this.#facts = { strength: facts.strength, background: facts.background, kind: facts.kind };
    this.#seriesCount = stories.seriesCount;
    const { offset, word } = facts.mentions;
    const story = new Uint32Array(offset[things.count] as number);
    for (let i = 0; i < story.length; i++) story[i] = word[4 * i + 2] as number;
    const { compare } = this.stories;
    this.#ofEntity = new Postings(offset.subarray(0, things.entities + 1), story, compare);
    this.#ofDetector = new Postings(offset.subarray(things.entities), story, compare);
    this.#latest = new LatestOfSeries(stories.count);
    const passes = passing(input.entities, tuning);
    const signature = new Signature();
    const apart = new Set(input.overrides.cannotLink.flat());
    for (let s = 0; s < stories.count; s++) {
      const row = this.stories.founder[s] as number;
      if (!apart.has(row) && signed(signature, input, row, passes)) this.#latest.set(signature, s);
    }
  }

  /** Takes alerts in: repeats go to their stories, the others are new ones. `mayTake`: whether the incident of a known row takes any. */
  add(input: CorrelationInput, rows: readonly number[], mayTake: (row: number) => boolean): Fresh {
    const known = this.rows;
    const fresh = new Map<number, number>();
    const passes = passing(input.entities, this.tuning);
    this.#learn(input);
    for (const i of canonicalOrder(input)) {
      const row = rows[i] as number;
      const s = this.#place(input, i, row, passes, (story) => {
        const founder = this.stories.founder[story] as number;
        return founder >= known || mayTake(founder);
      });
      fresh.set(s, (fresh.get(s) ?? 0) + 1);
      this.#name(input, i, s);
    }
    this.rows += rows.length;
    for (const s of fresh.keys()) this.stories.outbreak[s] = this.#outbreakOf(s);
    return fresh;
  }

  wordOf(key: Key): Word {
    const learnt = this.#words.get(key);
    if (learnt !== undefined) return learnt;
    const { strength, background, kind } = this.#facts;
    const thing = key >= 0 ? key : this.entities + detectorOfKey(key);
    return { strength: strength[thing] as number, background: background[thing] as number, kind: kind[thing] as number };
  }

  /** The earlier stories to which `Scan` listens when it looks back from one over a thing: none behind the first that says too little. */
  *heardOf(key: Key, s: number): Generator<number> {
    const { strength } = this.wordOf(key);
    if ((key >= 0 ? strength : strength * (this.stories.outbreak[s] as number)) < LEAST) return;
    const window = this.#kinds.window[this.wordOf(key).kind] as number;
    for (const other of this.before(key, s, this.tuning.lookBack)) {
      if (this.#gap(other, s) > window) continue;
      if (this.#plain(key, other, s) < LEAST_FAR) return;
      yield other;
    }
  }

  /** The most that a thing which two stories share can say for one cause. */
  most(key: Key, earlier: number, later: number): number {
    const { stories, tuning } = this;
    if (this.#gap(earlier, later) > (this.#kinds.window[this.wordOf(key).kind] as number)) return 0;
    const { sameDetector, killChain } = tuning;
    const voiceOf = (s: number): number => this.voice[stories.detector[s] as number] ?? 1;
    const isOne = stories.series[earlier] === stories.series[later];
    const novelty = isOne ? 1 : Math.min(stories.novelty[earlier] as number, stories.novelty[later] as number);
    return this.#plain(key, earlier, later) * sameDetector * killChain * novelty * Math.min(voiceOf(earlier), voiceOf(later));
  }

  /** Hours; 0 where one has no time, and where the earlier one still goes on, however long it was silent before. */
  #gap(earlier: number, later: number): number {
    const gap = (this.stories.first[later] as number) - (this.stories.last[earlier] as number);
    return gap > 0 ? gap : 0;
  }

  /** What time and the background rate leave of a thing's strength. */
  #plain(key: Key, earlier: number, later: number): number {
    const { strength, background, kind } = this.wordOf(key);
    const { rate, spread, nearest, detectorRate } = this.tuning;
    const gap = this.#gap(earlier, later);
    const crowd = 1 + background * rate * spread * (key >= 0 ? 1 : detectorRate) * (gap + nearest);
    return (strength * Math.exp(-(this.#kinds.decay[kind] as number) * Math.LN2 * gap)) / crowd;
  }

  /** The thing an entity stands for: itself, or the machine whose address it is. */
  thingOf(entity: number): number {
    return this.#thingOf[entity] ?? entity;
  }

  /** Stories that speak of a thing before this one, the latest first. */
  before(key: Key, story: number, most?: number): Generator<number> {
    return key >= 0 ? this.#ofEntity.before(key, story, most) : this.#ofDetector.before(detectorOfKey(key), story, most);
  }
  after(key: Key, story: number, most?: number): Generator<number> {
    return key >= 0 ? this.#ofEntity.after(key, story, most) : this.#ofDetector.after(detectorOfKey(key), story, most);
  }

  #place(input: CorrelationInput, i: number, row: number, passes: (e: number) => boolean, mayTake: (story: number) => boolean): number {
    const { stories } = this;
    const first = stories.hoursAt(input.time[i] as number);
    const stated = stories.hoursAt(input.lastTime[i] as number);
    const last = stated >= first ? stated : first;
    const signature = new Signature();
    const isSigned = signed(signature, input, i, passes);
    const same = isSigned ? this.#latest.get(signature) : -1;
    const [keyHigh, keyLow] = [input.keyHigh[i] as number, input.keyLow[i] as number];
    const nameless = input.offset[i] === input.offset[i + 1];
    if (
      same >= 0 &&
      goesOn(stories.last[same] as number, first, nameless, this.tuning) &&
      stories.isAfter(same, { first, keyHigh, keyLow }) &&
      mayTake(same)
    ) {
      stories.repeat(same, row, last, input.tactics[i] as number);
      return same;
    }
    const s = stories.append({
      row,
      first,
      last,
      detector: input.detector[i] as number,
      product: input.product[i] as number,
      tactics: input.tactics[i] as number,
      excluded: input.excluded[i] as number,
      series: same >= 0 ? (stories.series[same] as number) : this.#seriesCount++,
      novelty: same >= 0 ? (stories.novelty[same] as number) : 1,
      keyHigh,
      keyLow,
    });
    if (isSigned && (same < 0 || stories.compare(s, same) > 0)) this.#latest.set(signature, s);
    return s;
  }

  #name(input: CorrelationInput, i: number, s: number): void {
    const { stories } = this;
    const isMention = stories.excluded[s] === 0;
    const to = input.offset[i + 1] as number;
    for (let r = input.offset[i] as number; r < to; r++) {
      const role = input.role[r] as number;
      if (onlyWatched(role)) continue;
      const thing = this.thingOf(input.entity[r] as number);
      if (stories.name(s, thing, role) && isMention) this.#ofEntity.add(thing, s);
    }
    const detector = stories.detector[s] as number;
    if (stories.name(s, keyOfDetector(detector), 0) && isMention) this.#ofDetector.add(detector, s);
  }

  /** What entities and detectors say that were never heard of before. */
  #learn(input: CorrelationInput): void {
    const { tuning } = this;
    const images = new Map<number, boolean>();
    for (let r = 0; r < input.entity.length; r++) {
      const e = input.entity[r] as number;
      if (this.#ofEntity.isKnown(e) || this.#words.has(e)) continue;
      images.set(e, (images.get(e) ?? true) && ((input.role[r] as number) & IMAGE) !== 0);
    }
    const { entities } = input;
    for (const [e, onlyImage] of images) {
      const type = entities.type[e] as number;
      this.#words.set(e, {
        strength: entityStrength(entities, e, onlyImage, tuning),
        background: rateOfNew(entities, e, this.#span, tuning),
        kind: type < DETECTORS ? type : GENERIC,
      });
    }
    for (const detector of input.detector) {
      const key = keyOfDetector(detector);
      if (this.#ofDetector.isKnown(detector) || this.#words.has(key)) continue;
      const background = tuning.prior / Math.max(this.#span, tuning.priorSpan);
      this.#words.set(key, { strength: tuning.detector.strength, background, kind: DETECTORS });
    }
  }

  /** As `outbreaks` reckons it: excess of a detector's stories around this one over its background rate. */
  #outbreakOf(s: number): number {
    const { first, detector, excluded } = this.stories;
    const at = first[s] as number;
    if (Number.isNaN(at) || excluded[s] === 1) return 0;
    const key = keyOfDetector(detector[s] as number);
    const half = this.tuning.outbreakHours / 2;
    const expected = 1 + this.wordOf(key).background * this.tuning.outbreakHours;
    const most = MOST_EXCESS * expected;
    let near = 1;
    for (const other of this.before(key, s)) {
      if ((first[other] as number) < at - half || near > most) break;
      near++;
    }
    for (const other of this.after(key, s)) {
      if (!((first[other] as number) <= at + half) || near > most) break;
      near++;
    }
    return Math.max(0, 1 - expected / near);
  }
}

/** Stories that gained alerts, with how many. */
export type Fresh = ReadonlyMap<number, number>;

/** Makes the signature of an alert; false where it names nothing that would make another its repeat. */
function signed(signature: Signature, input: CorrelationInput, i: number, passes: (e: number) => boolean): boolean {
  signature.start();
  const to = input.offset[i + 1] as number;
  for (let r = input.offset[i] as number; r < to; r++) {
    const e = input.entity[r] as number;
    if (!passes(e)) signature.add(e);
  }
  signature.end(input.detector[i] as number);
  return (signature.named > 0 || to === input.offset[i]) && input.excluded[i] === 0;
}
