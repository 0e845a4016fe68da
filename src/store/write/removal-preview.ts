import type { Database } from 'sql.js';
import { readAlso } from '../also.ts';
import type { Mirror } from '../mirror.ts';
import { eachRow, firstRow, int, text } from '../rows.ts';

/** What taking imports out again would do. */
export interface Removal {
  readonly names: readonly string[];
  /** Alerts that no other import has. */
  readonly alerts: number;
  /** Alerts that stay, for another import has them too. */
  readonly shared: number;
  /** Incidents that lose all their alerts, and some of them. */
  readonly vanishing: number;
  readonly shrinking: number;
  /** Of those, incidents a person has decided something about. */
  readonly decided: number;
  /** Packed bytes of the raw records. */
  readonly rawBytes: number;
  /** All raw bytes are here, so that the imports can be brought back. */
  readonly restorable: boolean;
}

export function previewRemoval(db: Database, mirror: Mirror, batches: readonly number[]): Removal {
  const gone = new Set(batches);
  const elsewhere = new Set<string>();
  const named = new Set<string>();
  for (const { key, batch } of readAlso(db)) (gone.has(batch) ? named : elsewhere).add(key);
  const left = new Map<number, { lost: number; all: number }>();
  let [alerts, shared] = [0, 0];
  for (let row = 0; row < mirror.observed; row++) {
    const own = gone.has(mirror.batch[row] ?? 0);
    const goes = own && !elsewhere.has(mirror.keyOf(row + 1));
    if (goes) alerts++;
    else if (own || named.has(mirror.keyOf(row + 1))) shared++;
    const incident = mirror.incident[row] ?? 0;
    const sum = left.get(incident);
    if (sum === undefined) left.set(incident, { lost: goes ? 1 : 0, all: 1 });
    else {
      sum.all++;
      if (goes) sum.lost++;
    }
  }
  const decidedIds = new Set<number>();
  eachRow(
    db,
    'select id from incident where key in (select key from incident_decision union select incident from comment union select incident from placement)',
    [],
    (row) => decidedIds.add(int(row[0])),
  );
  const touched = [...left].filter(([, { lost }]) => lost > 0);
  return {
    names: batches.map((batch) => nameOf(db, batch)),
    alerts,
    shared,
    vanishing: touched.filter(([, { lost, all }]) => lost === all).length,
    shrinking: touched.filter(([, { lost, all }]) => lost < all).length,
    decided: touched.filter(([id]) => decidedIds.has(id)).length,
    rawBytes: batches.reduce(
      (sum, batch) => sum + int(firstRow(db, 'select sum(file_bytes) from raw_block where batch = ?', [batch])?.[0]),
      0,
    ),
    restorable: batches.every((batch) => isRawWhole(db, batch)),
  };
}

/** Whether the decoded bytes of the file are kept from first to last. */
export function isRawWhole(db: Database, batch: number): boolean {
  const [bytes, kept] =
    firstRow(db, 'select bytes, (select sum(bytes) from raw_block where batch = batch.id) from batch where id = ?', [batch]) ?? [];
  return int(bytes) > 0 && int(bytes) === int(kept);
}

/** How a person had a removed or present import read, as JSON of ReadAnswers. */
export const readAsOf = (db: Database, batch: number): string =>
  text(firstRow(db, 'select read_as from batch where id = ?', [batch])?.[0]) || '{}';
export const nameOf = (db: Database, batch: number): string => text(firstRow(db, 'select name from batch where id = ?', [batch])?.[0]);
