import type { Database } from 'sql.js';
import type { CorrelationResult } from '../correlate/model.ts';
import type { Classification, Determination } from '../domain/classification.ts';
import type { IncidentStatus } from '../domain/incident.ts';
import { EVIDENCE_TYPES, type EvidenceType, type Identifier } from '../domain/evidence.ts';
import { idsOfKey } from './entity-table.ts';
import type { Mirror } from './mirror.ts';
import { unpackReasons } from './reasons.ts';
import { blob, eachRow, firstRow, int, text } from './rows.ts';

/** What each entity is called, in the order of the mirror's entity rows: the input of identity resolution. */
export function readMentions(db: Database): { readonly type: EvidenceType; readonly ids: readonly Identifier[] }[] {
  const mentions: { type: EvidenceType; ids: readonly Identifier[] }[] = [];
  eachRow(db, 'select type, key from entity order by id', [], (row) => {
    mentions.push({ type: EVIDENCE_TYPES[int(row[0])] ?? 'generic', ids: idsOfKey(text(row[1])) });
  });
  return mentions;
}

const ADDRESS_OF = [
  ['user', 'upn:'],
  ['mailbox', 'mail:'],
] as const satisfies readonly (readonly [EvidenceType, string])[];

/** Calls back for each account and each mailbox known by an address, by row of the mirror's entities. */
export function eachAddress(db: Database, visit: (row: number, address: string) => void): void {
  for (const [type, kind] of ADDRESS_OF)
    eachRow(db, 'select id, key from entity where type = ?', [EVIDENCE_TYPES.indexOf(type)], (row) => {
      const address = idsOfKey(text(row[1])).find((id) => id.startsWith(kind));
      if (address !== undefined) visit(int(row[0]) - 1, address.slice(kind.length));
    });
}

/** Term of each alert's category, by row: no column of the mirror, for only rules of a person ask for it. */
export function categoryTerms(db: Database, count: number): Uint32Array {
  const terms = new Uint32Array(count);
  eachRow(db, 'select id, category from alert', [], (row) => {
    terms[int(row[0]) - 1] = int(row[1]);
  });
  return terms;
}

/** The stored incidents of the files' alerts in the form of a run's result: ordinals by ascending id, the spanning forest with its reasons. */
export const readResult = (db: Database, mirror: Mirror): Standing => resultOf(db, mirror.incident.subarray(0, mirror.observed), '');

/** The same of the kept incidents, of which `alerts` are of files. */
export function readKept(db: Database, alerts: number): CorrelationResult {
  const incident = new Uint32Array(alerts);
  eachRow(db, 'select alert, incident from kept_membership where alert <= ?', [alerts], (row) => {
    incident[int(row[0]) - 1] = int(row[1]);
  });
  return resultOf(db, incident, 'kept_').result;
}

export interface Standing {
  readonly result: CorrelationResult;
  /** By ordinal. */
  readonly ids: readonly number[];
}

function resultOf(db: Database, incidentIds: Uint32Array, tables: '' | 'kept_'): Standing {
  const n = incidentIds.length;
  const ids = [...new Set(incidentIds)].filter((id) => id !== 0).sort((a, b) => a - b);
  const ordinal = new Map(ids.map((id, i) => [id, i]));
  const incident = Uint32Array.from(incidentIds, (id) => ordinal.get(id) ?? 0);
  const parent = new Int32Array(n).fill(-1);
  const score = new Float32Array(n);
  const reasonOffset = new Uint32Array(n + 1);
  const codes: number[] = [];
  const entities: number[] = [];
  const weights: number[] = [];
  let done = 0;
  eachRow(db, `select alert, link_to, score, reasons from ${tables}membership where alert <= ? order by alert`, [n], (row) => {
    const at = int(row[0]) - 1;
    for (; done < at; done++) reasonOffset[done + 1] = codes.length;
    parent[at] = int(row[1]) - 1;
    score[at] = int(row[2]);
    for (const reason of unpackReasons(blob(row[3]))) {
      codes.push(reason.code);
      entities.push(reason.entity);
      weights.push(reason.weight);
    }
    reasonOffset[at + 1] = codes.length;
    done = at + 1;
  });
  for (; done < n; done++) reasonOffset[done + 1] = codes.length;
  const suggestions: { a: number; b: number; via: number; score: number }[] = [];
  eachRow(db, `select a, b, via, score from ${tables}suggestion order by a, b`, [], (row) => {
    const [a, b] = [ordinal.get(int(row[0])), ordinal.get(int(row[1]))];
    if (a !== undefined && b !== undefined) suggestions.push({ a, b, via: int(row[2]) - 1, score: int(row[3]) });
  });
  return {
    ids,
    result: {
      incident,
      incidents: ids.length,
      parent,
      score,
      reasonOffset,
      reasonCode: Uint8Array.from(codes),
      reasonEntity: Uint32Array.from(entities),
      reasonWeight: Float32Array.from(weights),
      suggestions,
    },
  };
}

/** What the rules of a merge look at, of every incident with alerts or of these, by id. */
export function openIncidents(db: Database, ids?: readonly number[]): OpenIncidentRow[] {
  const rows: OpenIncidentRow[] = [];
  eachRow(
    db,
    `select id, status, assigned_to, classification, determination, alerts, entities,
       exists (select 1 from comment where comment.incident = incident.key) or exists (select 1 from incident_decision d where d.key = incident.key)
     from incident where alerts > 0 ${ids === undefined ? '' : 'and id in (select value from json_each(?))'} order by id`,
    ids === undefined ? [] : [JSON.stringify(ids)],
    (row) => {
      rows.push({
        id: int(row[0]),
        status: text(row[1]) as IncidentStatus,
        assignedTo: text(row[2]),
        classification: text(row[3]) as Classification,
        determination: text(row[4]) as Determination,
        alerts: int(row[5]),
        entities: int(row[6]),
        worked: int(row[7]) === 1,
      });
    },
  );
  return rows;
}
export interface OpenIncidentRow {
  readonly id: number;
  readonly status: IncidentStatus;
  readonly assignedTo: string;
  readonly classification: Classification;
  readonly determination: Determination;
  readonly alerts: number;
  readonly entities: number;
  /** A person has worked on it. */
  readonly worked: boolean;
}

/** Value of a setting; undefined where it stands at its default. */
export const readSetting = (db: Database, key: string): string | undefined => {
  const value = text(firstRow(db, 'select value from setting where key = ?', [key])?.[0]);
  return value === '' ? undefined : value;
};

/** Keys of incidents, in no order. */
export function incidentKeysOf(db: Database, ids: readonly number[]): string[] {
  const keys: string[] = [];
  eachRow(db, 'select key from incident where id in (select value from json_each(?))', [JSON.stringify(ids)], (row) =>
    keys.push(text(row[0])),
  );
  return keys;
}
