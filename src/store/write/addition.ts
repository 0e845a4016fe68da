import type { Database } from 'sql.js';
import { must } from '../../base/assert.ts';
import { canonicalOrder } from '../../domain/canonical-order.ts';
import type { Addition } from '../../correlate/near/addition.ts';
import type { IncidentColumns } from '../incident-columns.ts';
import type { Mirror } from '../mirror.ts';
import { inTransaction } from '../open.ts';
import { packReasons } from '../reasons.ts';
import { blob, eachRow, firstRow, int, text } from '../rows.ts';
import { type CorrelationCounts, decidedIncidents, type Describe, emptyIncident, insertIncidents, suggest } from './correlation.ts';
import { refreshIncidents } from './effective.ts';
import { Aggregator } from './incident-facts.ts';

/** The link of an alert as `membership` holds it. */
interface Hanging {
  readonly to: number;
  readonly strength: number;
  readonly reasons: Uint8Array;
}
const FIRST: Hanging = { to: 0, strength: 0, reasons: packReasons([]) };

/**
 * Writes what a few new alerts change, rows `known` … : their memberships, the incidents they touch, and those that became one. All other
 * incidents stay as they are written, their priority too, though it looks at how often a detector speaks in all.
 */
export function writeAddition(
  db: Database,
  mirror: Mirror,
  incidents: IncidentColumns,
  addition: Addition,
  known: number,
  describe: Describe,
): CorrelationCounts {
  const decided = decidedIncidents(db);
  let kept = 0;
  const changed = new Set<number>();
  inTransaction(db, () => {
    const names = new Names(db, mirror, addition, known);
    const links = hang(db, mirror, addition);
    const poured = [...names.into.keys()];
    const rows = new Set(Array.from(addition.incident, (_, i) => known + i));
    for (const id of poured) for (const alert of mirror.alertsOfIncident(id)) rows.add(alert - 1);
    for (const row of links.keys()) rows.add(row);
    const incidentOf = (row: number): number =>
      names.idOf(row < known ? (mirror.incident[row] ?? 0) : (addition.incident[row - known] ?? 0));
    write(db, rows, known, incidentOf, links);
    mirror.moveRows(rows, incidentOf, (row) => links.get(row) ?? (row < known ? undefined : FIRST));

    const touched = [...new Set([...rows].map((row) => mirror.incident[row] ?? 0))].sort((a, b) => a - b);
    for (const id of [...touched, ...poured]) changed.add(id);
    const keys = new Map(touched.map((id) => [id, names.keyOf(id)]));
    for (const id of poured) {
      const key = names.keyOf(id);
      if (!decided.has(key)) db.run('delete from incident where id = ?', [id]);
      else {
        emptyIncident(db, key, names.keyOf(names.idOf(id)));
        kept++;
      }
    }
    db.run('delete from incident where id in (select value from json_each(?))', [JSON.stringify(touched)]);
    const aggregator = aggregatorOf(db, mirror);
    insertIncidents(
      db,
      mirror,
      touched.map((id) => ({
        id,
        key: must(keys.get(id), 'key of a touched incident'),
        alerts: inOrder(mirror, mirror.alertsOfIncident(id)),
      })),
      aggregator,
      describe,
    );
    suggestAgain(db, names, addition);
    refreshIncidents(
      db,
      [...keys.values(), ...poured.map((id) => names.keyOf(id))].filter((key) => decided.has(key)),
    );
  });
  incidents.follow(db, changed);
  return { incidents: int(firstRow(db, 'select count(*) from incident where alerts > 0')?.[0]), kept };
}

/** Ids and keys of the incidents of an addition. Those founded now get the next number, or the one that their key had before. */
class Names {
  readonly into: ReadonlyMap<number, number>;
  readonly #db: Database;
  readonly #founded: number[] = [];
  readonly #keys = new Map<number, string>();

  constructor(db: Database, mirror: Mirror, { incident, merged }: Addition, known: number) {
    this.#db = db;
    this.into = new Map(merged.map(({ source, target }) => [source, target]));
    const first = new Map<number, number>();
    const order = canonicalOrder(
      columnsOf(
        mirror,
        Uint32Array.from(incident, (_, i) => known + i),
      ),
    );
    for (const i of order) {
      const founded = -(incident[i] ?? 0);
      if (founded > 0 && !first.has(founded)) first.set(founded, known + i);
    }
    let next = int(firstRow(db, 'select max(id) from incident_number')?.[0]) + 1;
    for (let founded = 1; founded <= first.size; founded++) {
      const key = `i-${mirror.keyOf(must(first.get(founded), 'first alert of an incident') + 1)}`;
      const number = int(firstRow(db, 'select id from incident_number where key = ?', [key])?.[0]);
      if (number === 0) db.run('insert into incident_number (key, id) values (?, ?)', [key, next]);
      const id = number === 0 ? next++ : number;
      this.#founded.push(id);
      this.#keys.set(id, key);
    }
  }

  /** Of what an addition calls an incident: the one that it is part of in the end. */
  idOf(told: number): number {
    let id = told < 0 ? must(this.#founded[-told - 1], 'founded incident') : told;
    for (let up = this.into.get(id); up !== undefined; up = this.into.get(id)) id = up;
    return id;
  }

  keyOf(id: number): string {
    return this.#keys.get(id) ?? text(firstRow(this.#db, 'select key from incident where id = ?', [id])?.[0]);
  }
}

/**
 * Each new link makes one tree of two: one of them is turned so that it hangs by the link. The shorter way up is turned; a link keeps its
 * reasons whichever of its ends hangs by it.
 */
function hang(db: Database, mirror: Mirror, { links }: Addition): ReadonlyMap<number, Hanging> {
  const changed = new Map<number, Hanging>();
  const of = (row: number): Hanging => {
    const known = changed.get(row);
    if (known !== undefined) return known;
    const to = mirror.linkTo[row] ?? 0;
    if (to === 0) return FIRST;
    const [reasons] = firstRow(db, 'select reasons from membership where alert = ?', [row + 1]) ?? [];
    return { to, strength: mirror.linkStrength[row] ?? 0, reasons: blob(reasons) };
  };
  const parentOf = (row: number): number => (changed.get(row)?.to ?? mirror.linkTo[row] ?? 0) - 1;
  for (const { row, to, score, reasons } of links) {
    const [turned, stays] = isShorter(parentOf, row, to) ? [row, to] : [to, row];
    let up: Hanging = { to: stays + 1, strength: score, reasons: packReasons(reasons) };
    for (let at = turned; at >= 0;) {
      const before = of(at);
      changed.set(at, up);
      up = { ...before, to: at + 1 };
      at = before.to - 1;
    }
  }
  return changed;
}

/** Whether the way up from `a` to its first alert is at most as long as that from `b`. */
function isShorter(parentOf: (row: number) => number, a: number, b: number): boolean {
  let [x, y] = [a, b];
  while (x >= 0 && y >= 0) [x, y] = [parentOf(x), parentOf(y)];
  return x < 0;
}

function write(
  db: Database,
  rows: Iterable<number>,
  known: number,
  incidentOf: (row: number) => number,
  links: ReadonlyMap<number, Hanging>,
): void {
  const insert = db.prepare('insert into membership (alert, incident, link_to, score, reasons) values (?, ?, ?, ?, ?)');
  const move = db.prepare('update membership set incident = ? where alert = ?');
  const turn = db.prepare('update membership set incident = ?, link_to = ?, score = ?, reasons = ? where alert = ?');
  try {
    for (const row of rows) {
      const link = links.get(row) ?? (row < known ? undefined : FIRST);
      if (link === undefined) move.run([incidentOf(row), row + 1]);
      else if (row < known) turn.run([incidentOf(row), link.to, link.strength, link.reasons, row + 1]);
      else insert.run([row + 1, incidentOf(row), link.to, link.strength, link.reasons]);
    }
  } finally {
    for (const statement of [insert, move, turn]) statement.free();
  }
}

/** Over all incidents: what a detector's word is worth depends on how often it speaks at all. */
function aggregatorOf(db: Database, mirror: Mirror): Aggregator {
  const ids = [...new Set(mirror.incident.subarray(0, mirror.count))];
  return new Aggregator(db, mirror, ids.length, (i) => mirror.alertsOfIncident(ids[i] ?? 0));
}

const columnsOf = ({ time, keyHigh, keyLow }: Mirror, rows: Uint32Array) => ({
  count: rows.length,
  time: Float64Array.from(rows, (row) => time[row] ?? Number.NaN),
  keyHigh: Uint32Array.from(rows, (row) => keyHigh[row] ?? 0),
  keyLow: Uint32Array.from(rows, (row) => keyLow[row] ?? 0),
});

function inOrder(mirror: Mirror, alerts: Uint32Array): Uint32Array {
  const order = canonicalOrder(
    columnsOf(
      mirror,
      alerts.map((id) => id - 1),
    ),
  );
  return order.map((i) => alerts[i] ?? 0);
}

/** Suggestions there were follow their incidents; where those are one now nothing is left to suggest. */
function suggestAgain(db: Database, names: Names, { suggestions }: Addition): void {
  const before: (readonly [number, number, number, number])[] = [];
  eachRow(db, 'select a, b, via, score from suggestion order by a, b', [], (row) =>
    before.push([int(row[0]), int(row[1]), int(row[2]), int(row[3])]),
  );
  db.run('delete from suggestion');
  for (const { a, b, via, score } of suggestions) suggest(db, names.idOf(a), names.idOf(b), via + 1, score);
  for (const [a, b, via, score] of before) suggest(db, names.idOf(a), names.idOf(b), via, score);
}
