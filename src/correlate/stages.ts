import type { Given } from './correlate.ts';
import { foldKey, foldRepeats, type Stories } from './fold.ts';
import type { CorrelationInput } from './model.ts';
import { canonicalOrder } from '../domain/canonical-order.ts';
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

/**
 * The stages that come before linking: order, things, stories, courses in time, rates. Each is kept with what it was made from, so that a run
 * over the same columns under other numbers (a preview) makes only what those numbers touch: another window touches none of them.
 */
export class Stages {
  #order: Kept<Pick<Prepared, 'order' | 'position'>> | undefined;
  #things: Kept<Things> | undefined;
  #stories: Kept<Stories> | undefined;
  #courses: Kept<Courses> | undefined;
  #rates: Kept<ThingRates> | undefined;

  prepare(input: CorrelationInput, tuning: Tuning, given?: Given): Prepared {
    const { entities } = input;
    const columns = [input.count, input.time, input.keyHigh, input.keyLow];
    const { order, position } = (this.#order = kept(this.#order, columns, () => ordered(input))).value;
    const named = [order, input.entity, input.role, input.detector, entities.type, entities.flags];
    const things = (this.#things = kept(this.#things, named, () => thingsOf(input, order))).value;
    const apart = new Set<number>();
    for (const pair of input.overrides.cannotLink) for (const row of pair) apart.add(position[row] as number);
    const told = [things, input.lastTime, input.tactics, input.excluded, given, foldKey(tuning), [...apart].join()];
    const stories = (this.#stories = kept(this.#stories, told, () => foldRepeats(input, order, tuning, things, apart, given))).value;
    const pace = [stories, tuning.foldGap, tuning.leastSpan, tuning.routine];
    const courses = (this.#courses = kept(this.#courses, pace, () => coursesOf(stories, things, tuning))).value;
    const rates = (this.#rates = kept(this.#rates, [courses, ratesKey(tuning)], () =>
      thingRates(stories, courses, things, entities, tuning),
    )).value;
    // A run lowers the depths as it goes.
    const mentions = { ...courses.mentions, depth: courses.mentions.depth.slice() };
    const { span, novelty } = courses;
    const facts = { ...rates, entities: things.entities, timeless: span === 0, mentions, novelty, kinds: kindsOf(tuning) };
    return { order, position, things, stories, facts };
  }
}

interface Kept<T> {
  readonly from: readonly unknown[];
  readonly value: T;
}

function kept<T>(known: Kept<T> | undefined, from: readonly unknown[], make: () => T): Kept<T> {
  return known?.from.every((one, i) => one === from[i]) === true ? known : { from, value: make() };
}

function ordered(input: CorrelationInput): Pick<Prepared, 'order' | 'position'> {
  const order = canonicalOrder(input);
  const position = new Uint32Array(input.count);
  for (let c = 0; c < input.count; c++) position[order[c] as number] = c;
  return { order, position };
}
