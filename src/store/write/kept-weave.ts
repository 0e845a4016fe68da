import type { Database } from 'sql.js';
import { canonical } from '../../journal/chain.ts';
import { sha256 } from '../../journal/sha256.ts';
import type { CorrelationResult } from '../../correlate/model.ts';
import { WEAVE_SETTINGS } from '../../domain/weave-settings.ts';
import { readKept } from '../correlation-rows.ts';
import type { IncidentColumns } from '../incident-columns.ts';
import type { Mirror } from '../mirror.ts';
import { inTransaction } from '../open.ts';
import { eachRow, firstRow, int, type SqlRow, text } from '../rows.ts';
import { BY_HAND } from './correlation.ts';
import { recountDecided, refreshIncidents } from './effective.ts';

/*
 * Alerts that came in one import after the other stand otherwise than if all had come at once. A bend weaves all of them; taking it back must
 * give what was there, which no weaving can: it is kept.
 */

/** What is woven by. */
const RULES = [
  "select key, kind, a, b from override where kind not in ('critical', 'watch') order by key",
  'select key from entity_decision where ignored = 1 order by key',
  'select key, value from setting where key in (select value from json_each(?)) order by key',
];
/** What is laid over the weave. */
const PLACES = [
  'select key, incident from placement order by key',
  'select key, redirect_to from incident_decision where redirect_to is not null order by key',
];

/** What the weave follows besides the alerts, `rules/places`: equal digests, equal decisions. */
export const bendDigest = (db: Database): string => `${digestOf(db, RULES)}/${digestOf(db, PLACES)}`;

function digestOf(db: Database, queries: readonly string[]): string {
  const rows: SqlRow[] = [];
  for (const sql of queries) eachRow(db, sql, sql.includes('?') ? [JSON.stringify(WEAVE_SETTINGS)] : [], (row) => rows.push([...row]));
  return sha256(new TextEncoder().encode(canonical(rows)));
}

export const isWeaveKept = (db: Database): boolean => firstRow(db, 'select 1 from kept_weave') !== undefined;

/** Keeps the incidents as they stand. Where some are kept already a bend came before, and these can be woven again. */
export function keepWeave(db: Database, digest: string, alerts: number): void {
  if (isWeaveKept(db)) return;
  inTransaction(db, () => {
    db.run('insert into kept_weave (digest, alerts) values (?, ?)', [digest, alerts]);
    db.run('insert into kept_incident select * from incident');
    db.run('insert into kept_membership select * from membership');
    db.run('insert into kept_suggestion select * from suggestion');
  });
}

/**
 * The kept incidents, to lay the places of these decisions over; undefined where none are kept, or they are of other alerts or other rules, or an
 * alert they hold as placed by hand is placed no more: only a weave knows where it belongs.
 */
export function keptUnder(db: Database, mirror: Mirror, digest: string): CorrelationResult | undefined {
  const [kept, alerts] = firstRow(db, 'select digest, alerts from kept_weave') ?? [];
  const rules = (of: string): string => of.slice(0, of.indexOf('/'));
  if (typeof kept !== 'string' || rules(kept) !== rules(digest) || int(alerts) !== mirror.observed) return undefined;
  const loose = firstRow(
    db,
    `select 1 from kept_membership m join alert a on a.id = m.alert
     where m.reasons = ? and not exists (select 1 from placement p where p.key = a.key)`,
    [BY_HAND],
  );
  return loose === undefined ? readKept(db, mirror.observed) : undefined;
}

/** After an import, or when all was woven anew on purpose. */
export function forgetWeave(db: Database): void {
  for (const table of ['kept_weave', 'kept_incident', 'kept_membership', 'kept_suggestion']) db.run(`delete from ${table}`);
}

/** Whether the incidents of these decisions are kept. */
export function isKept(db: Database, mirror: Mirror, digest: string): boolean {
  const [kept, alerts] = firstRow(db, 'select digest, alerts from kept_weave') ?? [];
  return text(kept) === digest && int(alerts) === mirror.observed;
}

/**
 * Puts the kept incidents back, the alerts of our own among them, which are raised already. Decisions taken since are laid over them. False where
 * other alerts were raised than then: an earlier version had other rules.
 */
export function restoreWeave(db: Database, mirror: Mirror, incidents: IncidentColumns): boolean {
  if (int(firstRow(db, 'select count(*) from kept_membership')?.[0]) !== mirror.count) return false;
  inTransaction(db, () => {
    for (const table of ['incident', 'membership', 'suggestion']) {
      db.run(`delete from ${table}`);
      db.run(`insert into ${table} select * from kept_${table}`);
    }
    mirror.loadMemberships(db);
    const keys: string[] = [];
    eachRow(db, 'select key from incident', [], (row) => keys.push(text(row[0])));
    refreshIncidents(db, keys);
    recountDecided(db, mirror);
  });
  incidents.reload(db);
  return true;
}
