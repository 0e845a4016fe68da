import type { Database } from 'sql.js';
import type { Failure } from '../base/result.ts';
import type { Persistence } from '../store/persist/persistence.ts';
import { type BlockCodec, RawWriter } from '../store/persist/raw-store.ts';

/** Takes the decoded bytes of the files of a job as they are read; each record can be shown later as it stood there. */
export class RawSink {
  readonly #db: Database;
  readonly #persistence: Persistence;
  readonly #codec: BlockCodec;
  #writer: RawWriter | undefined;
  /** The first failure: from then on alerts are read without their raw text. */
  failure: Failure | undefined;

  constructor(db: Database, persistence: Persistence, codec: BlockCodec) {
    this.#db = db;
    this.#persistence = persistence;
    this.#codec = codec;
  }

  begin(batch: number): void {
    this.#writer = new RawWriter(this.#db, this.#persistence, this.#codec, batch);
  }

  /** Resolves when the bytes are on their way to the file: the reader must not run ahead of it. */
  async append(bytes: Uint8Array): Promise<void> {
    await this.#writer?.push(bytes);
  }

  async end(): Promise<void> {
    const kept = await this.#writer?.finish();
    this.#writer = undefined;
    if (kept?.ok === false) this.failure ??= kept.error;
  }
}
