import type { ByteFeed } from './feed.ts';

const SLAB = 256 * 1024;

/**
 * A sliding window over a feed: `bytes[start..end)` is what was read and not yet given up.
 * `base + i` is the offset in the file of `bytes[i]`.
 */
export class ByteWindow {
  bytes: Uint8Array;
  start = 0;
  end = 0;
  base = 0;
  ended = false;
  /** Why the feed broke off. What came before is given out first, as if it ended there: whoever reads to the end has to look here. */
  fault: Error | undefined;
  readonly #feed: ByteFeed;
  readonly #slab: number;

  constructor(feed: ByteFeed, slab = SLAB) {
    this.#feed = feed;
    this.#slab = slab;
    this.bytes = new Uint8Array(2 * slab);
  }

  /** Appends at least a slab, less only at the end of the feed. False when nothing came. Positions move by the change of `base`. */
  async fill(): Promise<boolean> {
    let got = 0;
    while (got < this.#slab && !this.ended) {
      let chunk: Uint8Array | undefined;
      try {
        chunk = await this.#feed.next();
      } catch (error) {
        this.fault = error instanceof Error ? error : new Error('the file cannot be read');
      }
      if (chunk === undefined) {
        this.ended = true;
        break;
      }
      this.#append(chunk);
      got += chunk.length;
    }
    return got > 0;
  }

  offset(index: number): number {
    return this.base + index;
  }

  #append(chunk: Uint8Array): void {
    const held = this.end - this.start;
    if (this.end + chunk.length > this.bytes.length) {
      const needed = held + chunk.length;
      const target = needed > this.bytes.length / 2 ? new Uint8Array(Math.max(2 * this.#slab, needed * 2)) : this.bytes;
      target.set(this.bytes.subarray(this.start, this.end));
      this.bytes = target;
      this.base += this.start;
      this.start = 0;
      this.end = held;
    }
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }
}
