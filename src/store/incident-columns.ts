import type { Database } from 'sql.js';
import { sortedBy } from '../base/radix.ts';
import { CLASSIFICATION_LABELS, type Classification } from '../domain/classification.ts';
import { INCIDENT_STATUSES, type IncidentSort, type IncidentStatus } from '../domain/incident.ts';
import { withRoom } from './columns.ts';
import { eachRow, firstRow, int, type SqlRow, text } from './rows.ts';

export const CLASSIFICATIONS = Object.keys(CLASSIFICATION_LABELS) as Classification[];

/** Numbers each distinct text; 0 is the first one seen. */
export class Numbered<T> {
  readonly values: T[] = [];
  readonly #ids = new Map<string, number>();
  readonly #read: (text: string) => T;

  constructor(read: (text: string) => T) {
    this.#read = read;
  }

  id(textOf: string): number {
    const known = this.#ids.get(textOf);
    if (known !== undefined) return known;
    this.#ids.set(textOf, this.values.length);
    this.values.push(this.#read(textOf));
    return this.values.length - 1;
  }
}

const COLUMNS = `id, status, severity, classification, priority, alerts, active_alerts, first_activity, last_activity, last_update, tactics, products,
  tags, assigned_to, posture`;

/**
 * The queue as columns: what it filters, counts and sorts by, for all incidents, in rows of ascending id.
 * `load` after a correlation run, `refresh` after a decision.
 */
export class IncidentColumns {
  count = 0;
  id = new Uint32Array(1024);
  /** Position in INCIDENT_STATUSES. */
  status = new Uint8Array(1024);
  severity = new Uint8Array(1024);
  /** Position in CLASSIFICATIONS. */
  classification = new Uint8Array(1024);
  priority = new Float64Array(1024);
  alerts = new Uint32Array(1024);
  activeAlerts = new Uint32Array(1024);
  /** NaN where no alert has a time. */
  first = new Float64Array(1024);
  last = new Float64Array(1024);
  update = new Float64Array(1024);
  tactics = new Uint32Array(1024);
  /** Position in `productSets`, `tagSets`, `assignees`. */
  products = new Uint32Array(1024);
  tags = new Uint32Array(1024);
  assignee = new Uint32Array(1024);
  posture = new Uint8Array(1024);
  readonly productSets = new Numbered((json) => JSON.parse(json) as readonly string[]);
  readonly tagSets = new Numbered((json) => JSON.parse(json) as readonly string[]);
  readonly assignees = new Numbered((name) => name);
  /** Grows with each change. */
  revision = 0;

  readonly #orders = new Map<string, Uint32Array>();
  #newest: Uint32Array<ArrayBuffer> | undefined;

  static load(db: Database): IncidentColumns {
    const columns = new IncidentColumns();
    columns.reload(db);
    return columns;
  }

  reload(db: Database): void {
    this.count = 0;
    this.#orders.clear();
    this.#newest = undefined;
    eachRow(db, `select ${COLUMNS} from incident order by id`, [], (row) => {
      this.#room(this.count + 1);
      this.#put(this.count++, row);
    });
    this.#newestFirst();
    this.revision++;
  }

  /** Reads these incidents again. Sort orders that their changes do not touch stay. */
  refresh(db: Database, ids: readonly number[]): void {
    for (const id of ids) {
      const row = this.rowOf(id);
      const values = row < 0 ? undefined : firstRow(db, `select ${COLUMNS} from incident where id = ?`, [id]);
      if (values === undefined) continue;
      const before = this.#sortValues(row);
      this.#put(row, values);
      const after = this.#sortValues(row);
      for (const [key] of this.#orders) {
        const sort = key.slice(1) as IncidentSort;
        // The name stands in the database alone.
        if (sort === 'name' || !Object.is(before[sort], after[sort])) this.#orders.delete(key);
      }
    }
    this.revision++;
  }

  /** Reads again which of these there are, after some have come, changed or gone. */
  follow(db: Database, ids: Iterable<number>): void {
    const gone = new Set<number>();
    for (const id of [...ids].sort((a, b) => a - b)) {
      const values = firstRow(db, `select ${COLUMNS} from incident where id = ?`, [id]);
      const row = this.rowOf(id);
      if (values === undefined) gone.add(row);
      else if (row >= 0) this.#put(row, values);
      else if (id > (this.id[this.count - 1] ?? 0) || this.count === 0) {
        this.#room(this.count + 1);
        this.#put(this.count++, values);
      } else {
        // An incident that was here once has its number again, and stands among the others.
        this.reload(db);
        return;
      }
    }
    this.#leaveOut(gone);
    this.#orders.clear();
    this.#newest = undefined;
    this.#newestFirst();
    this.revision++;
  }

  #leaveOut(gone: ReadonlySet<number>): void {
    if (gone.size === 0) return;
    const { id, status, severity, classification, priority, alerts, activeAlerts, first, last, update, tactics, posture } = this;
    const { products, tags, assignee } = this;
    const columns = [id, status, severity, classification, priority, alerts, activeAlerts, first, last, update, tactics, posture];
    for (const column of [...columns, products, tags, assignee]) {
      let to = 0;
      for (let row = 0; row < this.count; row++) if (!gone.has(row)) column[to++] = column[row] ?? 0;
    }
    this.count -= gone.size;
  }

  /** Row of an incident id; -1 when there is none. */
  rowOf(id: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.id[middle] ?? 0;
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /** All rows in the order of a sort; equals by last activity, newest first, then by id. Kept until a change touches it. */
  order(db: Database, sort: IncidentSort, descending: boolean): Uint32Array {
    const key = `${descending ? '-' : '+'}${sort}`;
    const known = this.#orders.get(key);
    if (known !== undefined) return known;
    const order = sortedBy(this.#values(db, sort), this.#newestFirst(), descending);
    this.#orders.set(key, order);
    return order;
  }

  /** Rows by last activity, newest first, then by id: no decision changes it. */
  #newestFirst(): Uint32Array<ArrayBuffer> {
    if (this.#newest !== undefined) return this.#newest;
    const last = this.last.slice(0, this.count);
    const rows = new Uint32Array(this.count);
    for (let row = 0; row < this.count; row++) {
      rows[row] = row;
      // A missing time sorts as the oldest.
      if (Number.isNaN(last[row])) last[row] = 0;
    }
    return (this.#newest = sortedBy(last, rows, true));
  }

  #values(db: Database, sort: IncidentSort): Float64Array {
    const values = new Float64Array(this.count);
    if (sort === 'name') {
      let rank = 0;
      let before = '';
      eachRow(db, INCIDENTS_BY_NAME, [], (row) => {
        const name = text(row[1]).toLowerCase();
        if (name !== before) rank++;
        before = name;
        values[this.rowOf(int(row[0]))] = rank;
      });
      return values;
    }
    const ranks = sort === 'assignedTo' ? this.#assigneeRanks() : undefined;
    for (let row = 0; row < this.count; row++) {
      const value = ranks === undefined ? this.#sortValues(row)[sort] : (ranks[this.assignee[row] ?? 0] ?? 0);
      values[row] = Number.isNaN(value) ? -Infinity : value;
    }
    return values;
  }

  #assigneeRanks(): number[] {
    const sorted = [...this.assignees.values].sort((a, b) => a.localeCompare(b, 'en'));
    return this.assignees.values.map((name) => sorted.indexOf(name));
  }

  #sortValues(row: number): Record<IncidentSort, number> {
    return {
      priority: this.priority[row] ?? 0,
      name: 0,
      severity: this.severity[row] ?? 0,
      status: this.status[row] ?? 0,
      alerts: this.alerts[row] ?? 0,
      lastActivity: this.last[row] ?? 0,
      firstActivity: this.first[row] ?? 0,
      assignedTo: this.assignee[row] ?? 0,
      lastUpdate: this.update[row] ?? 0,
    };
  }

  #put(row: number, values: SqlRow): void {
    const time = (value: SqlRow[number] | undefined): number => (typeof value === 'number' ? value : Number.NaN);
    this.id[row] = int(values[0]);
    this.status[row] = Math.max(0, INCIDENT_STATUSES.indexOf(text(values[1]) as IncidentStatus));
    this.severity[row] = int(values[2]);
    this.classification[row] = Math.max(0, CLASSIFICATIONS.indexOf(text(values[3]) as Classification));
    this.priority[row] = int(values[4]);
    this.alerts[row] = int(values[5]);
    this.activeAlerts[row] = int(values[6]);
    this.first[row] = time(values[7]);
    this.last[row] = time(values[8]);
    this.update[row] = int(values[9]);
    this.tactics[row] = int(values[10]);
    this.products[row] = this.productSets.id(text(values[11]));
    this.tags[row] = this.tagSets.id(text(values[12]));
    this.assignee[row] = this.assignees.id(text(values[13]));
    this.posture[row] = int(values[14]);
  }

  #room(size: number): void {
    if (size <= this.id.length) return;
    this.id = withRoom(this.id, size);
    this.status = withRoom(this.status, size);
    this.severity = withRoom(this.severity, size);
    this.classification = withRoom(this.classification, size);
    this.priority = withRoom(this.priority, size);
    this.alerts = withRoom(this.alerts, size);
    this.activeAlerts = withRoom(this.activeAlerts, size);
    this.first = withRoom(this.first, size);
    this.last = withRoom(this.last, size);
    this.update = withRoom(this.update, size);
    this.tactics = withRoom(this.tactics, size);
    this.products = withRoom(this.products, size);
    this.tags = withRoom(this.tags, size);
    this.assignee = withRoom(this.assignee, size);
    this.posture = withRoom(this.posture, size);
  }
}

/** Names in order, for the sort by name. */
export const INCIDENTS_BY_NAME = 'select id, name from incident order by name collate nocase, id';
