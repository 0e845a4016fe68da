import { isObject, type JsonObject } from '../../base/json.ts';
import { parseExact } from './parse-exact.ts';

/** The longest head that is looked past. */
const HEAD = 400;

/** A JSON object at the end of a log line, and the characters before it. */
export interface Behind {
  readonly value: JsonObject;
  /** Characters of the head: UTF-16 units. */
  readonly head: number;
}

/**
 * The JSON object that ends a log line, behind what a syslog daemon, a container runtime or the product itself writes first:
 * `<13>Apr 26 23:39:08 host tag -: {…}`, `2024-05-01T10:00:00Z stdout F {…}`. Undefined when there is none, or when the line is one of CEF or LEEF.
 */
export function behindHead(line: string): Behind | undefined {
  const brace = line.indexOf('{');
  if (brace < 1 || brace > HEAD || !line.trimEnd().endsWith('}')) return undefined;
  const before = line.slice(0, brace);
  if (!/[\s:\-|\]=>]$/.test(before) || /\b(?:CEF|LEEF):/.test(before) || !/[A-Za-z0-9]/.test(before)) return undefined;
  try {
    const value = parseExact(line.slice(brace));
    return isObject(value) && Object.keys(value).length > 0 ? { value, head: brace } : undefined;
  } catch {
    return undefined;
  }
}
