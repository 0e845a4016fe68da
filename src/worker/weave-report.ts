import { grouped, plural } from '../base/text.ts';
import type { MergeRefusal, WeaveReportRow, WeaveIncident } from './api.ts';
import { incidentRows } from '../store/queries/incident-rows.ts';
import type { QueryContext } from '../store/query.ts';
import type { Mirror } from '../store/mirror.ts';
import type { Woven } from './correlation-run.ts';

/** What an import into a worked workspace did to the incidents that were here, by incident id. */
export interface WeaveReport {
  /** µs since 1970. */
  readonly at: number;
  readonly alerts: number;
  /** Only what is around the new alerts was weighed. */
  readonly around: boolean;
  /** Incident → new alerts in it. */
  readonly joined: ReadonlyMap<number, number>;
  readonly founded: ReadonlyMap<number, number>;
  /** Incident that took others in → those. */
  readonly merged: ReadonlyMap<number, readonly number[]>;
  readonly refused: NonNullable<Woven['refused']>;
}

interface Shown {
  readonly mirror: Mirror;
}

/** Incident of each alert that was here before an import: to be compared with what is afterwards. */
export const shownBefore = ({ mirror }: Shown, known: number): Uint32Array => mirror.incident.slice(0, known);

export function weaveReport({ mirror }: Shown, before: Uint32Array, { refused = [], around = false }: Woven, at: number): WeaveReport {
  const known = new Set(before);
  const into = new Map<number, Set<number>>();
  before.forEach((was, row) => {
    const is = mirror.incident[row] ?? 0;
    if (is === was) return;
    const taken = into.get(is);
    if (taken === undefined) into.set(is, new Set([was]));
    else taken.add(was);
  });
  const joined = new Map<number, number>();
  const founded = new Map<number, number>();
  for (let row = before.length; row < mirror.observed; row++) {
    const incident = mirror.incident[row] ?? 0;
    const counts = known.has(incident) || into.has(incident) ? joined : founded;
    counts.set(incident, (counts.get(incident) ?? 0) + 1);
  }
  const merged = new Map([...into].map(([one, others]) => [one, [...others]]));
  return { at, around, alerts: mirror.observed - before.length, joined, founded, merged, refused };
}

/** In one sentence, for the journal. */
export function weaveSummary({ alerts, joined, founded, merged, refused }: WeaveReport): string {
  const clauses = [
    ...(joined.size > 0 ? [`${grouped(sum(joined))} joined ${plural(joined.size, 'incident')}`] : []),
    ...(founded.size > 0 ? [`${grouped(sum(founded))} founded ${plural(founded.size, 'incident')}`] : []),
  ];
  const brought = [...merged.values()].reduce((n, from) => n + from.length, 0);
  const also = [
    ...(brought > 0 ? [`${plural(brought, 'incident was', 'incidents were')} merged into others`] : []),
    ...(refused.length > 0 ? [`${plural(refused.length, 'merge was', 'merges were')} refused`] : []),
  ];
  return [`${plural(alerts, 'new alert')}: ${clauses.join(', ')}`, ...also].join('; ');
}

/** Incidents listed of each kind. */
const LISTED = 200;

/** The report in words a page can show: the incidents that gained most first. */
export function weaveReportRow(context: QueryContext, report: WeaveReport): WeaveReportRow {
  const { at, alerts, around, joined, founded, merged, refused } = report;
  return {
    at,
    alerts,
    around,
    joined: gained(context, joined),
    founded: gained(context, founded),
    merged: firstOf(context, [...merged], (into, from) => ({ into, from })),
    refused: refusedRows(context, refused),
    joinedAlerts: sum(joined),
    foundedAlerts: sum(founded),
    joinedCount: joined.size,
    foundedCount: founded.size,
    mergedCount: merged.size,
  };
}

const sum = (of: ReadonlyMap<number, number>): number => [...of.values()].reduce((total, n) => total + n, 0);

const incidentsOf = (context: QueryContext, ids: readonly number[]): ReadonlyMap<number, WeaveIncident> =>
  new Map(incidentRows(context, ids).map(({ id, name, status, alerts }) => [id, { id, name, status, alerts }]));

/** The first of the list, each with its incident; without those whose incident is no more. */
function firstOf<V, R>(
  context: QueryContext,
  list: readonly (readonly [id: number, V])[],
  row: (incident: WeaveIncident, value: V) => R,
): R[] {
  const shown = list.slice(0, LISTED);
  const incidents = incidentsOf(
    context,
    shown.map(([id]) => id),
  );
  return shown.flatMap(([id, value]) => {
    const incident = incidents.get(id);
    return incident === undefined ? [] : [row(incident, value)];
  });
}

const gained = (context: QueryContext, counts: ReadonlyMap<number, number>): WeaveReportRow['joined'] =>
  firstOf(
    context,
    [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]),
    (incident, fresh) => ({ incident, fresh }),
  );

function refusedRows(context: QueryContext, refused: WeaveReport['refused']): readonly MergeRefusal[] {
  const list = refused.slice(0, LISTED);
  const rows = incidentsOf(context, [...new Set(list.flatMap(({ a, b }) => [a, b]))]);
  return list.flatMap(({ a, b, code }) => {
    const [one, other] = [rows.get(a), rows.get(b)];
    return one === undefined && other === undefined ? [] : [{ a: one ?? null, b: other ?? null, code }];
  });
}
