import type { Database } from 'sql.js';
import { DECISION_TABLES } from '../../src/journal/event.ts';
import type { Persistence } from '../../src/store/persist/persistence.ts';
import type { ApplyHooks } from '../../src/store/journal/apply.ts';
import { CaseJournal, type CaseJournalParts } from '../../src/store/journal/case-journal.ts';
import { AlertWriter, nextBatchId } from '../../src/store/write/alerts.ts';
import { refreshIncidents } from '../../src/store/write/effective.ts';
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
    const row = {
      key: `i-${i + 1}`,
      base_name: `Incident ${i + 1}`,
      base_severity: 4,
      base_status: 'new',
      base_update: 1,
      priority: 50,
      judged: '[]',
      alerts: size,
      active_alerts: size,
      entities: 2,
      assets: '[]',
      asset_count: 1,
      products: '[]',
      tactics: 0,
      posture: 0,
      created: 1,
      name: '',
      severity: 4,
      severity_overridden: 0,
      status: 'new',
      classification: 'unknown',
      determination: 'unknown',
      assigned_to: '',
      tags: '[]',
      resolving_note: '',
      last_update: 1,
    };
    db.run(
      `insert into incident (${Object.keys(row).join(', ')}) values (${Object.keys(row)
        .map(() => '?')
        .join(', ')})`,
      Object.values(row),
    );
    for (let n = 0; n < size; n++) db.run(`insert into membership values (?, ?, 0, 0, x'')`, [alert++, i + 1]);
  }
  refreshIncidents(
    db,
    SIZES.map((_, i) => `i-${i + 1}`),
  );
  return db;
}

export const hooksOf = (db: Database): ApplyHooks => ({ refreshIncidents: (keys) => refreshIncidents(db, keys) });

let ids = 0;
export function partsOf(db: Database, persistence: Persistence): CaseJournalParts {
  let clock = 1_000_000;
  return {
    db,
    persistence,
    hooks: hooksOf(db),
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
