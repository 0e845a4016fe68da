import type { Json, JsonObject } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import { parseTime } from '../../base/time.ts';
import { normalAddress } from '../../domain/address.ts';
import { stated } from '../../domain/placeholder.ts';
import { severityOfWord } from '../../domain/severity.ts';

/** What a single value looks like. */
export type Look = 'ip' | 'hash' | 'upn' | 'sid' | 'url' | 'domain' | 'technique' | 'time' | 'severity' | 'number' | 'text';

const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:com|net|org|io|info|biz|ru|cn|de|uk|fr|edu|gov|mil|local|internal|lan|corp|top|xyz|online|site|[a-z]{2})$/i;

export function lookOf(value: string): Look {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$|^[0-9a-f]*:[0-9a-f:.]+$/i.test(value) && normalAddress(value) !== undefined) return 'ip';
  if (HASH.test(value)) return 'hash';
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return 'upn';
  if (/^S-1-\d+(?:-\d+)+$/i.test(value)) return 'sid';
  if (/^[a-z][a-z0-9+.-]{1,9}:\/\/\S+$/i.test(value)) return 'url';
  if (/^T\d{4}(?:\.\d{3})?$/.test(value)) return 'technique';
  if (/\d{4}|\d+[/:.-]\d+/.test(value) && parseTime(value) !== undefined) return 'time';
  if (/^[-+]?\d+(?:\.\d+)?$/.test(value)) return 'number';
  if (severityOfWord(value) !== 'unknown') return 'severity';
  return DOMAIN.test(value) ? 'domain' : 'text';
}

export interface ColumnLook {
  readonly name: string;
  readonly filled: number;
  readonly distinct: number;
  readonly counts: Readonly<Partial<Record<Look, number>>>;
  readonly samples: readonly string[];
  readonly largest: number;
}

/** What the values of each column look like, over the rows at hand. */
export function looksOf(columns: readonly string[], rows: readonly JsonObject[]): readonly ColumnLook[] {
  return columns.map((name) => {
    const counts: Partial<Record<Look, number>> = {};
    const distinct = new Set<string>();
    let filled = 0;
    let largest = 0;
    for (const row of rows) {
      const text = stated(valueAt(row, name));
      if (text === undefined) continue;
      filled++;
      if (distinct.size < 1000) distinct.add(text);
      const look = lookOf(text);
      counts[look] = (counts[look] ?? 0) + 1;
      if (look === 'number') largest = Math.max(largest, Number(text));
    }
    return { name, filled, distinct: distinct.size, counts, samples: [...distinct].slice(0, 5), largest };
  });
}

/** The share of the filled cells that look so. */
export const share = (column: ColumnLook, look: Look): number => (column.filled === 0 ? 0 : (column.counts[look] ?? 0) / column.filled);

/** A value by its path: a key that holds dots wins over a walk. Lists give their first. */
export function valueAt(record: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(record, path)) return record[path];
  let at: Json | undefined = record;
  for (const step of path.split('.')) {
    if (Array.isArray(at)) at = (at as readonly Json[])[0];
    if (!isObject(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}

const DEPTH = 4;
const MOST = 400;

/** The paths of all leaves of the records, in the order in which they are met. */
export function pathsOf(rows: readonly JsonObject[]): readonly string[] {
  const paths = new Set<string>();
  const walk = (record: JsonObject, prefix: string, depth: number): void => {
    for (const [key, value] of Object.entries(record)) {
      if (paths.size >= MOST) return;
      const path = prefix === '' ? key : `${prefix}.${key}`;
      const inner = Array.isArray(value) ? (value as readonly Json[])[0] : value;
      if (isObject(inner) && depth < DEPTH) walk(inner, path, depth + 1);
      else paths.add(path);
    }
  };
  for (const row of rows) walk(row, '', 1);
  return [...paths];
}
