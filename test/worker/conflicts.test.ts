import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../src/intake/report.ts';
import { MemoryDisk, memoryPersistence } from '../../src/store/persist/memory.ts';
import { conflicts } from '../../src/store/queries/conflicts.ts';
import { loadSql } from '../../src/worker/sql-node.ts';
import { Workspace } from '../../src/worker/workspace.ts';

/* A newer record updates; what a person decided stands, and where the two differ it is listed until somebody says which holds. */

const run = { isCancelled: () => false };
let version = 0;
function source(...records: readonly (readonly [id: string, more: object])[]): ByteSource {
  version++;
  const updatedTime = `2026-03-${10 + version}T09:00:00Z`;
  const lines = records.map(([id, more]) =>
    JSON.stringify({
      id,
      time: '2026-03-10T09:00:00Z',
      updatedTime,
      title: `Alert ${id}`,
      severity: 'high',
      product: 'P',
      status: 'new',
      ...more,
    }),
  );
  const blob = new Blob([lines.join('\n')]);
  return { name: `v${version}.ndjson`, size: blob.size, stream: () => blob.stream() };
}
async function open(disk: MemoryDisk): Promise<Workspace> {
  version = 0;
  const parts = { sql: await loadSql(), persistence: memoryPersistence(disk), codec: undefined, keep: true, actor: () => 'Ann' };
  const opened = await Workspace.open(parts);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
const listed = (workspace: Workspace): readonly string[] =>
  conflicts(workspace.context).map(
    ({ title, product, field, was, theirs, mine, file }) => `${product} ${title} ${field}: ${was} → ${theirs}, ours ${mine}, ${file}`,
  );
const resolve = { kind: 'alert.change', ids: [1], changes: { status: 'resolved', assignedTo: 'Ann' } } as const;

describe('a newer record against a decision', () => {
  test('is listed where it says something new in a decided field, and nowhere else', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources([source(['a', {}], ['b', {}])], run);
    await workspace.decide(resolve);
    await workspace.importSources([source(['a', { severity: 'low' }], ['b', { status: 'resolved' }])], run);
    expect(listed(workspace)).toEqual([]);
    await workspace.importSources([source(['a', { status: 'inProgress', classification: 'falsePositive' }])], run);
    expect(listed(workspace)).toEqual(['P Alert a status: new → inProgress, ours resolved, v3.ndjson']);
    await workspace.importSources([source(['a', { status: 'resolved' }])], run);
    expect(listed(workspace)).toEqual([]);
  });

  test('ours may be kept, theirs taken, and either taken back', async () => {
    const workspace = await open(new MemoryDisk());
    await workspace.importSources([source(['a', {}])], run);
    await workspace.decide(resolve);
    await workspace.importSources([source(['a', { status: 'inProgress', assignedTo: 'Omar' }])], run);
    const both = listed(workspace);
    expect(both).toHaveLength(2);
    const against = conflicts(workspace.context).map(({ alert, field, theirs }) => ({ id: alert, field, theirs }));
    const kept = await workspace.decide({ kind: 'alert.keep', against });
    expect(kept.ok && kept.value.event.summary).toMatch(/^Alert “Alert a”: .*kept as decided, against a newer record$/);
    expect(listed(workspace)).toEqual([]);
    await workspace.undo();
    expect(listed(workspace)).toEqual(both);
    await workspace.decide({ kind: 'alert.change', ids: [1], changes: { status: 'inProgress' } });
    expect(listed(workspace)).toEqual(both.filter((one) => one.includes('assignedTo')));
    await workspace.undo();
    expect(listed(workspace)).toEqual(both);
    expect((await workspace.decide({ kind: 'alert.keep', against: [] })).ok).toBe(false);
  });

  test('kept once, it is asked again only when the source says yet another thing; the list outlives the page', async () => {
    const disk = new MemoryDisk();
    const workspace = await open(disk);
    await workspace.importSources([source(['a', {}])], run);
    await workspace.decide(resolve);
    await workspace.importSources([source(['a', { assignedTo: 'Omar' }])], run);
    await workspace.decide({ kind: 'alert.keep', against: [{ id: 1, field: 'assignedTo', theirs: 'Omar' }] });
    await workspace.importSources([source(['a', { assignedTo: 'Omar', severity: 'low' }])], run);
    expect(listed(workspace)).toEqual([]);
    await workspace.importSources([source(['a', { assignedTo: 'Zoe' }])], run);
    expect(listed(workspace)).toHaveLength(1);
    workspace.close();
    const again = await Workspace.open({
      sql: await loadSql(),
      persistence: memoryPersistence(disk),
      codec: undefined,
      keep: true,
      actor: () => 'Ann',
    });
    expect(again.ok && listed(again.value)).toHaveLength(1);
  });
});
