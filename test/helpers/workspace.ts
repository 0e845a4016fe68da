import type { ByteSource } from '../../src/intake/report.ts';
import type { Decision } from '../../src/journal/decision.ts';
import { deflate } from '../../src/store/persist/deflate.ts';
import { MemoryDisk, memoryPersistence } from '../../src/store/persist/memory.ts';
import { runQuery } from '../../src/store/queries/catalogue.ts';
import type { IncidentRow, ParamsOf, QueryName, RowOf } from '../../src/worker/api.ts';
import { answer } from '../../src/worker/questions.ts';
import { loadSql } from '../../src/worker/sql-node.ts';
import { Workspace, type WorkspaceParts } from '../../src/worker/workspace.ts';

/* A whole workspace in memory, fed with lines of our own format. */

export const source = (name: string, ...lines: string[]): ByteSource => {
  const blob = new Blob([lines.join('\n')]);
  return { name, size: blob.size, stream: () => blob.stream() };
};
export async function open(disk = new MemoryDisk(), parts: Partial<WorkspaceParts> = {}): Promise<Workspace> {
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
/** Decides; a refusal fails the test. */
export async function done(workspace: Workspace, decision: Decision): Promise<void> {
  const decided = await workspace.decide(decision);
  if (!decided.ok) throw new Error(decided.error.message);
}
export const run = { isCancelled: () => false };
export const queue = (workspace: Workspace): readonly IncidentRow[] =>
  runQuery(workspace.context, 'incidentPage', { filter: {}, sort: 'firstActivity', descending: false, limit: 500, offset: 0 });
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
