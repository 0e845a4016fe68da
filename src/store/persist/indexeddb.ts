import { fail, ok, type Result } from '../../base/result.ts';
import { decodeEvents } from '../../journal/codec.ts';
import { checksum } from './checksum.ts';
import { closed, storageFailure } from './failure.ts';
import { warningOf } from './file-persistence.ts';
import { quota } from './opfs.ts';
import type { Opened, Persistence, Snapshot, Usage } from './persistence.ts';

/** Keys: journal 1, 2, 3 …; snapshot 0 and 1; raw the offset of the block. */
const STORES = ['journal', 'snapshot', 'raw'] as const;
type Store = (typeof STORES)[number];

interface StoredSnapshot {
  readonly generation: number;
  readonly seq: number;
  readonly bytes: Uint8Array;
  readonly sums: readonly number[];
}

/**
 * The semantics of `Persistence` where a page has no files of its own (file://, older browsers). Each append is a transaction of strict durability,
 * so a line is there whole or not at all; snapshots still take two slots, so that a damaged one has another behind it.
 */
export class IndexedDbPersistence implements Persistence {
  readonly kind = 'indexeddb';
  readonly #name: string;
  #db: IDBDatabase | undefined;
  #lines = 0;
  #journalBytes = 0;
  #rawEnd = 0;
  #slots: [StoredSnapshot | undefined, StoredSnapshot | undefined] = [undefined, undefined];

  constructor(workspace: string) {
    this.#name = `alertweave/${workspace}`;
  }

  async open(): Promise<Result<Opened>> {
    return this.#attempt(async () => {
      this.#db = await openDb(this.#name);
      const lines = await this.#all<Uint8Array>('journal');
      const keys = await this.#keys('journal');
      this.#lines = keys.at(-1) ?? 0;
      const journal = decodeEvents(joined(lines));
      this.#journalBytes = lines.reduce((sum, line) => sum + line.length, 0);
      const lastRaw = (await this.#keys('raw')).at(-1);
      const block = lastRaw === undefined ? undefined : await this.#get<Uint8Array>('raw', lastRaw);
      this.#rawEnd = (lastRaw ?? 0) + (block?.length ?? 0);
      const slots = [await this.#get<StoredSnapshot>('snapshot', 0), await this.#get<StoredSnapshot>('snapshot', 1)];
      const whole = slots.map((slot) =>
        slot !== undefined && checksum(slot.bytes).every((sum, i) => sum === slot.sums[i]) ? slot : undefined,
      );
      const newest = whole.filter((slot) => slot !== undefined).sort((a, b) => b.generation - a.generation)[0];
      const snapshot: Snapshot | undefined = newest === undefined ? undefined : { bytes: newest.bytes, seq: newest.seq };
      const torn = slots.some((slot, i) => slot !== undefined && whole[i] === undefined);
      // Only their places in the order are kept: the images are big.
      this.#slots = [emptied(whole[0]), emptied(whole[1])];
      return ok({ snapshot, events: journal.events, warning: warningOf(journal, torn, snapshot) });
    });
  }

  append(line: Uint8Array): Promise<Result<null>> {
    return this.#attempt(async () => {
      await this.#put('journal', ++this.#lines, line.slice());
      this.#journalBytes += line.length;
      return ok(null);
    });
  }

  saveSnapshot(bytes: Uint8Array, seq: number): Promise<Result<null>> {
    return this.#attempt(async () => {
      const [a, b] = this.#slots;
      const older = (a?.generation ?? 0) <= (b?.generation ?? 0) ? 0 : 1;
      const generation = Math.max(a?.generation ?? 0, b?.generation ?? 0) + 1;
      const slot: StoredSnapshot = { generation, seq, bytes, sums: checksum(bytes) };
      await this.#put('snapshot', older, slot);
      this.#slots[older] = emptied(slot);
      return ok(null);
    });
  }

  appendRaw(block: Uint8Array): Promise<Result<number>> {
    return this.#attempt(async () => {
      const at = this.#rawEnd;
      this.#rawEnd += block.length;
      await this.#put('raw', at, block.slice());
      return ok(at);
    });
  }

  /** Blocks come back whole, as they went in: `offset` is what appendRaw gave. */
  readRaw(offset: number, length: number): Promise<Result<Uint8Array>> {
    return this.#attempt(async () => {
      const block = await this.#get<Uint8Array>('raw', offset);
      return block?.length === length ? ok(block) : fail('store/raw-missing', 'The raw record is not in the workspace any more.');
    });
  }

  keepRaw(live: readonly { readonly offset: number; readonly length: number }[]): Promise<Result<null>> {
    return this.#attempt(async () => {
      const kept = new Set(live.map(({ offset }) => offset));
      const gone = (await this.#keys('raw')).filter((key) => !kept.has(key));
      const transaction = this.#begin(['raw'], 'readwrite');
      for (const key of gone) transaction.objectStore('raw').delete(key);
      await committed(transaction);
      return ok(null);
    });
  }

  wipe(): Promise<Result<null>> {
    return this.#attempt(async () => {
      const transaction = this.#begin(STORES, 'readwrite');
      for (const store of STORES) transaction.objectStore(store).clear();
      await committed(transaction);
      this.#lines = 0;
      this.#journalBytes = 0;
      this.#rawEnd = 0;
      this.#slots = [undefined, undefined];
      return ok(null);
    });
  }

  async usage(): Promise<Usage> {
    const keys = await this.#keys('snapshot');
    const slots = await Promise.all(keys.map((key) => this.#get<StoredSnapshot>('snapshot', key)));
    const snapshots = slots.reduce((sum, slot) => sum + (slot?.bytes.length ?? 0), 0);
    return { journal: this.#journalBytes, snapshots, raw: this.#rawEnd, quota: await quota() };
  }

  close(): Promise<void> {
    this.#db?.close();
    this.#db = undefined;
    return Promise.resolve();
  }

  async #attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work();
    } catch (error) {
      return error instanceof Closed ? closed() : storageFailure(error);
    }
  }

  #begin(stores: readonly Store[], mode: IDBTransactionMode): IDBTransaction {
    if (this.#db === undefined) throw new Closed();
    return this.#db.transaction([...stores], mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
  }
  async #put(store: Store, key: number, value: unknown): Promise<void> {
    const transaction = this.#begin([store], 'readwrite');
    transaction.objectStore(store).put(value, key);
    await committed(transaction);
  }
  async #get<T>(store: Store, key: number): Promise<T | undefined> {
    return (await answered(this.#begin([store], 'readonly').objectStore(store).get(key))) as T | undefined;
  }
  async #all<T>(store: Store): Promise<readonly T[]> {
    return (await answered(this.#begin([store], 'readonly').objectStore(store).getAll())) as T[];
  }
  async #keys(store: Store): Promise<readonly number[]> {
    return (await answered(this.#begin([store], 'readonly').objectStore(store).getAllKeys())) as number[];
  }
}

class Closed extends Error {}

const emptied = (slot: StoredSnapshot | undefined): StoredSnapshot | undefined =>
  slot === undefined ? undefined : { ...slot, bytes: new Uint8Array(0) };

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function openDb(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const store of STORES) request.result.createObjectStore(store);
  };
  return answered(request);
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(asError(request.error));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(asError(transaction.error));
    transaction.onerror = () => reject(asError(transaction.error));
  });
}

const asError = (error: DOMException | null): Error => error ?? new Error('the transaction was aborted');
