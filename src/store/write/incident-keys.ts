import type { Database } from 'sql.js';
import type { CorrelationResult } from '../../correlate/model.ts';
import type { Mirror } from '../mirror.ts';
import { eachRow, firstRow, text } from '../rows.ts';

/** Which incident of the workspace each cluster of a run is. */
export interface IncidentKeys {
  /** By ordinal of the run; then come incidents that only a placement fills. */
  readonly keys: readonly string[];
  /** Ordinal of each alert row, placements applied. */
  readonly ordinal: Uint32Array;
  /** By ordinal: how many alerts it has. One that placements have emptied gets no row. */
  readonly sizes: Uint32Array;
  /** Rows that a person has placed. */
  readonly placed: ReadonlySet<number>;
  /** Known incidents that no cluster continues but decisions name: key → key of the incident they went into, if there is one. */
  readonly vanished: ReadonlyMap<string, string | undefined>;
}

export const hasPlacements = (db: Database): boolean => firstRow(db, 'select 1 from placement limit 1') !== undefined;

/** Ids of the alerts of the workspace that a person has placed. */
export function placedAlerts(db: Database, mirror: Mirror): number[] {
  const alerts: number[] = [];
  eachRow(db, 'select key from placement order by key', [], (row) => {
    const alert = mirror.find(text(row[0]));
    if (alert !== 0) alerts.push(alert);
  });
  return alerts;
}

/** Key of the alert after which an incident is named. */
export const foundingAlert = (incident: string): string => incident.replace(/^i-/, '');

/** Alert id and key of the incident it is to stand in. */
export interface Placement {
  readonly alert: number;
  readonly incident: string;
}

/**
 * A cluster continues the known incident whose founding alert it holds; of several the one a person has worked on, then the oldest number;
 * last one that a person has merged away.
 * A cluster that continues none is named after its first alert in canonical order. Decisions thus follow their alerts through every run.
 */
export function incidentKeys(
  db: Database,
  mirror: Mirror,
  result: Pick<CorrelationResult, 'incident' | 'incidents'> & Partial<Pick<CorrelationResult, 'parent'>>,
  first: (ordinal: number) => number,
  tried: readonly Placement[] = [],
): IncidentKeys {
  const decided = new Set<string>();
  for (const { incident } of tried) decided.add(incident);
  eachRow(db, 'select key from incident_decision union select incident from comment union select incident from placement', [], (row) => {
    decided.add(text(row[0]));
  });
  const poured = new Set<string>();
  eachRow(db, 'select key from incident_decision where redirect_to is not null', [], (row) => {
    poured.add(text(row[0]));
  });
  // A decision may be older than the import that brings its incident back.
  const missing = new Set(decided);
  /** Those a person worked on, the others, those poured into another; each oldest number first. */
  const ranked: [string[], string[], string[]] = [[], [], []];
  const rank = (key: string): 0 | 1 | 2 => (poured.has(key) ? 2 : decided.has(key) ? 0 : 1);
  eachRow(db, 'select key from incident order by id', [], (row) => {
    const key = text(row[0]);
    missing.delete(key);
    ranked[rank(key)].push(key);
  });
  for (const key of [...missing].sort()) ranked[rank(key)].push(key);

  const keys: (string | undefined)[] = Array.from({ length: result.incidents });
  const clusterOf = (key: string): number | undefined => {
    const alert = mirror.find(foundingAlert(key));
    return alert === 0 ? undefined : result.incident[alert - 1];
  };
  for (const known of ranked)
    for (const key of known) {
      const cluster = clusterOf(key);
      if (cluster !== undefined) keys[cluster] ??= key;
    }
  const named = keys.map((key, ordinal) => key ?? `i-${mirror.keyOf(first(ordinal))}`);
  /** Of those that decisions or placements name. */
  const ordinalOf = new Map<string, number>();
  if (decided.size > 0) for (const [ordinal, key] of named.entries()) if (decided.has(key)) ordinalOf.set(key, ordinal);

  const ordinal = result.incident.slice();
  const placed = new Set<number>();
  const ofOurs: Placement[] = [];
  const place = ({ alert, incident: target }: Placement): void => {
    let to = ordinalOf.get(target);
    if (to === undefined) {
      to = named.length;
      named.push(target);
      ordinalOf.set(target, to);
    }
    if (ordinal[alert - 1] === to) return;
    ordinal[alert - 1] = to;
    placed.add(alert - 1);
  };
  const places: Placement[] = [];
  eachRow(db, 'select key, incident from placement', [], (row) => {
    places.push({ alert: mirror.find(text(row[0])), incident: text(row[1]) });
  });
  for (const one of [...places, ...tried]) {
    if (one.alert > mirror.observed) ofOurs.push(one);
    else if (one.alert !== 0) place(one);
  }
  // An alert of our own stands where the last of its alerts has been put, unless it was put elsewhere itself.
  for (let row = mirror.observed; row < ordinal.length; row++) ordinal[row] = ordinal[result.parent?.[row] ?? 0] ?? 0;
  for (const one of ofOurs) if (one.alert <= ordinal.length) place(one);

  const sizes = new Uint32Array(named.length);
  for (const of of ordinal) sizes[of] = (sizes[of] ?? 0) + 1;
  const vanished = new Map<string, string | undefined>();
  for (const key of decided) {
    if ((sizes[ordinalOf.get(key) ?? -1] ?? 0) > 0) continue;
    const alert = mirror.find(foundingAlert(key));
    vanished.set(key, alert === 0 ? undefined : named[ordinal[alert - 1] ?? 0]);
  }
  return { keys: named, ordinal, sizes, placed, vanished };
}
