import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { behindHead } from './text/behind-head.ts';
import { parseExact } from './text/parse-exact.ts';

/** So many texts of a record are looked into. */
const TEXTS = 8;
/** Shorter than any record. */
const SHORT = 20;

/**
 * What stands as JSON text in a field of a record, or of an object in it: what a log shipper or a SIEM carries whole (`message`, `rawmsg`,
 * `event.original`, a cell of a table), also behind the head of a log line. In the order of the fields.
 */
export function embeddedIn(record: JsonObject): readonly Json[] {
  const found: Json[] = [];
  let looked = 0;
  const look = (value: Json | undefined): void => {
    if (typeof value !== 'string' || value.length < SHORT || looked >= TEXTS) return;
    const text = value.trim();
    const json = /^[[{]/.test(text);
    if (!json && !text.endsWith('}')) return;
    looked++;
    const inner = json ? parsed(text) : behindHead(text)?.value;
    if (isObject(inner) || (Array.isArray(inner) && inner.length > 0)) found.push(inner);
  };
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (isObject(value)) for (const inner of Object.keys(value).slice(0, 20)) look(value[inner]);
    else look(value);
  }
  return found;
}

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
