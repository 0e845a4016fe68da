import { EVIDENCE_TYPES, type Identifier, isAsset, VERDICTS, type Verdict } from '../../domain/evidence.ts';
import type { EvidenceRow } from '../../worker/api.ts';
import { idsOfKey } from '../entity-table.ts';
import { ask, defineQuery, idList, INT, type QueryContext, TEXT, TEXT_OR_NULL } from '../query.ts';
import { remediationOf, rolesOfMask } from '../refs.ts';

export const entitiesById = defineQuery<{ readonly ids: Iterable<number> }>()({
  columns: { id: INT, key: TEXT, type: INT, label: TEXT, attributes: TEXT_OR_NULL },
  sql: ({ ids }) => ({
    text: 'select id, key, type, label, attributes from entity where id in (select value from json_each(?))',
    bind: [idList(ids)],
  }),
});
export const verdictDecisions = defineQuery<{ readonly keys: readonly string[] }>()({
  columns: { key: TEXT, verdict: TEXT },
  sql: ({ keys }) => ({
    text: 'select key, verdict from entity_decision where verdict is not null and key in (select value from json_each(?))',
    bind: [JSON.stringify(keys)],
  }),
});

/** What some alerts together say of one entity. */
export interface Gathered {
  /** Canonical entity id. */
  readonly id: number;
  roles: number;
  /** Position in VERDICTS + 1, the gravest; 0 where none is stated. */
  verdict: number;
  /** Low half of a reference's state, of the latest alert that states one. */
  remediation: number;
  remediationAt: number;
  /** Ascending. */
  readonly alerts: number[];
  first: number;
  last: number;
}

/** Gathers the references of alerts by canonical entity. */
export function gather({ mirror }: Pick<QueryContext, 'mirror'>, alerts: Iterable<number>, only?: number): Map<number, Gathered> {
  const found = new Map<number, Gathered>();
  for (const alert of alerts) {
    const [first, last] = [mirror.time[alert - 1] ?? Number.NaN, mirror.lastTime[alert - 1] ?? Number.NaN];
    mirror.eachRef(alert, (entity, roles, state) => {
      const id = mirror.entities.canonicalId(entity);
      if (only !== undefined && id !== only) return;
      let one = found.get(id);
      if (one === undefined) {
        one = { id, roles: 0, verdict: 0, remediation: 0, remediationAt: -Infinity, alerts: [], first: Infinity, last: -Infinity };
        found.set(id, one);
      }
      one.roles |= roles;
      one.verdict = Math.max(one.verdict, state >> 4);
      const at = Number.isNaN(last) ? -1 : last;
      if ((state & 15) !== 0 && at >= one.remediationAt) [one.remediation, one.remediationAt] = [state & 15, at];
      if (one.alerts[one.alerts.length - 1] !== alert) one.alerts.push(alert);
      if (first < one.first) one.first = first;
      if (last > one.last) one.last = last;
    });
  }
  return found;
}

/** Assets first, then by gravity, then by how many alerts name it. */
export function byImportance({ mirror }: Pick<QueryContext, 'mirror'>): (a: Gathered, b: Gathered) => number {
  const asset = (id: number): number =>
    Number(isAsset(EVIDENCE_TYPES[mirror.entities.type[id - 1] ?? 0] ?? 'generic') && !mirror.entities.isBuiltin(id));
  return (a, b) =>
    asset(b.id) - asset(a.id) ||
    Number(mirror.entities.isCritical(b.id)) - Number(mirror.entities.isCritical(a.id)) ||
    b.verdict - a.verdict ||
    b.alerts.length - a.alerts.length ||
    a.id - b.id;
}

/** Rows in the order given. A person's verdict wins over the products'. Identifiers are those of all mentions resolved to the entity. */
export function evidenceRows(context: QueryContext, gathered: readonly Gathered[]): EvidenceRow[] {
  const { db, mirror } = context;
  const mentions = new Map(gathered.map(({ id }) => [id, [...mirror.mentionsOf(id)]]));
  const rows = new Map(ask(db, entitiesById, { ids: new Set([...mentions.values()].flat()) }).map((row) => [row.id, row]));
  const keys = [...rows.values()].map(({ key }) => key);
  const decided = new Map(ask(db, verdictDecisions, { keys }).map(({ key, verdict }) => [key, verdict]));
  return gathered.flatMap((one) => {
    const row = rows.get(one.id);
    if (row === undefined) return [];
    const identifiers = new Set<Identifier>();
    let verdict: Verdict | undefined;
    for (const mention of mentions.get(one.id) ?? []) {
      const key = rows.get(mention)?.key ?? '';
      for (const id of idsOfKey(key)) identifiers.add(id);
      verdict ??= VERDICTS.find((word) => word === decided.get(key));
    }
    const out: EvidenceRow = {
      id: one.id,
      type: EVIDENCE_TYPES[row.type] ?? 'generic',
      label: row.label,
      identifiers: [...identifiers],
      roles: rolesOfMask(one.roles),
      verdict: verdict ?? VERDICTS[one.verdict - 1] ?? 'unknown',
      remediation: remediationOf(one.remediation),
      alerts: one.alerts.length,
      firstSeen: one.first === Infinity ? null : one.first,
      lastSeen: one.last === -Infinity ? null : one.last,
      incidents: incidentsOf(context, one.id).size,
      critical: mirror.entities.isCritical(one.id),
      builtin: mirror.entities.isBuiltin(one.id),
    };
    return [out];
  });
}

/** Incidents of the workspace that name an entity: id → how many of their alerts do. */
export function incidentsOf({ mirror }: Pick<QueryContext, 'mirror'>, entity: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const alert of mirror.alertsOf(entity)) {
    const incident = mirror.incident[alert - 1] ?? 0;
    if (incident !== 0) counts.set(incident, (counts.get(incident) ?? 0) + 1);
  }
  return counts;
}
