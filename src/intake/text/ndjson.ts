import type { Json } from '../../base/json.ts';
import type { ByteWindow } from '../bytes/window.ts';
import type { IntakeLimits } from '../limits.ts';
import type { RecordOut } from './record-out.ts';
import { readValues } from './json-values.ts';
import { isBlank, newScan, scanValue } from './json-scan.ts';
import { readLines } from './lines.ts';
import { parseExact } from './parse-exact.ts';
import { jsonFault } from './record-out.ts';

/** One JSON value a line. A line that opens a value and does not close it turns the rest over to the reader of free-standing values. */
export async function readNdjson(window: ByteWindow, limits: IntakeLimits, out: RecordOut): Promise<void> {
  let handOver: { readonly line: number; readonly offset: number } | undefined;
  let good = 0;
  await readLines(window, limits, out, (text, place, last) => {
    const first = text.charCodeAt(0);
    const body = first === 0x1e || first === 0xfeff ? text.slice(1) : text;
    let value: Json;
    try {
      value = parseExact(body);
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
      if (last && /^[[{]/.test(line) && !/[\]}]$/.test(line))
        out.reject(place.line, 'intake/cut-off', 'The last record is cut off. Export the file again to get the rest.', place);
      else out.reject(place.line, 'intake/bad-json', `Not JSON: ${jsonFault(error)}.`, place);
      return true;
    }
    good++;
    out.record(value, place, 'json');
    return true;
  });
  if (handOver === undefined) return;
  window.start = handOver.offset - window.base;
  await readValues(window, limits, out, { line: handOver.line, index: good });
}

/** Values that follow one another on one line. Undefined when one of them is broken. */
function splitValues(text: string): readonly Json[] | undefined {
  if (!/\}\s*,?\s*\{/.test(text)) return undefined;
  const bytes = new TextEncoder().encode(text);
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
