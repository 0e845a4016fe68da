import { type Json, type JsonObject, own } from '../../../base/json.ts';
import type { Evidence } from '../../../domain/evidence.ts';

interface Known {
  readonly item: JsonObject;
  readonly evidence: readonly Evidence[];
}

/** Items kept; a file that names more different things than this begins anew. */
const MOST = 4_096;

/**
 * What items of evidence were made into. A file names the same device, account or address in thousands of alerts, and comparing an item with the one
 * before is several times as fast as making its evidence again. Only what is the same in every field but `but` is taken for the same.
 */
export class KnownItems {
  readonly #known = new Map<string, Known>();
  readonly #but: string | undefined;

  /** `but`: a key that the evidence does not depend on, and that differs from alert to alert. */
  constructor(but?: string) {
    this.#but = but;
  }

  /** The evidence of this item: what `name` was made into before, where the item says the same, else what `make` gives. */
  of(name: string, item: JsonObject, make: (item: JsonObject) => readonly Evidence[]): readonly Evidence[] {
    const known = this.#known.get(name);
    if (known !== undefined && isSameObject(known.item, item, this.#but)) return known.evidence;
    const evidence = make(item);
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(name, { item, evidence });
    return evidence;
  }
}

/** Equal in every own key but one, in whatever order. */
function isSameObject(a: JsonObject, b: JsonObject, but?: string): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  for (const key of keys) {
    const x = a[key];
    const y = own(b, key);
    if (x !== y && (key === but ? y === undefined : !isSame(x, y))) return false;
  }
  return true;
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b)) {
    const x = a as readonly Json[];
    const y = b as readonly Json[];
    if (!Array.isArray(a) || !Array.isArray(b) || x.length !== y.length) return false;
    for (let i = 0; i < x.length; i++) if (!isSame(x[i], y[i])) return false;
    return true;
  }
  return isSameObject(a as JsonObject, b as JsonObject);
}
