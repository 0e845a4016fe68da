import { breathe } from '../../base/breathe.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { storageFailure } from './failure.ts';
import { FilePersistence } from './file-persistence.ts';
import type { StorageFile } from './storage-file.ts';

const NAMES = ['journal.log', 'snapshot-a', 'snapshot-b', 'raw.bin'] as const;

/** Whether this dedicated worker may have files of its own: not over plain http from another host, not from file://. */
export async function hasOpfs(): Promise<boolean> {
  if (!('storage' in navigator) || typeof FileSystemFileHandle === 'undefined') return false;
  if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return false;
  try {
    await navigator.storage.getDirectory();
    return true;
  } catch {
    return false;
  }
}

/**
 * The files of one workspace in the origin private file system, in the folder `alertweave/<workspace>`. Only in a dedicated worker, and only
 * with the workspace's lock held (lock.ts). Other files in the folder are left alone.
 * Errors: `store/in-use` while another tab has them open, `store/io`, `store/disk-full`.
 */
export async function opfsPersistence(workspace: string): Promise<Result<FilePersistence>> {
  const open: FileSystemSyncAccessHandle[] = [];
  try {
    const root = await navigator.storage.getDirectory();
    const home = await (await root.getDirectoryHandle('alertweave', { create: true })).getDirectoryHandle(workspace, { create: true });
    for (const name of NAMES) open.push(await handleOf(await home.getFileHandle(name, { create: true })));
    const [journal, a, b, raw] = open.map(fileOf) as [StorageFile, StorageFile, StorageFile, StorageFile];
    return ok(new FilePersistence({ journal, slots: [a, b], raw }, { kind: 'opfs', breathe, quota }));
  } catch (error) {
    for (const handle of open) handle.close();
    if (error instanceof DOMException && error.name === 'NoModificationAllowedError') {
      return fail('store/in-use', 'Another tab has this workspace open.');
    }
    return storageFailure(error);
  }
}

/** A tab that has just gone gives up its lock a moment before its handles: with the lock held, waiting for them is safe. */
async function handleOf(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let left = 20; ; left--) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      const inUse = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!inUse || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function fileOf(handle: FileSystemSyncAccessHandle): StorageFile {
  return {
    size: () => handle.getSize(),
    read: (into, at) => handle.read(plain(into), { at }),
    write: (bytes, at) => handle.write(plain(bytes), { at }),
    truncate: (size) => handle.truncate(size),
    flush: () => handle.flush(),
    close: () => handle.close(),
  };
}

/** Nothing here shares memory between threads; the types cannot know. */
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;

export async function quota(): Promise<number | undefined> {
  return 'storage' in navigator ? (await navigator.storage.estimate()).quota : undefined;
}
