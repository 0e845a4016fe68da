import { ok, type Result } from '../base/result.ts';
import { alertLine } from '../report/alertweave-alerts.ts';
import { eachExport } from '../store/export-rows.ts';
import type { Workspace } from './workspace.ts';

const LINES_A_PART = 2_000;

/** Alerts of these incidents, or all, as `alertweave-alerts` NDJSON. Parts keep the whole from standing in one string. */
export function exportAlerts(workspace: Workspace, incidents: readonly number[] | null): Result<Blob> {
  const parts: Blob[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) parts.push(new Blob([`${lines.join('\n')}\n`]));
    lines = [];
  };
  eachExport(workspace.db, incidents, (alert) => {
    lines.push(alertLine(alert));
    if (lines.length >= LINES_A_PART) flush();
  });
  flush();
  return ok(new Blob(parts, { type: 'application/x-ndjson' }));
}
