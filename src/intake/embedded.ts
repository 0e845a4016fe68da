import { isObject, type Json, type JsonObject, own } from '../base/json.ts';
import { type TimeAssumptions } from '../base/time.ts';
import { foldKey } from './formats/support/fields.ts';
import { momentOf } from './formats/support/moments.ts';
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

/* Where log shippers, collectors and SIEMs keep an event as its product wrote it: Docker and Kubernetes in `log`, Beats, Logstash and CloudWatch in
   `message`, ECS in `event.original`, journald in `MESSAGE`, Splunk's collector in `event`. */
const MEMBERS = new Set(
  (
    'raw rawmessage rawmsg rawlog rawevent rawdata message msg @message logmessage fullmessage syslogmessage originalmessage originallog ' +
    'originalevent eventoriginal logoriginal original event log logline line body payload textpayload jsonpayload data content cef leef'
  ).split(' '),
);
const TIMES = new Set(['@timestamp', 'time', 'timestamp', 'timegenerated', 'realtimetimestamp', 'eventtime', 'ts', 'date', 'datetime']);

/** Whether a member of this name may hold an event as its product wrote it. */
export const mayCarry = (name: string): boolean => MEMBERS.has(foldKey(name));
/** Or a list of them, as collectors push it: `{"cef": "0", "events": ["CEF:0|…", …]}`. */
const LISTS = new Set(['events', 'messages', 'lines', 'logs', 'records', 'entries']);
const isText = (value: unknown): value is string => typeof value === 'string';

/** Lines of text and objects in the members that may hold an event. */
export function carriedIn(record: JsonObject): readonly (JsonObject | string)[] {
  const found: (JsonObject | string)[] = [];
  for (const key of Object.keys(record)) {
    const value = own(record, key);
    if (LISTS.has(foldKey(key)) && Array.isArray(value) && value.length > 0 && value.every(isText))
      found.push(value.map((line) => line.trim().replace(/[\r\n]+/g, ' ')).join('\n'));
    if (!mayCarry(key)) continue;
    const original = isObject(value) ? own(value, 'original') : undefined;
    if (typeof original === 'string') found.push(original.trim());
    else if (isObject(value)) found.push(value);
    else if (typeof value === 'string' && value.length >= SHORT) found.push(value.trim());
  }
  return found;
}

/** When the record says that what it carries was. */
export function timeAround(record: JsonObject, assume: TimeAssumptions): Json | undefined {
  for (const key of Object.keys(record)) {
    const value = own(record, key);
    if (TIMES.has(foldKey(key)) && momentOf(value, assume) !== undefined) return value;
  }
  return undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
