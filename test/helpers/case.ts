import type { Database } from 'sql.js';
import { DECISION_TABLES } from '../../src/journal/event.ts';
import type { Persistence } from '../../src/store/persist/persistence.ts';
import { CaseJournal, type CaseJournalParts } from '../../src/store/journal/case-journal.ts';
import { AlertWriter, nextBatchId } from '../../src/store/write/alerts.ts';
import { device, placed, report, user } from './alerts.ts';
import { openTestWorkspace } from './database.ts';

/** Incidents of the sample case: numbers 1, 2 and 3 with three, two and one alerts; alerts 1–6 in that order. */
const SIZES = [3, 2, 1];

/** A workspace with six alerts in three incidents, written as a correlation run would. */
export async function sampleCase(): Promise<Database> {
  const { db, mirror } = await openTestWorkspace();
  const writer = new AlertWriter(db, mirror, nextBatchId(db));
  const titles = ['Phishing mail opened', 'Encoded PowerShell', 'Beacon to rare host', 'Sign-in from Tor', 'Mailbox rule', 'Port scan'];
  writer.write(
    titles.map((title, i) =>
      placed({ title, externalId: `x${i}`, evidence: [device(`ws-0${i % 4}`), user('jane')], status: 'new' }, i + 1),
    ),
  );
  writer.finish(report(), { at: 1 });
  let alert = 1;
  for (const [i, size] of SIZES.entries()) {
    db.run(
      `insert into incident (id, key, base_name, base_severity, base_status, base_update, priority, factors, alerts, active_alerts, entities,
         assets, asset_count, products, tactics, posture, created, name, severity, severity_overridden, status, classification, determination,
         assigned_to, tags, resolving_note, last_update)
       values ($id, $key, $name, 3, 'new', 1, 50, '[]', $size, $size, 2, '[]', 1, '[]', 0, 0, 1, $name, 3, 0, 'new', 'unknown', 'unknown',
         '', '[]', '', 1)`,
      { $id: i + 1, $key: `i-${i + 1}`, $name: `Incident ${i + 1}`, $size: size },
    );
    for (let n = 0; n < size; n++) db.run(`insert into membership values (?, ?, 0, 0, x'')`, [alert++, i + 1]);
  }
  return db;
}

/** The queue's columns over the decisions, in plain SQL: an independent twin of store/write/effective.ts, so that these tests stand by themselves. */
export function layDecisions(db: Database): void {
  db.run(`update incident set (name, severity, severity_overridden, status, classification, determination, assigned_to, tags, resolving_note, redirect_to) = (
    select coalesce(d.name, base_name), coalesce(d.severity, base_severity), d.severity is not null, coalesce(d.status, 'new'),
      coalesce(d.classification, 'unknown'), coalesce(d.determination, 'unknown'), coalesce(d.assigned_to, ''), coalesce(d.tags, '[]'),
      coalesce(d.resolving_note, ''), d.redirect_to
    from (select 1) left join incident_decision d on d.key = incident.key)`);
}

let ids = 0;
export function partsOf(db: Database, persistence: Persistence): CaseJournalParts {
  let clock = 1_000_000;
  return {
    db,
    persistence,
    hooks: { refreshIncidents: () => layDecisions(db) },
    now: () => ++clock,
    newId: () => `id-${++ids}`,
    actor: () => 'Ann',
  };
}

/** A journal on what the persistence holds. Throws where the page would show an error. */
export async function resumeCase(db: Database, persistence: Persistence): Promise<CaseJournal> {
  const opened = await persistence.open();
  if (!opened.ok) throw new Error(opened.error.message);
  return CaseJournal.resume(partsOf(db, persistence), opened.value.events).journal;
}

export const rowsOf = (db: Database, sql: string): unknown => db.exec(sql)[0]?.values ?? [];

/** Every row of every decision table. */
export function decisionsOf(db: Database): unknown {
  return Object.fromEntries(DECISION_TABLES.map((table) => [table, rowsOf(db, `select * from ${table} order by key`)]));
}
