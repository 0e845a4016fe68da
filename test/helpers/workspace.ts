import type { ByteSource } from '../../src/intake/report.ts';
import { deflate } from '../../src/store/persist/deflate.ts';
import { type MemoryDisk, memoryPersistence } from '../../src/store/persist/memory.ts';
import { runQuery } from '../../src/store/queries/catalogue.ts';
import type { IncidentRow, ParamsOf, QueryName, RowOf } from '../../src/worker/api.ts';
import { answer } from '../../src/worker/questions.ts';
import { loadSql } from '../../src/worker/sql-node.ts';
import { Workspace, type WorkspaceParts } from '../../src/worker/workspace.ts';

/* A whole workspace in memory, fed with lines of our own format. */

export const line = (id: string, minute: number, host: string, user: string): string =>
  JSON.stringify({
    id,
    time: `2024-03-01T${String(9 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00Z`,
    title: `Detection ${id}`,
    severity: 'high',
    product: 'P',
    entities: [
      { type: 'device', value: `fqdn:${host}.example.com`, role: 'target' },
      { type: 'user', value: `upn:${user}@example.com`, role: 'target' },
    ],
  });
export const source = (name: string, ...lines: string[]): ByteSource => {
  const blob = new Blob([lines.join('\n')]);
  return { name, size: blob.size, stream: () => blob.stream() };
};
export async function open(disk: MemoryDisk, parts: Partial<WorkspaceParts> = {}): Promise<Workspace> {
  const opened = await Workspace.open({
    sql: await loadSql(),
    persistence: memoryPersistence(disk),
    codec: deflate,
    keep: true,
    actor: () => 'Ann',
    ...parts,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
export const run = { isCancelled: () => false };
export const queue = (workspace: Workspace): readonly IncidentRow[] =>
  runQuery(workspace.context, 'incidentPage', { filter: {}, sort: 'firstActivity', descending: false, limit: 50, offset: 0 });
export const ask = async <T>(workspace: Workspace, name: string, params: unknown): Promise<T> => {
  const answered = await answer(workspace, name, params);
  if (!answered.ok) throw new Error(answered.error.message);
  return answered.value[0] as T;
};
/** All rows of an answer. */
export async function rows<N extends QueryName>(workspace: Workspace, name: N, params: ParamsOf<N>): Promise<readonly RowOf<N>[]> {
  const answered = await answer(workspace, name, params);
  if (!answered.ok) throw new Error(answered.error.message);
  return answered.value as readonly RowOf<N>[];
}
