import * as Comlink from 'comlink';
import { ok, type Result } from '../base/result.ts';
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
async function storage(letGo: () => Promise<void>, takeOver: boolean): Promise<Result<Storage> | 'busy'> {
  const lock = await lockWorkspace(WORKSPACE, { onAsked: letGo });
  if (lock.state === 'busy') {
    if (!takeOver) return 'busy';
    await lock.takeOver();
  }
  if (await hasOpfs()) {
    const opened = await opfsPersistence(WORKSPACE);
    if (opened.ok) return ok({ persistence: opened.value, warning: undefined });
    // Where there are files, they may hold a workspace: an empty one in another place would look like a loss.
    return opened.error.code === 'store/in-use' ? 'busy' : opened;
  }
  // Private windows of some browsers have the interface and refuse its use.
  const usable = typeof indexedDB !== 'undefined' && (await probe());
  return usable
    ? ok({ persistence: new IndexedDbPersistence(WORKSPACE), warning: undefined })
    : ok({ persistence: memoryPersistence(), warning: NOT_KEPT });
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
