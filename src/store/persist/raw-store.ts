import type { Database } from 'sql.js';
import { fail, ok, type Failure, type Result } from '../../base/result.ts';
import { firstRow, int } from '../rows.ts';
import type { Persistence } from './persistence.ts';

/** How blocks are packed: in a second worker on the page (worker/raw-pool.ts), inline in Node. Calls may overlap; each answers for itself. */
export interface BlockCodec {
  pack(block: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
  unpack(packed: Uint8Array): Promise<Uint8Array>;
}

/** Decoded bytes of a block: small enough that one record costs little to unpack, big enough to compress well. */
export const BLOCK_BYTES = 512 << 10;
/** Blocks being packed or written at a time; the file waits when there are more. */
const IN_FLIGHT = 4;

/**
 * Keeps the decoded bytes of one batch, in the order of its files, as packed blocks beside the database. Compression and writing run behind the
 * reader; `push` waits only when too many blocks are on their way, so memory stays bounded and an edit's flush never queues behind a file.
 *
 * @example
 * const writer = new RawWriter(db, persistence, codec, batch);
 * for await (const chunk of decoded) await writer.push(chunk); // the chunk is copied: it may be reused
 * const kept = await writer.finish();                          // writes the raw_block rows; `store/disk-full` leaves the alerts without raw text
 */
export class RawWriter {
  readonly #persistence: Persistence;
  readonly #codec: BlockCodec;
  readonly #db: Database;
  readonly #batch: number;
  readonly #rows: (readonly [number, number, number, number])[] = [];
  #block = new Uint8Array(BLOCK_BYTES);
  #filled = 0;
  #first = 0;
  #inFlight = new Set<Promise<void>>();
  /** Blocks are appended in order, whichever is packed first. */
  #appended: Promise<void> = Promise.resolve();
  #failure: Failure | undefined;

  constructor(db: Database, persistence: Persistence, codec: BlockCodec, batch: number) {
    this.#db = db;
    this.#persistence = persistence;
    this.#codec = codec;
    this.#batch = batch;
  }

  /** Decoded bytes pushed so far: the offset at which the next file of the batch begins. */
  get offset(): number {
    return this.#first + this.#filled;
  }

  async push(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + BLOCK_BYTES - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === BLOCK_BYTES) await this.#send();
    }
  }

  async finish(): Promise<Result<null>> {
    if (this.#filled > 0) await this.#send();
    await Promise.all(this.#inFlight);
    const statement = this.#db.prepare('insert into raw_block (batch, first_byte, bytes, file_offset, file_bytes) values (?, ?, ?, ?, ?)');
    try {
      for (const row of this.#rows) statement.run([this.#batch, ...row]);
    } finally {
      statement.free();
    }
    return this.#failure === undefined ? ok(null) : { ok: false, error: this.#failure };
  }

  async #send(): Promise<void> {
    const block = this.#block.subarray(0, this.#filled);
    const first = this.#first;
    this.#first += this.#filled;
    this.#block = new Uint8Array(BLOCK_BYTES);
    this.#filled = 0;
    // After a failure the rest of the file is read for its alerts all the same; only its raw text is not kept.
    if (this.#failure !== undefined) return;
    const sending = this.#keep(block, first);
    this.#inFlight.add(sending);
    void sending.then(() => this.#inFlight.delete(sending));
    if (this.#inFlight.size >= IN_FLIGHT) await Promise.race(this.#inFlight);
  }

  #keep(block: Uint8Array<ArrayBuffer>, first: number): Promise<void> {
    const bytes = block.length;
    const packing = this.#codec.pack(block);
    const before = this.#appended;
    this.#appended = (async () => {
      try {
        const packed = await packing;
        await before;
        if (this.#failure !== undefined) return;
        const at = await this.#persistence.appendRaw(packed);
        if (at.ok) this.#rows.push([first, bytes, at.value, packed.length]);
        else this.#failure = at.error;
      } catch (error) {
        this.#failure = {
          code: 'store/raw-codec',
          message: `Raw records could not be packed: ${error instanceof Error ? error.message : String(error)}`,
        };
      }
    })();
    return this.#appended;
  }
}

/** Bytes of the batch's decoded files, over as many blocks as they span. `store/raw-missing` when they were not kept. */
export function readRange(
  db: Database,
  persistence: Persistence,
  codec: BlockCodec,
  { batch, offset, length }: { readonly batch: number; readonly offset: number; readonly length: number },
): Promise<Result<Uint8Array>> {
  return new RawReader(db, persistence, codec, batch).read(offset, length);
}

/** Reads many ranges of one batch: the block unpacked last is kept, so that ranges in file order cost one unpacking a block. */
export class RawReader {
  readonly #db: Database;
  readonly #persistence: Persistence;
  readonly #codec: BlockCodec;
  readonly #batch: number;
  #kept: { readonly first: number; readonly bytes: Uint8Array } | undefined;

  constructor(db: Database, persistence: Persistence, codec: BlockCodec, batch: number) {
    this.#db = db;
    this.#persistence = persistence;
    this.#codec = codec;
    this.#batch = batch;
  }

  /** Decoded bytes kept of the batch; 0 when there are none. */
  get size(): number {
    return int(firstRow(this.#db, 'select max(first_byte + bytes) from raw_block where batch = ?', [this.#batch])?.[0]);
  }

  async read(offset: number, length: number): Promise<Result<Uint8Array>> {
    const whole = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const block = await this.#blockAt(offset + done);
      if (!block.ok) return block;
      const part = block.value.bytes.subarray(offset + done - block.value.first, offset + length - block.value.first);
      whole.set(part, done);
      done += part.length;
    }
    return ok(whole);
  }

  async #blockAt(offset: number): Promise<Result<{ readonly first: number; readonly bytes: Uint8Array }>> {
    const kept = this.#kept;
    if (kept !== undefined && offset >= kept.first && offset < kept.first + kept.bytes.length) return ok(kept);
    const row = firstRow(
      this.#db,
      'select first_byte, bytes, file_offset, file_bytes from raw_block where batch = ? and first_byte <= ? order by first_byte desc limit 1',
      [this.#batch, offset],
    );
    const first = int(row?.[0]);
    if (row === undefined || offset >= first + int(row[1])) return missing();
    const packed = await this.#persistence.readRaw(int(row[2]), int(row[3]));
    if (!packed.ok) return packed;
    try {
      const bytes = await this.#codec.unpack(packed.value);
      if (bytes.length !== int(row[1])) return missing();
      return ok((this.#kept = { first, bytes }));
    } catch {
      return missing();
    }
  }
}

const missing = (): Result<never> => fail('store/raw-missing', 'The raw record is not in the workspace.');
