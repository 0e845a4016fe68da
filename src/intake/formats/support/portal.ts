import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';

/* Display lists of the Defender portal's CSV exports. */

/** `a, b; c` or lines: the items of a display list. */
export const displayList = (text: string | undefined): string[] =>
  text === undefined
    ? []
    : text
        .split(/[;,\n]/)
        .map((part) => part.trim().replace(/^(?:Devices?|Users?|Mailbox(?:es)?|Apps?|Cloud resources?|Accounts?)\s*:\s*/i, ''))
        .filter((part) => part !== '' && !/^\+?\d+ (?:more|others?)$/i.test(part) && !/^and \d+ /i.test(part));

/** Impacted assets are names without a kind: what holds `@` or `\` is a user, an address an address, an ARM id a resource, the rest devices. */
export function impactedAssets(text: string | undefined): (Evidence | undefined)[] {
  return displayList(text).map((name) => {
    const roles = ['impacted'] as const;
    if (name.startsWith('/subscriptions/')) return make.cloudResource(name, { roles });
    if (name.includes('@') || name.includes('\\')) return make.user({ name, roles });
    return make.ip(name, { roles }) ?? (/\s/.test(name) ? make.user({ displayName: name, roles }) : make.device({ name, roles }));
  });
}

/** `Tactic, Tactic` with words that are none left in place. */
export const categoriesOf = (text: string | undefined): string | undefined => {
  const list = displayList(text);
  return list.length === 0 ? undefined : list.join(', ');
};

/** The queue writes `Unassigned` where nobody is. */
export const ownerOf = (text: string | undefined): string | undefined =>
  text === undefined || /^unassigned$/i.test(text) ? undefined : text;
