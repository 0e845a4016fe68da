import type { Database } from 'sql.js';
import type { IncidentColumns } from '../incident-columns.ts';
import { reverseRows } from '../key-table.ts';
import type { Mirror } from '../mirror.ts';
import { inTransaction } from '../open.ts';
import { eachRow, int, text } from '../rows.ts';
import { alertOrder } from './alert-order.ts';
import type { Describe } from './correlation.ts';
import { Aggregator, type IncidentAggregate } from './incident-facts.ts';

/** Calls back with what each incident that has alerts is judged by, in ascending id. */
export function eachAggregate(db: Database, mirror: Mirror, visit: (incident: number, aggregate: IncidentAggregate) => void): void {
  const ids = [...new Set(mirror.incident.subarray(0, mirror.count))].filter((id) => id !== 0).sort((a, b) => a - b);
  const ordinal = new Map(ids.map((id, i) => [id, i]));
  const order = alertOrder(mirror);
  const { offset, value } = reverseRows(ids.length, (emit) => {
    for (const row of order) {
      const at = ordinal.get(mirror.incident[row] ?? 0);
      if (at !== undefined) emit(at, row + 1);
    }
  });
  const alertsOf = (one: number): Uint32Array => value.subarray(offset[one], offset[one + 1]);
  const aggregator = new Aggregator(db, mirror, ids.length, alertsOf);
  ids.forEach((id, i) => visit(id, aggregator.of(alertsOf(i))));
}

/** Ranks the incidents anew, as they stand: after marks or weights have changed. Gives how many are ranked otherwise. */
export function redescribe(db: Database, mirror: Mirror, incidents: IncidentColumns, describe: Describe): number {
  const before = new Map<number, string>();
  eachRow(db, 'select id, priority, judged, assets from incident', [], (row) => {
    before.set(int(row[0]), `${int(row[1])} ${text(row[2])} ${text(row[3])}`);
  });
  let changed = 0;
  inTransaction(db, () => {
    const update = db.prepare('update incident set priority = ?, judged = ?, assets = ? where id = ?');
    try {
      eachAggregate(db, mirror, (id, sum) => {
        const { priority } = describe(sum.facts);
        const assets = JSON.stringify(sum.assets);
        if (before.get(id) === `${priority} ${sum.judged} ${assets}`) return;
        update.run([priority, sum.judged, assets, id]);
        changed++;
      });
    } finally {
      update.free();
    }
  });
  if (changed > 0) incidents.reload(db);
  return changed;
}
