import type { ByteFeed } from './feed.ts';
import { breathe, concat } from './feed.ts';
import { Stop } from '../stop.ts';

/** One step of input: 64 KiB come to at most 66 MB, so that a bomb is seen before it fills the memory. */
const STEP = 64 * 1024;

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
  for await (const piece of memberPieces(feed)) {
    if (piece.begins && inflater !== undefined) {
      yield* inflater.finish();
      inflater = undefined;
    }
    inflater ??= new Inflater('gzip');
    yield* inflater.push(piece.bytes);
  }
  if (inflater !== undefined) yield* inflater.finish();
}

async function* inflateRaw(feed: ByteFeed): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater('deflate-raw');
  for (let chunk = await feed.next(); chunk !== undefined; chunk = await feed.next()) yield* inflater.push(chunk);
  yield* inflater.finish();
}

class Inflater {
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #pending: Promise<Uint8Array | 'done' | undefined>;
  #broken = false;

  constructor(kind: Deflated) {
    const stream = new DecompressionStream(kind);
    this.#writer = stream.writable.getWriter();
    this.#writer.closed.catch(() => undefined);
    this.#reader = stream.readable.getReader();
    this.#pending = this.#read();
  }

  async *push(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += STEP) {
      // A copy: the stream may detach what it is given.
      yield* this.#until(this.#writer.write(bytes.slice(at, at + STEP)));
    }
  }

  async *finish(): AsyncGenerator<Uint8Array> {
    // An error drops what was not yet taken from the stream, so take all before a cut-off end can be met.
    await breathe();
    yield* this.#until(breathe());
    yield* this.#until(this.#writer.close(), true);
  }

  #read(): Promise<Uint8Array | 'done' | undefined> {
    return this.#reader.read().then(
      ({ done, value }) => (done ? 'done' : value),
      () => undefined,
    );
  }

  async *#until(task: Promise<unknown>, toEnd = false): AsyncGenerator<Uint8Array> {
    const settled = task.then(
      () => 'settled' as const,
      () => 'settled' as const,
    );
    for (;;) {
      const next = await (toEnd ? this.#pending : Promise.race([this.#pending, settled]));
      if (next === 'settled') return;
      if (next === undefined) {
        if (this.#broken) return;
        this.#broken = true;
        throw new Stop(
          'intake/damaged-archive',
          'The compressed data is damaged or cut off. What came before was read. Get the file again from its source.',
        );
      }
      if (next === 'done') return;
      this.#pending = this.#read();
      yield next;
    }
  }
}

/** Cuts a gzip file where a further member's header stands (RFC 1952 §2.3: magic, method 8, no reserved flag, sane XFL and OS). */
async function* memberPieces(feed: ByteFeed): AsyncGenerator<{ readonly bytes: Uint8Array; readonly begins: boolean }> {
  let held: Uint8Array = new Uint8Array(0);
  let begins = true;
  let first = true;
  for (;;) {
    const chunk = await feed.next();
    const bytes = chunk === undefined ? held : concat([held, chunk]);
    let from = 0;
    for (let i = bytes.indexOf(0x1f, first ? 1 : 0); i >= 0 && i + 10 <= bytes.length; i = bytes.indexOf(0x1f, i + 1)) {
      if (!isHeader(bytes, i)) continue;
      if (i > from) yield { bytes: bytes.subarray(from, i), begins };
      begins = true;
      from = i;
    }
    const until = chunk === undefined ? bytes.length : Math.max(from + (begins ? 1 : 0), bytes.length - 9);
    if (until > from) {
      yield { bytes: bytes.subarray(from, until), begins };
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
