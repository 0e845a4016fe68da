import { mix } from '../fold.ts';

/** A detection about a set of things, whatever their order: equal for all alerts of a series. Two halves of 64 bits. */
export class Signature {
  high = 0;
  low = 0;
  /** How many things it holds. */
  named = 0;

  start(): this {
    this.high = this.low = this.named = 0;
    return this;
  }
  add(entity: number): void {
    this.named++;
    this.high = (this.high + mix(entity + 1, 0x9e3779b9)) | 0;
    this.low = (this.low + mix(entity + 1, 0x7feb352d)) | 0;
  }
  end(detector: number): this {
    this.high = mix(this.high ^ detector, 0x85ebca6b);
    this.low = mix(this.low ^ Math.imul(detector, 31), 0xc2b2ae35);
    return this;
  }
}

/** The latest story of each series, by signature. Open addressing: a map would weigh more than all else that is kept. */
export class LatestOfSeries {
  #high: Int32Array;
  #low: Int32Array;
  /** Story + 1; 0: free. */
  #story: Uint32Array;
  #used = 0;

  constructor(expected: number) {
    let slots = 1024;
    while (slots < expected * 2) slots *= 2;
    this.#high = new Int32Array(slots);
    this.#low = new Int32Array(slots);
    this.#story = new Uint32Array(slots);
  }

  /** -1: none. */
  get(signature: Pick<Signature, 'high' | 'low'>): number {
    return (this.#story[this.#slot(signature)] as number) - 1;
  }

  set(signature: Pick<Signature, 'high' | 'low'>, story: number): void {
    if (2 * this.#used >= this.#story.length) this.#grow();
    const slot = this.#slot(signature);
    if (this.#story[slot] === 0) this.#used++;
    this.#high[slot] = signature.high;
    this.#low[slot] = signature.low;
    this.#story[slot] = story + 1;
  }

  #slot({ high, low }: Pick<Signature, 'high' | 'low'>): number {
    const last = this.#story.length - 1;
    let slot = (high >>> 0) & last;
    while (this.#story[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const larger = new LatestOfSeries(this.#story.length);
    for (let slot = 0; slot < this.#story.length; slot++)
      if (this.#story[slot] !== 0)
        larger.set({ high: this.#high[slot] as number, low: this.#low[slot] as number }, (this.#story[slot] as number) - 1);
    this.#high = larger.#high;
    this.#low = larger.#low;
    this.#story = larger.#story;
  }
}
