import type { Database, SqlValue, Statement } from 'sql.js';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import { CLASSIFICATION_LABELS, DETERMINATION_LABELS, type Classification, type Determination } from '../../domain/classification.ts';
import { INCIDENT_STATUSES } from '../../domain/incident.ts';
import { severityOfRank } from '../../domain/severity.ts';
import { readTags } from '../../domain/tags.ts';
import type { AlertView, DecisionReader, IncidentView } from '../../journal/decision.ts';
import type { DecisionTable } from '../../journal/event.ts';
import { unpackRefs } from '../refs.ts';
import { blob, eachRow, firstRow, int, text, type SqlRow } from '../rows.ts';
import { DECISION_COLUMN_NAMES, SELECT_ROW } from './tables.ts';

const INCIDENT = `select id, key, name, severity, status, classification, determination, assigned_to, tags, resolving_note, alerts, entities from incident`;

// The file's word where no decision lies over it.
const ALERT = `
  select a.id, a.key, t.text, coalesce(i.key, ''),
    d.status, a.status,
    coalesce(d.classification, (select text from term where id = a.classification)),
    coalesce(d.determination, (select text from term where id = a.determination)),
    coalesce(d.assigned_to, (select text from term where id = a.assigned_to)),
    a.batch = 0
  from alert a
    join term t on t.id = a.title
    left join membership m on m.alert = a.id
    left join incident i on i.id = m.incident
    left join alert_decision d on d.key = a.key`;

/** Ids of the alerts of an incident, as the mirror knows them. */
export type AlertIdsOf = (incident: number) => Iterable<number>;

/** Rows as they stand, for the deciders: look-ups by primary key. Without the mirror's `alertIdsOf`, members are found by a walk over the table. */
export function decisionReader(db: Database, alertIdsOf: AlertIdsOf = (incident) => walk(db, incident)): DecisionReader {
  const members = (incidentKey: string): readonly number[] => {
    const id = int(firstRow(db, 'select id from incident where key = ?', [incidentKey])?.[0]);
    return id === 0 ? [] : [...alertIdsOf(id)].sort((a, b) => a - b);
  };
  return {
    row: rowReader(db),
    incident: (id) => view(firstRow(db, `${INCIDENT} where id = ?`, [id]), incidentView),
    incidentOfKey: (key) => view(firstRow(db, `${INCIDENT} where key = ?`, [key]), incidentView),
    alert: (id) => view(firstRow(db, `${ALERT} where a.id = ?`, [id]), alertView),
    alertsOf: (incidentKey) => each(db, `${ALERT} where a.id = ?`, members(incidentKey)).map(alertView),
    entity: (id) =>
      view(firstRow(db, 'select key, label from entity where id = ?', [id]), ([key, label]) => ({
        id,
        key: text(key),
        label: text(label),
      })),
    commentsOf: (incidentKey) => {
      const comments: { author: string; at: number; text: string }[] = [];
      eachRow(db, 'select author, at, text from comment where incident = ? order by at, key', [incidentKey], (row) =>
        comments.push({ author: text(row[0]), at: int(row[1]), text: text(row[2]) }),
      );
      return comments;
    },
    entitiesOfAll: (incidentKeys) => {
      const entities = new Set<number>();
      for (const key of incidentKeys) {
        for (const [refs] of each(db, 'select refs from alert where id = ?', members(key))) {
          for (const ref of unpackRefs(blob(refs))) entities.add(ref.entity);
        }
      }
      return entities.size;
    },
  };
}

function walk(db: Database, incident: number): readonly number[] {
  const ids: number[] = [];
  eachRow(db, 'select alert from membership where incident = ?', [incident], ([alert]) => ids.push(int(alert)));
  return ids;
}

/** One row per id, by one statement; ids that are not there are passed over. */
function each(db: Database, sql: string, ids: readonly number[]): readonly SqlRow[] {
  const statement = db.prepare(sql);
  const rows: SqlRow[] = [];
  try {
    for (const id of ids) {
      statement.bind([id]);
      if (statement.step()) rows.push(statement.get());
    }
  } finally {
    statement.free();
  }
  return rows;
}

/** A cascade asks for a row per alert: each table's statement is prepared once and kept as long as the database. */
function rowReader(db: Database): DecisionReader['row'] {
  const prepared = new Map<DecisionTable, Statement>();
  return (table, key) => {
    let statement = prepared.get(table);
    if (statement === undefined) prepared.set(table, (statement = db.prepare(SELECT_ROW[table])));
    statement.bind([key]);
    const values = statement.step() ? statement.get() : undefined;
    // Left open, it would hold a read transaction.
    statement.reset();
    if (values === undefined) return null;
    return Object.fromEntries(DECISION_COLUMN_NAMES[table].map((column, i) => [column, cell(values[i])]));
  };
}

const cell = (value: SqlValue | undefined): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;

const view = <T>(row: SqlRow | undefined, of: (row: SqlRow) => T): T | undefined => (row === undefined ? undefined : of(row));

function incidentView(row: SqlRow): IncidentView {
  return {
    id: int(row[0]),
    key: text(row[1]),
    name: text(row[2]),
    severity: severityOfRank(int(row[3])),
    status: INCIDENT_STATUSES.find((status) => status === row[4]) ?? 'new',
    classification: classification(row[5]),
    determination: determination(row[6]),
    assignedTo: text(row[7]),
    tags: readTags(row[8]),
    resolvingNote: text(row[9]),
    alerts: int(row[10]),
    entities: int(row[11]),
  };
}

function alertView(row: SqlRow): AlertView {
  return {
    id: int(row[0]),
    key: text(row[1]),
    title: text(row[2]),
    incident: text(row[3]),
    status: ALERT_STATUSES.find((status) => status === row[4]) ?? ALERT_STATUSES[int(row[5])] ?? 'unknown',
    classification: classification(row[6]),
    determination: determination(row[7]),
    assignedTo: text(row[8]),
    raised: int(row[9]) === 1,
  };
}

const classification = (value: SqlValue | undefined): Classification =>
  (Object.keys(CLASSIFICATION_LABELS) as Classification[]).find((name) => name === value) ?? 'unknown';
const determination = (value: SqlValue | undefined): Determination =>
  (Object.keys(DETERMINATION_LABELS) as Determination[]).find((name) => name === value) ?? 'unknown';
