import type { Database } from 'sql.js';
import { ALERT_STATUSES } from '../domain/alert.ts';
import { must } from '../base/assert.ts';
import { withRoom } from './columns.ts';
import { EntityColumns, type FlagsOf } from './entity-table.ts';
import { highOf, KeyTable, lowOf, reverseRows, type Rows } from './key-table.ts';
import { readRefs } from './refs.ts';
import { blob, eachRow, firstRow, int, intOrNull, text } from './rows.ts';
import type { Link, Links } from './write/company.ts';

/** One alert as the mirror takes it; words are term ids. */
export interface MirrorRow {
  readonly key: string;
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
  /** Stands in where the alert states no activity. */
  readonly detected: number | null;
  readonly product: number;
  readonly rule: number;
  readonly title: number;
  /** Threat named, else the actor; 0 where neither is. */
  readonly threat: number;
  readonly severity: number;
  readonly tactics: number;
  /** Term: ids joined by blanks. */
  readonly techniques: number;
  readonly repeats: number;
  readonly kind: number;
  readonly status: number;
  readonly sourceIncident: number;
  readonly batch: number;
  /** Packed references: see refs.ts. */
  readonly refs: Uint8Array;
}

/**
 * Per alert, in typed arrays, what correlation, facets, histograms and reverse look-ups need; alert id - 1 is the row.
 * It is a cache of the database: `load` rebuilds it, the writers keep it in step.
 */
export class Mirror {
  /** All alerts: first those of the files, then those the correlation raised itself. */
  count = 0;
  /** Alerts of the files: what the correlation looks at. */
  observed = 0;
  keyHigh = new Uint32Array(1024);
  keyLow = new Uint32Array(1024);
  /** First activity, µs; NaN where unknown. */
  time = new Float64Array(1024);
  lastTime = new Float64Array(1024);
  /** Product and rule (or title), numbered in order of appearance. */
  detector = new Uint32Array(1024);
  /** Position in `productTerms`. */
  product = new Uint16Array(1024);
  /** Terms. */
  title = new Uint32Array(1024);
  threat = new Uint32Array(1024);
  severity = new Uint8Array(1024);
  tactics = new Uint32Array(1024);
  techniques = new Uint32Array(1024);
  repeats = new Uint32Array(1024);
  excluded = new Uint8Array(1024);
  /** Position in ALERT_STATUSES, decisions laid over. */
  status = new Uint8Array(1024);
  /** Term of the exporter's incident; 0 where none. */
  sourceIncident = new Uint32Array(1024);
  /** Incident id; 0 before the first correlation. */
  incident = new Uint32Array(1024);
  /** The link by which it came there: see `Links`. */
  linkTo = new Uint32Array(1024);
  linkStrength = new Float32Array(1024);
  batch = new Uint32Array(1024);
  /** References of an alert: refStart … refStart + refSize - 1. An alert that gained some has moved to the end. */
  refStart = new Uint32Array(1024);
  refSize = new Uint32Array(1024);
  refTop = 0;
  refEntity = new Uint32Array(8192);
  refRole = new Uint32Array(8192);
  refState = new Uint8Array(8192);

  /** Term id of each product. */
  readonly productTerms: number[] = [];
  readonly entities: EntityColumns;
  /** Grows with each change of references or of memberships: what is derived from them is kept under it. */
  revision = 0;

  readonly #keys = new KeyTable();
  /** Ids of the alerts of our own, by key. */
  readonly #raised = new Map<string, number>();
  /** Decided status by alert key. */
  readonly #decided = new Map<string, number>();
  readonly #products = new Map<number, number>();
  readonly #detectors = new Map<number, number>();
  #reverse: { readonly revision: number; readonly rows: Rows } | undefined;
  #mentions: { readonly revision: number; readonly rows: Rows } | undefined;
  #members: { readonly revision: number; readonly rows: Rows } | undefined;

  constructor(entities: EntityColumns) {
    this.entities = entities;
  }

  /** Reads the whole workspace: about a microsecond per value. */
  static load(db: Database, flagsOf: FlagsOf): Mirror {
    const mirror = new Mirror(EntityColumns.load(db, flagsOf));
    mirror.#readDecisions(db);
    eachRow(
      db,
      `select key, first_activity, last_activity, product, rule, title, severity, tactics, repeats, kind, status, source_incident, batch, refs,
         detected, case threat when 0 then actor else threat end, techniques
       from alert order by id`,
      [],
      (row) => {
        mirror.put(mirror.count + 1, {
          key: text(row[0]),
          firstActivity: intOrNull(row[1]),
          lastActivity: intOrNull(row[2]),
          product: int(row[3]),
          rule: int(row[4]),
          title: int(row[5]),
          severity: int(row[6]),
          tactics: int(row[7]),
          repeats: int(row[8]),
          kind: int(row[9]),
          status: int(row[10]),
          sourceIncident: int(row[11]),
          batch: int(row[12]),
          refs: blob(row[13]),
          detected: intOrNull(row[14]),
          threat: int(row[15]),
          techniques: int(row[16]),
        });
      },
    );
    mirror.loadMemberships(db);
    return mirror;
  }

  /** Id of the alert with this key; 0 when there is none. */
  find(key: string): number {
    return this.#keys.get(highOf(key, 1), lowOf(key, 1)) || (this.#raised.get(key) ?? 0);
  }

  keyOf(id: number): string {
    const hex = (half: number | undefined): string => (half ?? 0).toString(16).padStart(8, '0');
    return `a${hex(this.keyHigh[id - 1])}${hex(this.keyLow[id - 1])}`;
  }

  /** Appends the next alert (`id` = count + 1), or replaces a known one. A decided status wins over the file's. */
  put(id: number, row: MirrorRow): void {
    const i = id - 1;
    if (i >= this.count) this.#append(id);
    const [high, low] = [highOf(row.key, 1), lowOf(row.key, 1)];
    this.keyHigh[i] = high;
    this.keyLow[i] = low;
    // Those of our own come last, and go before any other is added.
    if (row.batch === 0) this.#raised.set(row.key, id);
    else {
      this.#keys.set(high, low, id);
      this.observed = Math.max(this.observed, id);
    }
    const first = row.firstActivity ?? row.lastActivity ?? row.detected ?? Number.NaN;
    this.time[i] = first;
    this.lastTime[i] = row.lastActivity ?? first;
    const product = this.#productOf(row.product);
    this.product[i] = product;
    this.detector[i] = numbered(this.#detectors, product * 2 ** 32 + (row.rule === 0 ? row.title : row.rule));
    this.title[i] = row.title;
    this.threat[i] = row.threat;
    this.severity[i] = row.severity;
    this.tactics[i] = row.tactics;
    this.techniques[i] = row.techniques;
    this.repeats[i] = row.repeats;
    this.excluded[i] = row.kind;
    this.status[i] = this.#decided.get(row.key) ?? row.status;
    this.sourceIncident[i] = row.sourceIncident;
    this.batch[i] = row.batch;
    this.#putRefs(i, row.refs);
    this.revision++;
  }

  /** Takes the alerts of our own off the end. */
  dropRaised(): void {
    if (this.count === this.observed) return;
    this.refTop = this.refStart[this.observed] ?? 0;
    this.incident.fill(0, this.observed, this.count);
    this.refSize.fill(0, this.observed, this.count);
    this.count = this.observed;
    this.#raised.clear();
    this.revision++;
  }

  /** Reads `alert_decision` again after a reducer has changed it, and gives the ids of the alerts whose status is now another. */
  refreshDecisions(db: Database): number[] {
    const before = new Map(this.#decided);
    this.#readDecisions(db);
    const touched: number[] = [];
    for (const key of new Set([...before.keys(), ...this.#decided.keys()])) {
      const id = this.find(key);
      if (id === 0 || before.get(key) === this.#decided.get(key)) continue;
      this.status[id - 1] = this.#decided.get(key) ?? int(firstRow(db, 'select status from alert where id = ?', [id])?.[0]);
      touched.push(id);
    }
    return touched;
  }

  /** Calls back for each reference of an alert, entities as the file named them. */
  eachRef(id: number, visit: (entity: number, roles: number, state: number) => void): void {
    const start = this.refStart[id - 1] ?? 0;
    const end = start + (this.refSize[id - 1] ?? 0);
    for (let at = start; at < end; at++) visit(this.refEntity[at] ?? 0, this.refRole[at] ?? 0, this.refState[at] ?? 0);
  }

  /** Alert ids by canonical entity row, made when asked for. */
  alertsByEntity(): Rows {
    if (this.#reverse?.revision !== this.revision) {
      const canonical = this.entities.canonical;
      const rows = reverseRows(this.entities.count, (emit) => {
        for (let i = 0; i < this.count; i++) {
          const start = this.refStart[i] ?? 0;
          const end = start + (this.refSize[i] ?? 0);
          for (let at = start; at < end; at++) {
            const row = canonical[(this.refEntity[at] ?? 0) - 1] ?? 0;
            if (firstMention(this.refEntity, canonical, start, at, row)) emit(row, i + 1);
          }
        }
      });
      this.#reverse = { revision: this.revision, rows };
    }
    return must(this.#reverse, 'reverse index').rows;
  }

  /** Takes the incident id of every alert, by row, and the links that brought them there. */
  setIncidents(ids: Uint32Array, links: Links): void {
    this.incident.set(ids.subarray(0, this.count));
    this.linkTo.set(links.to.subarray(0, this.count));
    this.linkStrength.set(links.strength.subarray(0, this.count));
    this.revision++;
  }

  /** Takes incidents and links of these rows alone. */
  moveRows(rows: Iterable<number>, incidentOf: (row: number) => number, linkOf: (row: number) => Link | undefined): void {
    for (const row of rows) {
      this.incident[row] = incidentOf(row);
      const link = linkOf(row);
      if (link === undefined) continue;
      this.linkTo[row] = link.to;
      this.linkStrength[row] = link.strength;
    }
    this.revision++;
  }

  get links(): Links {
    return { to: this.linkTo, strength: this.linkStrength };
  }

  /** Reads incidents and links as they are written. */
  loadMemberships(db: Database): void {
    eachRow(db, 'select alert, incident, link_to, score from membership', [], (row) => {
      const i = int(row[0]) - 1;
      this.incident[i] = int(row[1]);
      this.linkTo[i] = int(row[2]);
      this.linkStrength[i] = int(row[3]);
    });
    this.revision++;
  }

  /** Ids of the alerts of an incident; ascending. */
  alertsOfIncident(incident: number): Uint32Array {
    if (this.#members?.revision !== this.revision) {
      let last = 0;
      for (let i = 0; i < this.count; i++) last = Math.max(last, this.incident[i] ?? 0);
      const rows = reverseRows(last + 1, (emit) => {
        for (let i = 0; i < this.count; i++) emit(this.incident[i] ?? 0, i + 1);
      });
      this.#members = { revision: this.revision, rows };
    }
    const { offset, value } = must(this.#members, 'member index').rows;
    return incident + 1 < offset.length ? value.subarray(offset[incident], offset[incident + 1]) : new Uint32Array();
  }

  /** Ids of all mentions that are resolved to the same entity as this one, itself among them; ascending. */
  mentionsOf(entity: number): Uint32Array {
    const { canonical, count } = this.entities;
    if (this.#mentions?.revision !== this.revision) {
      const rows = reverseRows(count, (emit) => {
        for (let row = 0; row < count; row++) emit(canonical[row] ?? row, row + 1);
      });
      this.#mentions = { revision: this.revision, rows };
    }
    const { offset, value } = must(this.#mentions, 'mention index').rows;
    const row = this.entities.canonicalId(entity) - 1;
    return value.subarray(offset[row] ?? 0, offset[row + 1] ?? 0);
  }

  /** Takes the outcome of identity resolution: per entity row the row it is resolved to. */
  setCanonical(rows: Uint32Array): void {
    this.entities.setCanonical(rows);
    this.revision++;
  }

  /** Ids of the alerts that name this entity or another mention resolved to the same; ascending. */
  alertsOf(entity: number): Uint32Array {
    const { offset, value } = this.alertsByEntity();
    const row = this.entities.canonicalId(entity) - 1;
    return value.subarray(offset[row] ?? 0, offset[row + 1] ?? 0);
  }

  #readDecisions(db: Database): void {
    this.#decided.clear();
    eachRow(db, 'select key, status from alert_decision where status is not null', [], (row) => {
      const status = (ALERT_STATUSES as readonly string[]).indexOf(text(row[1]));
      if (status >= 0) this.#decided.set(text(row[0]), status);
    });
  }

  #productOf(term: number): number {
    const known = this.#products.get(term);
    if (known !== undefined) return known;
    // The column has 16 bits; a workspace with more products than that has a broken importer, and they share the last number.
    const product = Math.min(this.productTerms.length, 65535);
    this.#products.set(term, product);
    if (product === this.productTerms.length) this.productTerms.push(term);
    return product;
  }

  #append(id: number): void {
    this.count = id;
    if (id <= this.time.length) return;
    this.keyHigh = withRoom(this.keyHigh, id);
    this.keyLow = withRoom(this.keyLow, id);
    this.time = withRoom(this.time, id);
    this.lastTime = withRoom(this.lastTime, id);
    this.detector = withRoom(this.detector, id);
    this.product = withRoom(this.product, id);
    this.title = withRoom(this.title, id);
    this.threat = withRoom(this.threat, id);
    this.severity = withRoom(this.severity, id);
    this.tactics = withRoom(this.tactics, id);
    this.techniques = withRoom(this.techniques, id);
    this.repeats = withRoom(this.repeats, id);
    this.excluded = withRoom(this.excluded, id);
    this.status = withRoom(this.status, id);
    this.sourceIncident = withRoom(this.sourceIncident, id);
    this.incident = withRoom(this.incident, id);
    this.linkTo = withRoom(this.linkTo, id);
    this.linkStrength = withRoom(this.linkStrength, id);
    this.batch = withRoom(this.batch, id);
    this.refStart = withRoom(this.refStart, id);
    this.refSize = withRoom(this.refSize, id);
  }

  #putRefs(i: number, refs: Uint8Array): void {
    const start = this.refTop;
    readRefs(refs, (entity, roles, state) => {
      const at = this.refTop++;
      if (at >= this.refEntity.length) {
        this.refEntity = withRoom(this.refEntity, at + 1);
        this.refRole = withRoom(this.refRole, at + 1);
        this.refState = withRoom(this.refState, at + 1);
      }
      this.refEntity[at] = entity;
      this.refRole[at] = roles;
      this.refState[at] = state;
    });
    const size = this.refTop - start;
    const before = this.refSize[i] ?? 0;
    if (before > 0 && size <= before) {
      // The same place serves again.
      const home = this.refStart[i] ?? 0;
      this.refEntity.copyWithin(home, start, this.refTop);
      this.refRole.copyWithin(home, start, this.refTop);
      this.refState.copyWithin(home, start, this.refTop);
      this.refTop = start;
    } else this.refStart[i] = start;
    this.refSize[i] = size;
  }
}

function numbered(map: Map<number, number>, key: number): number {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, map.size);
  return map.size - 1;
}

function firstMention(entities: Uint32Array, canonical: Uint32Array, start: number, at: number, row: number): boolean {
  for (let before = start; before < at; before++) if (canonical[(entities[before] ?? 0) - 1] === row) return false;
  return true;
}
