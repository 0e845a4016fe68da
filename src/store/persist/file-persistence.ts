import { fail, ok, type Result } from '../../base/result.ts';
import { decodeEvents, type Decoded } from '../../journal/codec.ts';
import { closed, storageFailure } from './failure.ts';
import type { Opened, Persistence, Snapshot, Usage } from './persistence.ts';
import { readHeader, readImage, writeSlot, type SlotHeader } from './snapshot-slot.ts';
import { readAll, readPart, writeAll, type StorageFile, type StorageFiles } from './storage-file.ts';

export interface FilePersistenceOptions {
  readonly kind: Persistence['kind'];
  /** Lets other work run between two parts of a big snapshot. */
  readonly breathe: () => Promise<void>;
  readonly quota: () => Promise<number | undefined>;
}

interface Slot {
  readonly file: StorageFile;
  header: SlotHeader | undefined;
}

/** The semantics of `Persistence` over files that can be written in place. All that can be torn by a crash is decided here, and tested in memory. */
export class FilePersistence implements Persistence {
  readonly #files: StorageFiles;
  readonly #options: FilePersistenceOptions;
  readonly #slots: readonly [Slot, Slot];
  /** Up to here the journal holds whole, acknowledged lines. */
  #end = 0;
  #rawEnd = 0;
  /** Parts of the raw file that nothing needs any more. */
  #gaps: { offset: number; length: number }[] = [];
  #open = false;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(files: StorageFiles, options: FilePersistenceOptions) {
    this.#files = files;
    this.#options = options;
    this.#slots = [
      { file: files.slots[0], header: undefined },
      { file: files.slots[1], header: undefined },
    ];
  }

  get kind(): Persistence['kind'] {
    return this.#options.kind;
  }

  open(): Promise<Result<Opened>> {
    return this.#attempt(() => {
      const journal = decodeEvents(readAll(this.#files.journal));
      this.#end = journal.end;
      if (journal.torn !== undefined) {
        this.#files.journal.truncate(journal.end);
        this.#files.journal.flush();
      }
      this.#rawEnd = this.#files.raw.size();
      for (const slot of this.#slots) slot.header = readHeader(slot.file);
      const { snapshot, lost } = this.#newestSnapshot();
      this.#open = true;
      return ok({ snapshot, events: journal.events, warning: warningOf(journal, lost, snapshot) });
    });
  }

  append(line: Uint8Array): Promise<Result<null>> {
    if (!this.#open) return Promise.resolve(closed());
    return this.#attempt(() => {
      const { journal } = this.#files;
      try {
        // What an earlier failure left behind the end would glue itself to this line.
        if (journal.size() !== this.#end) journal.truncate(this.#end);
        writeAll(journal, line, this.#end);
        journal.flush();
      } catch (error) {
        tryTo(() => journal.truncate(this.#end));
        throw error;
      }
      this.#end += line.length;
      return ok(null);
    });
  }

  saveSnapshot(bytes: Uint8Array, seq: number): Promise<Result<null>> {
    const save = async (): Promise<Result<null>> => {
      if (!this.#open) return closed();
      try {
        this.#files.raw.flush();
        const [a, b] = this.#slots;
        const older = (a.header?.generation ?? 0) <= (b.header?.generation ?? 0) ? a : b;
        const newer = older === a ? b : a;
        older.header = undefined;
        older.header = await writeSlot(older.file, bytes, { generation: (newer.header?.generation ?? 0) + 1, seq }, this.#options.breathe);
        return ok(null);
      } catch (error) {
        return storageFailure(error);
      }
    };
    const saved = this.#saving.then(save);
    this.#saving = saved;
    return saved;
  }

  appendRaw(block: Uint8Array): Promise<Result<number>> {
    if (!this.#open) return Promise.resolve(closed());
    return this.#attempt(() => {
      const gap = this.#gaps.find(({ length }) => length >= block.length);
      const at = gap?.offset ?? this.#rawEnd;
      writeAll(this.#files.raw, block, at);
      if (gap === undefined) this.#rawEnd += block.length;
      else {
        gap.offset += block.length;
        gap.length -= block.length;
      }
      return ok(at);
    });
  }

  keepRaw(live: readonly { readonly offset: number; readonly length: number }[]): Promise<Result<null>> {
    if (!this.#open) return Promise.resolve(closed());
    return this.#attempt(() => {
      this.#gaps = [];
      let end = 0;
      for (const { offset, length } of live) {
        if (offset > end) this.#gaps.push({ offset: end, length: offset - end });
        end = Math.max(end, offset + length);
      }
      this.#files.raw.truncate(end);
      this.#rawEnd = end;
      return ok(null);
    });
  }

  readRaw(offset: number, length: number): Promise<Result<Uint8Array>> {
    if (!this.#open) return Promise.resolve(closed());
    return this.#attempt(() => {
      const bytes = readPart(this.#files.raw, offset, length);
      return bytes.length === length ? ok(bytes) : fail('store/raw-missing', 'The raw record is not in the workspace any more.');
    });
  }

  async wipe(): Promise<Result<null>> {
    await this.#saving;
    return this.#attempt(() => {
      for (const file of [...this.#files.slots, this.#files.raw, this.#files.journal]) {
        file.truncate(0);
        file.flush();
      }
      for (const slot of this.#slots) slot.header = undefined;
      this.#end = 0;
      this.#rawEnd = 0;
      this.#gaps = [];
      return ok(null);
    });
  }

  async usage(): Promise<Usage> {
    const snapshots = this.#slots.reduce((sum, slot) => sum + slot.file.size(), 0);
    return { journal: this.#end, snapshots, raw: this.#rawEnd, quota: await this.#options.quota() };
  }

  async close(): Promise<void> {
    await this.#saving;
    this.#open = false;
    for (const file of [this.#files.journal, ...this.#files.slots, this.#files.raw]) tryTo(() => file.close());
  }

  #newestSnapshot(): { readonly snapshot: Snapshot | undefined; readonly lost: boolean } {
    const slots = this.#slots.filter((slot) => slot.header !== undefined);
    slots.sort((a, b) => (b.header?.generation ?? 0) - (a.header?.generation ?? 0));
    let lost = this.#slots.some((slot) => slot.header === undefined && slot.file.size() > 0);
    for (const slot of slots) {
      const image = slot.header === undefined ? undefined : readImage(slot.file, slot.header);
      if (image !== undefined && slot.header !== undefined) return { snapshot: { bytes: image, seq: slot.header.seq }, lost };
      slot.header = undefined;
      lost = true;
    }
    return { snapshot: undefined, lost };
  }

  #attempt<T>(work: () => Result<T>): Promise<Result<T>> {
    try {
      return Promise.resolve(work());
    } catch (error) {
      return Promise.resolve(storageFailure(error));
    }
  }
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // The first failure is the one to tell of.
  }
}

/** Told only when something may be missing. A torn tail or a half-written snapshot alone lost nothing that was acknowledged. */
export function warningOf(journal: Decoded, snapshotTorn: boolean, snapshot: Snapshot | undefined): string | undefined {
  const damaged = journal.damaged.reduce((sum, damage) => sum + damage.bytes, 0);
  const said: string[] = [];
  if (damaged > 0)
    said.push(`${damaged} bytes in the midst of the journal are damaged; the decisions in them are lost, all others are kept.`);
  if (journal.torn !== undefined)
    said.push(`The last write to the journal was cut short (${journal.torn.bytes} bytes); it had not been reported as saved.`);
  if (snapshotTorn) {
    said.push(
      snapshot === undefined
        ? 'No snapshot could be read: import the files again; decisions come back by themselves.'
        : 'The last snapshot was not finished: the one before it is used. Files imported since then must be imported again.',
    );
  }
  const last = journal.events.at(-1)?.seq ?? 0;
  if (snapshot !== undefined && snapshot.seq > last && said.length === 0)
    said.push('The journal is shorter than the snapshot: its end is missing.');
  return said.length === 0 ? undefined : said.join(' ');
}
