import type { Json, JsonObject } from '../base/json.ts';
import { isObject, own } from '../base/json.ts';

/** What a wrapper holds. `path` leads to the list, for finding its elements' bytes; absent for a single record. */
export interface Wrapped {
  readonly path?: readonly string[];
  readonly records: readonly Json[];
}

const PAGING = new Set(
  (
    'pagination pageinfo previous prev num_found num_available errors error meta metadata result_count resultcount count links version readtime took timed_out timedout _shards status ok message messages ' +
    'max_score schema stats statistics columns name tablename page pages pagesize page_size per_page offset limit hasmore has_more truncated success ' +
    'response_metadata responsemetadata code request_id requestid trace_id apiversion kind paging route query sort aggregations _scroll_id preview lastrow init_offset'
  ).split(' '),
);

/** Keys that go with a page of results, not with a record. */
export function isPagingKey(key: string): boolean {
  const lower = key.toLowerCase();
  return (
    PAGING.has(lower) ||
    lower.startsWith('@odata.') ||
    lower.startsWith('next') ||
    lower.startsWith('total') ||
    lower.endsWith('token') ||
    lower.endsWith('cursor')
  );
}

const DEPTH = 5;

/**
 * The records a wrapper holds; undefined when the record is no wrapper. A wrapper is an object with one key that is no paging key, whose value is
 * a list of objects, an object that is a wrapper, or a single record; an object whose members are numbered records; and the envelopes of
 * Elasticsearch, Splunk, EventBridge and Log Analytics.
 */
export function unwrap(record: JsonObject, depth = 0): readonly Wrapped[] | undefined {
  if (depth > DEPTH) return undefined;
  const enveloped = envelope(record);
  if (enveloped !== undefined) return [{ records: [enveloped] }];
  const tables = own(record, 'tables') ?? own(record, 'Tables');
  if (Array.isArray(tables)) return tablesOf(record, tables);
  const splunk = splunkPage(record);
  if (splunk !== undefined) return [splunk];
  const keys = Object.keys(record);
  const numbered = numberedRecords(record, keys);
  if (numbered !== undefined) return [numbered];
  const told = keys.filter((key) => !isPagingKey(key));
  // `{data: {…}, details: []}`: what is empty beside something else is no part of the page.
  const filled = told.length > 1 ? told.filter((key) => !isEmpty(own(record, key))) : told;
  const rest = filled.length === 1 ? filled : told;
  const lists = rest.filter((key) => Array.isArray(own(record, key)));
  if (rest.length > 1 && lists.length === rest.length) {
    // reply: {alerts: [], incidents: []}
    const all = lists.map((key) => listOf(key, own(record, key)));
    return all.every((one) => one !== undefined) ? all : undefined;
  }
  const key = rest[0];
  if (rest.length !== 1 || key === undefined) return undefined;
  const value = own(record, key);
  if (Array.isArray(value)) {
    const list = listOf(key, value);
    return list === undefined ? undefined : [list];
  }
  if (!isObject(value)) return undefined;
  const inner = unwrap(value, depth + 1);
  if (inner === undefined) return keys.length === 1 || SINGLES.has(key.toLowerCase()) ? [{ records: [value] }] : undefined;
  return inner.map((one) => (one.path === undefined ? one : { path: [key, ...one.path], records: one.records }));
}

const isEmpty = (value: Json | undefined): boolean =>
  value === null || value === '' || (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

const SINGLES = new Set([
  'value',
  'values',
  'data',
  'result',
  'results',
  'record',
  'records',
  'node',
  'alert',
  'alerts',
  'finding',
  'findings',
  'event',
  'reply',
  'response',
  'body',
  'detail',
]);

function listOf(key: string, value: Json | undefined): Wrapped | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value as readonly Json[];
  return items.every(isObject) ? { path: [key], records: items } : undefined;
}

/** `{"event_0": {…}, "event_1": {…}}` of plaso, `{"0": {…}, "1": {…}}` of pandas. Members with bare numbers lose the order of the file, so their places are not told. */
function numberedRecords(record: JsonObject, keys: readonly string[]): Wrapped | undefined {
  if (keys.length === 0 || !keys.every((key) => /^(?:[a-z]+_)?\d+$/i.test(key))) return undefined;
  const records = keys.map((key) => own(record, key) ?? null);
  if (!records.every(isObject)) return undefined;
  return keys.some((key) => /^\d+$/.test(key)) ? { records } : { path: [], records };
}

/** A record in the envelope of a search engine or of a bus. */
function envelope(record: JsonObject): JsonObject | undefined {
  const source = own(record, '_source');
  if (isObject(source)) return source;
  const result = own(record, 'result');
  if (
    isObject(result) &&
    (own(record, 'preview') !== undefined || own(record, 'offset') !== undefined || own(record, 'lastrow') !== undefined)
  )
    return result;
  const detail = own(record, 'detail');
  if (isObject(detail) && own(record, 'detail-type') !== undefined) return detail;
  const value = own(record, 'value');
  if (isObject(value) && own(record, 'type') === 'doc') return value;
  return undefined;
}

/** `{preview, init_offset, fields, results: [{…}]}` and `{fields, rows: [[…]]}` of a search over Splunk's REST interface. */
function splunkPage(record: JsonObject): Wrapped | undefined {
  if (own(record, 'init_offset') === undefined && own(record, 'preview') === undefined) return undefined;
  const fields = own(record, 'fields');
  const results = own(record, 'results');
  if (Array.isArray(results) && fields !== undefined) return listOf('results', results);
  const rows = own(record, 'rows');
  const names = columnNames(fields);
  if (names === undefined || !Array.isArray(rows)) return undefined;
  return { path: ['rows'], records: (rows as readonly Json[]).map((row) => rowObject(names, row)) };
}

/** `{tables: [{name, columns: [{name}], rows: [[…]]}]}` of the Log Analytics API; Kusto writes it in capitals. */
function tablesOf(record: JsonObject, tables: readonly Json[]): readonly Wrapped[] | undefined {
  const rootKey = own(record, 'tables') === tables ? 'tables' : 'Tables';
  const found: Wrapped[] = [];
  for (const [index, table] of tables.entries()) {
    if (!isObject(table)) return undefined;
    const names = columnNames(own(table, 'columns') ?? own(table, 'Columns'));
    const rowsKey = Object.hasOwn(table, 'rows') ? 'rows' : 'Rows';
    const rows = own(table, rowsKey);
    if (names === undefined || !Array.isArray(rows)) return undefined;
    found.push({ path: [rootKey, String(index), rowsKey], records: (rows as readonly Json[]).map((row) => rowObject(names, row)) });
  }
  return found;
}

export function columnNames(columns: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(columns)) return undefined;
  return (columns as readonly Json[]).map((column, i) => {
    const name = isObject(column) ? (own(column, 'name') ?? own(column, 'Name') ?? own(column, 'ColumnName')) : column;
    return typeof name === 'string' ? name : `column ${i + 1}`;
  });
}

export function rowObject(names: readonly string[], row: Json): Json {
  if (!Array.isArray(row)) return row;
  const cells = row as readonly Json[];
  return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null]));
}
