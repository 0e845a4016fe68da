import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { verify } from '../../../src/journal/chain.ts';
import { decodeEvents } from '../../../src/journal/codec.ts';
import { CaseJournal } from '../../../src/store/journal/case-journal.ts';
import { applyEvents } from '../../../src/store/journal/apply.ts';
import { MemoryDisk, memoryPersistence } from '../../../src/store/persist/memory.ts';
import { decisionsOf, hooksOf, partsOf, resumeCase, rowsOf, sampleCase } from '../../helpers/case.ts';
import { openTestDatabase } from '../../helpers/database.ts';
import { anyStep, type Step } from '../../helpers/decisions.ts';

const run = async (journal: CaseJournal, step: Step): Promise<boolean> => {
  const done = step.do === 'decide' ? await journal.decide(step.decision) : await journal[step.do]();
  return done.ok;
};
const eventsOn = (disk: MemoryDisk): ReturnType<typeof decodeEvents>['events'] => {
  const file = disk.file('journal.log');
  const bytes = new Uint8Array(file.size());
  file.read(bytes, 0);
  return decodeEvents(bytes).events;
};

test('whatever was decided, in any order of features, undoing all of it leaves no trace, and redoing all brings it back', async () => {
  const image = (await sampleCase()).export();
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 14 }), async (steps) => {
      const db = await openTestDatabase(image);
      const disk = new MemoryDisk();
      const journal = await resumeCase(db, memoryPersistence(disk));
      const start = decisionsOf(db);
      const shown = rowsOf(db, 'select * from incident order by id');
      for (const step of steps) await run(journal, step);

      const events = eventsOn(disk);
      for (const event of events) kinds.set(event.kind, (kinds.get(event.kind) ?? 0) + 1);
      expect(verify(events)).toEqual([]);
      const end = decisionsOf(db);

      // Journal-fold over the same evidence equals the live database, log and marks included.
      const folded = await openTestDatabase(image);
      applyEvents(folded, events, hooksOf(folded));
      expect(decisionsOf(folded)).toEqual(end);
      expect(rowsOf(folded, 'select * from event order by seq')).toEqual(rowsOf(db, 'select * from event order by seq'));
      expect(rowsOf(folded, 'select * from incident order by id')).toEqual(rowsOf(db, 'select * from incident order by id'));

      let undone = 0;
      while (journal.undoState.undo !== null) {
        expect(await journal.undo()).toMatchObject({ ok: true });
        undone++;
      }
      expect(decisionsOf(db)).toEqual(start);
      expect(rowsOf(db, 'select * from incident order by id')).toEqual(shown);
      for (let i = 0; i < undone; i++) expect(await journal.redo()).toMatchObject({ ok: true });
      expect(decisionsOf(db)).toEqual(end);

      // After a reload, Ctrl-Z takes back the same thing.
      const again = await resumeCase(db, memoryPersistence(disk.restart()));
      expect(again.undoState).toEqual(journal.undoState);
      db.close();
      folded.close();
    }),
    { numRuns: 120 },
  );
  // The property would hold for a journal that refuses everything: it must have met every kind.
  for (const kind of ['incident.changed', 'incident.commented', 'incident.merged', 'alert.changed', 'alert.moved', 'override.added']) {
    expect(kinds.get(kind), kind).toBeGreaterThan(0);
  }
  for (const kind of ['entity.changed', 'setting.changed', 'event.undone', 'event.redone'])
    expect(kinds.get(kind), kind).toBeGreaterThan(0);
});

test('a decision names its before and after, and shows on the incident at once', async () => {
  const db = await sampleCase();
  const journal = await resumeCase(db, memoryPersistence());
  const done = await journal.decide({
    kind: 'incident.change',
    ids: [1],
    changes: { status: 'resolved', assignedTo: 'Ann', resolveAlerts: true },
  });
  expect(done).toMatchObject({
    ok: true,
    value: {
      event: {
        kind: 'incident.changed',
        summary: 'Status changed from New to Resolved; owner changed from nobody to Ann; 3 alerts assigned; 3 alerts resolved',
        subjects: ['i-1'],
      },
      applied: { tables: ['incident_decision', 'alert_decision'], recorrelate: false },
    },
  });
  expect(rowsOf(db, 'select status, assigned_to from incident where id = 1')).toEqual([['resolved', 'Ann']]);
  expect(rowsOf(db, 'select status, assigned_to from alert_decision')).toEqual([
    ['resolved', 'Ann'],
    ['resolved', 'Ann'],
    ['resolved', 'Ann'],
  ]);
  expect(journal.undoState).toEqual({ undo: expect.stringContaining('Status changed') as string, redo: null });
});

test('an older decision can be undone by itself as long as nothing since has touched the same field', async () => {
  const db = await sampleCase();
  const journal = await resumeCase(db, memoryPersistence());
  const named = await journal.decide({ kind: 'incident.change', ids: [1], changes: { name: 'Phish' } });
  await journal.decide({ kind: 'incident.change', ids: [1], changes: { status: 'inProgress' } });
  if (!named.ok) throw new Error(named.error.message);
  expect(await journal.undo(named.value.event.id)).toMatchObject({ ok: true });
  expect(rowsOf(db, 'select name, status from incident where id = 1')).toEqual([['Incident 1', 'inProgress']]);

  const first = await journal.decide({ kind: 'incident.change', ids: [1], changes: { severity: 'low' } });
  await journal.decide({ kind: 'incident.change', ids: [1], changes: { severity: 'medium' } });
  if (!first.ok) throw new Error(first.error.message);
  expect(await journal.undo(first.value.event.id)).toMatchObject({ ok: false, error: { code: 'journal/conflict' } });
  expect(rowsOf(db, 'select severity from incident where id = 1')).toEqual([[3]]);
});

test('the log marks what is undone; a new decision ends what could be redone', async () => {
  const db = await sampleCase();
  const journal = await resumeCase(db, memoryPersistence());
  await journal.decide({ kind: 'incident.change', ids: [1], changes: { name: 'Phish' } });
  const marks = (): unknown => rowsOf(db, 'select kind, undone from event order by seq');
  await journal.undo();
  expect(marks()).toEqual([
    ['incident.changed', 1],
    ['event.undone', 0],
  ]);
  await journal.redo();
  expect(marks()).toEqual([
    ['incident.changed', 0],
    ['event.undone', 0],
    ['event.redone', 0],
  ]);
  await journal.undo();
  await journal.decide({ kind: 'incident.comment', id: 1, text: 'seen' });
  expect(journal.undoState).toEqual({ undo: 'Comment added: “seen”', redo: null });
  expect(await journal.redo()).toMatchObject({ ok: false, error: { code: 'journal/nothing-to-redo' } });
});

test('when the disk refuses, nothing is changed and the answer says so; when there is room again, work goes on', async () => {
  const db = await sampleCase();
  const faults = { freeBytes: 100 } as { freeBytes?: number };
  const disk = new MemoryDisk(faults);
  const journal = await resumeCase(db, memoryPersistence(disk));
  const before = decisionsOf(db);
  expect(await journal.decide({ kind: 'incident.comment', id: 1, text: 'seen' })).toMatchObject({
    ok: false,
    error: { code: 'store/disk-full' },
  });
  expect(decisionsOf(db)).toEqual(before);
  expect(journal.undoState.undo).toBeNull();
  delete faults.freeBytes;
  expect(await journal.decide({ kind: 'incident.comment', id: 1, text: 'seen' })).toMatchObject({ ok: true });
  expect(eventsOn(disk).map((event) => event.seq)).toEqual([1]);
});

test('decisions about what is not in the workspace are kept, and an import that the snapshot lacks is named', async () => {
  const db = await sampleCase();
  const disk = new MemoryDisk();
  const journal = await resumeCase(db, memoryPersistence(disk));
  await journal.record('file.imported', 'Imported mail.json: 6 alerts');
  await journal.decide({ kind: 'alert.change', ids: [2], changes: { status: 'resolved' } });
  const empty = await openTestDatabase();
  const resumed = CaseJournal.resume(partsOf(empty, memoryPersistence()), eventsOn(disk));
  expect(resumed).toMatchObject({ replayed: 2, missingImports: ['Imported mail.json: 6 alerts'] });
  expect(decisionsOf(empty)).toEqual(decisionsOf(db));
});

test('an event of a later build with an unknown table or column is logged without effect', async () => {
  const db = await sampleCase();
  const before = decisionsOf(db);
  const event = {
    v: 1 as const,
    id: 'future',
    seq: 1,
    at: 1,
    actor: 'Ann',
    kind: 'incident.changed' as const,
    summary: 'From the future',
    subjects: ['i-1'],
    changes: [
      { table: 'task" (key) values (1); drop table event; --' as 'setting', key: 'x', before: null, after: { value: '1' } },
      { table: 'incident_decision' as const, key: 'i-1', before: null, after: { 'name) values (1); --': 'x' } },
    ],
    prev: '',
    hash: '',
  };
  applyEvents(db, [event], { refreshIncidents: () => undefined });
  expect(decisionsOf(db)).toEqual(before);
  expect(rowsOf(db, 'select summary from event')).toEqual([['From the future']]);
});
