import type { Json, JsonObject } from '../base/json.ts';
import { isObject } from '../base/json.ts';
import { feedOfBytes } from './bytes/feed.ts';
import { ByteWindow } from './bytes/window.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { isReason } from './mend.ts';
import { readValues } from './text/json-values.ts';
import { readNdjson } from './text/ndjson.ts';
import type { RecordOut } from './text/record-out.ts';
import type { TextShape } from './text/sniff.ts';
import type { Survey } from './survey.ts';
import { readTable } from './text/table.ts';
import { unwrap } from './unwrap.ts';

const MOST = 300;
const DEPTH = 5;

/** The first records of a text, unwrapped, as its own reader gives them. `known`: records an importer claims are no wrappers. */
export async function sampleRecords(head: string, shape: TextShape, known?: Survey): Promise<readonly JsonObject[]> {
  if (shape.kind === 'empty' || shape.kind === 'text') return [];
  const records: JsonObject[] = [];
  const add = (value: Json, container: 'json' | 'table', depth: number): void => {
    if (records.length >= MOST || depth > DEPTH) return;
    if (Array.isArray(value)) (value as readonly Json[]).forEach((item) => add(item, container, depth + 1));
    if (!isObject(value) || isReason(value)) return;
    const wrapped = container === 'json' && known?.knows(value, 'json') !== true ? unwrap(value) : undefined;
    if (wrapped === undefined) records.push(value);
    else for (const { records: inner } of wrapped) inner.forEach((item) => add(item, container, depth + 1));
  };
  const out: RecordOut = {
    record: (value, _place, container) => add(value, container, 0),
    reject: () => undefined,
    note: () => undefined,
    ended: () => undefined,
    pause: () => Promise.resolve(records.length < MOST),
  };
  const window = new ByteWindow(feedOfBytes(new TextEncoder().encode(head)));
  if (shape.kind === 'ndjson') await readNdjson(window, DEFAULT_LIMITS, out);
  else if (shape.kind === 'values') await readValues(window, DEFAULT_LIMITS, out);
  else await readTable(window, shape.table, DEFAULT_LIMITS, out);
  // The last one may be cut where the head ends.
  return records.length > 1 ? records.slice(0, -1) : records;
}
