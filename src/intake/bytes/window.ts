import type { ByteFeed } from './feed.ts';

const FILL = 256 * 1024;

/**
 * A sliding window over a feed: `bytes[start..end)` is what was read and not yet given up.
 * `base + i` is the offset in the file of `bytes[i]`.
 */
export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(2 * FILL);
  start = 0;
  end = 0;
  base = 0;
  ended = false;
  readonly #feed: ByteFeed;

  constructor(feed: ByteFeed) {
    this.#feed = feed;
  }

  /** Appends at least 256 KiB, less only at the end of the feed. False when nothing came. Positions move by the change of `base`. */
  async fill(): Promise<boolean> {
    let got = 0;
    while (got < FILL && !this.ended) {
      const chunk = await this.#feed.next();
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
      const target = needed > this.bytes.length / 2 ? new Uint8Array(Math.max(2 * FILL, needed * 2)) : this.bytes;
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
