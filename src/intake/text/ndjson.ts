import type { Json } from '../../base/json.ts';
import type { RecordPlace } from '../../domain/alert.ts';
import type { ByteWindow } from '../bytes/window.ts';
import type { IntakeLimits } from '../limits.ts';
import type { RecordOut } from './record-out.ts';
import { readValues } from './json-values.ts';
import { behindHead } from './behind-head.ts';
import { isBlank, newScan, scanValue } from './json-scan.ts';
import { readLines } from './lines.ts';
import { isPlain, parseExact } from './parse-exact.ts';
import { cutOff, jsonFault, tooDeep } from './record-out.ts';

const ENCODER = new TextEncoder();

/** One JSON value a line, also behind the head of a log line. A line that opens a value and does not close it turns the rest over to the reader of free-standing values. */
export async function readNdjson(window: ByteWindow, limits: IntakeLimits, out: RecordOut): Promise<void> {
  let handOver: { readonly line: number; readonly offset: number } | undefined;
  let good = 0;
  let plain = false;
  const take = (text: string, place: RecordPlace, last: boolean): boolean => {
    const first = text.charCodeAt(0);
    const body = first === 0x1e || first === 0xfeff ? text.slice(1) : text;
    const depth = depthBeyond(body, limits.depth);
    if (depth > 0) {
      out.reject(place.line, 'intake/too-deep', tooDeep(depth, limits.depth), place);
      return true;
    }
    let value: Json;
    try {
      value = plain ? (JSON.parse(body) as Json) : parseExact(body);
    } catch (error) {
      const line = body.trim();
      if (line === '') return true;
      if (/^[[{]/.test(line) && /[[{,]$/.test(line) && !last) {
        handOver = { line: place.line, offset: place.offset };
        return false;
      }
      const several = splitValues(body);
      if (several !== undefined) {
        for (const one of several) out.record(one, place, 'json');
        good += several.length;
        return true;
      }
      const behind = behindHead(body);
      if (behind !== undefined) {
        const skipped = ENCODER.encode(text.slice(0, text.length - body.length + behind.head)).length;
        out.record(behind.value, { line: place.line, offset: place.offset + skipped, length: place.length - skipped }, 'json');
        good++;
        return true;
      }
      if (last && (window.fault !== undefined || (/^[[{]/.test(line) && !/[\]}]$/.test(line))))
        out.reject(place.line, 'intake/cut-off', cutOff('record', window), place);
      else out.reject(place.line, 'intake/bad-json', `Not JSON: ${jsonFault(error)}.`, place);
      return true;
    }
    good++;
    out.record(value, place, 'json');
    return true;
  };
  await readLines(window, limits, out, take, (piece) => (plain = isPlain(piece)));
  if (handOver === undefined) return;
  window.start = handOver.offset - window.base;
  await readValues(window, limits, out, { line: handOver.line, index: good });
}

/** How deep the text nests when that is deeper than `limit`, else 0. */
function depthBeyond(text: string, limit: number): number {
  if (!hasMore(text, limit)) return 0;
  const bytes = new TextEncoder().encode(text);
  const scan = newScan();
  for (let at = 0; at >= 0 && at < bytes.length;) {
    while (at < bytes.length && bytes[at] !== 0x7b && bytes[at] !== 0x5b) at++;
    at = scanValue(bytes, at, bytes.length, scan);
  }
  return scan.deepest > limit ? scan.deepest : 0;
}

/** Whether more than `limit` brackets are opened. Most lines open few, so this is settled by a handful of searches. */
function hasMore(text: string, limit: number): boolean {
  let count = 0;
  for (const bracket of '[{') for (let at = text.indexOf(bracket); at >= 0 && count <= limit; at = text.indexOf(bracket, at + 1)) count++;
  return count > limit;
}

/** Values that follow one another on one line. Undefined when one of them is broken. */
function splitValues(text: string): readonly Json[] | undefined {
  if (!/\}\s*,?\s*\{/.test(text)) return undefined;
  const bytes = ENCODER.encode(text);
  const decoder = new TextDecoder();
  const values: Json[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (isBlank(bytes[at]) || bytes[at] === 0x2c) {
      at++;
      continue;
    }
    if (bytes[at] !== 0x7b) return undefined;
    const to = scanValue(bytes, at, bytes.length, newScan());
    if (to < 0) return undefined;
    try {
      values.push(parseExact(decoder.decode(bytes.subarray(at, to))));
    } catch {
      return undefined;
    }
    at = to;
  }
  return values;
}
