import { EVIDENCE_TYPES, isAsset } from '../../domain/evidence.ts';
import type { Database } from 'sql.js';
import type { ENTITY_FLAGS } from '../../correlate/model.ts';
import { OWN_PRODUCT } from '../../domain/raised.ts';
import type { Mirror } from '../mirror.ts';
import { packJudged } from '../judged.ts';
import { roleMask, verdictOf } from '../refs.ts';
import { TermReader } from '../term-reader.ts';
import { type Company, companyOf, type Links, tiesOf } from './company.ts';
import { disruptedIncidents } from './source-incidents.ts';

/** What an incident is named and judged by: fits `NamingFacts` and `PriorityFacts` of the correlation. */
export interface IncidentFacts {
  readonly alerts: number;
  /** Distinct titles, the gravest (then earliest) first. */
  readonly titles: readonly string[];
  /** Bit set over TACTICS. */
  readonly tactics: number;
  readonly devices: number;
  readonly users: number;
  readonly products: number;
  readonly detectors: readonly IncidentDetector[];
  readonly totalIncidents: number;
  readonly criticalAssets: number;
  readonly watchedEntities: number;
  /** Entities that a product calls malicious. */
  readonly malicious: number;
  readonly namedThreats: readonly string[];
  /** A product disrupted the attack. */
  readonly disrupted: boolean;
}

/** A detector in an incident. */
export interface IncidentDetector {
  readonly title: string;
  readonly severity: number;
  readonly alerts: number;
  /** Incidents of the workspace it speaks in, and of these those where no other does. */
  readonly incidents: number;
  readonly alone: number;
  /** Its strongest link to another detector's alerts, 0–1. */
  readonly tie: number;
}

/** Base aggregates of one incident, as its row takes them. */
export interface IncidentAggregate {
  readonly severity: number;
  readonly alerts: number;
  readonly entities: number;
  /** Canonical entity ids, the most important first. */
  readonly assets: readonly number[];
  readonly assetCount: number;
  /** Names, most alerts first. */
  readonly products: readonly string[];
  readonly tactics: number;
  readonly posture: boolean;
  readonly firstActivity: number | null;
  readonly lastActivity: number | null;
  readonly facts: IncidentFacts;
  /** The part of the facts that makes the priority; see judged.ts. */
  readonly judged: string;
}

/** Chips kept in the row; the page shows fewer and a count. */
const ASSETS_KEPT = 8;
const TITLES_KEPT = 50;
const FLAGS: Pick<typeof ENTITY_FLAGS, 'builtin' | 'critical' | 'watched'> = { builtin: 2, critical: 16, watched: 32 };
const NO_TIES: ReadonlyMap<number, number> = new Map();
const ASSET = EVIDENCE_TYPES.map(isAsset);
const DEVICE = EVIDENCE_TYPES.indexOf('device');
const SENSOR = roleMask(['sensor']);
const USER = EVIDENCE_TYPES.indexOf('user');

/** Makes the aggregates of all incidents of a run, one by one, over shared scratch arrays. */
export class Aggregator {
  readonly #mirror: Mirror;
  readonly #terms: TermReader;
  readonly #incidents: number;
  readonly #company: Company;
  readonly #links: Links;
  readonly #disrupted: ReadonlySet<number>;
  /** Per canonical entity row: ordinal + 1 of the incident that counted it last, its alerts there, and whether it is malicious. */
  readonly #stamp: Uint32Array;
  readonly #named: Uint32Array;
  readonly #malicious: Uint8Array;
  #round = 0;

  /** `alertsOf(ordinal)`: ids of the alerts of the run's incidents, in canonical order. */
  constructor(db: Database, mirror: Mirror, incidents: number, alertsOf: (ordinal: number) => Uint32Array, links: Links = mirror.links) {
    this.#mirror = mirror;
    this.#terms = new TermReader(db);
    this.#disrupted = disruptedIncidents(db);
    this.#incidents = incidents;
    this.#links = links;
    this.#company = companyOf(incidents, alertsOf, mirror.detector);
    this.#stamp = new Uint32Array(mirror.entities.count);
    this.#named = new Uint32Array(mirror.entities.count);
    this.#malicious = new Uint8Array(mirror.entities.count);
  }

  /** An alert of our own counts and may be the gravest; what an incident is named and ranked by is what the files say. */
  of(all: Uint32Array): IncidentAggregate {
    const mirror = this.#mirror;
    const told = all.filter((alert) => alert <= mirror.observed);
    const alerts = told.length > 0 ? told : all;
    const entities = this.#entitiesOf(alerts);
    const detectors = new Map<number, { title: number; severity: number; alerts: number }>();
    const titles = new Map<number, number>();
    const products = new Map<number, number>();
    const threats = new Set<number>();
    let [severity, tactics, posture, disrupted, first, last] = [0, 0, true, false, Infinity, -Infinity];
    for (const alert of alerts) {
      const i = alert - 1;
      const rank = mirror.severity[i] ?? 0;
      const title = mirror.title[i] ?? 0;
      severity = Math.max(severity, rank);
      tactics |= mirror.tactics[i] ?? 0;
      if (mirror.excluded[i] === 0) posture = false;
      disrupted ||= this.#disrupted.has(mirror.sourceIncident[i] ?? 0);
      const [from, to] = [mirror.time[i] ?? Number.NaN, mirror.lastTime[i] ?? Number.NaN];
      if (from < first) first = from;
      if (to > last) last = to;
      const detector = detectors.get(mirror.detector[i] ?? 0);
      if (detector === undefined) detectors.set(mirror.detector[i] ?? 0, { title, severity: rank, alerts: 1 });
      else {
        detector.alerts++;
        if (rank > detector.severity) [detector.severity, detector.title] = [rank, title];
      }
      if (titles.size < TITLES_KEPT || titles.has(title)) titles.set(title, Math.max(titles.get(title) ?? 0, rank));
      const product = mirror.product[i] ?? 0;
      products.set(product, (products.get(product) ?? 0) + 1);
      const threat = mirror.threat[i] ?? 0;
      if (threat !== 0) threats.add(threat);
    }
    for (const alert of all) severity = Math.max(severity, mirror.severity[alert - 1] ?? 0);
    const flag = (row: number, bit: number): boolean => ((mirror.entities.flags[row] ?? 0) & bit) !== 0;
    const assets = entities.filter((row) => ASSET[mirror.entities.type[row] ?? 0] === true && !flag(row, FLAGS.builtin));
    // Critical first, then what most alerts name, then devices before users …; last by id, so that the order is always the same.
    assets.sort(
      (a, b) =>
        Number(flag(b, FLAGS.critical)) - Number(flag(a, FLAGS.critical)) ||
        (this.#named[b] ?? 0) - (this.#named[a] ?? 0) ||
        (mirror.entities.type[a] ?? 0) - (mirror.entities.type[b] ?? 0) ||
        a - b,
    );
    const ties = detectors.size > 1 ? tiesOf(alerts, mirror.detector, this.#links) : NO_TIES;
    const word = (term: number): string => this.#terms.word(term);
    const productNames = [...products]
      .map(([product, n]) => ({ name: word(mirror.productTerms[product] ?? 0), n }))
      .sort((a, b) => b.n - a.n || (a.name < b.name ? -1 : 1))
      .map(({ name }) => name);
    const listed = alerts.length < all.length ? [...productNames.filter((name) => name !== OWN_PRODUCT), OWN_PRODUCT] : productNames;
    const marked = (rows: readonly number[], bit: number): number => rows.filter((row) => flag(row, bit)).length;
    const judged = {
      tactics,
      products: productNames.length,
      totalIncidents: this.#incidents,
      criticalAssets: marked(assets, FLAGS.critical),
      watchedEntities: marked(entities, FLAGS.watched),
      malicious: entities.filter((row) => this.#malicious[row] === 1).length,
      disrupted,
      namedThreats: [...threats].sort((a, b) => (word(a) < word(b) ? -1 : 1)),
      detectors: [...detectors].map(([detector, facts]) => ({
        ...facts,
        incidents: this.#company.incidents[detector] ?? 1,
        alone: this.#company.alone[detector] ?? 0,
        tie: ties.get(detector) ?? 0,
      })),
    };
    return {
      severity,
      alerts: all.length,
      entities: entities.length,
      assets: assets.slice(0, ASSETS_KEPT).map((row) => row + 1),
      assetCount: assets.length,
      products: listed,
      tactics,
      posture,
      firstActivity: first === Infinity ? null : first,
      lastActivity: last === -Infinity ? null : last,
      facts: {
        ...judged,
        alerts: alerts.length,
        titles: [...titles].sort((a, b) => b[1] - a[1]).map(([title]) => word(title)),
        devices: assets.filter((row) => mirror.entities.type[row] === DEVICE).length,
        users: assets.filter((row) => mirror.entities.type[row] === USER).length,
        namedThreats: judged.namedThreats.map(word),
        detectors: judged.detectors.map((one) => ({ ...one, title: word(one.title) })),
      },
      judged: packJudged(judged),
    };
  }

  /** Distinct canonical entity rows; fills `#named` and `#malicious` for them. */
  #entitiesOf(alerts: Uint32Array): number[] {
    const round = ++this.#round;
    const { refStart, refSize, refEntity, refRole, refState, entities } = this.#mirror;
    const found: number[] = [];
    for (const alert of alerts) {
      const start = refStart[alert - 1] ?? 0;
      const end = start + (refSize[alert - 1] ?? 0);
      for (let at = start; at < end; at++) {
        // A sensor is where it was seen, not what it is about.
        if (refRole[at] === SENSOR) continue;
        const row = entities.canonical[(refEntity[at] ?? 0) - 1] ?? 0;
        if (this.#stamp[row] !== round) {
          this.#stamp[row] = round;
          this.#named[row] = 0;
          this.#malicious[row] = 0;
          found.push(row);
        }
        this.#named[row] = (this.#named[row] ?? 0) + 1;
        if (verdictOf(refState[at] ?? 0) === 'malicious') this.#malicious[row] = 1;
      }
    }
    return found;
  }
}
