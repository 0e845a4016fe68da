/** Where scanning of one JSON value stands. Bytes come in pieces, so it can be left and taken up again. */
export interface ScanState {
  depth: number;
  deepest: number;
  inString: boolean;
  escaped: boolean;
  /** Line ends passed. */
  lines: number;
  /** A line end within a string: no JSON. */
  broken: boolean;
}

export const newScan = (): ScanState => ({ depth: 0, deepest: 0, inString: false, escaped: false, lines: 0, broken: false });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LF = 10;

const KIND = new Uint8Array(256);
KIND[QUOTE] = 1;
KIND[0x7b] = KIND[0x5b] = 2;
KIND[0x7d] = KIND[0x5d] = 3;
KIND[LF] = 4;

/**
 * Scans an object or array from its opening bracket (or from where the last call stopped).
 * Returns the position after its closing bracket, -1 when `end` came first; on `broken`, the position of the fault.
 */
export function scanValue(bytes: Uint8Array, from: number, end: number, state: ScanState): number {
  let { depth, deepest, inString, escaped, lines } = state;
  let i = from;
  let result = -1;
  while (i < end) {
    if (escaped) {
      escaped = false;
      i++;
      continue;
    }
    let byte = bytes[i++] ?? 0;
    if (inString) {
      // Most bytes of a record stand in its strings.
      while (byte !== QUOTE && byte !== BACKSLASH && byte !== LF && i < end) byte = bytes[i++] ?? 0;
      if (byte === QUOTE) inString = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === LF) {
        state.broken = true;
        result = i - 1;
        break;
      }
      continue;
    }
    const kind = KIND[byte] ?? 0;
    if (kind === 0) continue;
    if (kind === 1) inString = true;
    else if (kind === 2) {
      if (++depth > deepest) deepest = depth;
    } else if (kind === 3) {
      if (--depth <= 0) {
        result = i;
        break;
      }
    } else lines++;
  }
  state.depth = depth;
  state.deepest = deepest;
  state.inString = inString;
  state.escaped = escaped;
  state.lines = lines;
  return result;
}

/** Position after the string that begins at `from`; -1 when it does not end before `end`. */
export function endOfString(bytes: Uint8Array, from: number, end: number): number {
  for (let i = from + 1; i < end; i++) {
    const byte = bytes[i];
    if (byte === BACKSLASH) i++;
    else if (byte === QUOTE) return i + 1;
  }
  return -1;
}

export const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === LF || byte === 13 || byte === 9;
/** Digits, minus and the letters of true, false, null. */
export const isScalarByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === 46 || (byte >= 97 && byte <= 122) || byte === 69);
