import type { Database } from 'sql.js';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import type { IncidentStatus } from '../../domain/incident.ts';
import type { Change } from '../../journal/event.ts';
import type { Table } from '../../worker/api.ts';
import type { IncidentColumns } from '../incident-columns.ts';
import type { Mirror } from '../mirror.ts';
import { eachRow, firstRow, int, text } from '../rows.ts';

const LAY_OVER = `
  update incident set
    name = coalesce(d.name, base_name),
    severity = coalesce(d.severity, base_severity),
    severity_overridden = d.severity is not null,
    redirect_to = coalesce(d.redirect_to, base_redirect),
    status = case when coalesce(d.redirect_to, base_redirect) is null then coalesce(d.status, base_status) else 'redirected' end,
    classification = coalesce(d.classification, 'unknown'),
    determination = coalesce(d.determination, 'unknown'),
    assigned_to = coalesce(d.assigned_to, ''),
    tags = coalesce(d.tags, '[]'),
    resolving_note = coalesce(d.resolving_note, ''),
    last_update = max(base_update, coalesce(d.updated, 0), coalesce((select max(at) from comment where comment.incident = incident.key), 0))
  from (
    select i.id as incident_id, c.* from incident i left join incident_decision c on c.key = i.key where i.key = ?
  ) d
  where incident.id = d.incident_id`;

/** Lays the decisions over the base columns of these incidents. Keys that name no incident are passed over. */
export function refreshIncidents(db: Database, keys: Iterable<string>): void {
  const statement = db.prepare(LAY_OVER);
  try {
    for (const key of keys) statement.run([key]);
  } finally {
    statement.free();
  }
}

const RESOLVED = ALERT_STATUSES.indexOf('resolved');
const IN_PROGRESS = ALERT_STATUSES.indexOf('inProgress');

/** Status of an incident nobody has decided on: resolved where each of its alerts is, in progress where one is. */
export function baseStatus(mirror: Mirror, alerts: Uint32Array): { readonly status: IncidentStatus; readonly active: number } {
  let active = 0;
  let inProgress = false;
  for (const alert of alerts) {
    const status = mirror.status[alert - 1];
    if (status !== RESOLVED) active++;
    if (status === IN_PROGRESS) inProgress = true;
  }
  return { status: active === 0 && alerts.length > 0 ? 'resolved' : inProgress ? 'inProgress' : 'new', active };
}

/**
 * Brings everything that is derived from the decision tables in step after a reducer has changed them: effective columns, the queue's
 * columns, the mirror. Gives the tables whose views are to be asked again. `override` and `placement` take effect with the next correlation.
 */
export function refreshAfter(db: Database, mirror: Mirror, incidents: IncidentColumns, changes: readonly Change[]): Table[] {
  const keys = new Set<string>();
  const tables = new Set<Table>(['activity']);
  const has = (table: Change['table']): boolean => changes.some((change) => change.table === table);
  for (const change of changes) {
    if (change.table === 'incident_decision') keys.add(change.key);
    if (change.table === 'comment') {
      for (const row of [change.before, change.after]) if (typeof row?.['incident'] === 'string') keys.add(row['incident']);
      tables.add('comment');
    }
    if (change.table === 'setting') tables.add('setting');
  }
  // These weave the alerts anew, done or undone: any incident may look different.
  if (has('placement') || has('override') || has('setting')) tables.add('incident').add('alert').add('entity');
  if (has('entity_decision')) {
    mirror.entities.refreshDecisions(db);
    tables.add('entity').add('incident').add('alert');
  }
  if (has('alert_decision')) {
    tables.add('alert').add('incident');
    for (const key of recount(db, mirror, mirror.refreshDecisions(db))) keys.add(key);
  }
  if (keys.size > 0) {
    refreshIncidents(db, keys);
    incidents.refresh(db, idsOf(db, keys));
    tables.add('incident');
  }
  return [...tables];
}

/** For a workspace opened from an older snapshot with the journal replayed over it: counts what decisions on alerts have changed since. */
export function recountDecided(db: Database, mirror: Mirror): void {
  const alerts: number[] = [];
  eachRow(db, 'select key from alert_decision', [], (row) => {
    const alert = mirror.find(text(row[0]));
    if (alert !== 0) alerts.push(alert);
  });
  refreshIncidents(db, recount(db, mirror, alerts));
}

/** Counts the active alerts of the incidents of these alerts anew; gives the keys of the incidents. */
function recount(db: Database, mirror: Mirror, alerts: readonly number[]): string[] {
  const touched = new Set(alerts.map((alert) => mirror.incident[alert - 1] ?? 0));
  touched.delete(0);
  return [...touched].map((id) => {
    const { status, active } = baseStatus(mirror, mirror.alertsOfIncident(id));
    db.run('update incident set active_alerts = ?, base_status = ? where id = ?', [active, status, id]);
    return text(firstRow(db, 'select key from incident where id = ?', [id])?.[0]);
  });
}

function idsOf(db: Database, keys: Iterable<string>): number[] {
  const ids: number[] = [];
  for (const key of keys) {
    const id = int(firstRow(db, 'select id from incident where key = ?', [key])?.[0]);
    if (id > 0) ids.push(id);
  }
  return ids;
}
