import { encodeEvent } from '../../../src/journal/codec.ts';
import { seal } from '../../../src/journal/chain.ts';
import type { JournalEvent } from '../../../src/journal/event.ts';
import { IndexedDbPersistence } from '../../../src/store/persist/indexeddb.ts';
import { lockWorkspace, type BusyLock, type HeldLock } from '../../../src/store/persist/lock.ts';
import { hasOpfs, opfsPersistence } from '../../../src/store/persist/opfs.ts';
import type { Persistence } from '../../../src/store/persist/persistence.ts';
import { rawPool } from '../../../src/worker/raw-pool.ts';

/* The storage modules in the place they are made for: a dedicated worker of a real browser. One call a message. */

let persistence: Persistence | undefined;
let last: JournalEvent | undefined;
let lock: HeldLock | BusyLock | undefined;
const codec = rawPool();
/** Numbers of the events that were said to be saved; the page keeps them too. */
let saved = 0;

const image = (seed: number, length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + seed) & 255);

async function append(size: number): Promise<void> {
  const draft = { kind: 'incident.commented' as const, summary: 'x'.repeat(size), subjects: ['i-1'], changes: [] };
  const event = seal(draft, {
    id: crypto.randomUUID(),
    seq: (last?.seq ?? 0) + 1,
    at: Date.now() * 1000,
    actor: 'Ann',
    prev: last?.hash ?? '',
  });
  const done = await open().append(encodeEvent(event));
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  last = event;
  saved = event.seq;
}

function open(): Persistence {
  if (persistence === undefined) throw new Error('not open');
  return persistence;
}

const calls = {
  async hasOpfs() {
    return hasOpfs();
  },
  async open(kind: 'opfs' | 'indexeddb', workspace: string) {
    const made = kind === 'opfs' ? await opfsPersistence(workspace) : { ok: true as const, value: new IndexedDbPersistence(workspace) };
    if (!made.ok) return { code: made.error.code };
    persistence = made.value;
    const opened = await persistence.open();
    if (!opened.ok) return { code: opened.error.code, message: opened.error.message };
    const { events, snapshot, warning } = opened.value;
    last = events.at(-1);
    const expected = snapshot === undefined ? undefined : image(snapshot.seq, snapshot.bytes.length);
    return {
      events: events.length,
      dense: events.every((event, i) => event.seq === i + 1),
      snapshot:
        snapshot === undefined
          ? null
          : { seq: snapshot.seq, length: snapshot.bytes.length, intact: snapshot.bytes.every((byte, i) => byte === expected?.[i]) },
      warning: warning ?? null,
    };
  },
  async append(count: number, size: number) {
    const start = performance.now();
    for (let i = 0; i < count; i++) await append(size);
    return (performance.now() - start) / count;
  },
  async snapshot(length: number) {
    const seq = last?.seq ?? 0;
    const bytes = image(seq, length);
    const start = performance.now();
    const done = await open().saveSnapshot(bytes, seq);
    return { code: done.ok ? null : done.error.code, seq, ms: performance.now() - start };
  },
  async raw(length: number) {
    const block = image(1, length) as Uint8Array<ArrayBuffer>;
    const packed = await codec.pack(block.slice());
    const at = await open().appendRaw(packed);
    if (!at.ok) return { code: at.error.code };
    const back = await open().readRaw(at.value, packed.length);
    if (!back.ok) return { code: back.error.code };
    const whole = await codec.unpack(back.value);
    return { equal: whole.length === length && whole.every((byte, i) => byte === block[i]), packed: packed.length };
  },
  async usage() {
    return open().usage();
  },
  async wipe() {
    last = undefined;
    return (await open().wipe()).ok;
  },
  /** Until killed: edits, and a snapshot after every fiftieth, each told once it is saved. */
  async storm() {
    for (;;) {
      await append(300);
      postMessage({ saved });
      if (saved % 50 === 0) void open().saveSnapshot(image(saved, 6_000_000), saved);
    }
  },
  async lock(workspace: string) {
    lock = await lockWorkspace(workspace, {
      onAsked: async () => {
        await persistence?.close();
        postMessage({ asked: true });
      },
    });
    return lock.state;
  },
  async takeOver() {
    if (lock?.state !== 'busy') throw new Error('nothing to take over');
    lock = await lock.takeOver();
    return lock.state;
  },
};

self.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly call: keyof typeof calls; readonly args: never[] }>) => {
  (calls[data.call] as (...args: never[]) => Promise<unknown>)(...data.args).then(
    (value) => postMessage({ id: data.id, value }),
    (error: unknown) => postMessage({ id: data.id, error: String(error) }),
  );
};
