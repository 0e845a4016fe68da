import type { Database } from 'sql.js';
import { type Also, readAlso, writeAlso } from '../also.ts';
import { inTransaction } from '../open.ts';
import { packRefs, type Ref, unpackRefs } from '../refs.ts';
import { blob, eachRow, firstRow, int, text } from '../rows.ts';

/**
 * Takes imports out again: alerts that no other import has, what only they name (entities, words), rejected records, incidents of the exporter.
 * Alerts and entities are numbered anew, without gaps: load the mirror afterwards, and correlate. Decisions stay in their tables and come back
 * with the alerts. The raw blocks stay until `releaseRemoved`.
 */
export function removeImports(db: Database, batches: readonly number[], at: number): void {
  const gone = new Set(batches);
  inTransaction(db, () => {
    // Raised from what stays, if it still is, by the correlation that follows.
    db.run('delete from alert where batch = 0');
    const also = readAlso(db).filter(({ batch }) => !gone.has(batch));
    const kept = moveShared(db, gone, also);
    for (const batch of gone) {
      db.run('delete from alert where batch = ?', [batch]);
      db.run('delete from rejected where batch = ?', [batch]);
      db.run('update batch set removed = ?, also = null where id = ?', [at, batch]);
    }
    writeAlso(db, kept);
    const ids = [...gone].map(int).join(',');
    db.run(
      `delete from source_incident where batch in (${ids}) and key not in (select text from term where id in (select source_incident from alert))`,
    );
    db.run('delete from membership');
    db.run('delete from suggestion');
    renumberAlerts(db);
    dropOrphans(db);
  });
}

/** Gives alerts that stand in another import too the place they have there. Gives back the places that are still beside a row's own. */
function moveShared(db: Database, gone: ReadonlySet<number>, also: readonly Also[]): readonly Also[] {
  const places = new Map<string, Also>();
  for (const one of also) places.set(one.key, one);
  const move = db.prepare('update alert set batch = ?, line = ?, byte_offset = ?, byte_length = ? where id = ?');
  const used = new Set<Also>();
  try {
    const rows: [number, string][] = [];
    for (const batch of gone)
      eachRow(db, 'select id, key from alert where batch = ?', [batch], (row) => rows.push([int(row[0]), text(row[1])]));
    for (const [id, key] of rows) {
      const place = places.get(key);
      if (place === undefined) continue;
      move.run([place.batch, place.line, place.offset, place.length, id]);
      used.add(place);
    }
  } finally {
    move.free();
  }
  return also.filter((one) => !used.has(one));
}

/** The mirror's rows are ids without gaps. Ascending, so that an id is free when it is given. */
function renumberAlerts(db: Database): void {
  const ids: number[] = [];
  eachRow(db, 'select id from alert order by id', [], (row) => ids.push(int(row[0])));
  const update = db.prepare('update alert set id = ? where id = ?');
  try {
    ids.forEach((id, i) => {
      if (id !== i + 1) update.run([i + 1, id]);
    });
  } finally {
    update.free();
  }
}

const TERM_COLUMNS =
  'format title severity_text classification determination assigned_to category techniques vendor product detection_source rule source_incident site threat actor'.split(
    ' ',
  );

/** Entities, words and texts that nothing names any more. */
function dropOrphans(db: Database): void {
  const refs: (readonly [number, readonly Ref[]])[] = [];
  const used = new Set<number>();
  eachRow(db, 'select id, refs from alert', [], (row) => {
    const list = unpackRefs(blob(row[1]));
    for (const { entity } of list) used.add(entity);
    refs.push([int(row[0]), list]);
  });
  const fresh = new Map([...used].sort((a, b) => a - b).map((id, i) => [id, i + 1]));
  const total = int(firstRow(db, 'select count(*) from entity')?.[0]);
  if (fresh.size < total) {
    const all: number[] = [];
    eachRow(db, 'select id from entity order by id', [], (row) => all.push(int(row[0])));
    const [drop, renumber, rewrite] = [
      db.prepare('delete from entity where id = ?'),
      db.prepare('update entity set id = ? where id = ?'),
      db.prepare('update alert set refs = ? where id = ?'),
    ];
    try {
      for (const id of all) if (!fresh.has(id)) drop.run([id]);
      for (const [id, now] of fresh) if (id !== now) renumber.run([now, id]);
      for (const [id, list] of refs)
        if (list.some(({ entity }) => fresh.get(entity) !== entity))
          rewrite.run([packRefs(list.map((ref) => ({ ...ref, entity: fresh.get(ref.entity) ?? 0 }))), id]);
    } finally {
      for (const statement of [drop, renumber, rewrite]) statement.free();
    }
  }
  db.run('delete from prose where id > 0 and id not in (select description from alert union select recommended from alert)');
  db.run(`delete from term where id > 0 and id not in (${TERM_COLUMNS.map((column) => `select ${column} from alert`).join(' union ')})`);
}

/** Forgets removed imports for good: they can no longer be brought back. True when there were any. */
export function releaseRemoved(db: Database): boolean {
  const some = firstRow(db, 'select 1 from batch where removed > 0') !== undefined;
  if (some)
    inTransaction(db, () => {
      db.run('delete from raw_block where batch in (select id from batch where removed > 0)');
      db.run('delete from batch where removed > 0');
    });
  return some;
}

/** Where raw blocks of the workspace stand in the raw file. */
export function liveRaw(db: Database): { readonly offset: number; readonly length: number }[] {
  const live: { offset: number; length: number }[] = [];
  eachRow(db, 'select file_offset, file_bytes from raw_block order by file_offset', [], (row) =>
    live.push({ offset: int(row[0]), length: int(row[1]) }),
  );
  return live;
}

/** Forgets removed imports that were read another way, or brought back. */
export function forgetImports(db: Database, batches: readonly number[]): void {
  for (const batch of batches) {
    db.run('delete from raw_block where batch = ?', [batch]);
    db.run('delete from batch where id = ? and removed > 0', [batch]);
  }
}
