import { fail, ok, type Result } from '../base/result.ts';
import { placeOfAlert } from '../store/export-rows.ts';
import { runLooseQuery } from '../store/queries/catalogue.ts';
import type { WorkerQuery } from '../store/queries/catalogue.ts';
import type { FormatRow, ParamsOf, RowOf } from './api.ts';
import { preview } from './correlation-preview.ts';
import { behind, held, settingsOf, similar, whyNotMerged } from './correlation-questions.ts';
import type { Workspace } from './workspace.ts';

type CorrelationQuery = Exclude<WorkerQuery, 'rawRecord' | 'formats'>;
const CORRELATION: { readonly [N in CorrelationQuery]: (workspace: Workspace, params: ParamsOf<N>) => readonly RowOf<N>[] } = {
  similarIncidents: (workspace, { incident }) => similar(workspace, incident, false),
  associatedIncidents: (workspace, { incident }) => similar(workspace, incident, true),
  whyNot: (workspace, { a, b }) => [whyNotMerged(workspace, a, b)],
  heldTogether: (workspace, { incident, limit }) => held(workspace, incident, limit),
  behindLink: (workspace, { alert }) => behind(workspace, alert),
  previewCorrelation: (workspace, trial) => [preview(workspace, trial)],
  correlationSettings: (workspace) => [settingsOf(workspace)],
};

/** Raw text shown of one record; the rest is told. */
const MOST_RAW = 2 << 20;

/** Answers a question of the page: from the store, from the raw file, or from the registry. */
export async function answer(workspace: Workspace, name: string, params: unknown): Promise<Result<readonly unknown[]>> {
  if (name === 'formats') return ok(await formats());
  if (name === 'rawRecord') return rawRecord(workspace, params);
  const asked = CORRELATION[name as CorrelationQuery];
  if (Object.hasOwn(CORRELATION, name)) return ok(asked(workspace, params as never));
  return runLooseQuery(workspace.context, name, params);
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
