import { expect, test } from 'vitest';
import { lockWorkspace, type Channel, type Locks } from '../../../src/store/persist/lock.ts';

/** A browser with several tabs: one queue per lock name, one set of listeners per channel. */
function browser(): { readonly locks: Locks; readonly channel: (name: string) => Channel } {
  const queues = new Map<string, (() => void)[]>();
  const held = new Set<string>();
  const listeners = new Map<string, Set<{ readonly of: object; readonly hear: (event: { readonly data: unknown }) => void }>>();
  const request = async (
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    work: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    if (held.has(name)) {
      if (options.ifAvailable === true) return work(null);
      await new Promise<void>((resume, reject) => {
        queues.set(name, [...(queues.get(name) ?? []), resume]);
        const leave = (): void => {
          queues.set(name, queues.get(name)?.filter((waiter) => waiter !== resume) ?? []);
          reject(new DOMException('', 'AbortError'));
        };
        if (options.signal?.aborted === true) leave();
        options.signal?.addEventListener('abort', leave);
      });
    }
    held.add(name);
    try {
      return await work({ name, mode: 'exclusive' });
    } finally {
      held.delete(name);
      queues.get(name)?.shift()?.();
    }
  };
  const channel = (name: string): Channel => {
    const all = listeners.get(name) ?? new Set();
    listeners.set(name, all);
    const self = {};
    return {
      postMessage: (data) => {
        for (const { of, hear } of [...all]) if (of !== self) hear({ data });
      },
      addEventListener: (_, hear) => void all.add({ of: self, hear }),
      close: () => {
        for (const entry of [...all]) if (entry.of === self) all.delete(entry);
      },
    };
  };
  return { locks: { request: request as Locks['request'] }, channel };
}

const patience = AbortSignal.abort();
const never = (): Promise<void> => Promise.reject(new Error('nobody asked for it'));

test('a second tab is told so, and gets the workspace when the first is gone', async () => {
  const { locks, channel } = browser();
  const first = await lockWorkspace('w', { locks, channel, onAsked: never, patience });
  const second = await lockWorkspace('w', { locks, channel, onAsked: never, patience });
  expect([first.state, second.state]).toEqual(['held', 'busy']);
  expect(await lockWorkspace('other', { locks, channel, onAsked: never, patience })).toMatchObject({ state: 'held' });
  if (first.state !== 'held' || second.state !== 'busy') throw new Error('unreachable');
  const waiting = second.wait();
  first.release();
  expect(await waiting).toMatchObject({ state: 'held' });
});

test('asked to let go, the first tab closes its files before the second has the lock', async () => {
  const { locks, channel } = browser();
  const order: string[] = [];
  await lockWorkspace('w', {
    locks,
    channel,
    onAsked: async () => {
      await Promise.resolve();
      order.push('closed');
    },
  });
  const second = await lockWorkspace('w', { locks, channel, onAsked: never, patience });
  if (second.state !== 'busy') throw new Error('the lock was not held');
  await second.takeOver();
  order.push('taken');
  expect(order).toEqual(['closed', 'taken']);
  expect(await lockWorkspace('w', { locks, channel, onAsked: never, patience })).toMatchObject({ state: 'busy' });
});

test('a page that is just going is waited for: a reload is no second tab', async () => {
  const { locks, channel } = browser();
  const going = await lockWorkspace('w', { locks, channel, onAsked: never });
  const coming = lockWorkspace('w', { locks, channel, onAsked: never, patience: new AbortController().signal });
  await Promise.resolve();
  if (going.state === 'held') going.release();
  expect(await coming).toMatchObject({ state: 'held' });
});
