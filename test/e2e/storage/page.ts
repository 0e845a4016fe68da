/** What the test drives through `page.evaluate`. */
export interface Probe {
  call(name: string, ...args: readonly unknown[]): Promise<unknown>;
  /** Number of the last event that was said to be saved. */
  saved: number;
  asked: boolean;
}
declare global {
  interface Window {
    probe: Probe;
  }
}

interface Answer {
  readonly id?: number;
  readonly value?: unknown;
  readonly error?: string;
  readonly saved?: number;
  readonly asked?: boolean;
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let next = 0;
const probe: Probe = {
  saved: 0,
  asked: false,
  call: (name, ...args) =>
    new Promise((resolve, reject) => {
      waiting.set(++next, { resolve, reject });
      worker.postMessage({ id: next, call: name, args });
    }),
};
worker.onmessage = ({ data }: MessageEvent<Answer>) => {
  if (data.saved !== undefined) probe.saved = data.saved;
  if (data.asked === true) probe.asked = true;
  if (data.id === undefined) return;
  const waiter = waiting.get(data.id);
  if (data.error === undefined) waiter?.resolve(data.value);
  else waiter?.reject(new Error(data.error));
};
window.probe = probe;
