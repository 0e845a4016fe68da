import { hash64 } from '../../base/hash.ts';
import type { AlertDraft } from '../../domain/alert.ts';
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
  const { key, alias } = placed.draft;
  if (key !== undefined && KEY.test(key)) return key;
  return `a${hash64((alias?.scope ?? scopeOf(placed)) + UNIT + identityOf(placed.draft) + (salt === 0 ? '' : UNIT + String(salt)))}`;
}

/** The id by which an alert is the same in every export; empty where it states none. */
export const identityOf = ({ alias, externalId }: AlertDraft): string => alias?.id ?? externalId ?? '';

/** Whether a stored alert, by its id and its link, may be the one of this identity; if not, two ids met in one hash. */
export function mayBe(externalId: string | null, url: string | null, identity: string): boolean {
  if (externalId === null || identity === '' || externalId === identity) return true;
  // Stored from an export that names it otherwise: identity came from its alias.
  return (externalId.length >= 16 && identity.endsWith(externalId)) || (url !== null && url.includes(`/${identity}`));
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
