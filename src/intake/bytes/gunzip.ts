import type { ByteFeed } from './feed.ts';
import { breathe } from '../../base/breathe.ts';
import { concat } from './feed.ts';
import { Gunzip, Inflate } from 'fflate';
import { Stop } from '../stop.ts';

/** One step of input: 64 KiB come to at most 66 MB, so that a bomb is seen before it fills the memory. */
const STEP = 64 * 1024;
/** Bytes given out at a time, or a little more. */
const GROUP = 128 * 1024;
/** So much of a member is kept, to get out of a damaged one what the browser's own stream throws away. */
const KEPT = 4 * 1024 * 1024;

export type Deflated = 'gzip' | 'deflate-raw';

/** Expands gzip of one or of many members. Each member gets its own stream, for browsers refuse what follows the first. */
export function gunzipFeed(feed: ByteFeed): ByteFeed {
  return feedOfGenerator(gunzip(feed), feed);
}

/** Expands raw deflate, as it stands in a zip. */
export function inflateFeed(feed: ByteFeed): ByteFeed {
  return feedOfGenerator(inflateRaw(feed), feed);
}

async function* gunzip(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  let inflater: Inflater | undefined;
  let tail: Uint8Array = new Uint8Array(0);
  const source = upToFault(feed);
  for await (const piece of memberPieces(source)) {
    if (piece.mayBegin && inflater !== undefined) {
      yield* inflater.settle();
      // A member ends with the length of what it held; else the header was data: gzip within gzip.
      if (inflater.given % 2 ** 32 === lengthAt(tail)) {
        yield* inflater.finish();
        inflater = undefined;
      }
    }
    inflater ??= new Inflater('gzip');
    tail = concat([tail, piece.bytes.subarray(-4)]).slice(-4);
    yield* inflater.push(piece.bytes);
  }
  if (inflater !== undefined) yield* source.ended(inflater);
  source.rethrow();
}

const lengthAt = (tail: Uint8Array): number =>
  ((tail[0] ?? 0) | ((tail[1] ?? 0) << 8) | ((tail[2] ?? 0) << 16) | ((tail[3] ?? 0) << 24)) >>> 0;

async function* inflateRaw(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater('deflate-raw');
  const source = upToFault(feed);
  for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) yield* inflater.push(chunk);
  yield* source.ended(inflater);
  source.rethrow();
}

/** A feed that ends where it breaks: all that can be inflated of what came before is given out, then the fault is thrown. */
function upToFault(feed: ByteFeed): ByteFeed & { ended(inflater: Inflater): AsyncGenerator<Uint8Array>; rethrow(): void } {
  let fault: { readonly error: unknown } | undefined;
  return {
    async next() {
      try {
        return fault === undefined ? await feed.next() : undefined;
      } catch (error) {
        fault = { error };
        return undefined;
      }
    },
    async *ended(inflater) {
      try {
        yield* inflater.finish();
      } catch (error) {
        if (fault === undefined) throw error;
      }
    },
    rethrow() {
      if (fault !== undefined) throw fault.error;
    },
    close: () => feed.close(),
  };
}

/**
 * The browser's own stream, of which what has come out is taken together after each step of input: it gives small chunks, and waiting for each of
 * them costs more than unpacking it.
 */
class Inflater {
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  #ready: Uint8Array[] = [];
  #broken = false;
  /** Resolves when the stream has ended, or failed. */
  readonly #ended: Promise<void>;
  /** Bytes that came out. */
  given = 0;

  readonly #kind: Deflated;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;

  constructor(kind: Deflated) {
    this.#kind = kind;
    const stream = new DecompressionStream(kind);
    this.#writer = stream.writable.getWriter();
    this.#writer.closed.catch(() => undefined);
    this.#ended = this.#collect(stream.readable.getReader());
  }

  async *push(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += STEP) {
      // A copy: the stream may detach what it is given.
      const step = bytes.slice(at, at + STEP);
      this.#keep(step);
      await this.#writer.write(step).catch(() => undefined);
      yield* this.#taken();
    }
  }

  /** Takes all that came of what was pushed. */
  async *settle(): AsyncGenerator<Uint8Array> {
    await breathe();
    await breathe();
    yield* this.#taken(true);
  }

  async *finish(): AsyncGenerator<Uint8Array> {
    // An error drops what was not yet taken from the stream, so take all before a cut-off end can be met.
    yield* this.settle();
    await this.#writer.close().catch(() => undefined);
    await this.#ended;
    yield* this.#taken(true);
  }

  /**
   * What is there, in pieces on which the limits are looked at; less than a piece stays for the next time, so that pieces do not depend on how
   * fast the stream is. Throws when the data is damaged, after all that came before the fault.
   */
  *#taken(all = false): Generator<Uint8Array> {
    const ready = this.#ready;
    this.#ready = [];
    let group: Uint8Array[] = [];
    let size = 0;
    for (const chunk of ready) {
      group.push(chunk);
      size += chunk.length;
      if (size < GROUP) continue;
      yield concat(group);
      [group, size] = [[], 0];
    }
    if (size > 0 && (all || this.#broken)) yield concat(group);
    else this.#ready.unshift(...group);
    if (!this.#broken) return;
    const rest = this.#salvage();
    if (rest.length > 0) yield rest;
    throw new Stop(
      'intake/bad-archive',
      'The compressed data is damaged, cut off, or followed by something else. What came before was read. Get the file again from its source.',
    );
  }

  #keep(step: Uint8Array): void {
    this.#keptBytes += step.length;
    if (this.#keptBytes <= KEPT) this.#kept.push(step.slice());
    else this.#kept = [];
  }

  /** What comes out of the kept bytes before the fault and was not given yet. */
  #salvage(): Uint8Array {
    const chunks: Uint8Array[] = [];
    const inflater = this.#kind === 'gzip' ? new Gunzip() : new Inflate();
    inflater.ondata = (chunk: Uint8Array) => {
      chunks.push(chunk.slice());
    };
    try {
      for (const step of this.#kept) for (let at = 0; at < step.length; at += 512) inflater.push(step.subarray(at, at + 512));
    } catch {
      // The fault is told by the caller.
    }
    return concat(chunks).subarray(this.given);
  }

  async #collect(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.#ready.push(value);
        this.given += value.length;
      }
    } catch {
      this.#broken = true;
    }
  }
}

/** Cuts a gzip file where a further member's header stands (RFC 1952 §2.3: magic, method 8, no reserved flag, sane XFL and OS). */
async function* memberPieces(feed: ByteFeed): AsyncGenerator<{ readonly bytes: Uint8Array; readonly mayBegin: boolean }> {
  let held: Uint8Array = new Uint8Array(0);
  let begins = true;
  let first = true;
  for (;;) {
    const chunk = await feed.next();
    const bytes = chunk === undefined ? held : concat([held, chunk]);
    let from = 0;
    for (let i = bytes.indexOf(0x1f, first ? 1 : 0); i >= 0 && i + 10 <= bytes.length; i = bytes.indexOf(0x1f, i + 1)) {
      if (!isHeader(bytes, i)) continue;
      if (i > from) yield { bytes: bytes.subarray(from, i), mayBegin: begins };
      begins = true;
      from = i;
    }
    const until = chunk === undefined ? bytes.length : Math.max(from + (begins ? 1 : 0), bytes.length - 9);
    if (until > from) {
      yield { bytes: bytes.subarray(from, until), mayBegin: begins };
      begins = false;
      first = false;
    }
    if (chunk === undefined) return;
    held = bytes.slice(until);
  }
}

function isHeader(bytes: Uint8Array, i: number): boolean {
  const [flags, xfl, os] = [bytes[i + 3] ?? 255, bytes[i + 8] ?? 255, bytes[i + 9] ?? 99];
  return bytes[i + 1] === 0x8b && bytes[i + 2] === 8 && flags < 0x20 && (xfl === 0 || xfl === 2 || xfl === 4) && (os < 14 || os === 255);
}

function feedOfGenerator(generator: AsyncGenerator<Uint8Array>, source: ByteFeed): ByteFeed {
  return {
    async next() {
      const step = await generator.next();
      return step.done === true ? undefined : step.value;
    },
    async close() {
      await generator.return(undefined).catch(() => undefined);
      await source.close();
    },
  };
}
