import type { Json } from '../../base/json.ts';
import { columnNames, isPagingKey } from '../unwrap.ts';
import { members, skipBlanks } from './json-locate.ts';

export interface FoundList {
  /** After the list's opening bracket. */
  readonly at: number;
  /** Brackets open around the list. */
  readonly depth: number;
  /** Rows are lists of cells: the names of the columns. */
  readonly columns: readonly string[] | undefined;
}

const DEPTH = 6;

/**
 * Looks into an object that cannot be parsed as a whole, of which `bytes[from..end)` is the beginning: the list that makes it large, when all before it
 * are paging keys. Undefined when it is a record of its own. `complete`: a list that ends within the bytes will do, for the object is unsound elsewhere.
 */
export function findList(bytes: Uint8Array, from: number, end: number, complete: boolean): FoundList | undefined {
  let at = skipBlanks(bytes, from, end);
  let columns: readonly string[] | undefined;
  for (let depth = 1; depth <= DEPTH; depth++) {
    let inner: number | undefined;
    for (const { key, value, to } of members(bytes, at, end)) {
      const isList = bytes[value] === 0x5b;
      if (to >= 0 && !(complete && !isPagingKey(key) && (isList || bytes[value] === 0x7b))) {
        if (!isPagingKey(key)) return undefined;
        if (/^columns$/i.test(key)) columns = columnNames(parse(bytes.subarray(value, to)));
        continue;
      }
      if (isList) {
        const first = skipBlanks(bytes, value + 1, end);
        const isTables = /^tables$/i.test(key);
        if (bytes[first] === 0x7b && !isTables) return { at: value + 1, depth, columns: undefined };
        if (bytes[first] === 0x5b) return { at: value + 1, depth, columns: columns ?? [] };
        if (bytes[first] !== 0x7b) return undefined;
        inner = first;
        depth++;
      } else if (bytes[value] === 0x7b) inner = value;
      break;
    }
    if (inner === undefined) return undefined;
    at = inner;
  }
  return undefined;
}

function parse(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch {
    return undefined;
  }
}
