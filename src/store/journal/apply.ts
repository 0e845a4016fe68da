import type { Database, Statement } from 'sql.js';
import { canonical } from '../../journal/chain.ts';
import type { Change, DecisionTable, JournalEvent } from '../../journal/event.ts';
import { WEAVE_SETTINGS } from '../../domain/weave-settings.ts';
import { faultOf } from '../../journal/rows.ts';
import { inTransaction } from '../open.ts';
import { DECISION_COLUMN_NAMES, DELETE_ROW, PUT_ROW } from './tables.ts';

/** What the journal asks of the rest of the store. */
export interface ApplyHooks {
  /** Lays the decisions over these incidents anew (store/write/effective.ts). Runs inside the transaction. */
  readonly refreshIncidents: (incidentKeys: readonly string[]) => void;
  /** Keys of the incidents these alerts are in now; alerts that are not in the workspace are left out. Absent: the events' subjects must do. */
  readonly incidentsOfAlerts?: (alertKeys: readonly string[]) => readonly string[];
}

/** What an application touched, so that the page and the correlation can follow. */
export interface Applied {
  readonly tables: readonly DecisionTable[];
  /** Placements, link rules, ignored entities or settings of the correlation changed: who belongs to which incident has to be worked out anew. */
  readonly recorrelate: boolean;
  /** Marks or weights changed: incidents rank otherwise, and hold what they held. */
  readonly describe: boolean;
}

/**
 * Applies events to the decision tables in one transaction: rows, activity log, undone marks, then the incidents concerned.
 * An event that names a table or column the schema does not have is kept in the log without effect, so that a journal of a later build cannot
 * stop a workspace from opening. Rows of alerts and incidents that are not here (yet) are kept: they take effect when those arrive.
 */
export function applyEvents(db: Database, events: readonly JournalEvent[], hooks: ApplyHooks): Applied {
  const tables = new Set<DecisionTable>();
  const incidents = new Set<string>();
  const alerts = new Set<string>();
  let [recorrelate, describe] = [false, false];
  inTransaction(db, () => {
    const statements = new Statements(db);
    try {
      for (const event of events) {
        log(statements, event);
        for (const subject of event.subjects) incidents.add(subject);
        for (const change of event.changes) {
          if (faultOf(change) !== undefined) continue;
          write(statements, change);
          tables.add(change.table);
          if (change.table === 'incident_decision') incidents.add(change.key);
          if (change.table === 'alert_decision') alerts.add(change.key);
          if (change.table === 'comment')
            for (const row of [change.before, change.after]) if (row !== null) incidents.add(String(row['incident']));
          recorrelate ||= weaves(change);
          describe ||= ranks(change);
        }
      }
    } finally {
      statements.free();
    }
    for (const key of hooks.incidentsOfAlerts?.([...alerts]) ?? []) incidents.add(key);
    hooks.refreshIncidents([...incidents]);
  });
  return { tables: [...tables], recorrelate, describe };
}

const differs = (change: Change, column: string): boolean => (change.before?.[column] ?? null) !== (change.after?.[column] ?? null);
/** Rules that mark things and move no alert. */
const MARKS: readonly string[] = ['critical', 'watch'];
const weaves = (change: Change): boolean =>
  change.table === 'placement' ||
  (change.table === 'setting' && WEAVE_SETTINGS.includes(change.key)) ||
  (change.table === 'override' && !MARKS.includes(String((change.after ?? change.before)?.['kind']))) ||
  (change.table === 'entity_decision' && differs(change, 'ignored'));

const ranks = (change: Change): boolean =>
  (change.table === 'override' && MARKS.includes(String((change.after ?? change.before)?.['kind']))) ||
  (change.table === 'setting' && change.key === 'priority') ||
  (change.table === 'entity_decision' && (differs(change, 'critical') || differs(change, 'watched')));

function write(statements: Statements, change: Change): void {
  const { table, key, after } = change;
  if (after === null) statements.of(DELETE_ROW[table]).run([key]);
  else statements.of(PUT_ROW[table]).run([key, ...DECISION_COLUMN_NAMES[table].map((column) => after[column] ?? null)]);
}

const LOG = 'insert or ignore into event (seq, id, at, actor, kind, summary, changes, target) values (?, ?, ?, ?, ?, ?, ?, ?)';
const LOG_SUBJECT = 'insert or ignore into event_subject (subject, seq) values (?, ?)';
const MARK = 'update event set undone = ? where id = ?';

function log(statements: Statements, event: JournalEvent): void {
  const { seq, id, at, actor, kind, summary, changes, target } = event;
  statements.of(LOG).run([seq, id, at, actor, kind, summary, canonical(changes), target ?? null]);
  for (const subject of event.subjects) statements.of(LOG_SUBJECT).run([subject, seq]);
  if (target !== undefined && kind === 'event.undone') statements.of(MARK).run([1, target]);
  if (target !== undefined && kind === 'event.redone') statements.of(MARK).run([0, target]);
}

/** Prepared once per application: a resolved incident of ten thousand alerts is one statement, not ten thousand. */
class Statements {
  readonly #db: Database;
  readonly #prepared = new Map<string, Statement>();
  constructor(db: Database) {
    this.#db = db;
  }
  of(sql: string): Statement {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) this.#prepared.set(sql, (statement = this.#db.prepare(sql)));
    return statement;
  }
  free(): void {
    for (const statement of this.#prepared.values()) statement.free();
  }
}
