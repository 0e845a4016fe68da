import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { verify } from '../../../src/journal/chain.ts';
import { applyEvents } from '../../../src/store/journal/apply.ts';
import { CaseJournal } from '../../../src/store/journal/case-journal.ts';
import { MemoryDisk, memoryPersistence, type Faults } from '../../../src/store/persist/memory.ts';
import { decisionsOf, hooksOf, partsOf, sampleCase } from '../../helpers/case.ts';
import { openTestDatabase } from '../../helpers/database.ts';
import { anyStep, type Step } from '../../helpers/decisions.ts';

type Act = Step | { readonly do: 'snapshot' } | { readonly do: 'raw' };
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: anyStep },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'snapshot' }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'raw' }) },
);

/** A workspace whose evidence stands in a first snapshot, on a disk that fails as `faults` says from then on. */
async function begun(image: Uint8Array, faults: Faults): Promise<{ readonly disk: MemoryDisk; readonly arm: () => void }> {
  const live: Faults = {};
  const disk = new MemoryDisk(live);
  const persistence = memoryPersistence(disk);
  await persistence.open();
  await persistence.saveSnapshot(image, 0);
  return { disk, arm: () => Object.assign(live, faults) };
}

interface Run {
  /** Ids of the events that were acknowledged, in order. */
  readonly acknowledged: readonly string[];
  readonly decisions: unknown;
}
async function work(disk: MemoryDisk, image: Uint8Array, acts: readonly Act[]): Promise<Run> {
  const db = await openTestDatabase(image);
  const persistence = memoryPersistence(disk);
  const opened = await persistence.open();
  const acknowledged: string[] = [];
  if (opened.ok) {
    const { journal } = CaseJournal.resume(partsOf(db, persistence), opened.value.events);
    for (const act of acts) {
      if (act.do === 'snapshot') await persistence.saveSnapshot(db.export(), journal.lastSeq);
      else if (act.do === 'raw') await persistence.appendRaw(new Uint8Array(777).fill(7));
      else {
        const done = act.do === 'decide' ? await journal.decide(act.decision) : await journal[act.do]();
        if (done.ok) acknowledged.push(done.value.event.id);
      }
    }
  }
  const decisions = decisionsOf(db);
  db.close();
  return { acknowledged, decisions };
}

async function checkReopened(disk: MemoryDisk, image: Uint8Array, run: Run): Promise<void> {
  const opened = await memoryPersistence(disk).open();
  if (!opened.ok) throw new Error(opened.error.message);
  const { events, snapshot } = opened.value;
  const ids = events.map((event) => event.id);
  expect(ids.slice(0, run.acknowledged.length)).toEqual(run.acknowledged);
  expect(ids.length).toBeLessThanOrEqual(run.acknowledged.length + 1);
  expect(verify(events)).toEqual([]);
  if (snapshot === undefined) throw new Error('no snapshot survived');
  const db = await openTestDatabase(snapshot.bytes);
  const resumed = CaseJournal.resume(partsOf(db, memoryPersistence()), events);
  expect(resumed.journal.lastSeq).toBe(events.length);
  const folded = await openTestDatabase(image);
  applyEvents(folded, events, hooksOf(folded));
  expect(decisionsOf(db)).toEqual(decisionsOf(folded));
  if (ids.length === run.acknowledged.length) expect(decisionsOf(db)).toEqual(run.decisions);
  db.close();
  folded.close();
}

const byte = fc.oneof(fc.nat(6_000), fc.nat(800_000));

test('killed at any byte of any write: reopening gives every acknowledged decision', async () => {
  const image = (await sampleCase()).export();
  let torn = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 1, maxLength: 10 }), byte, async (acts, killAfterBytes) => {
      const { disk, arm } = await begun(image, { killAfterBytes });
      arm();
      const run = await work(disk, image, acts);
      const after = disk.restart();
      if (((await memoryPersistence(after.restart()).open()) as { value?: { warning?: string } }).value?.warning !== undefined) torn++;
      await checkReopened(after, image, run);
    }),
    { numRuns: 150 },
  );
  expect(torn).toBeGreaterThan(5);
});

test('power lost: writes that were not flushed survive in part or not at all, acknowledged decisions do', async () => {
  const image = (await sampleCase()).export();
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyAct, { minLength: 1, maxLength: 10 }),
      byte,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (acts, killAfterBytes, lucks) => {
        const { disk, arm } = await begun(image, { killAfterBytes });
        arm();
        const run = await work(disk, image, acts);
        disk.losePower(() => lucks.next().value as number);
        await checkReopened(disk.restart(), image, run);
      },
    ),
    { numRuns: 100 },
  );
});

test('a disk that fills or whose flush fails: what was acknowledged stands, what was refused does not come back', async () => {
  const image = (await sampleCase()).export();
  const faults = fc.oneof(fc.record({ freeBytes: byte }), fc.record({ flushes: fc.nat(4) }));
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 1, maxLength: 10 }), faults, async (acts, faults) => {
      const { disk, arm } = await begun(image, faults);
      arm();
      const run = await work(disk, image, acts);
      const opened = await memoryPersistence(disk.restart()).open();
      expect(opened.ok && opened.value.events.map((event) => event.id)).toEqual(run.acknowledged);
      await checkReopened(disk.restart(), image, run);
    }),
    { numRuns: 100 },
  );
});

test('a snapshot that rots is not used: the one before it is, with the journal’s events after it', async () => {
  const image = (await sampleCase()).export();
  const { disk } = await begun(image, {});
  const run = await work(disk, image, [
    { do: 'decide', decision: { kind: 'incident.change', ids: [1], changes: { name: 'Phish' } } },
    { do: 'snapshot' },
    { do: 'decide', decision: { kind: 'incident.comment', id: 1, text: 'seen' } },
  ]);
  disk.file('snapshot-b').write(new Uint8Array([255]), 5_000);
  const opened = await memoryPersistence(disk).open();
  expect(opened).toMatchObject({ ok: true, value: { snapshot: { seq: 0 }, warning: expect.stringContaining('one before it') as string } });
  await checkReopened(disk, image, run);
});
