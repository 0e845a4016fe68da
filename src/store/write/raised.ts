import type { Database, SqlValue } from 'sql.js';
import { meetsTechnique } from '../../attack/meets-technique.ts';
import type { SequenceRule } from '../../correlate/sequences/rule.ts';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import { OWN_PRODUCT, OWN_SOURCE, type Raises } from '../../domain/raised.ts';
import { severityRank } from '../../domain/severity.ts';
import type { Mirror } from '../mirror.ts';
import { inTransaction } from '../open.ts';
import { packRefs, type Ref, uniteRefs } from '../refs.ts';
import { eachRow, firstRow, int, text } from '../rows.ts';
import { TermReader } from '../term-reader.ts';
import { ALERT_COLUMNS, type AlertRecord, mirrorRowOf, recordOfRow, valuesOf } from './alert-record.ts';
import { Terms } from './terms.ts';

/*
 * Alerts of our own are the last rows of `alert`, of batch 0. Nothing that reads alerts as evidence looks beyond `Mirror.observed`; who adds alerts
 * of a file takes them off first.
 */

/** An alert of our own before it is written. */
export interface RaisedAlert {
  /** AlertKey, made of the rule and the alerts it was first seen by. */
  readonly key: string;
  readonly rule: SequenceRule;
  readonly raises: Raises;
  /** Alert ids at each step of the rule. */
  readonly steps: readonly (readonly number[])[];
  /** Canonical entity ids of the person or device. */
  readonly entities: readonly number[];
}
/** What is raised now and was not before, and what is raised no more. */
export interface RaisedChange {
  readonly raised: readonly RaisedNote[];
  readonly withdrawn: readonly RaisedNote[];
}
export interface RaisedNote {
  readonly title: string;
  /** Key of the alert that ends its sequence: where that stands, it stands or stood. */
  readonly last: string;
}

/** Takes the alerts of our own off the end, with the memberships they have; what they were stays known until `writeRaised`. */
export function takeOffRaised(db: Database, mirror: Mirror): TakenOff {
  if (mirror.observed === mirror.count) return [];
  const taken: { record: AlertRecord; membership: readonly SqlValue[] | undefined }[] = [];
  eachRow(db, `select ${ALERT_COLUMNS.join(', ')} from alert where id > ? order by id`, [mirror.observed], (row) => {
    taken.push({ record: recordOfRow([...row]), membership: undefined });
  });
  eachRow(db, 'select incident, link_to, score, reasons, alert from membership where alert > ?', [mirror.observed], (row) => {
    const one = taken[int(row[4]) - mirror.observed - 1];
    if (one !== undefined) one.membership = row.slice(0, 4);
  });
  dropRows(db, mirror);
  return taken;
}
export type TakenOff = readonly { readonly record: AlertRecord; readonly membership: readonly SqlValue[] | undefined }[];

/** Puts them back where no alert has come in their place. */
export function putBackRaised(db: Database, mirror: Mirror, taken: TakenOff): void {
  inTransaction(db, () => {
    insertRows(
      db,
      mirror,
      taken.map(({ record }) => record),
    );
    taken.forEach(({ membership }, i) => {
      if (membership === undefined) return;
      const id = mirror.observed + i + 1;
      db.run('insert into membership (alert, incident, link_to, score, reasons) values (?, ?, ?, ?, ?)', [id, ...membership]);
      mirror.incident[id - 1] = int(membership[0]);
    });
  });
}

/** Writes these in place of those there are: the same ones under the same ids, whatever their order. Their incidents are to be written next. */
export function writeRaised(db: Database, mirror: Mirror, alerts: readonly RaisedAlert[]): RaisedChange {
  const before = new Map<string, RaisedNote>();
  eachRow(db, 'select key, rule, steps from raised', [], (row) => {
    const { raises } = JSON.parse(text(row[1])) as SequenceRule;
    const steps = JSON.parse(text(row[2])) as readonly (readonly string[])[];
    before.set(text(row[0]), { title: raises?.title ?? '', last: steps.at(-1)?.at(-1) ?? '' });
  });
  // What a file holds under this key stands for itself.
  const fresh = alerts.filter(({ key }) => mirror.find(key) === 0 || mirror.find(key) > mirror.observed);
  if (before.size + fresh.length === 0 && mirror.count === mirror.observed) return { raised: [], withdrawn: [] };
  const firstOf = ({ steps }: RaisedAlert): number => Math.min(...steps.flat().map((id) => mirror.time[id - 1] ?? 0));
  fresh.sort((a, b) => firstOf(a) - firstOf(b) || (a.key < b.key ? -1 : 1));
  inTransaction(db, () => {
    dropRows(db, mirror);
    db.run('delete from raised');
    const terms = new Terms(db);
    try {
      const words = new TermReader(db);
      insertRows(
        db,
        mirror,
        fresh.map((one) => recordOf(db, mirror, terms, words, one)),
      );
    } finally {
      terms.free();
    }
    for (const { key, rule, steps } of fresh) {
      const keys = steps.map((ids) => ids.map((id) => mirror.keyOf(id)));
      db.run('insert into raised values (?, ?, ?)', [key, JSON.stringify(rule), JSON.stringify(keys)]);
    }
  });
  const now = new Set(fresh.map(({ key }) => key));
  return {
    raised: fresh
      .filter(({ key }) => !before.has(key))
      .map(({ raises, steps }) => ({ title: raises.title, last: mirror.keyOf(steps.at(-1)?.at(-1) ?? 0) })),
    withdrawn: [...before].filter(([key]) => !now.has(key)).map(([, note]) => note),
  };
}

/** Keys of the alerts of our own that there are. */
export function raisedKeys(db: Database): Set<string> {
  const keys = new Set<string>();
  eachRow(db, 'select key from raised', [], (row) => keys.add(text(row[0])));
  return keys;
}

/** Keys of the incidents that these are about, the first hundred. */
export function incidentsAbout(db: Database, mirror: Mirror, notes: readonly RaisedNote[]): string[] {
  const ids = new Set(notes.map(({ last }) => mirror.incident[mirror.find(last) - 1] ?? 0));
  ids.delete(0);
  return [...ids].slice(0, 100).map((id) => text(firstRow(db, 'select key from incident where id = ?', [id])?.[0]));
}

function dropRows(db: Database, mirror: Mirror): void {
  if (mirror.count === mirror.observed) return;
  db.run('delete from alert where id > ?', [mirror.observed]);
  db.run('delete from membership where alert > ?', [mirror.observed]);
  mirror.dropRaised();
}

function insertRows(db: Database, mirror: Mirror, records: readonly AlertRecord[]): void {
  const insert = db.prepare(`insert into alert (id, ${ALERT_COLUMNS.join(', ')}) values (?${', ?'.repeat(ALERT_COLUMNS.length)})`);
  try {
    for (const record of records) {
      const id = mirror.count + 1;
      insert.run([id, ...valuesOf(record)]);
      mirror.put(id, mirrorRowOf(record));
    }
  } finally {
    insert.free();
  }
}

const RESOLVED = ALERT_STATUSES.indexOf('resolved');
const NEW = ALERT_STATUSES.indexOf('new');

function recordOf(
  db: Database,
  mirror: Mirror,
  terms: Terms,
  words: TermReader,
  { key, rule, raises, steps, entities }: RaisedAlert,
): AlertRecord {
  const ids = [...new Set(steps.flat())];
  const rows = ids.map((id) => id - 1);
  const seenAt = steps[steps.length - 1]?.[0] ?? 0;
  const [category] = firstRow(db, 'select category from alert where id = ?', [seenAt]) ?? [];
  // By what the files say: a decision about one of its alerts is not one about it.
  const open = ids.some((id) => int(firstRow(db, 'select status from alert where id = ?', [id])?.[0]) !== RESOLVED);
  return {
    key,
    external_id: null,
    batch: 0,
    format: 0,
    line: 0,
    byte_offset: -1,
    byte_length: -1,
    title: terms.id(raises.title),
    description: 0,
    recommended: 0,
    severity: severityRank(raises.severity),
    severity_text: 0,
    status: open ? NEW : RESOLVED,
    classification: 0,
    determination: 0,
    assigned_to: 0,
    category: category ?? 0,
    tactics: rows.reduce((mask, row) => mask | (mirror.tactics[row] ?? 0), 0),
    techniques: terms.id(techniquesOf(mirror, words, rule, steps).join(' ')),
    vendor: terms.id(OWN_PRODUCT),
    product: terms.id(OWN_PRODUCT),
    detection_source: terms.id(OWN_SOURCE),
    rule: terms.id(rule.id),
    first_activity: Math.min(...rows.map((row) => mirror.time[row] ?? 0)),
    last_activity: Math.max(...rows.map((row) => mirror.lastTime[row] ?? 0)),
    detected: mirror.time[seenAt - 1] ?? null,
    record_updated: null,
    time_text: null,
    time_assumed: 0,
    kind: 0,
    repeats: 1,
    partial: 0,
    source_incident: 0,
    site: 0,
    url: null,
    threat: 0,
    actor: 0,
    refs: packRefs(refsTo(mirror, ids, new Set(entities))),
  };
}

/** Techniques by which its alerts met their steps; of steps met otherwise, all that those alerts state. */
function techniquesOf(mirror: Mirror, words: TermReader, rule: SequenceRule, steps: RaisedAlert['steps']): string[] {
  const found = new Set<string>();
  steps.forEach((ids, step) => {
    const wanted = rule.steps[step]?.techniques ?? [];
    for (const id of ids) {
      const stated = words
        .word(mirror.techniques[id - 1] ?? 0)
        .split(' ')
        .filter(Boolean);
      const met = stated.filter((one) => wanted.some((technique) => meetsTechnique(one, technique)));
      for (const one of met.length > 0 ? met : stated) found.add(one);
    }
  });
  return [...found].sort();
}

/** The person or device as its alerts name it. */
function refsTo(mirror: Mirror, ids: readonly number[], entities: ReadonlySet<number>): Ref[] {
  const refs: Ref[] = [];
  for (const id of [...ids].sort(
    (a, b) => (mirror.time[a - 1] ?? 0) - (mirror.time[b - 1] ?? 0) || (mirror.keyOf(a) < mirror.keyOf(b) ? -1 : 1),
  ))
    mirror.eachRef(id, (entity, roles, state) => {
      if (entities.has(mirror.entities.canonicalId(entity))) refs.push({ entity, roles, state });
    });
  return uniteRefs([], refs, false);
}
