import { describe, expect, test } from 'vitest';
import { decodeEvents, encodeEvent } from '../../src/journal/codec.ts';
import type { JournalEvent } from '../../src/journal/event.ts';
import { readAll, writeAll } from '../../src/store/persist/storage-file.ts';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import { runQuery } from '../../src/store/queries/catalogue.ts';
import { answer } from '../../src/worker/questions.ts';
import type { GroupingLimitRow, Overview, PreviewRow, WhyNotRow } from '../../src/worker/api.ts';
import { line } from '../helpers/alert-line.ts';
import { ask, open, queue, run, source } from '../helpers/workspace.ts';

describe('a workspace', () => {
  test('finds everything as it was after it is opened again, decisions and raw records included', async () => {
    const disk = new MemoryDisk();
    const first = await open(disk);
    await first.importSources(
      [source('a.ndjson', line('a', 0, 'ws-1', 'jane'), line('b', 3, 'ws-1', 'jane'), line('c', 400, 'ws-9', 'omar'))],
      run,
    );
    const [one] = queue(first);
    const decided = await first.decide({
      kind: 'incident.change',
      ids: [one?.id ?? 0],
      changes: { status: 'inProgress', addTags: ['vip'] },
    });
    expect(decided.ok).toBe(true);
    const second = await open(disk.restart());
    expect(queue(second)).toEqual(queue(first));
    expect(queue(second).find(({ id }) => id === one?.id)).toMatchObject({ status: 'inProgress', tags: ['vip'] });
    expect(await ask(second, 'rawRecord', { alert: 2 })).toEqual({ text: line('b', 3, 'ws-1', 'jane'), truncated: false });
    expect((await second.undo()).ok).toBe(true);
    expect(queue(second).find(({ id }) => id === one?.id)).toMatchObject({ status: 'new', tags: [] });
  });

  test('a second import joins what is open, never splits what was shown, and leaves a resolved incident alone', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources(
      [
        source(
          'a.ndjson',
          line('a', 0, 'ws-1', 'jane'),
          line('b', 3, 'ws-1', 'jane'),
          line('x', 5, 'ws-2', 'omar'),
          line('y', 6, 'ws-2', 'omar'),
        ),
      ],
      run,
    );
    const before = queue(workspace);
    const resolved = before.find((row) => row.assets.some(({ label }) => label.startsWith('ws-2')));
    await workspace.decide({ kind: 'incident.change', ids: [resolved?.id ?? 0], changes: { status: 'resolved' } });
    await workspace.importSources(
      [source('b.ndjson', line('c', 8, 'ws-1', 'jane'), line('z', 9, 'ws-2', 'omar'), line('a', 0, 'ws-1', 'jane'))],
      run,
    );
    const after = queue(workspace);
    const open1 = before.find(({ id }) => id !== resolved?.id);
    expect(after.find(({ id }) => id === open1?.id)).toMatchObject({ alerts: 3 });
    expect(after.find(({ id }) => id === resolved?.id)).toMatchObject({ alerts: 2, status: 'resolved' });
    expect(after).toHaveLength(3);
  });

  test('a trial says what would change and changes nothing; the decision then does just that, and undo takes it back', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources(
      [source('a.ndjson', line('a', 0, 'ws-1', 'jane'), line('b', 3, 'ws-1', 'jane'), line('c', 700, 'ws-9', 'omar'))],
      run,
    );
    const before = queue(workspace);
    expect(before).toHaveLength(2);
    const together = await ask<PreviewRow>(workspace, 'previewCorrelation', { mustLink: [[1, 3]] });
    expect(together).toMatchObject({ before: 2, after: 1, mergeCount: 1, splitCount: 0 });
    const apart = await ask<PreviewRow>(workspace, 'previewCorrelation', { cannotLink: [[1, 2]] });
    expect(apart).toMatchObject({ before: 2, after: 3, splitCount: 1 });
    expect(queue(workspace)).toEqual(before);
    expect((await workspace.decide({ kind: 'override.add', rule: 'mustLink', a: 1, b: 3 })).ok).toBe(true);
    expect(queue(workspace)).toHaveLength(1);
    expect((await workspace.undo()).ok).toBe(true);
    expect(queue(workspace)).toEqual(before);
  });

  test('says why two incidents are not one', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources([source('a.ndjson', line('a', 0, 'ws-1', 'jane'), line('c', 700, 'ws-9', 'omar'))], run);
    const [a, b] = queue(workspace);
    const why = await ask<WhyNotRow>(workspace, 'whyNot', { a: a?.id, b: b?.id });
    expect(why).toMatchObject({ verdict: 'nothingShared', shared: [], refusal: null });
    expect(why.sentence).toContain('nothing');
  });

  test('says what the alerts cannot carry, by product, thing and time', async () => {
    const workspace = await open(new MemoryDisk());
    const limits = async (): Promise<string[]> => {
      const told = await answer(workspace, 'groupingLimits', {});
      if (!told.ok) throw new Error(told.error.message);
      return (told.value as GroupingLimitRow[]).map(({ title }) => title);
    };
    expect(await limits()).toEqual([]);
    const bare = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ id: `b${i}`, time: 'whenever', title: `T${i}`, product: 'Old box' }),
    );
    await workspace.importSources([source('bare.ndjson', ...bare)], run);
    expect(await limits()).toEqual(['No usable time: all of the alerts', 'No entities in all of the alerts of Old box']);
    const good = Array.from({ length: 340 }, (_, i) => line(`g${i}`, i, 'ws-1', `user${i}`));
    await workspace.importSources([source('good.ndjson', ...good)], run);
    expect(await limits()).toEqual(['No entities in all of the alerts of Old box']);
    const more = Array.from({ length: 460 }, (_, i) => line(`m${i}`, i, 'ws-1', `user${i}`));
    await workspace.importSources([source('more.ndjson', ...more)], run);
    expect(await limits()).toContainEqual(expect.stringMatching(/^One thing in 93 % of the alerts: device ws-1/));
  }, 60_000);

  test('says that a flood of one detection cannot be told from noise', async () => {
    const workspace = await open(new MemoryDisk());
    const flood = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ id: `f${i}`, time: 1_709_284_200 + 60 * i, title: 'Bad certificate', product: 'NIDS', host: `ws-${i}` }),
    );
    await workspace.importSources([source('flood.ndjson', ...flood)], run);
    const told = await answer(workspace, 'groupingLimits', {});
    expect(told.ok && (told.value as GroupingLimitRow[]).map(({ title }) => title)).toContain(
      'One detection in all of the alerts: Bad certificate',
    );
  });

  test('a part of a file marks the workspace until the file is read as a whole', async () => {
    const workspace = await open(new MemoryDisk());
    const day = source('day.ndjson', ...Array.from({ length: 20 }, (_, i) => line(`d${i}`, i, 'ws-1', 'jane')));
    const parts = (): Overview['parts'] => runQuery(workspace.context, 'overview', {})[0]?.parts ?? [];
    await workspace.importSources([source('other.ndjson', line('o', 0, 'ws-9', 'omar'))], run);
    expect(parts()).toEqual([]);
    for (let i = 0; i < 2; i++) await workspace.importSources([day], { ...run, options: { only: { every: 4 } } });
    expect(parts()).toEqual([{ name: 'day.ndjson', only: { every: 4 } }]);
    await workspace.importSources([source('day.ndjson', line('x', 0, 'ws-1', 'jane'))], run);
    expect(parts()).toHaveLength(1);
    await workspace.importSources([day], run);
    expect(parts()).toEqual([]);
  });

  test('pid and parent pid alone make a tree', async () => {
    const workspace = await open(new MemoryDisk());
    const rows = ['alert name,time,host,process,pid,ppid,severity,hash'];
    const add = (minute: number, host: string, image: string, pid: number, parent: number): void =>
      void rows.push(`Odd ${image},2026-03-10T09:0${minute}:00Z,${host},${image},${pid},${parent},high,${'ab12'.repeat(16)}`);
    add(0, 'FS-01', 'word.exe', 10, 1);
    add(1, 'FS-01', 'cmd.exe', 11, 10);
    add(2, 'FS-01', 'ping.exe', 12, 11);
    const tree = (): readonly string[] => {
      const [graph] = runQuery(workspace.context, 'incidentGraph', { incident: queue(workspace)[0]?.id ?? 0, maxNodes: 50 });
      const label = (id: number): string => graph?.nodes.find((node) => node.id === id)?.label ?? '';
      return (graph?.edges ?? [])
        .filter(({ relation }) => relation === 'started')
        .map(({ source: parent, target }) => `${label(parent)} > ${label(target)}`)
        .sort();
    };
    await workspace.importSources([source('tree.csv', ...rows)], run);
    expect(tree()).toEqual(['cmd.exe (11) > ping.exe (12)', 'pid 1 > word.exe (10)', 'word.exe (10) > cmd.exe (11)']);
  });
});

test('a journal that something else has changed is told when the workspace is opened, with the first decision that is not as it was written', async () => {
  const disk = new MemoryDisk();
  const workspace = await open(disk);
  await workspace.importSources([source('a.ndjson', line('a', 0, 'ws-1', 'jane'))], run);
  await workspace.decide({ kind: 'incident.comment', id: 1, text: 'It was me.' });
  await workspace.decide({ kind: 'incident.comment', id: 1, text: 'Closed.' });
  expect((await open(disk.restart())).warning).toBeUndefined();
  const after = disk.restart();
  const journal = after.file('journal.log');
  const { events } = decodeEvents(readAll(journal));
  const said = events.findIndex(({ changes }) => JSON.stringify(changes).includes('It was me.'));
  const write = (kept: readonly JournalEvent[]): void => {
    journal.truncate(0);
    for (const event of kept) writeAll(journal, encodeEvent(event), journal.size());
  };
  write(events.map((event, i) => (i === said ? { ...event, actor: 'Bob' } : event)));
  expect((await open(after)).warning).toContain(`decision ${said + 1} is not what was written`);
  write(events.filter((_, i) => i !== said));
  expect((await open(after)).warning).toContain(`decision ${said + 2} does not follow the one before it`);
});
