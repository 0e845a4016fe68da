import { FilePersistence } from './file-persistence.ts';
import { DiskFull, type StorageFile } from './storage-file.ts';

/** The process is gone: nothing after it happens. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** Faults to come, for tests. Counts run over all files of the disk together. */
export interface Faults {
  /** Bytes that still get written before the process dies in the midst of a write. */
  killAfterBytes?: number;
  /** Bytes that still fit. */
  freeBytes?: number;
  /** Flushes that still succeed. */
  flushes?: number;
}

const FILES = ['journal.log', 'snapshot-a', 'snapshot-b', 'raw.bin'] as const;

/** A disk in memory: for the command line, for pages without storage, and for tests that make it fail. It outlives the persistence over it. */
export class MemoryDisk {
  readonly #files = new Map<string, MemoryFile>();
  /** Absent: a disk that never fails, and keeps no second copy of what is not flushed. */
  readonly #faults: Faults | undefined;

  constructor(faults?: Faults) {
    this.#faults = faults;
  }

  file(name: string): MemoryFile {
    let file = this.#files.get(name);
    if (file === undefined) this.#files.set(name, (file = new MemoryFile(this.#faults)));
    return file;
  }

  /** Power fails: of what was not flushed, each write survives whole, in part, or not at all, as `luck` (0 … 1) says. */
  losePower(luck: () => number): void {
    for (const file of this.#files.values()) file.losePower(luck);
  }

  /** The disk after the crash, for a new process. */
  restart(): MemoryDisk {
    const disk = new MemoryDisk({});
    for (const [name, file] of this.#files) disk.file(name).adopt(file);
    return disk;
  }
}

type Op = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number };

class MemoryFile implements StorageFile {
  readonly #faults: Faults;
  readonly #fails: boolean;
  #bytes = new Uint8Array(0);
  #size = 0;
  /** What the disk surely has, kept only while there is something unflushed. */
  #durable: Uint8Array<ArrayBuffer> | undefined;
  #unflushed: Op[] = [];

  constructor(faults: Faults | undefined) {
    this.#faults = faults ?? {};
    this.#fails = faults !== undefined;
  }

  size(): number {
    this.#alive();
    return this.#size;
  }
  read(into: Uint8Array, at: number): number {
    this.#alive();
    const part = this.#bytes.subarray(at, Math.min(this.#size, at + into.length));
    into.set(part);
    return part.length;
  }
  write(bytes: Uint8Array, at: number): number {
    this.#alive();
    const { killAfterBytes, freeBytes } = this.#faults;
    if (killAfterBytes !== undefined && bytes.length > killAfterBytes) {
      this.#do({ at, bytes: bytes.slice(0, killAfterBytes) });
      this.#faults.killAfterBytes = -1;
      throw new Killed();
    }
    if (killAfterBytes !== undefined) this.#faults.killAfterBytes = killAfterBytes - bytes.length;
    const taken = freeBytes === undefined ? bytes.length : Math.min(freeBytes, bytes.length);
    if (freeBytes !== undefined) this.#faults.freeBytes = freeBytes - taken;
    this.#do({ at, bytes: bytes.slice(0, taken) });
    return taken;
  }
  truncate(size: number): void {
    this.#alive();
    this.#do({ size });
  }
  flush(): void {
    this.#alive();
    const { flushes } = this.#faults;
    if (flushes !== undefined && flushes <= 0) throw new DiskFull('flush failed');
    if (flushes !== undefined) this.#faults.flushes = flushes - 1;
    this.#unflushed = [];
    this.#durable = undefined;
  }
  close(): void {
    // Bytes outlive their handle.
  }

  losePower(luck: () => number): void {
    const ops = this.#unflushed;
    if (this.#durable !== undefined) {
      this.#bytes = this.#durable;
      this.#size = this.#durable.length;
    }
    this.#unflushed = [];
    this.#durable = undefined;
    for (const op of ops) {
      const kept = luck();
      if (kept < 0.34) continue;
      if ('size' in op || kept > 0.67) this.#change(op);
      else this.#change({ at: op.at, bytes: op.bytes.subarray(0, Math.floor(op.bytes.length * luck())) });
    }
  }

  adopt(other: MemoryFile): void {
    this.#bytes = other.#bytes.slice(0, other.#size);
    this.#size = other.#size;
  }

  #alive(): void {
    if (this.#faults.killAfterBytes === -1) throw new Killed();
  }

  #do(op: Op): void {
    if (this.#fails) {
      this.#durable ??= this.#bytes.slice(0, this.#size);
      this.#unflushed.push(op);
    }
    this.#change(op);
  }

  #change(op: Op): void {
    if ('size' in op) {
      if (op.size > this.#size) this.#grow(op.size);
      else this.#bytes.fill(0, op.size, this.#size);
      this.#size = op.size;
    } else if (op.bytes.length > 0) {
      this.#grow(op.at + op.bytes.length);
      this.#bytes.set(op.bytes, op.at);
    }
  }

  #grow(size: number): void {
    if (size > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(size, this.#bytes.length * 2));
      bytes.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = bytes;
    }
    this.#size = Math.max(this.#size, size);
  }
}

export function memoryPersistence(disk: MemoryDisk = new MemoryDisk()): FilePersistence {
  const [journal, a, b, raw] = FILES;
  return new FilePersistence(
    { journal: disk.file(journal), slots: [disk.file(a), disk.file(b)], raw: disk.file(raw) },
    { kind: 'memory', breathe: () => Promise.resolve(), quota: () => Promise.resolve(undefined) },
  );
}
