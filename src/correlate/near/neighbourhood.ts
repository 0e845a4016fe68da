import type { Beyond } from '../cluster.ts';
import type { Stories } from '../fold.ts';
import { mentionsOf } from '../mentions.ts';
import type { CorrelationInput, Overrides } from '../model.ts';
import { kindsOf, type ThingFacts } from '../rates.ts';
import type { SequenceLink } from '../sequences/rule.ts';
import type { Heard, Knowledge, Prepared } from '../stages.ts';
import { canonicalOrder } from '../../domain/canonical-order.ts';
import { USUAL } from '../routine.ts';
import { detectorOfKey, type Key, keyOfDetector } from './known-stories.ts';
import type { Fresh, InputOfRows, Standing } from './standing.ts';

/** Alerts of a story at hand, besides its first and those that came since. */
const MOST_MEMBERS = 64;
/** Mentions of an asset looked through for the routine that stands on it, and stories of it taken. */
const ROUTINE_BACK = 48;
const ROUTINE_TAKEN = 4;
/** What an earlier story must say for a later one so that it can be the reason of a link: it is the strongest of all, and there are few. */
const LEAST_REASON = 0.05;

/** Stories at hand, in canonical order, and which of them are weighed against earlier ones. */
interface Chosen {
  readonly stories: readonly number[];
  readonly looks: ReadonlySet<number>;
}

/**
 * The stories that fresh ones may bring together: the fresh ones, later ones that look back at them, and all that either look back at.
 * `also`: stories of which a decision or a sequence speaks.
 */
function choose(standing: Standing, fresh: Fresh, also: Iterable<number>): Chosen {
  const { stories, tuning } = standing;
  const { asset } = kindsOf(tuning);
  const looks = new Set(fresh.keys());
  const all = new Set([...also, ...looks]);
  for (const s of fresh.keys()) {
    if (stories.excluded[s] === 1) continue;
    stories.eachThing(s, (key) => {
      for (const next of standing.after(key, s, tuning.lookBack)) if (standing.most(key, s, next) >= LEAST_REASON) looks.add(next);
      if (asset[standing.wordOf(key).kind] === 1) for (const other of routineBeside(standing, key, s)) all.add(other);
    });
  }
  for (const s of looks) {
    all.add(s);
    stories.eachThing(s, (key) => {
      for (const other of standing.heardOf(key, s)) all.add(other);
    });
  }
  return { stories: [...all].sort(stories.compare), looks };
}

/** Stories about an asset, before this one and after it, with which `bundleRoutine` might put it: of its own series, or as often heard. */
function* routineBeside(standing: Standing, asset: Key, s: number): Generator<number> {
  const { series, novelty } = standing.stories;
  for (const side of [standing.before(asset, s, ROUTINE_BACK), standing.after(asset, s, ROUTINE_BACK)]) {
    let taken = 0;
    for (const other of side) {
      const isUsual = (novelty[s] as number) < USUAL && (novelty[other] as number) < USUAL;
      if (!isUsual && series[other] !== series[s]) continue;
      yield other;
      if (++taken === ROUTINE_TAKEN) break;
    }
  }
}

/** What is around new alerts, as a run of its own: rows, entities and stories under numbers of their own. */
export interface Neighbourhood {
  readonly input: CorrelationInput;
  /** Row of the workspace of each row here; those known before come first. */
  readonly rows: readonly number[];
  readonly known: number;
  /** Entity of the workspace of each entity here. */
  readonly entities: readonly number[];
  readonly knowledge: Knowledge;
  /** Story of the standing of each story here. */
  readonly stories: readonly number[];
}

export interface Decided {
  readonly overrides: Overrides;
  readonly sequences: readonly SequenceLink[];
}

/** `known`: rows from here on are new. */
export function neighbourhood(standing: Standing, fresh: Fresh, known: number, inputOf: InputOfRows, decided: Decided): Neighbourhood {
  const named = [...decided.overrides.mustLink.flat(), ...decided.overrides.cannotLink.flat(), ...ends(decided.sequences)];
  const chosen = choose(
    standing,
    fresh,
    named.map((row) => standing.stories.of(row)),
  );
  const here = new Set(named);
  for (const s of chosen.stories) for (const row of standing.stories.rowsOf(s, MOST_MEMBERS)) here.add(row);
  const rows = [...here].sort((a, b) => a - b);
  const local = new Map(rows.map((row, i) => [row, i]));
  const at = (row: number): number => local.get(row) as number;
  const plain = inputOf(rows);
  const entities = new Localised(standing, chosen.stories, plain);
  const input: CorrelationInput = {
    ...plain,
    entity: plain.entity.map((e) => entities.at(e)),
    entities: entities.table(plain),
    overrides: {
      mustLink: decided.overrides.mustLink.map(([a, b]) => [at(a), at(b)]),
      cannotLink: decided.overrides.cannotLink.map(([a, b]) => [at(a), at(b)]),
    },
    sequences: decided.sequences.map(({ from, to, entity }) => ({ from: at(from), to: at(to), entity: entities.at(entity) })),
  };
  const prepared = prepare(standing, chosen, input, entities, (i) => standing.stories.of(rows[i] as number));
  const core = compact(chosen.stories.map((s) => standing.stories.core[s] as number));
  const detectors = prepared.things.count - prepared.things.entities;
  const voice = Float64Array.from({ length: detectors }, (_, d) => standing.voice[d] ?? 1);
  const heard: Heard = { voice, core };
  const firstNew = rows.findIndex((row) => row >= known);
  return {
    input,
    rows,
    known: firstNew < 0 ? rows.length : firstNew,
    entities: entities.all,
    knowledge: { prepare: () => prepared, heard: () => heard },
    stories: chosen.stories,
  };
}

const ends = (sequences: readonly SequenceLink[]): number[] => sequences.flatMap(({ from, to }) => [from, to]);

/** Entities under numbers of their own: those that the rows name and those that the stories speak of. */
class Localised {
  readonly all: number[] = [];
  readonly #at = new Map<number, number>();
  readonly #standing: Standing;

  constructor(standing: Standing, stories: readonly number[], { entity }: CorrelationInput) {
    this.#standing = standing;
    for (const e of entity) {
      this.#take(e);
      this.#take(standing.thingOf(e));
    }
    for (const s of stories) standing.stories.eachThing(s, (key) => (key >= 0 ? this.#take(key) : undefined));
  }

  at(entity: number): number {
    return this.#at.get(entity) as number;
  }

  table({ entities: { type, flags } }: CorrelationInput): CorrelationInput['entities'] {
    return {
      count: this.all.length,
      type: Uint8Array.from(this.all, (e) => type[e] as number),
      flags: Uint16Array.from(this.all, (e) => flags[e] as number),
    };
  }

  things(detectors: number): Prepared['things'] {
    const { all } = this;
    return {
      count: all.length + detectors,
      entities: all.length,
      of: Uint32Array.from(all, (e) => this.at(this.#standing.thingOf(e))),
      owned: new Float32Array(all.length).fill(1),
    };
  }

  #take(entity: number): void {
    if (this.#at.has(entity)) return;
    this.#at.set(entity, this.all.length);
    this.all.push(entity);
  }
}

/** What the stages of a run over everything would give, from what is known. */
function prepare(
  standing: Standing,
  { stories: chosen, looks }: Chosen,
  input: CorrelationInput,
  entities: Localised,
  storyOf: (row: number) => number,
): Prepared {
  const order = canonicalOrder(input);
  const position = new Uint32Array(input.count);
  order.forEach((row, c) => (position[row] = c));
  const detectors = chosen.reduce((most, s) => Math.max(most, (standing.stories.detector[s] as number) + 1), 0);
  const things = entities.things(detectors);
  const stories = storiesAtHand(standing, chosen, input, order, storyOf, (key) =>
    key >= 0 ? entities.at(key) : things.entities + detectorOfKey(key),
  );
  const novelty = Float64Array.from(chosen, (s) => standing.stories.novelty[s] as number);
  const mentions = mentionsOf(stories, things.count, novelty);
  // Only what is fresh, or has anything fresh before it, is weighed again: of the others not all is here that they look back at.
  chosen.forEach((s, i) => {
    if (!looks.has(s)) mentions.depth.fill(0, stories.offset[i], stories.offset[i + 1]);
  });
  const words = Array.from({ length: things.count }, (_, t) =>
    standing.wordOf(t < things.entities ? (entities.all[t] as number) : keyOfDetector(t - things.entities)),
  );
  const facts: ThingFacts = {
    strength: Float64Array.from(words, ({ strength }) => strength),
    background: Float64Array.from(words, ({ background }) => background),
    kind: Uint8Array.from(words, ({ kind }) => kind),
    // Only the look for seams asks for it, which is not done here.
    exit: new Uint8Array(things.count),
    outbreak: Float64Array.from(chosen, (s) => standing.stories.outbreak[s] as number),
    pair: Uint8Array.from(chosen, (s) => standing.stories.pair[s] as number),
    entities: things.entities,
    timeless: false,
    mentions,
    kinds: kindsOf(standing.tuning),
    novelty,
  };
  return { order, position, things, stories, facts };
}

function storiesAtHand(
  standing: Standing,
  chosen: readonly number[],
  input: CorrelationInput,
  order: Uint32Array,
  storyOf: (row: number) => number,
  thingAt: (key: Key) => number,
): Stories {
  const known = standing.stories;
  const local = new Map(chosen.map((s, i) => [s, i]));
  const storyAt = Uint32Array.from(order, (row) => local.get(storyOf(row)) as number);
  const memberOffset = new Uint32Array(chosen.length + 1);
  for (const s of storyAt) memberOffset[s + 1] = (memberOffset[s + 1] as number) + 1;
  for (let s = 0; s < chosen.length; s++) memberOffset[s + 1] = (memberOffset[s + 1] as number) + (memberOffset[s] as number);
  const member = new Uint32Array(input.count);
  const since = new Float32Array(input.count);
  const fill = memberOffset.slice(0, chosen.length);
  storyAt.forEach((s, c) => {
    const at = fill[s] as number;
    fill[s] = at + 1;
    member[at] = c;
    since[at] = known.hoursAt(input.time[order[c] as number] as number) - (known.first[chosen[s] as number] as number);
  });
  const offset = new Uint32Array(chosen.length + 1);
  const thing: number[] = [];
  const role: number[] = [];
  chosen.forEach((s, i) => {
    known.eachThing(s, (key, roles) => {
      thing.push(thingAt(key));
      role.push(roles);
    });
    offset[i + 1] = thing.length;
  });
  const series = compact(chosen.map((s) => (known.series[s] as number) + 1)).map((one) => one - 1);
  return {
    count: chosen.length,
    storyOf: storyAt,
    memberOffset,
    member,
    since,
    first: Float64Array.from(chosen, (s) => known.first[s] as number),
    last: Float64Array.from(chosen, (s) => known.last[s] as number),
    detector: Uint32Array.from(chosen, (s) => known.detector[s] as number),
    product: Uint16Array.from(chosen, (s) => known.product[s] as number),
    tactics: Uint32Array.from(chosen, (s) => known.tactics[s] as number),
    excluded: Uint8Array.from(chosen, (s) => known.excluded[s] as number),
    offset,
    thing: Uint32Array.from(thing),
    role: Uint32Array.from(role),
    series,
    seriesCount: chosen.length,
  };
}

/** Numbers above 0 as 1, 2 … in order of appearance; 0 stays. */
function compact(numbers: readonly number[]): Uint32Array {
  const seen = new Map<number, number>([[0, 0]]);
  return Uint32Array.from(numbers, (one) => {
    if (!seen.has(one)) seen.set(one, seen.size);
    return seen.get(one) as number;
  });
}

/** What the incidents of a neighbourhood hold besides its stories. `labelOf`: label of the incident of a row of the workspace; 0: not of these. */
export function beyondOf(
  standing: Standing,
  { stories: chosen }: Neighbourhood,
  labels: number,
  labelOf: (row: number) => number,
  known: number,
): Beyond {
  const { stories } = standing;
  const here = new Set(chosen);
  const beyond: Beyond = {
    stories: new Uint32Array(labels),
    alerts: new Uint32Array(labels),
    news: new Uint32Array(labels),
    mixed: new Uint8Array(labels),
    size: Uint32Array.from(chosen, (s) => stories.size[s] as number),
  };
  const seriesOf = new Map<number, number>();
  for (let s = 0; s < stories.count; s++) {
    const row = stories.founder[s] as number;
    const label = row < known ? labelOf(row) : 0;
    if (label === 0) continue;
    const series = stories.series[s] as number;
    const other = seriesOf.get(label);
    if (other === undefined) seriesOf.set(label, series);
    else if (other !== series) beyond.mixed[label] = 1;
    if (here.has(s)) continue;
    const size = stories.size[s] as number;
    beyond.stories[label] = (beyond.stories[label] as number) + 1;
    beyond.alerts[label] = (beyond.alerts[label] as number) + size;
    if ((stories.novelty[s] as number) >= USUAL) beyond.news[label] = (beyond.news[label] as number) + size;
  }
  return beyond;
}
