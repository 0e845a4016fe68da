import type { SqlValue } from 'sql.js';
import { tacticMask } from '../../attack/tactics.ts';
import { hash64 } from '../../base/hash.ts';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import { severityRank } from '../../domain/severity.ts';
import type { PlacedAlert } from '../../intake/report.ts';
import type { MirrorRow } from '../mirror.ts';
import { packRefs, type Ref, uniteRefs, unpackRefs } from '../refs.ts';
import { blob, int, intOrNull, type SqlRow, text } from '../rows.ts';
import { scopeOf } from './alert-key.ts';
import type { Prose, Terms } from './terms.ts';

export const ALERT_COLUMNS = [
  'key',
  'external_id',
  'batch',
  'format',
  'line',
  'byte_offset',
  'byte_length',
  'title',
  'description',
  'recommended',
  'severity',
  'severity_text',
  'status',
  'classification',
  'determination',
  'assigned_to',
  'category',
  'tactics',
  'techniques',
  'vendor',
  'product',
  'detection_source',
  'rule',
  'first_activity',
  'last_activity',
  'detected',
  'record_updated',
  'time_text',
  'time_assumed',
  'kind',
  'repeats',
  'partial',
  'source_incident',
  'site',
  'url',
  'threat',
  'actor',
  'refs',
] as const;
type Column = (typeof ALERT_COLUMNS)[number];
/** A row of `alert` without its id, as it is bound and read. */
export type AlertRecord = Record<Column, SqlValue>;

/** Where the record stands: follows the version of the record that the row shows. */
const PLACE = ['batch', 'format', 'line', 'byte_offset', 'byte_length'] as const;
/** Fields that say something on their own; 0 and null are unstated. */
const FACTS = [
  'external_id',
  'title',
  'description',
  'recommended',
  'severity',
  'severity_text',
  'status',
  'classification',
  'determination',
  'assigned_to',
  'category',
  'tactics',
  'techniques',
  'vendor',
  'product',
  'detection_source',
  'rule',
  'last_activity',
  'detected',
  'record_updated',
  'source_incident',
  'site',
  'url',
  'threat',
  'actor',
] as const;
const TIME = ['first_activity', 'time_text', 'time_assumed'] as const;

const ASSUMED = { zone: 1, year: 2, dayMonth: 4 } as const;

export function recordOf(placed: PlacedAlert, key: string, batch: number, terms: Terms, prose: Prose, refs: readonly Ref[]): AlertRecord {
  const { draft, place } = placed;
  return {
    key,
    external_id: draft.externalId ?? null,
    batch,
    format: terms.id(placed.format),
    line: place.line,
    byte_offset: place.offset,
    byte_length: place.length,
    title: terms.id(draft.title),
    description: prose.id(draft.description),
    recommended: prose.id(draft.recommendedActions),
    severity: severityRank(draft.severity),
    severity_text: terms.id(draft.severityText),
    status: draft.status === undefined ? 0 : ALERT_STATUSES.indexOf(draft.status),
    classification: terms.id(draft.classification),
    determination: terms.id(draft.determination),
    assigned_to: terms.id(draft.assignedTo),
    category: terms.id(draft.category),
    tactics: draft.tactics === undefined ? 0 : tacticMask(draft.tactics),
    techniques: draft.techniques === undefined ? 0 : terms.id(draft.techniques.join(' ')),
    vendor: terms.id(draft.vendor),
    product: terms.id(draft.product),
    detection_source: terms.id(draft.detectionSource),
    rule: terms.id(draft.rule),
    first_activity: draft.firstActivity ?? null,
    last_activity: draft.lastActivity ?? null,
    detected: draft.detected ?? null,
    record_updated: draft.updated ?? null,
    time_text: draft.timeText ?? null,
    time_assumed: (draft.timeAssumed ?? []).reduce((bits, what) => bits | ASSUMED[what], 0),
    kind: draft.kind === 'posture' ? 1 : 0,
    repeats: Math.max(1, Math.min(0xffffffff, Math.floor(draft.count ?? 1) || 1)),
    partial: draft.partial === true ? 1 : 0,
    source_incident: draft.sourceIncident === undefined ? 0 : terms.id(`${scopeOf(placed)}:${draft.sourceIncident}`),
    site: terms.id(draft.site),
    url: draft.url ?? null,
    threat: terms.id(draft.threatName),
    actor: terms.id(draft.actorName),
    refs: packRefs(refs),
  };
}

export const valuesOf = (record: AlertRecord): SqlValue[] => ALERT_COLUMNS.map((column) => record[column]);
export const recordOfRow = (row: SqlRow): AlertRecord =>
  Object.fromEntries(ALERT_COLUMNS.map((column, i) => [column, row[i] ?? null])) as AlertRecord;

const stated = (value: SqlValue): boolean => value !== null && value !== 0 && value !== '';

/**
 * The row after one more record of the same alert has been read. A part, or an older version, only fills what is missing;
 * a newer version, or one that cannot be told apart by version, overwrites what it states. References are united.
 */
export function mergedRecord(known: AlertRecord, more: AlertRecord): AlertRecord {
  const wins = overwrites(known, more);
  const completes = int(known.partial) === 1 && int(more.partial) === 0;
  const out = { ...known };
  for (const column of FACTS) if (stated(more[column]) && (wins || !stated(known[column]))) out[column] = more[column];
  if (more.first_activity !== null && (wins || known.first_activity === null)) for (const column of TIME) out[column] = more[column];
  if (int(known.partial) === 1 && int(more.partial) === 1) widen(out, known, more);
  if (wins || completes) {
    for (const column of PLACE) out[column] = more[column];
    out.kind = more.kind;
    out.repeats = more.repeats;
  }
  if (int(more.partial) === 0) out.partial = 0;
  out.refs = packRefs(uniteRefs(unpackRefs(blob(known.refs)), unpackRefs(blob(more.refs)), wins));
  return out;
}

function overwrites(known: AlertRecord, more: AlertRecord): boolean {
  if (int(more.partial) === 1) return false;
  if (int(known.partial) === 1) return true;
  const [before, now] = [intOrNull(known.record_updated), intOrNull(more.record_updated)];
  if (before === null) return true;
  return now !== null && now > before;
}

/** Parts of one alert, in whatever order they come: from the first time stated to the last. */
function widen(out: AlertRecord, known: AlertRecord, more: AlertRecord): void {
  if (known.first_activity !== null && more.first_activity !== null && more.first_activity < known.first_activity)
    for (const column of TIME) out[column] = more[column];
  if (int(more.last_activity) > int(known.last_activity)) out.last_activity = more.last_activity;
}

/** Same in everything but the place: a record that stands in another file is still the same record. */
export function sameContent(a: AlertRecord, b: AlertRecord): boolean {
  for (const column of ALERT_COLUMNS) {
    if ((PLACE as readonly string[]).includes(column) || column === 'refs') continue;
    if (a[column] !== b[column]) return false;
  }
  const [x, y] = [blob(a.refs), blob(b.refs)];
  return x.length === y.length && x.every((byte, i) => byte === y[i]);
}

/** What `sameContent` compares, as one hash. */
export const contentHash = (record: AlertRecord): string =>
  hash64(ALERT_COLUMNS.map((column) => ((PLACE as readonly string[]).includes(column) ? '' : String(record[column]))).join('\u001f'));

export const mirrorRowOf = (record: AlertRecord): MirrorRow => ({
  key: text(record.key),
  firstActivity: intOrNull(record.first_activity),
  lastActivity: intOrNull(record.last_activity),
  detected: intOrNull(record.detected),
  product: int(record.product),
  rule: int(record.rule),
  title: int(record.title),
  threat: int(record.threat) === 0 ? int(record.actor) : int(record.threat),
  severity: int(record.severity),
  tactics: int(record.tactics),
  techniques: int(record.techniques),
  repeats: int(record.repeats),
  kind: int(record.kind),
  status: int(record.status),
  sourceIncident: int(record.source_incident),
  batch: int(record.batch),
  refs: blob(record.refs),
});
