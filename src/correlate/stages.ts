import { canonicalOrder } from '../domain/canonical-order.ts';
import type { Given } from './correlate.ts';
import { foldKey, foldRepeats, type Stories } from './fold.ts';
import { type CorrelationInput, ENTITY_FLAGS } from './model.ts';
import { type Courses, coursesOf, kindsOf, ratesKey, type ThingFacts, thingRates, type ThingRates } from './rates.ts';
import { type Things, thingsOf } from './things.ts';
import type { Tuning } from './tuning.ts';

/** What is known before anything is linked. */
export interface Prepared {
  readonly order: Uint32Array;
  /** Canonical position of each row. */
  readonly position: Uint32Array;
  readonly things: Things;
  readonly stories: Stories;
  readonly facts: ThingFacts;
}

/** What a first pass over the stories has learnt. */
export interface Heard {
  /** Worth of each detector's word. */
  readonly voice: Float64Array;
  /** By story: the attack it tells of where two met; 0: none known. */
  readonly core: Uint32Array;
}

/** Where a run takes from what is known before anything is linked, and what a first pass has learnt. */
export interface Knowledge {
  prepare(input: CorrelationInput, tuning: Tuning, given?: Given): Prepared;
  /** `inOrder`: stories that follow each other in a known order of events, pair by pair. */
  heard(prepared: Prepared, tuning: Tuning, inOrder: Uint32Array, hear: () => Heard): Heard;
}

/** Flags that say how an address or a repeat is taken, and those that move no alert. */
const OF_THINGS = ENTITY_FLAGS.internalAddress;
const OF_STORIES = ENTITY_FLAGS.builtin | ENTITY_FLAGS.imageOnly;
const OF_RATES = 0xffff & ~(ENTITY_FLAGS.critical | ENTITY_FLAGS.watched);

/**
 * The stages of a run: order, things, stories, courses in time, rates, and what a first pass learns. Each is kept with what it was made from, by
 * content, so that a run over the same alerts under other numbers or rules (a preview) makes only what those touch: another window touches none
 * but the links.
 */
export class Stages implements Knowledge {
  /** Of the latest run. */
  latest: { readonly prepared: Prepared; readonly heard: Heard } | undefined;

  readonly #order = new Kept<Pick<Prepared, 'order' | 'position'>>();
  readonly #things = new Kept<Things>();
  readonly #stories = new Kept<Stories>();
  readonly #courses = new Kept<Courses>();
  /** Of two: what is in force and what is tried. */
  readonly #rates = new Kept<ThingRates>(2);
  readonly #heard = new Kept<{ readonly heard: Heard; readonly depth: Uint8Array }>(2);

  prepare(input: CorrelationInput, tuning: Tuning, given?: Given): Prepared {
    const { entities, lastTime, product, tactics, excluded } = input;
    const flags = (mask: number): Uint16Array => entities.flags.map((bits) => bits & mask);
    const { order, position } = this.#order.of([input.count, input.time, input.keyHigh, input.keyLow], () => ordered(input));
    const named = [order, input.offset, input.entity, input.role, input.detector, entities.type, flags(OF_THINGS)];
    const things = this.#things.of(named, () => thingsOf(input, order));
    const apart = new Set<number>();
    for (const pair of input.overrides.cannotLink) for (const row of pair) apart.add(position[row] as number);
    const told = [things, lastTime, product, tactics, excluded, given, foldKey(tuning), [...apart].join(), flags(OF_STORIES)];
    const stories = this.#stories.of(told, () => foldRepeats(input, order, tuning, things, apart, given));
    const pace = [stories, tuning.foldGap, tuning.leastSpan, tuning.routine];
    const courses = this.#courses.of(pace, () => coursesOf(stories, things, tuning));
    const { span, novelty } = courses;
    const rated = [courses, ratesKey(tuning), flags(OF_RATES)];
    const rates = this.#rates.of(rated, () => thingRates(stories, courses, things, entities, tuning));
    // A run lowers the depths as it goes.
    const mentions = { ...courses.mentions, depth: courses.mentions.depth.slice() };
    const facts = { ...rates, entities: things.entities, timeless: span === 0, mentions, novelty, kinds: kindsOf(tuning) };
    return { order, position, things, stories, facts };
  }

  /** What a first pass learns, and the depths it leaves: it looks at what is prepared, at known orders and at the numbers, at no decision. */
  heard(prepared: Prepared, tuning: Tuning, inOrder: Uint32Array, hear: () => Heard): Heard {
    const { stories, facts } = prepared;
    const { depth } = facts.mentions;
    const from = [stories, facts.novelty, facts.strength, facts.background, facts.outbreak, facts.pair, inOrder, JSON.stringify(tuning)];
    const known = this.#heard.of(from, () => ({ heard: hear(), depth: depth.slice() }));
    depth.set(known.depth);
    this.latest = { prepared, heard: known.heard };
    return known.heard;
  }
}

/** The latest values of one stage, each with what it was made from; of what no longer stands first there, none. */
class Kept<T> {
  #known: readonly { readonly from: readonly unknown[]; readonly value: T }[] = [];
  readonly #most: number;

  constructor(most = 1) {
    this.#most = most;
  }

  of(from: readonly unknown[], make: () => T): T {
    const found = this.#known.find((one) => one.from.every((part, i) => isSame(part, from[i])));
    const latest = found ?? { from, value: make() };
    const others = this.#known.filter((one) => one !== found && one.from[0] === from[0]);
    this.#known = [latest, ...others].slice(0, this.#most);
    return latest.value;
  }
}

type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;
const isColumn = (one: unknown): one is Column => ArrayBuffer.isView(one) && !(one instanceof DataView);

/** One and the same, or columns of the same numbers: rules that are tried bring their own copies. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isColumn(one) || !isColumn(other) || one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i] && !(Number.isNaN(one[i]) && Number.isNaN(other[i]))) return false;
  return true;
}

function ordered(input: CorrelationInput): Pick<Prepared, 'order' | 'position'> {
  const order = canonicalOrder(input);
  const position = new Uint32Array(input.count);
  for (let c = 0; c < input.count; c++) position[order[c] as number] = c;
  return { order, position };
}
