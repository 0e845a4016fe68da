import { deflate } from '../store/persist/deflate.ts';
import type { BlockCodec } from '../store/persist/raw-store.ts';
import type { PackAnswer, PackRequest } from './raw-worker.ts';

interface Waiting {
  readonly resolve: (packed: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A codec that packs in a worker of its own, started with the first block and kept. Unpacking one block for one record is done here and now.
 * A block is handed over, not copied: its buffer is gone afterwards.
 */
export function rawPool(): BlockCodec {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let next = 0;
  const start = (): Worker => {
    const started = new Worker(new URL('./raw-worker.ts', import.meta.url), { type: 'module', name: 'raw' });
    started.onmessage = ({ data }: MessageEvent<PackAnswer>) => {
      const waiter = waiting.get(data.id);
      waiting.delete(data.id);
      if ('packed' in data) waiter?.resolve(data.packed);
      else waiter?.reject(new Error(data.error));
    };
    started.onerror = (event) => {
      for (const waiter of waiting.values()) waiter.reject(new Error(event.message || 'the worker for raw records did not start'));
      waiting.clear();
      worker = undefined;
    };
    return started;
  };
  return {
    pack: (block) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const request: PackRequest = { id: ++next, block };
        waiting.set(request.id, { resolve, reject });
        worker.postMessage(request, [block.buffer]);
      }),
    unpack: (packed) => deflate.unpack(packed),
  };
}
