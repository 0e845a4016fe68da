import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import { runQuery } from '../../src/store/queries/catalogue.ts';
import { removalOf, removeImports, restoreImports } from '../../src/worker/import-removal.ts';
import { answer } from '../../src/worker/questions.ts';
import { readOptions } from '../../src/worker/read-options.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { line } from '../helpers/alert-line.ts';
import { open, queue, run, source } from '../helpers/workspace.ts';

async function drop(workspace: Workspace, name: string, content: string, more: object = {}): Promise<number> {
  const { files } = await workspace.importSources([source(name, content)], { ...run, ...more });
  return files[0]?.batch ?? 0;
}
/** One line of a file, its end with it. */
const record = (id: string, host = `ws-${id}`): string => `${line(id, 0, host, host)}\n`;
const nameless = (title: string, time: string): string => `${JSON.stringify({ time, title, severity: 'high', product: 'P' })}\n`;

/** All that can be seen of the alerts and things, whatever their numbers are. */
function seen(workspace: Workspace): unknown {
  const incidents = queue(workspace).map(({ name, alerts, entities, severity }) => `${name} ${alerts} ${entities} ${severity}`);
  const rows = workspace.db.exec('select a.key, t.text, a.first_activity from alert a join term t on t.id = a.title order by a.key');
  const things = workspace.db.exec('select key, label from entity order by key');
  return { incidents: incidents.sort(), rows, things: things[0]?.values ?? [] };
}
const rawOf = async (workspace: Workspace, alert: number): Promise<unknown> => {
  const given = await answer(workspace, 'rawRecord', { alert });
  return given.ok ? given.value[0] : given.error.code;
};
const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { readonly message: string } },
): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('an import that is removed', () => {
  test('takes with it what it alone brought; what others have too stays, with its raw record; the preview says so first', async () => {
    const workspace = await open();
    const a = await drop(workspace, 'a.ndjson', record('1') + record('2') + record('3'));
    await drop(workspace, 'b.ndjson', record('9') + record('3') + record('4', 'ws-2'));
    must(await workspace.decide({ kind: 'override.add', rule: 'mustLink', a: 2, b: 5 }));
    expect(removalOf(workspace, [a])).toMatchObject({
      names: ['a.ndjson'],
      alerts: 2,
      shared: 1,
      vanishing: 1,
      shrinking: 1,
      decided: 0,
      restorable: true,
    });
    must(await removeImports(workspace, [a]));
    const titles = workspace.db.exec('select t.text from alert a join term t on t.id = a.title order by a.id')[0]?.values.flat();
    expect(titles).toEqual(
      ['Detection 3', 'Detection 9', 'Detection 4'].sort((x, y) => (x === 'Detection 3' ? -1 : y === 'Detection 3' ? 1 : 0)),
    );
    expect(await rawOf(workspace, 1)).toMatchObject({ text: record('3').trim() });
    expect(await rawOf(workspace, 2)).toMatchObject({ text: record('9').trim() });
    expect(runQuery(workspace.context, 'batches', {}).map(({ name }) => name)).toEqual(['b.ndjson']);
    expect(workspace.db.exec("select count(*) from term where text = 'Detection 1'")[0]?.values).toEqual([[0]]);
    expect(workspace.db.exec("select count(*) from entity where label like 'ws-1%'")[0]?.values).toEqual([[0]]);
    expect(workspace.db.exec("select kind, summary from event where kind = 'import.removed'")[0]?.values).toEqual([
      ['import.removed', 'Removed a.ndjson: 2 alerts taken out, 1 stayed with other imports'],
    ]);
  });

  test('leaves the workspace as if it had never been there, whatever is shared', async () => {
    const ids = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(ids, { minLength: 1, maxLength: 4 }), fc.nat(), async (files, pick) => {
        const gone = pick % files.length;
        const text = (of: readonly number[]): string => of.map((id) => record(String(id), `ws-${id % 3}`)).join('');
        const workspace = await open();
        const batches: number[] = [];
        for (const [i, of] of files.entries()) batches.push(await drop(workspace, `${i}.ndjson`, text(of)));
        must(await removeImports(workspace, [batches[gone] ?? 0]));
        const other = await open();
        for (const [i, of] of files.entries()) if (i !== gone) await drop(other, `${i}.ndjson`, text(of));
        other.weaver.all();
        expect(seen(workspace)).toEqual(seen(other));
        for (let alert = 1; alert <= workspace.mirror.count; alert++) expect(await rawOf(workspace, alert)).toHaveProperty('text');
        // Brought back, all is as before, and removing everything leaves nothing.
        must(await restoreImports(workspace, [batches[gone] ?? 0], () => Promise.resolve({})));
        const all = await open();
        for (const [i, of] of files.entries()) await drop(all, `${i}.ndjson`, text(of));
        workspace.weaver.all();
        all.weaver.all();
        expect(seen(workspace)).toEqual(seen(all));
        must(
          await removeImports(
            workspace,
            runQuery(workspace.context, 'batches', {}).map(({ id }) => id),
          ),
        );
        expect(workspace.mirror.count).toBe(0);
        expect(queue(workspace)).toEqual([]);
        expect(workspace.db.exec('select count(*) from entity')[0]?.values).toEqual([[0]]);
      }),
      { numRuns: 25 },
    );
  });

  test('can be brought back as it was read then, with the decisions made on it', async () => {
    const workspace = await open();
    const options = { offsetMinutes: 60 };
    const content = nameless('No zone', '2024-03-01 09:00:00') + record('1');
    const a = await drop(workspace, 'a.ndjson', content, { options: await readOptions(options), readAs: JSON.stringify(options) });
    await drop(workspace, 'b.ndjson', record('2'));
    const incident = queue(workspace).find(({ name }) => name.includes('No zone'));
    must(
      await workspace.decide({ kind: 'incident.change', ids: [incident?.id ?? 0], changes: { status: 'inProgress', assignedTo: 'Jo' } }),
    );
    const before = seen(workspace);
    expect(removalOf(workspace, [a])).toMatchObject({ alerts: 2, decided: 1 });
    must(await removeImports(workspace, [a]));
    expect(workspace.mirror.count).toBe(1);
    must(await restoreImports(workspace, [a], (readAs) => readOptions(JSON.parse(readAs) as object)));
    expect(seen(workspace)).toEqual(before);
    expect(queue(workspace).find(({ name }) => name.includes('No zone'))).toMatchObject({ status: 'inProgress', assignedTo: 'Jo' });
    expect(runQuery(workspace.context, 'batches', {}).map(({ name }) => name)).toEqual(['a.ndjson', 'b.ndjson']);
  });

  test('is gone for good when the workspace is opened again, and its raw bytes are used again', async () => {
    const disk = new MemoryDisk();
    const workspace = await open(disk);
    const a = await drop(workspace, 'a.ndjson', Array.from({ length: 400 }, (_, i) => record(`a${i}`)).join(''));
    await drop(workspace, 'b.ndjson', record('1'));
    must(await removeImports(workspace, [a]));
    workspace.close();
    const before = disk.file('raw.bin').size();
    const again = await open(disk);
    expect(await restoreImports(again, [a], () => Promise.resolve({}))).toMatchObject({ ok: false, error: { code: 'store/raw-missing' } });
    expect(await rawOf(again, 1)).toMatchObject({ text: record('1').trim() });
    await drop(again, 'c.ndjson', record('7'));
    expect(disk.file('raw.bin').size()).toBeLessThanOrEqual(before);
    const ids = [1, 2];
    expect(await Promise.all(ids.map((id) => rawOf(again, id)))).toMatchObject([
      { text: record('1').trim() },
      { text: record('7').trim() },
    ]);
  });
});

test('a removal that was not yet on disk when the page died is told: what it took out is back', async () => {
  const disk = new MemoryDisk();
  const workspace = await open(disk);
  await drop(workspace, 'a.ndjson', record('1'));
  await workspace.journal.record('import.removed', 'Removed a.ndjson');
  const again = await open(disk);
  expect(again.mirror.count).toBe(1);
  expect(again.warning).toContain('1 removal was not yet on disk');
});

test('a file read again with another zone takes the place of its first reading: nothing is doubled', async () => {
  const workspace = await open();
  const content = nameless('A', '2024-03-01 09:00:00') + nameless('B', '2024-03-01 10:00:00');
  const first = await drop(workspace, 'fast.ndjson', content);
  await drop(workspace, 'other.ndjson', record('1'));
  const options = { offsetMinutes: 120 };
  await drop(workspace, 'fast.ndjson', content, { options: await readOptions(options), replaces: [first] });
  expect(workspace.mirror.count).toBe(3);
  const times = workspace.db.exec('select first_activity from alert where external_id is null order by 1')[0]?.values.flat();
  expect(times).toEqual([Date.UTC(2024, 2, 1, 7) * 1000, Date.UTC(2024, 2, 1, 8) * 1000]);
  expect(runQuery(workspace.context, 'batches', {}).map(({ name }) => name)).toEqual(['fast.ndjson', 'other.ndjson']);
  expect(queue(workspace).reduce((sum, { alerts }) => sum + alerts, 0)).toBe(3);
});

test('a reading in place of another that gives nothing leaves the first to be brought back', async () => {
  const workspace = await open();
  const first = await drop(workspace, 'a.ndjson', record('1'));
  await drop(workspace, 'a.ndjson', 'nothing of the kind\n', { replaces: [first] });
  expect(workspace.mirror.count).toBe(0);
  must(await restoreImports(workspace, [first], () => Promise.resolve({})));
  expect(workspace.mirror.count).toBe(1);
});
