import { saveBlob } from '../../client/save-blob.ts';
import type { IncidentRow } from '../../worker/api.ts';
import { incidentCsv } from './incident-csv.ts';
import type { Queue } from './queue.svelte.ts';

/** All rows under the present filters, in their order and in the columns shown. */
export async function exportCsv(queue: Queue): Promise<void> {
  const limit = 2000;
  const rows: IncidentRow[] = [];
  const { sort, descending } = queue.view;
  for (;;) {
    const answer = await queue.session.engine.query('incidentPage', { filter: queue.filter, sort, descending, limit, offset: rows.length });
    if (!answer.ok) {
      queue.session.failed(answer.error);
      return;
    }
    rows.push(...answer.value);
    if (answer.value.length < limit) break;
  }
  saveBlob(new Blob([incidentCsv(rows, queue.columns)], { type: 'text/csv' }), 'incidents.csv');
}
