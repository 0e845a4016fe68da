import { fail, ok, type Result } from '../base/result.ts';
import { placeOfAlert } from '../store/export-rows.ts';
import { isStoreQuery, runLooseQuery } from '../store/queries/catalogue.ts';
import type { FormatRow } from './api.ts';
import type { Workspace } from './workspace.ts';

/** Raw text shown of one record; the rest is told. */
const MOST_RAW = 2 << 20;

/** Answers a question of the page: from the store, from the raw file, or from the registry. One that takes long looks whether it is still asked. */
export async function answer(
  workspace: Workspace,
  name: string,
  params: unknown,
  isCancelled: () => boolean = () => false,
): Promise<Result<readonly unknown[]>> {
  if (name === 'formats') return ok(await formats());
  if (name === 'rawRecord') return rawRecord(workspace, params);
  if (name === 'groupingLimits') return ok((await import('./grouping-limits.ts')).limits(workspace));
  if (isStoreQuery(name)) return runLooseQuery(workspace.context, name, params);
  // Not asked by the queue: it comes with the first question of its kind.
  const { LATE, Overtaken } = await import('./late.ts');
  const asked = Object.hasOwn(LATE, name) ? LATE[name as keyof typeof LATE] : undefined;
  if (asked === undefined) return runLooseQuery(workspace.context, name, params);
  try {
    return ok(await asked(workspace, params as never, isCancelled));
  } catch (error) {
    if (error instanceof Overtaken) return fail('worker/overtaken', 'Something newer was asked for meanwhile.');
    throw error;
  }
}

async function formats(): Promise<readonly FormatRow[]> {
  const { IMPORTERS } = await import('../intake/registry.ts');
  return IMPORTERS.map(({ id, label, spec }) => ({ id, label, spec })).sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

async function rawRecord(workspace: Workspace, params: unknown): Promise<Result<readonly unknown[]>> {
  const alert = typeof params === 'object' && params !== null && 'alert' in params ? Number(params.alert) : 0;
  const place = placeOfAlert(workspace.db, alert);
  if (place === undefined) return fail('store/raw-missing', 'The raw record is not in the workspace.');
  const length = Math.min(place.length, MOST_RAW);
  const bytes = await workspace.readRaw({ ...place, length });
  if (!bytes.ok) return bytes;
  return ok([{ text: new TextDecoder().decode(bytes.value), truncated: length < place.length }]);
}
