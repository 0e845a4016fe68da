import type { Answer, Request, Work } from './worker.ts';

/* Runs each piece of work in a worker of its own, so that none finds what another has warmed or left behind. */

const input = document.querySelector('input');
let worker: Worker | undefined;

/** Starts a worker; it is ready when this resolves. */
function ready(): Promise<void> {
  const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker = started;
  return new Promise((resolve, reject) => {
    started.onmessage = () => resolve();
    started.onerror = (event) => reject(new Error(event.message));
  });
}

/** The work on the file given last. The worker stays, so that its time can be read, until `end`. */
function run(work: Work): Promise<Answer> {
  const file = input?.files?.[0];
  const asked = worker;
  if (file === undefined || asked === undefined) return Promise.reject(new Error('no file, or no worker'));
  return new Promise<Answer>((resolve, reject) => {
    asked.onmessage = ({ data }: MessageEvent<Answer | { readonly error: string }>) =>
      'error' in data ? reject(new Error(data.error)) : resolve(data);
    asked.onerror = (event) => reject(new Error(event.message));
    asked.postMessage({ work, file } satisfies Request);
  });
}

export const bench = { ready, run, end: (): void => worker?.terminate() };
(globalThis as { bench?: typeof bench }).bench = bench;
