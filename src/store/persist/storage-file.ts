/** A file one may write in place: the synchronous access handle of OPFS, or one in memory that can be made to fail. */
export interface StorageFile {
  size(): number;
  /** Fills `into` from `at`; gives the bytes read. */
  read(into: Uint8Array, at: number): number;
  /** Gives the bytes written, which may be fewer when the disk is full. */
  write(bytes: Uint8Array, at: number): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
/** The files of one workspace. */
export interface StorageFiles {
  readonly journal: StorageFile;
  readonly slots: readonly [StorageFile, StorageFile];
  readonly raw: StorageFile;
}

export function readAll(file: StorageFile): Uint8Array<ArrayBuffer> {
  return readPart(file, 0, file.size());
}

/** Shorter than `length` when the file ends before. */
export function readPart(file: StorageFile, at: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, Math.min(length, file.size() - at)));
  let done = 0;
  while (done < bytes.length) {
    const n = file.read(bytes.subarray(done), at + done);
    if (n <= 0) return bytes.slice(0, done);
    done += n;
  }
  return bytes;
}

/** Thrown where a disk takes fewer bytes than it was given. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';
}

export function writeAll(file: StorageFile, bytes: Uint8Array, at: number): void {
  const written = file.write(bytes, at);
  if (written < bytes.length) throw new DiskFull(`${written} of ${bytes.length} bytes written`);
}
