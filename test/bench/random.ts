/** A seeded source of chance: the same seed gives the same data on every machine. Mulberry32 (T. Ettinger, public domain). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** 0 ≤ x < 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  }
  /** 0, 1 … n-1. */
  int(n: number): number {
    return Math.floor(this.next() * n);
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
  /** Position in n by Zipf's law, steeper with a larger s: a few values take most. */
  skewed(n: number, s = 2): number {
    return Math.min(n - 1, Math.floor(n * this.next() ** s));
  }
  /** Exponential with this mean. */
  wait(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }
  hex(digits: number): string {
    let out = '';
    while (out.length < digits)
      out += Math.floor(this.next() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    return out.slice(0, digits);
  }
}
