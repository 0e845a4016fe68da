import { HOUR } from '../fold.ts';
import { roomFor } from '../grow.ts';
import type { CorrelationInput } from '../model.ts';
import type { Prepared } from '../stages.ts';

/** A thing by a number that stays when others come: an entity, or below 0 a detector. */
export type Key = number;
export const keyOfDetector = (detector: number): Key => -1 - detector;
export const detectorOfKey = (key: Key): number => -1 - key;

/** One story before it is known. */
export interface NewStory {
  readonly row: number;
  /** Hours since `KnownStories.origin`. */
  readonly first: number;
  readonly last: number;
  readonly detector: number;
  readonly product: number;
  readonly tactics: number;
  readonly excluded: number;
  readonly series: number;
  readonly novelty: number;
  /** Halves of the key of its alert. */
  readonly keyHigh: number;
  readonly keyLow: number;
}

/** Share of stories for which there is room before columns are made anew. */
const SLACK = 0.03;
function roomy<T extends Column>(Type: new (length: number) => T, from: ArrayLike<number> | number): T {
  const length = typeof from === 'number' ? from : from.length;
  const column = new Type(Math.ceil(length * (1 + SLACK)) + 1024);
  if (typeof from !== 'number') column.set(from);
  return column;
}
type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/**
 * Stories of a run over everything and those that came since, under numbers that stay. Columns by story as in `Stories`; the first `#base.count`
 * stand in canonical order, those that came later after them in the order in which they came.
 */
export class KnownStories {
  count: number;
  first: Float64Array<ArrayBuffer>;
  last: Float64Array<ArrayBuffer>;
  detector: Uint32Array<ArrayBuffer>;
  product: Uint32Array<ArrayBuffer>;
  tactics: Uint32Array<ArrayBuffer>;
  excluded: Uint8Array<ArrayBuffer>;
  series: Uint32Array<ArrayBuffer>;
  novelty: Float64Array<ArrayBuffer>;
  outbreak: Float64Array<ArrayBuffer>;
  pair: Uint8Array<ArrayBuffer>;
  /** The attack it tells of where two met; 0: none known. */
  core: Uint32Array<ArrayBuffer>;
  /** Row of its first alert. */
  founder: Uint32Array<ArrayBuffer>;
  /** How many alerts it has. */
  size: Uint32Array<ArrayBuffer>;
  /** µs since 1970. */
  readonly origin: number;
  #keyHigh: Uint32Array<ArrayBuffer>;
  #keyLow: Uint32Array<ArrayBuffer>;
  readonly #entities: number;
  readonly #offset: Uint32Array;
  readonly #thing: Uint32Array;
  readonly #role: Uint32Array;
  readonly #memberOffset: Uint32Array;
  readonly #row: Uint32Array;
  /** Things of stories that came, or that have gained any: all of them, with their roles. */
  readonly #things = new Map<number, Map<Key, number>>();
  readonly #members = new Map<number, number[]>();
  /** Story of each row of the run over everything, and of those that came since. */
  readonly #storyOf: Uint32Array;
  readonly #storySince = new Map<number, number>();

  constructor(input: CorrelationInput, { order, stories, things, facts }: Prepared, core: Uint32Array) {
    const { count } = stories;
    this.count = count;
    this.first = roomy(Float64Array, stories.first);
    this.last = roomy(Float64Array, stories.last);
    this.detector = roomy(Uint32Array, stories.detector);
    this.product = roomy(Uint32Array, stories.product);
    this.tactics = roomy(Uint32Array, stories.tactics);
    this.excluded = roomy(Uint8Array, stories.excluded);
    this.series = roomy(Uint32Array, stories.series);
    this.novelty = roomy(Float64Array, facts.novelty);
    this.outbreak = roomy(Float64Array, facts.outbreak);
    this.pair = roomy(Uint8Array, facts.pair);
    this.core = roomy(Uint32Array, core);
    this.founder = roomy(Uint32Array, count);
    this.size = roomy(Uint32Array, count);
    this.#keyHigh = roomy(Uint32Array, count);
    this.#keyLow = roomy(Uint32Array, count);
    this.origin = input.time[order[0] as number] as number;
    this.#entities = things.entities;
    this.#offset = stories.offset;
    this.#thing = stories.thing;
    this.#role = stories.role;
    this.#memberOffset = stories.memberOffset;
    this.#row = stories.member.map((c) => order[c] as number);
    this.#storyOf = new Uint32Array(order.length);
    for (let c = 0; c < order.length; c++) this.#storyOf[order[c] as number] = stories.storyOf[c] as number;
    for (let s = 0; s < count; s++) {
      const begin = stories.memberOffset[s] as number;
      const row = this.#row[begin] as number;
      this.founder[s] = row;
      this.size[s] = (stories.memberOffset[s + 1] as number) - begin;
      this.#keyHigh[s] = input.keyHigh[row] as number;
      this.#keyLow[s] = input.keyLow[row] as number;
    }
  }

  /** Canonical order of two stories; those without a time stand last. */
  readonly compare = (a: number, b: number): number => {
    const [x, y] = [this.first[a] as number, this.first[b] as number];
    if (x < y || (Number.isNaN(y) && !Number.isNaN(x))) return -1;
    if (x > y || (Number.isNaN(x) && !Number.isNaN(y))) return 1;
    const keys = (this.#keyHigh[a] as number) - (this.#keyHigh[b] as number) || (this.#keyLow[a] as number) - (this.#keyLow[b] as number);
    return keys || (this.founder[a] as number) - (this.founder[b] as number);
  };

  /** Story of an alert that is in it. */
  of(row: number): number {
    return row < this.#storyOf.length ? (this.#storyOf[row] as number) : (this.#storySince.get(row) as number);
  }

  hoursAt(time: number): number {
    return (time - this.origin) / HOUR;
  }

  /** Whether an alert stands after the first one of a story. */
  isAfter(s: number, { first, keyHigh, keyLow }: Pick<NewStory, 'first' | 'keyHigh' | 'keyLow'>): boolean {
    const began = this.first[s] as number;
    if (first !== began && !(Number.isNaN(first) && Number.isNaN(began))) return first > began;
    return (keyHigh - (this.#keyHigh[s] as number) || keyLow - (this.#keyLow[s] as number)) > 0;
  }

  append(one: NewStory): number {
    const s = this.count++;
    this.#makeRoom();
    this.first[s] = one.first;
    this.last[s] = one.last;
    this.detector[s] = one.detector;
    this.product[s] = one.product;
    this.tactics[s] = one.tactics;
    this.excluded[s] = one.excluded;
    this.series[s] = one.series;
    this.novelty[s] = one.novelty;
    this.outbreak[s] = 0;
    this.pair[s] = 0;
    this.core[s] = 0;
    this.founder[s] = one.row;
    this.size[s] = 1;
    this.#keyHigh[s] = one.keyHigh;
    this.#keyLow[s] = one.keyLow;
    this.#things.set(s, new Map());
    this.#storySince.set(one.row, s);
    return s;
  }

  /** A repeat comes to a story. */
  repeat(s: number, row: number, last: number, tactics: number): void {
    const rows = this.#members.get(s);
    if (rows === undefined) this.#members.set(s, [row]);
    else rows.push(row);
    this.#storySince.set(row, s);
    if (last > (this.last[s] as number)) this.last[s] = last;
    this.tactics[s] = (this.tactics[s] as number) | tactics;
    this.size[s] = (this.size[s] as number) + 1;
  }

  /** A story names a thing in these roles; true where it did not before. */
  name(s: number, key: Key, role: number): boolean {
    let things = this.#things.get(s);
    if (things === undefined) {
      things = new Map();
      this.#eachOfBase(s, (known, roles) => things?.set(known, roles));
      this.#things.set(s, things);
    }
    const known = things.get(key);
    things.set(key, (known ?? 0) | role);
    return known === undefined;
  }

  eachThing(s: number, visit: (key: Key, role: number) => void): void {
    const things = this.#things.get(s);
    if (things === undefined) this.#eachOfBase(s, visit);
    else for (const [key, role] of things) visit(key, role);
  }

  /** Rows of its first alert and of the latest `most` others that were known first, with all that came since. */
  rowsOf(s: number, most: number): number[] {
    const since = this.#members.get(s) ?? [];
    if (s + 1 >= this.#memberOffset.length) return [this.founder[s] as number, ...since];
    const [from, to] = [this.#memberOffset[s] as number, this.#memberOffset[s + 1] as number];
    const rows = [this.founder[s] as number];
    for (let m = Math.max(from + 1, to - most); m < to; m++) rows.push(this.#row[m] as number);
    return [...rows, ...since];
  }

  #eachOfBase(s: number, visit: (key: Key, role: number) => void): void {
    const to = this.#offset[s + 1] as number;
    for (let r = this.#offset[s] as number; r < to; r++) {
      const thing = this.#thing[r] as number;
      visit(thing < this.#entities ? thing : keyOfDetector(thing - this.#entities), this.#role[r] as number);
    }
  }

  #makeRoom(): void {
    if (this.count <= this.first.length) return;
    this.first = roomFor(this.first, this.count);
    this.last = roomFor(this.last, this.count);
    this.detector = roomFor(this.detector, this.count);
    this.product = roomFor(this.product, this.count);
    this.tactics = roomFor(this.tactics, this.count);
    this.excluded = roomFor(this.excluded, this.count);
    this.series = roomFor(this.series, this.count);
    this.novelty = roomFor(this.novelty, this.count);
    this.outbreak = roomFor(this.outbreak, this.count);
    this.pair = roomFor(this.pair, this.count);
    this.core = roomFor(this.core, this.count);
    this.founder = roomFor(this.founder, this.count);
    this.size = roomFor(this.size, this.count);
    this.#keyHigh = roomFor(this.#keyHigh, this.count);
    this.#keyLow = roomFor(this.#keyLow, this.count);
  }
}
