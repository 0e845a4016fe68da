import { endOfString, isBlank, isScalarByte, newScan, scanValue } from './json-scan.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the elements stand of the list, or the members of the object, at `path` (keys, or list positions as digits) in the JSON value `bytes[from..end)`. */
export function elementSpans(bytes: Uint8Array, from: number, end: number, path: readonly string[]): readonly Span[] | undefined {
  let at = skipBlanks(bytes, from, end);
  for (const step of path) {
    const found = bytes[at] === 0x5b ? elements(bytes, at, end)[Number(step)]?.from : valueOfKey(bytes, at, end, step);
    if (found === undefined) return undefined;
    at = found;
  }
  if (bytes[at] === 0x7b) return [...members(bytes, at, end)].map(({ value, to }) => ({ from: value, to }));
  return bytes[at] === 0x5b ? elements(bytes, at, end) : undefined;
}

function elements(bytes: Uint8Array, open: number, end: number): readonly Span[] {
  const spans: Span[] = [];
  let at = open + 1;
  for (;;) {
    at = skipBlanks(bytes, at, end);
    if (at >= end || bytes[at] === 0x5d) return spans;
    if (bytes[at] === 0x2c) {
      at++;
      continue;
    }
    const to = endOfValue(bytes, at, end);
    if (to < 0) return spans;
    spans.push({ from: at, to });
    at = to;
  }
}

/** The last one of equal keys, as `JSON.parse` takes it. */
function valueOfKey(bytes: Uint8Array, open: number, end: number, key: string): number | undefined {
  let found: number | undefined;
  for (const member of members(bytes, open, end)) if (member.key === key) found = member.value;
  return found;
}

export interface Member {
  readonly key: string;
  /** Where its value begins. */
  readonly value: number;
  /** Where its value ends; -1 when it goes beyond the bytes at hand. */
  readonly to: number;
}

export function* members(bytes: Uint8Array, open: number, end: number): Generator<Member> {
  const decoder = new TextDecoder();
  if (bytes[open] !== 0x7b) return;
  let at = open + 1;
  for (;;) {
    at = skipBlanks(bytes, at, end);
    if (bytes[at] === 0x2c) {
      at++;
      continue;
    }
    if (at >= end || bytes[at] !== 0x22) return;
    const keyEnd = endOfString(bytes, at, end);
    if (keyEnd < 0) return;
    const key = decoder.decode(bytes.subarray(at + 1, keyEnd - 1));
    at = skipBlanks(bytes, keyEnd, end);
    if (bytes[at] !== 0x3a) return;
    at = skipBlanks(bytes, at + 1, end);
    if (at >= end) return;
    const to = endOfValue(bytes, at, end);
    yield { key, value: at, to };
    if (to < 0) return;
    at = to;
  }
}

export function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

function endOfValue(bytes: Uint8Array, from: number, end: number): number {
  const byte = bytes[from];
  if (byte === 0x22) return endOfString(bytes, from, end);
  if (byte === 0x7b || byte === 0x5b) {
    const state = newScan();
    const at = scanValue(bytes, from, end, state);
    return state.broken ? -1 : at;
  }
  let at = from;
  while (at < end && isScalarByte(bytes[at])) at++;
  return at === from ? -1 : at;
}
