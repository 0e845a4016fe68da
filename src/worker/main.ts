import * as Comlink from 'comlink';
import { hasOpfs, opfsPersistence } from '../store/persist/opfs.ts';
import { IndexedDbPersistence } from '../store/persist/indexeddb.ts';
import { lockWorkspace } from '../store/persist/lock.ts';
import { memoryPersistence } from '../store/persist/memory.ts';
import { createEngine, type Storage } from './engine.ts';
import { rawPool } from './raw-pool.ts';
import { loadSql } from './sql-browser.ts';

const WORKSPACE = 'default';
const NOT_KEPT = 'This browser gives the page no storage: everything is lost when the tab is closed. Export what you need.';

/** OPFS, where it is missing IndexedDB, where both are forbidden memory, and that is said. */
async function storage(letGo: () => Promise<void>): Promise<Storage | 'busy'> {
  const lock = await lockWorkspace(WORKSPACE, { onAsked: letGo });
  if (lock.state === 'busy') return 'busy';
  if (await hasOpfs()) {
    const opened = await opfsPersistence(WORKSPACE);
    if (opened.ok) return { persistence: opened.value, warning: undefined };
    if (opened.error.code === 'store/in-use') return 'busy';
  }
  // Private windows of some browsers have the interface and refuse its use.
  const usable = typeof indexedDB !== 'undefined' && (await probe());
  return usable
    ? { persistence: new IndexedDbPersistence(WORKSPACE), warning: undefined }
    : { persistence: memoryPersistence(), warning: NOT_KEPT };
}

const probe = (): Promise<boolean> =>
  new Promise((resolve) => {
    try {
      const request = indexedDB.open('alertweave/probe');
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });

Comlink.expose(createEngine({ loadSql, storage, codec: rawPool() }));
