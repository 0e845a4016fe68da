import { isPrivateAddress } from './address.ts';
import { type Evidence, type Identifier, isStrong, kindOf, valueOf } from './evidence.ts';

/**
 * The same evidence seen at a site: what is unique only within a network (private addresses, short names, accounts known by name)
 * carries the site in its identifiers, so that `10.0.0.5` of two customers stays two things.
 */
export function atSite(evidence: Evidence, site: string | undefined): Evidence {
  if (site === undefined || site === '') return evidence;
  const suffix = `@@${site.toLowerCase()}`;
  const local = (id: Identifier): boolean => (kindOf(id) === 'ip' ? isPrivateAddress(valueOf(id)) : !isStrong(id));
  if (!evidence.ids.some(local)) return evidence;
  return {
    ...evidence,
    ids: evidence.ids.map((id) => (local(id) ? (`${id}${suffix}` as Identifier) : id)),
    attributes: { ...evidence.attributes, site },
  };
}
