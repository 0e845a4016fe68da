import type { Database } from 'sql.js';
import type { PlacedSourceIncident } from '../../intake/report.ts';
import type { SourceIncidentDraft } from '../../domain/alert.ts';
import { inTransaction } from '../open.ts';
import { eachRow, firstRow, int, text } from '../rows.ts';

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

const DISRUPTED_TAG = 'attack disruption';

/**
 * Terms of the exporter's incidents of which it says that it disrupted the attack: by a system tag, or at the end of the title
 * (https://learn.microsoft.com/defender-xdr/autoad-results).
 */
export function disruptedIncidents(db: Database): ReadonlySet<number> {
  const keys: string[] = [];
  eachRow(db, 'select key, data from source_incident where data like ?', [`%${DISRUPTED_TAG}%`], (row) => {
    const { title, tags = [] } = JSON.parse(text(row[1])) as SourceIncidentDraft;
    const isTagged = tags.some((tag) => tag.trim().toLowerCase() === DISRUPTED_TAG);
    if (isTagged || title.trim().toLowerCase().endsWith(`(${DISRUPTED_TAG})`)) keys.push(text(row[0]));
  });
  const found = new Set<number>();
  if (keys.length > 0)
    eachRow(db, 'select id from term where text in (select value from json_each(?))', [JSON.stringify(keys)], (row) =>
      found.add(int(row[0])),
    );
  return found;
}
