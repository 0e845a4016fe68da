import type { Database } from 'sql.js';
import type { CorrelationResult } from '../../correlate/model.ts';
import { reasonCode } from '../../domain/reason.ts';
import type { IncidentColumns } from '../incident-columns.ts';
import { reverseRows } from '../key-table.ts';
import type { Mirror } from '../mirror.ts';
import { inTransaction } from '../open.ts';
import { packReasons, type Reason } from '../reasons.ts';
import { eachRow, int, text } from '../rows.ts';
import { baseStatus, refreshIncidents } from './effective.ts';
import type { Links } from './company.ts';
import { Aggregator, type IncidentFacts } from './incident-facts.ts';
import { alertOrder } from './alert-order.ts';
import { incidentKeys, type IncidentKeys } from './incident-keys.ts';

/** How the correlation names and ranks an incident. */
export interface Description {
  readonly name: string;
  readonly priority: number;
}
export type Describe = (facts: IncidentFacts) => Description;

export interface CorrelationCounts {
  readonly incidents: number;
  /** Incidents of before that decisions keep, without alerts. */
  readonly kept: number;
}

const INSERT = `
  insert into incident (
    id, key, base_name, base_severity, base_status, base_update, priority, judged, alerts, active_alerts, entities, assets, asset_count,
    products, tactics, posture, first_activity, last_activity, created,
    name, severity, severity_overridden, status, classification, determination, assigned_to, tags, resolving_note, last_update
  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 'unknown', 'unknown', '', '[]', '', ?)`;

/**
 * Writes the outcome of a correlation run over the whole workspace: memberships with their reasons, incidents with their aggregates,
 * suggestions; then lays the decisions over. Numbers (`#7`) stay with their key. An incident that no cluster continues goes, unless a person
 * has decided something about it: then it stays without alerts and points to the incident that took them.
 */
export function writeCorrelation(
  db: Database,
  mirror: Mirror,
  incidents: IncidentColumns,
  result: CorrelationResult,
  describe: Describe,
): CorrelationCounts {
  const order = alertOrder(mirror);
  const grouped = (ordinal: Uint32Array, count: number): ((one: number) => Uint32Array) => {
    const { offset, value } = reverseRows(count, (emit) => {
      for (const row of order) emit(ordinal[row] ?? 0, row + 1);
    });
    return (one) => value.subarray(offset[one], offset[one + 1]);
  };
  const clusters = grouped(result.incident, result.incidents);
  const identity = incidentKeys(db, mirror, result, (ordinal) => clusters(ordinal)[0] ?? 0);
  const alertsOf = grouped(identity.ordinal, identity.keys.length);
  const links = linksOf(mirror.count, result, identity);
  const aggregator = new Aggregator(db, mirror, identity.keys.length, alertsOf, links);

  inTransaction(db, () => {
    const ids = giveIds(db, identity);
    keepVanished(db, identity);
    const written = identity.keys.map((key, ordinal) => ({ id: ids[ordinal] ?? 0, key, alerts: alertsOf(ordinal) }));
    insertIncidents(db, mirror, written, aggregator, describe);
    insertMemberships(db, links, result, identity, ids);
    db.run('delete from suggestion');
    for (const { a, b, via, score } of result.suggestions) suggest(db, ids[a] ?? 0, ids[b] ?? 0, via + 1, score);
    mirror.setIncidents(
      identity.ordinal.map((ordinal) => ids[ordinal] ?? 0),
      links,
    );
    refreshIncidents(db, new Set([...decidedIncidents(db), ...identity.vanished.keys()]));
  });
  incidents.reload(db);
  return { incidents: identity.sizes.filter((size) => size > 0).length, kept: identity.vanished.size };
}

/** Notes two incidents, by id, that one might merge by way of an alert. */
export function suggest(db: Database, a: number, b: number, via: number, score: number): void {
  if (a !== 0 && b !== 0 && a !== b)
    db.run('insert or ignore into suggestion values (?, ?, ?, ?)', [Math.min(a, b), Math.max(a, b), via, score]);
}

/** Keys of the incidents about which a person has decided or said something. */
export function decidedIncidents(db: Database): Set<string> {
  const keys = new Set<string>();
  eachRow(db, 'select key from incident_decision union select incident from comment', [], (row) => keys.add(text(row[0])));
  return keys;
}

function giveIds(db: Database, identity: IncidentKeys): number[] {
  const known = new Map<string, number>();
  let next = 1;
  eachRow(db, 'select key, id from incident_number', [], (row) => {
    known.set(text(row[0]), int(row[1]));
    next = Math.max(next, int(row[1]) + 1);
  });
  const insert = db.prepare('insert into incident_number (key, id) values (?, ?)');
  try {
    return identity.keys.map((key, ordinal) => {
      if (identity.sizes[ordinal] === 0) return 0;
      const number = known.get(key);
      if (number !== undefined) return number;
      insert.run([key, next]);
      return next++;
    });
  } finally {
    insert.free();
  }
}

/** Deletes all incidents but the vanished that decisions name; those lose their alerts. */
function keepVanished(db: Database, { vanished }: IncidentKeys): void {
  if (vanished.size === 0) {
    db.run('delete from incident');
    return;
  }
  db.run('update incident set alerts = -1');
  for (const [key, into] of vanished) emptyIncident(db, key, into);
  db.run('delete from incident where alerts = -1');
}

/** An incident without alerts stays, and points to the one that took them. Nothing ranks it, and the words it was ranked by may go. */
export function emptyIncident(db: Database, key: string, into: string | undefined): void {
  db.run(
    "update incident set priority = 0, judged = '[]', alerts = 0, active_alerts = 0, entities = 0, assets = '[]', asset_count = 0, base_redirect = ? where key = ?",
    [into ?? null, key],
  );
}

/** Writes rows of incidents that have none; one without alerts gets none. `alerts`: ids in canonical order. */
export function insertIncidents(
  db: Database,
  mirror: Mirror,
  incidents: Iterable<{ readonly id: number; readonly key: string; readonly alerts: Uint32Array }>,
  aggregator: Aggregator,
  describe: Describe,
): void {
  const importedAt = new Map<number, number>();
  eachRow(db, 'select id, at from batch', [], (row) => importedAt.set(int(row[0]), int(row[1])));
  const insert = db.prepare(INSERT);
  try {
    for (const { id, key, alerts } of incidents) {
      if (alerts.length === 0) continue;
      const sum = aggregator.of(alerts);
      const { name, priority } = describe(sum.facts);
      const { status, active } = baseStatus(mirror, alerts);
      let [created, update] = [Infinity, 0];
      for (const alert of alerts) {
        const at = importedAt.get(mirror.batch[alert - 1] ?? 0) ?? 0;
        created = Math.min(created, at);
        update = Math.max(update, at);
      }
      insert.run([
        id,
        key,
        name,
        sum.severity,
        status,
        update,
        priority,
        sum.judged,
        sum.alerts,
        active,
        sum.entities,
        JSON.stringify(sum.assets),
        sum.assetCount,
        JSON.stringify(sum.products),
        sum.tactics,
        sum.posture ? 1 : 0,
        sum.firstActivity,
        sum.lastActivity,
        created,
        name,
        sum.severity,
        status,
        update,
      ]);
    }
  } finally {
    insert.free();
  }
}

/** Reasons of an alert that a person has placed. */
export const BY_HAND = packReasons([{ code: reasonCode('manualLink'), entity: 0, weight: 1 }]);

/** What a person has placed is tied by nothing else. */
function linksOf(count: number, result: CorrelationResult, { placed }: IncidentKeys): Links {
  return {
    to: Uint32Array.from({ length: count }, (_, row) => (placed.has(row) ? 0 : (result.parent[row] ?? -1) + 1)),
    strength: Float32Array.from({ length: count }, (_, row) => (placed.has(row) ? 1 : (result.score[row] ?? 0))),
  };
}

function insertMemberships(db: Database, links: Links, result: CorrelationResult, identity: IncidentKeys, ids: readonly number[]): void {
  db.run('delete from membership');
  const insert = db.prepare('insert into membership (alert, incident, link_to, score, reasons) values (?, ?, ?, ?, ?)');
  try {
    for (let row = 0; row < links.to.length; row++) {
      const reasons = identity.placed.has(row) ? BY_HAND : packReasons(reasonsOf(result, row));
      insert.run([row + 1, ids[identity.ordinal[row] ?? 0] ?? 0, links.to[row] ?? 0, links.strength[row] ?? 0, reasons]);
    }
  } finally {
    insert.free();
  }
}

function reasonsOf(result: CorrelationResult, row: number): Reason[] {
  const reasons: Reason[] = [];
  const end = result.reasonOffset[row + 1] ?? 0;
  for (let at = result.reasonOffset[row] ?? 0; at < end; at++)
    reasons.push({ code: result.reasonCode[at] ?? 0, entity: result.reasonEntity[at] ?? 0, weight: result.reasonWeight[at] ?? 0 });
  return reasons;
}
