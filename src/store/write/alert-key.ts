import { hash64 } from '../../base/hash.ts';
import type { PlacedAlert } from '../../intake/report.ts';
import { highOf, KeyTable, lowOf } from '../key-table.ts';

const UNIT = '\u001f';
const KEY = /^a[0-9a-f]{16}$/;

/** Namespace of the ids of a record. */
export const scopeOf = (placed: PlacedAlert): string => placed.draft.idScope ?? placed.format;

/** Whether the record says by itself which alert it is; else its content does. */
export const isNamed = (placed: PlacedAlert): boolean =>
  placed.draft.externalId !== undefined || (placed.draft.key !== undefined && KEY.test(placed.draft.key));

/** Key of a record that names itself. `salt` counts up when two external ids meet in one hash. */
export function namedKey(placed: PlacedAlert, salt: number): string {
  const { key, externalId } = placed.draft;
  if (key !== undefined && KEY.test(key)) return key;
  return `a${hash64(scopeOf(placed) + UNIT + (externalId ?? '') + (salt === 0 ? '' : UNIT + String(salt)))}`;
}

/**
 * Keys of records without an id, for one file: what they say, and the how-manieth record of the file that says it.
 * Two such records that say the same are two occurrences; the same file twice gives the same keys.
 */
export class ContentKeys {
  readonly #seen = new KeyTable();

  keyOf(placed: PlacedAlert): string {
    const hash = hash64(contentOf(placed));
    const [high, low] = [highOf(hash), lowOf(hash)];
    const occurrence = this.#seen.get(high, low) + 1;
    this.#seen.set(high, low, occurrence);
    return occurrence === 1 ? `a${hash}` : `a${hash64(hash + UNIT + String(occurrence))}`;
  }
}

function contentOf({ draft, format }: PlacedAlert): string {
  let content = [
    format,
    draft.rule ?? draft.title,
    draft.title,
    draft.firstActivity ?? '',
    draft.lastActivity ?? '',
    draft.detected ?? '',
    draft.product,
    draft.site ?? '',
    draft.description ?? '',
  ].join(UNIT);
  for (const evidence of draft.evidence) content += `${UNIT}${evidence.type}|${evidence.ids.join(UNIT)}`;
  return content;
}
