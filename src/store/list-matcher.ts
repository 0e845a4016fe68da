import { type EvidenceType, type Identifier, kindOf, valueOf } from '../domain/evidence.ts';
import { isIn, type Network, parseNetwork } from '../domain/network.ts';
import { isList, type ListName, type Rule } from '../domain/rule.ts';

/** Mark of a site at the end of an identifier, as `domain/site.ts` writes it: an entry without one means the thing at every site. */
const SITE_MARK = '@@';

/** An entry of a list, and the bit it sets. */
interface Entry {
  readonly rule: Rule;
  readonly bit: number;
}

/**
 * Finds what is on the lists of a person. An entry matches a thing that states the identifier; a short name also the long forms of it
 * (`fs-01` the machine `fs-01.contoso.com`, `svc-scan` the account `contoso\\svc-scan`), an address also within a network.
 */
export class ListMatcher {
  readonly #exact = new Map<string, Entry[]>();
  readonly #networks: { readonly network: Network; readonly entry: Entry }[] = [];
  readonly empty: boolean;

  constructor(rules: readonly Rule[], bits: Readonly<Record<ListName, number>>) {
    let entries = 0;
    for (const rule of rules) {
      if (!isList(rule.kind)) continue;
      entries++;
      const entry = { rule, bit: bits[rule.kind] };
      const network = rule.a === 'ip' && rule.b.includes('/') ? parseNetwork(valueOf(rule.b as Identifier)) : undefined;
      if (network !== undefined) this.#networks.push({ network, entry });
      else {
        const key = `${rule.a}|${rule.b}`;
        const known = this.#exact.get(key);
        if (known === undefined) this.#exact.set(key, [entry]);
        else known.push(entry);
      }
    }
    this.empty = entries === 0;
  }

  /** Calls back for each entry that names the thing; an entry may come twice. */
  eachMatch(type: EvidenceType, ids: readonly Identifier[], visit: (rule: Rule, bit: number) => void): void {
    for (const id of ids) {
      for (const form of formsOf(type, id)) for (const { rule, bit } of this.#exact.get(`${type}|${form}`) ?? []) visit(rule, bit);
      if (type !== 'ip' || this.#networks.length === 0) continue;
      const address = unscoped(valueOf(id));
      if (!/^[0-9a-f:.]+$/.test(address)) continue;
      for (const { network, entry } of this.#networks) if (isIn(address, network)) visit(entry.rule, entry.bit);
    }
  }
}

const unscoped = (id: string): string => {
  const at = id.indexOf(SITE_MARK);
  return at < 0 ? id : id.slice(0, at);
};

/** The identifier itself, without its site, and as its short name. */
function formsOf(type: EvidenceType, id: Identifier): ReadonlySet<string> {
  const plain = unscoped(id);
  const value = plain.slice(plain.indexOf(':') + 1);
  const forms = new Set<string>([id, plain]);
  if (type === 'device' && kindOf(id) === 'fqdn') forms.add(`netbios:${value.split('.')[0] ?? value}`);
  if (type === 'user' && kindOf(id) === 'account') forms.add(`name:${value.slice(value.lastIndexOf('\\') + 1)}`);
  if (type === 'user' && kindOf(id) === 'upn') forms.add(`name:${value.slice(0, value.lastIndexOf('@'))}`);
  return forms;
}
