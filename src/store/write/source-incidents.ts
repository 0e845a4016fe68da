import type { Database } from 'sql.js';
import type { PlacedSourceIncident } from '../../intake/report.ts';
import type { SourceIncidentDraft } from '../../domain/alert.ts';
import { inTransaction } from '../open.ts';
import { firstRow, text } from '../rows.ts';

/** Keeps the exporter's own incidents: the newest version of each, never used to correlate unless the user asks. */
export function writeSourceIncidents(db: Database, placed: readonly PlacedSourceIncident[], batch: number): void {
  inTransaction(db, () => {
    for (const { draft, format } of placed) {
      const key = `${draft.idScope ?? format}:${draft.externalId}`;
      const known = text(firstRow(db, 'select data from source_incident where key = ?', [key])?.[0]);
      if (known !== '' && ((JSON.parse(known) as SourceIncidentDraft).updated ?? 0) > (draft.updated ?? 0)) continue;
      db.run('insert or replace into source_incident (key, data, batch) values (?, ?, ?)', [key, JSON.stringify(draft), batch]);
    }
  });
}
