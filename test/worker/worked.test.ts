import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import type { AnewRow, PreviewRow, WeaveRow } from '../../src/worker/api.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { line } from '../helpers/alert-line.ts';
import { ask, open, queue, rows, run, source } from '../helpers/workspace.ts';

/* A workspace in which alerts came in one import after the other, and people worked in between. */

const incidentOf = ({ mirror }: Workspace): readonly number[] => [...mirror.incident.subarray(0, mirror.count)];
/** What the second import brings of ws-2 would belong to an incident that is resolved by then: woven at once all would be otherwise. */
const FIRST = [line('a', 0, 'ws-1', 'jane'), line('b', 200, 'ws-2', 'omar'), line('c', 205, 'ws-2', 'omar'), line('d', 700, 'ws-9', 'eve')];
const SECOND = [
  line('e', 1, 'ws-1', 'jane'),
  line('f', 201, 'ws-2', 'omar'),
  line('f2', 202, 'ws-2', 'omar'),
  line('g', 720, 'ws-7', 'kim'),
  line('h', 725, 'ws-7', 'kim'),
];

async function worked(disk = new MemoryDisk()): Promise<Workspace> {
  const workspace = await open(disk);
  await workspace.importSources([source('a.ndjson', ...FIRST)], run);
  const resolved = queue(workspace).find(({ assets }) => assets.some(({ label }) => label.startsWith('ws-2')));
  await workspace.decide({ kind: 'incident.change', ids: [resolved?.id ?? 0], changes: { status: 'resolved' } });
  await workspace.importSources([source('b.ndjson', ...SECOND)], run);
  return workspace;
}

describe('what an import did to a worked workspace', () => {
  test('nothing is told of the first import', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources([source('a.ndjson', ...FIRST)], run);
    expect(await ask<WeaveRow>(workspace, 'weave', {})).toEqual({ whole: true, alerts: 4, report: null });
    expect(await rows(workspace, 'anew', {})).toEqual([]);
    expect(await ask<PreviewRow>(workspace, 'previewCorrelation', { profile: 'normal' })).toMatchObject({ anew: false });
  });

  test('each new alert is counted once: it joined what was here or founded what was not; what a rule refused is told with both incidents', async () => {
    const workspace = await worked();
    const { report, whole } = await ask<WeaveRow>(workspace, 'weave', {});
    expect(whole).toBe(false);
    const [joined, , , , , founded, , also] = incidentOf(workspace);
    expect(report?.joined.map(({ incident, fresh }) => [incident.id, fresh])).toEqual([[joined, 1]]);
    expect(report?.founded.map(({ incident, fresh }) => [incident.id, fresh])).toEqual([
      [founded, 2],
      [also, 2],
    ]);
    expect(report).toMatchObject({ alerts: 5, joinedAlerts: 1, foundedAlerts: 4, merged: [] });
    expect(report?.refused).toMatchObject([{ a: { id: incidentOf(workspace)[1], status: 'resolved' }, b: null, code: 'merge/resolved' }]);
    const told = await rows(workspace, 'incidentActivities', { incident: joined ?? 0, limit: 10 });
    expect(told.map(({ summary }) => summary)).toContain('5 new alerts: 1 joined 1 incident, 4 founded 2 incidents; 1 merge was refused');
  });

  test('the difference to a weave of all at once is offered; taken, it is gone, and undo brings back the very same incidents', async () => {
    const workspace = await worked();
    const before = incidentOf(workspace);
    const offer = await ask<AnewRow>(workspace, 'anew', {});
    const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', {});
    expect(offer).toEqual({ mergeCount: 1, splitCount: 0, moveCount: 0 });
    expect(tried.anew, 'it is what was asked for').toBe(false);
    expect(
      await ask<PreviewRow>(workspace, 'previewCorrelation', { profile: 'normal' }),
      'part of it comes from weaving all at once',
    ).toMatchObject({
      ...offer,
      anew: true,
    });
    expect(offer).toEqual({ mergeCount: tried.mergeCount, splitCount: tried.splitCount, moveCount: tried.moveCount });
    expect((await workspace.decide({ kind: 'setting.change', key: 'weave', value: '1' })).ok).toBe(true);
    expect(await rows(workspace, 'anew', {})).toEqual([]);
    expect(await ask<PreviewRow>(workspace, 'previewCorrelation', {})).toMatchObject({ mergeCount: 0, splitCount: 0, moveCount: 0 });
    expect((await workspace.undo()).ok).toBe(true);
    expect(incidentOf(workspace)).toEqual(before);
    expect(await ask<AnewRow>(workspace, 'anew', {})).toEqual(offer);
  });
});

describe('places by hand', () => {
  test('a trial under which nothing changes says so, also where people have moved alerts and merged incidents', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources([source('a.ndjson', ...FIRST)], run);
    const nothing = { mergeCount: 0, splitCount: 0, moveCount: 0 };
    expect((await workspace.decide({ kind: 'alert.move', ids: [3], to: null })).ok).toBe(true);
    expect(await ask<PreviewRow>(workspace, 'previewCorrelation', {})).toMatchObject(nothing);
    const ids = queue(workspace).map(({ id }) => id);
    expect((await workspace.decide({ kind: 'incident.merge', ids: ids.slice(0, 2) })).ok).toBe(true);
    expect(await ask<PreviewRow>(workspace, 'previewCorrelation', {})).toMatchObject(nothing);
  });

  test('a move is tried first, does what the trial said, and moves nothing else, whatever a weave of all would do', async () => {
    const disk = new MemoryDisk();
    for (const again of [false, true]) {
      const first = await worked(again ? disk : undefined);
      await first.snapshot();
      const workspace = again ? await open(disk.restart()) : first;
      const before = incidentOf(workspace);
      const trial = { place: { alerts: [9], to: null } };
      expect(await ask<PreviewRow>(workspace, 'previewCorrelation', trial)).toMatchObject({ mergeCount: 0, splitCount: 1, moveCount: 1 });
      expect((await workspace.decide({ kind: 'alert.move', ids: [9], to: null })).ok).toBe(true);
      expect(incidentOf(workspace).toSpliced(8, 1)).toEqual(before.toSpliced(8, 1));
      expect(before).not.toContain(incidentOf(workspace)[8]);
      expect((await workspace.undo()).ok).toBe(true);
      expect(incidentOf(workspace)).toEqual(before);
    }
  });

  test('a merge is tried first and pours what the trial said', async () => {
    const workspace = await worked();
    const before = incidentOf(workspace);
    const [a, b] = [before[0] ?? 0, before[7] ?? 0];
    const tried = await ask<PreviewRow>(workspace, 'previewCorrelation', { merge: [a, b] });
    expect(tried).toMatchObject({ mergeCount: 1, splitCount: 0, moveCount: 0 });
    expect(tried.merges[0]?.from.map(({ id }) => id)).toEqual([a, b].sort((x, y) => x - y));
    expect((await workspace.decide({ kind: 'incident.merge', ids: [a, b] })).ok).toBe(true);
    const into = incidentOf(workspace)[0];
    expect(incidentOf(workspace)).toEqual(before.map((one) => (one === a || one === b ? into : one)));
    expect((await workspace.undo()).ok).toBe(true);
    expect(incidentOf(workspace)).toEqual(before);
  });

  test('of a trial that merges many the first are listed, and all are counted', async () => {
    const workspace = await open(new MemoryDisk());
    const lines = Array.from({ length: 12 }, (_, i) => line(`m${i}`, i, `ws-${i}`, `user${i}`));
    await workspace.importSources([source('m.ndjson', ...lines)], run);
    const all = incidentOf(workspace);
    expect(new Set(all).size).toBe(12);
    const { merges } = await ask<PreviewRow>(workspace, 'previewCorrelation', { merge: all });
    expect(merges.map(({ from, fromCount }) => [from.length, fromCount])).toEqual([[8, 12]]);
  });

  test('a bend after a move, taken back, leaves the move as it was', async () => {
    const workspace = await worked();
    expect((await workspace.decide({ kind: 'alert.move', ids: [9], to: null })).ok).toBe(true);
    const moved = incidentOf(workspace);
    expect((await workspace.decide({ kind: 'override.add', rule: 'cannotLink', a: 1, b: 5 })).ok).toBe(true);
    expect((await workspace.undo()).ok).toBe(true);
    expect(incidentOf(workspace)).toEqual(moved);
  });
});
