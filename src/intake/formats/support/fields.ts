import { isObject, type Json, type JsonObject, own } from '../../../base/json.ts';
import { remembered } from '../../../base/remembered.ts';
import { stated } from '../../../domain/placeholder.ts';

/* How importers look at a record of which nothing is known: own properties only, and array-or-object everywhere (log shippers split arrays). */

/** The first of the keys that states something, as text. */
export function textOf(record: JsonObject, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const text = stated(own(record, key));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** As `textOf`, but a word such as `none` or `unknown` is a value here: for severities and states. */
export function wordOf(record: JsonObject, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = own(record, key);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return undefined;
}

export function numberOf(record: JsonObject, ...keys: string[]): number | undefined {
  for (const key of keys) {
    const value = own(record, key);
    const n = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    if (Number.isFinite(n)) return n;
  }
  return undefined;
}

/** The object under a key; the first object of an array there. */
export function objectOf(record: JsonObject, key: string): JsonObject | undefined {
  const value = own(record, key);
  if (isObject(value)) return value;
  return Array.isArray(value) ? (value as readonly Json[]).find(isObject) : undefined;
}

/** Object-or-array as the list of its objects. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : NONE;
}
const NONE: readonly never[] = [];
export const objectsOf = (record: JsonObject, key: string): readonly JsonObject[] => objectsIn(own(record, key));

/** Strings of a list, of a JSON list in a string, or of one string. Numbers become text; placeholders are left out. */
export function listIn(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return NONE;
  if (Array.isArray(value)) {
    const out: string[] = [];
    for (const item of value as readonly Json[]) {
      const text = stated(item);
      if (text !== undefined) out.push(text);
    }
    return out;
  }
  if (typeof value === 'string' && value.trimStart().startsWith('[')) {
    const parsed = parsedJson(value);
    if (Array.isArray(parsed)) return listIn(parsed);
  }
  const text = stated(value);
  return text === undefined ? NONE : [text];
}
export const listOf = (record: JsonObject, key: string): readonly string[] => listIn(own(record, key));

/** JSON inside a string; the value itself when it is no string; `undefined` when the text is no JSON. */
export function parsedJson(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '' || (!text.startsWith('{') && !text.startsWith('['))) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
/** An object that may stand as JSON text in a cell. */
export function parsedObject(value: Json | undefined): JsonObject | undefined {
  const parsed = parsedJson(value);
  return isObject(parsed) ? parsed : Array.isArray(parsed) ? (parsed as readonly Json[]).find(isObject) : undefined;
}

/** Whether the record has the key with something in it. */
export function has(record: JsonObject, key: string): boolean {
  const value = own(record, key);
  return value !== undefined && value !== null && value !== '';
}
/** Whether the record has the key at all. */
export const hasKey = (record: JsonObject, key: string): boolean => Object.hasOwn(record, key);

/** `TimeGenerated [UTC]`, `time_generated`, `Time Generated` → `timegenerated`. A leading `$` or `@` stays. */
export const foldKey = remembered(
  (key) =>
    key
      .replace(/\s*\[[^\]]*\]\s*$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9$@]/g, ''),
  20_000,
);

/** The keys of a record with their folded names. Rows of a table share one, and mostly the records of a list. */
interface Layout {
  readonly keys: readonly string[];
  /** Folded name → key; the first key of a name. */
  readonly names: ReadonlyMap<string, string>;
}
/** The layout last seen of each number of keys. */
const LAYOUTS: (Layout | undefined)[] = [];
const WIDEST = 200;

function layoutOf(record: JsonObject): Layout {
  const keys = Object.keys(record);
  const last = LAYOUTS[keys.length];
  if (last !== undefined && keys.every((key, i) => key === last.keys[i])) return last;
  const names = namesOf(keys);
  // Which of two keys of one name counts is settled by whether the first has a value: by the record alone.
  if (names.size < keys.length) return { keys, names: namesOf(keys.filter((key) => record[key] !== undefined)) };
  const layout = { keys, names };
  if (keys.length <= WIDEST) LAYOUTS[keys.length] = layout;
  return layout;
}

function namesOf(keys: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const key of keys) {
    const name = foldKey(key);
    if (!names.has(name)) names.set(name, key);
  }
  return names;
}

/** A record by folded names, for formats whose spelling varies between exports. The first column of a name wins. */
export class Fields {
  readonly #record: JsonObject;
  readonly #layout: Layout;
  constructor(record: JsonObject) {
    this.#record = record;
    this.#layout = layoutOf(record);
  }
  #value(name: string): Json | undefined {
    const key = this.#layout.names.get(name);
    return key === undefined ? undefined : this.#record[key];
  }
  has(...names: string[]): boolean {
    return names.every((name) => this.#value(name) !== undefined);
  }
  get(...names: string[]): Json | undefined {
    for (const name of names) {
      const value = this.#value(name);
      if (value !== undefined && value !== null && value !== '') return value;
    }
    return undefined;
  }
  /** The first that states something; placeholders are passed over. */
  text(...names: string[]): string | undefined {
    for (const name of names) {
      const text = stated(this.#value(name));
      if (text !== undefined) return text;
    }
    return undefined;
  }
  /** As `text`, with `none` and `unknown` as values. */
  word(...names: string[]): string | undefined {
    const value = this.get(...names);
    if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }
  list(...names: string[]): readonly string[] {
    return listIn(this.get(...names));
  }
  /** As `text`, where a field may also be a list: its first item. */
  first(...names: string[]): string | undefined {
    for (const name of names) {
      const text = listIn(this.#value(name))[0];
      if (text !== undefined) return text;
    }
    return undefined;
  }
  object(...names: string[]): JsonObject | undefined {
    return parsedObject(this.get(...names));
  }
  /** The object under a name as fields of its own; without any where there is none. JSON in a cell is read. */
  at(...names: string[]): Fields {
    return new Fields(this.object(...names) ?? {});
  }
  /** Object-or-array under the first name that has one, each as fields of its own. */
  each(...names: string[]): Fields[] {
    for (const name of names) {
      const objects = objectsIn(parsedJson(this.#value(name)));
      if (objects.length > 0) return objects.map((one) => new Fields(one));
    }
    return [];
  }
  number(...names: string[]): number | undefined {
    const value = this.get(...names);
    const n = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    return Number.isFinite(n) ? n : undefined;
  }
  /** `true`, `"true"`, `1`, `yes`. */
  flag(...names: string[]): boolean {
    const value = this.get(...names);
    return value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1)$/i.test(value.trim()));
  }
  names(): readonly string[] {
    return [...this.#layout.names.keys()].filter((name) => this.#value(name) !== undefined);
  }
  /** The key as it stands in the record. */
  nameOf(name: string): string | undefined {
    return this.#value(name) === undefined ? undefined : this.#layout.names.get(name);
  }
}
