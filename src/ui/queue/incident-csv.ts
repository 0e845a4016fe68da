import { csvCell } from '../../base/text.ts';
import { toIso, type Instant } from '../../base/time.ts';
import { CLASSIFICATION_LABELS } from '../../domain/classification.ts';
import { INCIDENT_STATUS_LABELS } from '../../domain/incident.ts';
import { tacticName } from '../../domain/tactic.ts';
import type { IncidentRow } from '../../worker/api.ts';
import type { Column, ColumnId } from './columns.ts';

const time = (at: number | null): string => (at === null ? '' : toIso(at as Instant));

function cell(row: IncidentRow, id: ColumnId): string | number {
  switch (id) {
    case 'priority':
      return row.priority;
    case 'id':
      return row.id;
    case 'name':
      return row.name;
    case 'severity':
      return row.severity.charAt(0).toUpperCase() + row.severity.slice(1);
    case 'status':
      return INCIDENT_STATUS_LABELS[row.status];
    case 'alerts':
      return `${row.activeAlerts} of ${row.alerts}`;
    case 'assets':
      return `${row.assets.map((asset) => asset.label).join('; ')}${row.assetCount > row.assets.length ? `; +${row.assetCount - row.assets.length}` : ''}`;
    case 'tactics':
      return row.tactics.map(tacticName).join('; ');
    case 'products':
      return row.products.join('; ');
    case 'firstActivity':
    case 'lastActivity':
    case 'lastUpdate':
      return time(row[id]);
    case 'assignedTo':
      return row.assignedTo;
    case 'tags':
      return row.tags.join('; ');
    case 'classification':
      return CLASSIFICATION_LABELS[row.classification];
  }
}

/** Rows as CSV (RFC 4180) in the columns shown, times in UTC; cells that a spreadsheet would take for a formula are made text. */
export function incidentCsv(rows: readonly IncidentRow[], columns: readonly Column[]): string {
  const lines = [
    columns.map((column) => csvCell(column.label)),
    ...rows.map((row) => columns.map((column) => csvCell(cell(row, column.id)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}
