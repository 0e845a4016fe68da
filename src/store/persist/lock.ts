/** The part of `navigator.locks` that is used; tests bring their own. */
export type Locks = Pick<LockManager, 'request'>;
/** The part of `BroadcastChannel` that is used. */
export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}
export interface LockOptions {
  /** Absent: those of this worker; where a page has none (plain http), the lock is taken for granted. */
  readonly locks?: Locks | undefined;
  readonly channel?: (name: string) => Channel;
  /** Another tab asks for the workspace: save, close the persistence, and let go. Resolving releases the lock. */
  readonly onAsked: () => Promise<void>;
  /** Ends the patience with a holder that is going already: after a reload the page before may hold the lock for a moment yet. Absent: after 700 ms. */
  readonly patience?: AbortSignal;
}

export interface HeldLock {
  readonly state: 'held';
  release(): void;
}
export interface BusyLock {
  readonly state: 'busy';
  /** Asks the holder to let go, and waits until it has or is gone. */
  takeOver(): Promise<HeldLock>;
  /** Waits until the holder is gone, without asking. */
  wait(): Promise<HeldLock>;
}

const ASK = 'let-go';
const PATIENCE_MS = 700;

/**
 * The workspace belongs to one tab at a time, else two would write one journal. The browser frees the lock when the tab goes, however it goes.
 *
 * @example
 * const lock = await lockWorkspace('default', { onAsked: () => closeEverything() });
 * if (lock.state === 'busy') show('locked'); // open no file; on the user's wish: await lock.takeOver()
 */
export async function lockWorkspace(workspace: string, options: LockOptions): Promise<HeldLock | BusyLock> {
  const name = `alertweave/${workspace}`;
  const locks = options.locks ?? ('locks' in navigator ? navigator.locks : undefined);
  const channel = options.channel ?? ((channelName: string) => new BroadcastChannel(channelName));
  if (locks === undefined) return { state: 'held', release: () => undefined };
  const hold = (mode: Mode): Promise<HeldLock | undefined> => holdLock(locks, name, mode, channel, options.onAsked);
  const held = (await hold({ ifAvailable: true })) ?? (await hold({ signal: options.patience ?? AbortSignal.timeout(PATIENCE_MS) }));
  if (held !== undefined) return held;
  const wait = async (): Promise<HeldLock> => {
    const got = await hold({});
    if (got === undefined) throw new Error('a lock was waited for and not given');
    return got;
  };
  return {
    state: 'busy',
    wait,
    takeOver: () => {
      const asking = channel(name);
      asking.postMessage(ASK);
      return wait().finally(() => asking.close());
    },
  };
}

interface Mode {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

function holdLock(
  locks: Locks,
  name: string,
  mode: Mode,
  channel: (name: string) => Channel,
  onAsked: () => Promise<void>,
): Promise<HeldLock | undefined> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, { mode: 'exclusive', ...mode }, (lock) => {
        if (lock === null) {
          resolve(undefined);
          return undefined;
        }
        // The lock is held for as long as this promise is open.
        return new Promise<void>((letGo) => {
          const ears = channel(name);
          const release = (): void => {
            ears.close();
            letGo();
          };
          ears.addEventListener('message', ({ data }) => {
            if (data === ASK) void onAsked().finally(release);
          });
          resolve({ state: 'held', release });
        });
      })
      .catch((error: unknown) => {
        if (mode.signal?.aborted === true) resolve(undefined);
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
  });
}
