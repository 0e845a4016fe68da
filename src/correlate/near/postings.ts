/**
 * Who speaks of a thing: stories in canonical order, by thing. What a whole run left is one flat column; what came since lies beside it, thing
 * by thing.
 */
export class Postings {
  readonly #offset: Uint32Array;
  readonly #story: Uint32Array;
  readonly #since = new Map<number, number[]>();
  readonly #compare: (a: number, b: number) => number;

  /** CSR of a whole run: stories of thing t are story[offset[t]] … `compare`: canonical order of two stories. */
  constructor(offset: Uint32Array, story: Uint32Array, compare: (a: number, b: number) => number) {
    this.#offset = offset;
    this.#story = story;
    this.#compare = compare;
  }

  /** A story speaks of a thing of which it did not speak before. */
  add(thing: number, story: number): void {
    const list = this.#since.get(thing);
    if (list === undefined) this.#since.set(thing, [story]);
    else list.splice(this.#firstNotBefore(list, 0, list.length, story), 0, story);
  }

  isKnown(thing: number): boolean {
    return this.#end(thing) > this.#begin(thing) || this.#since.has(thing);
  }

  /** The last stories of a thing that stand before this one, the latest first. */
  *before(thing: number, story: number, most = Infinity): Generator<number> {
    const since = this.#since.get(thing) ?? NONE;
    let x = this.#firstNotBefore(this.#story, this.#begin(thing), this.#end(thing), story) - 1;
    let y = this.#firstNotBefore(since, 0, since.length, story) - 1;
    for (let n = 0; n < most && (x >= this.#begin(thing) || y >= 0); n++) {
      const takesBase = y < 0 || (x >= this.#begin(thing) && this.#compare(this.#story[x] as number, since[y] as number) > 0);
      yield takesBase ? (this.#story[x--] as number) : (since[y--] as number);
    }
  }

  /** The next ones after it, the earliest first. */
  *after(thing: number, story: number, most = Infinity): Generator<number> {
    const since = this.#since.get(thing) ?? NONE;
    let x = this.#firstNotBefore(this.#story, this.#begin(thing), this.#end(thing), story);
    let y = this.#firstNotBefore(since, 0, since.length, story);
    for (let n = 0; n < most && (x < this.#end(thing) || y < since.length);) {
      const takesBase = y >= since.length || (x < this.#end(thing) && this.#compare(this.#story[x] as number, since[y] as number) < 0);
      const next = takesBase ? (this.#story[x++] as number) : (since[y++] as number);
      if (next === story) continue;
      n++;
      yield next;
    }
  }

  #begin(thing: number): number {
    return this.#offset[thing] ?? 0;
  }
  /** Things that came since the whole run have nothing in its column. */
  #end(thing: number): number {
    return thing + 1 < this.#offset.length ? (this.#offset[thing + 1] as number) : this.#begin(thing);
  }

  #firstNotBefore(list: ArrayLike<number>, from: number, to: number, story: number): number {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(list[middle] as number, story) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const NONE: readonly number[] = [];
