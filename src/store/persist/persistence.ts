import type { Result } from '../../base/result.ts';
import type { JournalEvent } from '../../journal/event.ts';

/** What a workspace was found to hold. */
export interface Opened {
  /** Image of the database from the newest snapshot whose checksum holds. */
  readonly snapshot: Snapshot | undefined;
  /** Every event of the journal file, also those the snapshot includes. */
  readonly events: readonly JournalEvent[];
  /** What a crash or a disk did, in a sentence for the user. Nothing that was acknowledged is in it unless it says so. */
  readonly warning: string | undefined;
}
export interface Snapshot {
  readonly bytes: Uint8Array;
  /** Number of the last event the image includes. */
  readonly seq: number;
}
export interface Usage {
  /** Bytes of this workspace. */
  readonly journal: number;
  readonly snapshots: number;
  readonly raw: number;
  /** What the browser grants this origin; `undefined` where it does not say. */
  readonly quota: number | undefined;
}

/**
 * Where a workspace lives between two visits: a journal that is only ever appended to, two slots for snapshots, and a file of raw blocks.
 * Codes: `store/disk-full` (nothing of the call was kept; what was kept before stands), `store/io`, `store/closed`.
 *
 * @example
 * const opened = await persistence.open();
 * const line = encodeEvent(event);
 * const appended = await persistence.append(line); // resolves after the flush: now say "saved"
 */
export interface Persistence {
  readonly kind: 'opfs' | 'indexeddb' | 'memory';
  /** Once, before everything else. Drops a torn tail of the journal. */
  open(): Promise<Result<Opened>>;
  /** Whole lines of the journal. Flushed before it resolves; after a failure the journal is as before the call. */
  append(line: Uint8Array): Promise<Result<null>>;
  /** Writes the older of the two slots. Raw blocks appended so far are flushed first, for the image points into them. */
  saveSnapshot(bytes: Uint8Array, seq: number): Promise<Result<null>>;
  /** Appends a raw block, not flushed; gives its offset in the raw file. */
  appendRaw(block: Uint8Array): Promise<Result<number>>;
  readRaw(offset: number, length: number): Promise<Result<Uint8Array>>;
  /** Every raw block that is still needed, by offset: all other bytes of the raw file may be given back or written over. */
  keepRaw(live: readonly { readonly offset: number; readonly length: number }[]): Promise<Result<null>>;
  /** Removes everything and leaves an empty, open workspace. */
  wipe(): Promise<Result<null>>;
  usage(): Promise<Usage>;
  close(): Promise<void>;
}
