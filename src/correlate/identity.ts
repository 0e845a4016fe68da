import { type EvidenceType, type Identifier, evidenceTypeCode, isStrong, kindOf, valueOf } from '../domain/evidence.ts';
import { evidenceFlags } from './flags.ts';
import { ENTITY_FLAGS } from './model.ts';
import { Conflicts, UnionFind } from './union.ts';

/** One way in which a thing is named; the same set of identifiers is given once. */
export interface Mention {
  readonly type: EvidenceType;
  readonly ids: readonly Identifier[];
  /** Scope of weak identifiers, where the identifiers do not carry it themselves. */
  readonly site?: string;
}

/** Why two mentions are one thing. */
export interface IdentityLink {
  /** Indices of the mentions; `a` is the earlier one. */
  readonly a: number;
  readonly b: number;
  /** The identifier that both state, or by which the weaker one was recognised. */
  readonly via: Identifier;
  /**
   * `stated`: both carry the same strong identifier. `onlyOwner`: `b` states only a name, and `a` is the one thing of that name.
   * `sameName`: `DOMAIN\name` and `name@domain.tld` of one realm, and no other account claims either. `decided`: a person said so.
   */
  readonly how: 'stated' | 'onlyOwner' | 'sameName' | 'decided';
}

/** An identifier within its type: what a person's decision about identity names. */
export interface Named {
  readonly type: EvidenceType;
  readonly id: string;
}
/** Decisions of a person about identity. They win over what the mentions state. */
export interface IdentityRules {
  readonly same: readonly (readonly [Named, Named])[];
  readonly apart: readonly (readonly [Named, Named])[];
  /** Identifiers that say nothing about identity. */
  readonly none: readonly Named[];
}
export const NO_IDENTITY_RULES: IdentityRules = { same: [], apart: [], none: [] };

export interface Identities {
  /** Per mention: the lowest index among the mentions of the same thing. */
  readonly canonical: Uint32Array;
  /** One link per union: they span each thing. */
  readonly because: readonly IdentityLink[];
}

/** Strong identifiers of so many different values of another kind are placeholders, not names (a cloned agent id, a shared mail box). */
const MOST_ALIASES = 8;
/** Types whose names are worth attaching to their only owner. */
const NAMED: ReadonlySet<EvidenceType> = new Set(['user', 'device', 'mailbox', 'file', 'app', 'oauthApp']);
const NAME_KINDS: ReadonlySet<string> = new Set(['name', 'netbios']);

/**
 * Mentions → things. Mentions that share a strong identifier are one. A mention by name alone joins the one thing that bears the
 * name, never two of them. Independent of the order of mentions (indices apart).
 *
 * Things that a person keeps apart are never joined: an identifier that mentions of both state says nothing any more, and what would still
 * bring them together by way of others is refused. What they call the same is joined first.
 */
export function resolveIdentities(entities: readonly Mention[], rules: IdentityRules = NO_IDENTITY_RULES): Identities {
  if (rules.apart.length === 0) return resolve(entities, rules);
  // A refusal depends on what was joined before it: the order is that of the mentions' own text, not of their numbers.
  const text = entities.map(({ type, ids }) => keyOf(type, ids.join(' ')));
  const order = Array.from(text, (_, i) => i).sort((a, b) => ((text[a] ?? '') < (text[b] ?? '') ? -1 : 1));
  const { canonical, because } = resolve(
    order.map((i) => entities[i] as Mention),
    rules,
  );
  const lowest = new Uint32Array(entities.length).fill(entities.length);
  order.forEach((row, i) => {
    const root = canonical[i] as number;
    if (row < (lowest[root] as number)) lowest[root] = row;
  });
  const out = new Uint32Array(entities.length);
  order.forEach((row, i) => (out[row] = lowest[canonical[i] as number] as number));
  return {
    canonical: out,
    because: because.map((link) => {
      const [a, b] = [order[link.a] as number, order[link.b] as number];
      return { ...link, a: Math.min(a, b), b: Math.max(a, b) };
    }),
  };
}

function resolve(entities: readonly Mention[], rules: IdentityRules): Identities {
  const sets = new UnionFind(entities.length);
  const conflicts = new Conflicts();
  const because: IdentityLink[] = [];
  const join = (a: number, b: number, via: Identifier, how: IdentityLink['how']): void => {
    const [x, y] = [sets.find(a), sets.find(b)];
    if (x === y || conflicts.between(sets, x, y)) return;
    conflicts.joined(x, y, sets.union(x, y));
    because.push(a < b ? { a, b, via, how } : { a: b, b: a, via, how });
  };
  const silent = silentKeys(entities, rules, sets, conflicts, join);
  const promiscuous = placeholders(entities);
  const owner = new Map<string, number>();
  const nameOnly: number[] = [];
  for (let i = 0; i < entities.length; i++) {
    const mention = entities[i];
    if (mention === undefined) continue;
    const { ids, type } = mention;
    let strong = false;
    for (const id of ids) {
      if (!isStrong(id)) continue;
      strong = true;
      const key = keyOf(type, id);
      if (promiscuous.has(key) || silent.has(key)) continue;
      const known = owner.get(key);
      if (known === undefined) owner.set(key, i);
      else join(known, i, id, 'stated');
    }
    if (!strong) nameOnly.push(i);
  }
  sameNames(entities, sets, silent, join);
  attachNames(entities, sets, nameOnly, silent, join);
  const canonical = new Uint32Array(entities.length);
  for (let i = 0; i < entities.length; i++) canonical[i] = sets.find(i);
  return { canonical, because };
}

const NONE: ReadonlySet<string> = new Set();

/** Lays the decisions: joins what is the same, marks what stays apart, and gives the identifiers that say nothing. */
function silentKeys(
  entities: readonly Mention[],
  rules: IdentityRules,
  sets: UnionFind,
  conflicts: Conflicts,
  join: Join,
): ReadonlySet<string> {
  if (rules.same.length + rules.apart.length + rules.none.length === 0) return NONE;
  const bearers = new Map<string, number[]>();
  for (const pair of [...rules.same, ...rules.apart]) for (const { type, id } of pair) bearers.set(keyOf(type, id), []);
  entities.forEach(({ type, ids }, i) => {
    for (const id of ids) bearers.get(keyOf(type, id))?.push(i);
  });
  const of = ({ type, id }: Named): readonly number[] => bearers.get(keyOf(type, id)) ?? [];
  const silent = new Set(rules.none.map(({ type, id }) => keyOf(type, id)));
  for (const [x, y] of rules.apart) {
    const [left, right] = [of(x), of(y)];
    const theirs = new Set(right.flatMap((i) => entities[i]?.ids ?? []));
    for (const i of left)
      for (const id of entities[i]?.ids ?? []) if (id !== x.id && id !== y.id && theirs.has(id)) silent.add(keyOf(x.type, id));
    const both = new Set(left);
    // A record that states both of one thing cannot be parted.
    for (const a of left) for (const b of right) if (!both.has(b)) conflicts.add(sets, a, b);
  }
  for (const [x, y] of rules.same) {
    const all = [...of(x), ...of(y)];
    for (const i of all.slice(1)) join(all[0] as number, i, x.id as Identifier, 'decided');
  }
  return silent;
}

type Join = (a: number, b: number, via: Identifier, how: IdentityLink['how']) => void;

const keyOf = (type: EvidenceType, id: string, site = ''): string =>
  site === ''
    ? `${String.fromCharCode(33 + evidenceTypeCode(type))}${id}`
    : `${String.fromCharCode(33 + evidenceTypeCode(type))}${id}@@${site}`;

/** Keys of strong identifiers that are stated beside too many values of another strong kind. */
function placeholders(entities: readonly Mention[]): ReadonlySet<string> {
  const beside = new Map<string, Set<string>>();
  const out = new Set<string>();
  for (const { type, ids } of entities) {
    if (ids.length < 2) continue;
    const strong = ids.filter(isStrong);
    if (strong.length < 2) continue;
    for (const id of strong) {
      const key = keyOf(type, id);
      if (out.has(key)) continue;
      for (const other of strong) {
        if (other === id || kindOf(other) === kindOf(id)) continue;
        const slot = `${key}\u0000${kindOf(other)}`;
        let values = beside.get(slot);
        if (values === undefined) beside.set(slot, (values = new Set()));
        values.add(other);
        if (values.size > MOST_ALIASES) out.add(key);
      }
    }
  }
  return out;
}

/** `contoso\jane` and `jane@contoso.com`: one account where exactly one thing states each form. */
function sameNames(entities: readonly Mention[], sets: UnionFind, silent: ReadonlySet<string>, join: Join): void {
  const bearers = new Map<string, { readonly account: Claim; readonly upn: Claim }>();
  for (let i = 0; i < entities.length; i++) {
    const mention = entities[i];
    if (mention?.type !== 'user') continue;
    for (const id of mention.ids) {
      const kind = kindOf(id);
      if ((kind !== 'account' && kind !== 'upn') || silent.has(keyOf('user', id))) continue;
      const form = realmForm(kind, valueOf(id));
      if (form === undefined) continue;
      let bearer = bearers.get(form);
      if (bearer === undefined) bearers.set(form, (bearer = { account: new Claim(), upn: new Claim() }));
      bearer[kind].add(sets, i, id);
    }
  }
  for (const { account, upn } of bearers.values()) {
    if (account.only >= 0 && upn.only >= 0 && account.id !== undefined) join(account.only, upn.only, account.id, 'sameName');
  }
}

/** `realm/name` of an account or a UPN, the realm without its suffix. */
function realmForm(kind: 'account' | 'upn', value: string): string | undefined {
  if (kind === 'account') {
    const at = value.lastIndexOf('\\');
    const realm = value.slice(0, at).split('.')[0] ?? '';
    return at <= 0 || realm === '' ? undefined : `${realm}/${value.slice(at + 1)}`;
  }
  const at = value.lastIndexOf('@');
  const realm = value.slice(at + 1).split('.')[0] ?? '';
  return at <= 0 || realm === '' ? undefined : `${realm}/${value.slice(0, at)}`;
}

/** Who bears a name: one thing, or too many. */
class Claim {
  only = -1;
  id: Identifier | undefined;
  #many = false;

  add(sets: UnionFind, mention: number, id: Identifier): void {
    if (this.#many) return;
    if (this.only < 0) {
      this.only = mention;
      this.id = id;
    } else if (sets.find(this.only) !== sets.find(mention)) {
      this.#many = true;
      this.only = -1;
    }
  }
}

/** Mentions by name alone join the only thing of that name, and one another. */
function attachNames(
  entities: readonly Mention[],
  sets: UnionFind,
  nameOnly: readonly number[],
  silent: ReadonlySet<string>,
  join: Join,
): void {
  if (nameOnly.length === 0) return;
  const claims = new Map<string, Claim>();
  const first = new Map<string, number>();
  for (const i of nameOnly) {
    const mention = entities[i];
    if (mention === undefined) continue;
    for (const [rank, id] of mention.ids.entries()) {
      const key = keyOf(mention.type, id, mention.site);
      if (silent.has(keyOf(mention.type, id))) continue;
      if (!claims.has(key)) claims.set(key, new Claim());
      // One another by their strongest name alone: two processes of one image, two files of one name are not one thing.
      if (rank > 0 || isPlaceholder(mention)) continue;
      const alone = `${key}${imageOf(mention)}`;
      const known = first.get(alone);
      if (known === undefined) first.set(alone, i);
      else join(known, i, id, 'onlyOwner');
    }
  }
  attachNumbers(entities, sets, nameOnly, silent, join);
  for (let i = 0; i < entities.length; i++) {
    const mention = entities[i];
    if (mention === undefined || !NAMED.has(mention.type) || !mention.ids.some(isStrong)) continue;
    for (const id of namesOf(mention)) claims.get(keyOf(mention.type, id, mention.site))?.add(sets, i, id);
  }
  for (const i of nameOnly) {
    const mention = entities[i];
    if (mention === undefined || isPlaceholder(mention)) continue;
    for (const id of mention.ids) {
      if (!NAME_KINDS.has(kindOf(id))) continue;
      const claim = claims.get(keyOf(mention.type, id, mention.site));
      if (claim !== undefined && claim.only >= 0) join(claim.only, i, id, 'onlyOwner');
    }
  }
}

/** The image of a process that is known by a number without its start: a number is given again, so two images of one number are two. */
function imageOf({ type, ids }: Mention): string {
  if (type !== 'process' || ids[0] === undefined || kindOf(ids[0]) !== 'pid') return '';
  const image = ids.find((id) => kindOf(id) === 'image');
  return image === undefined ? '' : `\u0000${image}`;
}

/** A process told by its number alone is the only one of that number, where there is one. */
function attachNumbers(
  entities: readonly Mention[],
  sets: UnionFind,
  nameOnly: readonly number[],
  silent: ReadonlySet<string>,
  join: Join,
): void {
  const claims = new Map<string, Claim>();
  const bare: number[] = [];
  for (const i of nameOnly) {
    const mention = entities[i];
    const id = mention?.ids[0];
    if (mention?.type !== 'process' || id === undefined || kindOf(id) !== 'pid' || silent.has(keyOf('process', id))) continue;
    const key = keyOf('process', id, mention.site);
    if (imageOf(mention) === '') {
      bare.push(i);
      continue;
    }
    const claim = claims.get(key) ?? new Claim();
    claims.set(key, claim);
    claim.add(sets, i, id);
  }
  for (const i of bare) {
    const mention = entities[i];
    const id = mention?.ids[0];
    if (mention === undefined || id === undefined) continue;
    const claim = claims.get(keyOf('process', id, mention.site));
    if (claim !== undefined && claim.only >= 0) join(claim.only, i, id, 'onlyOwner');
  }
}

const isPlaceholder = (mention: Mention): boolean => (evidenceFlags(mention) & ENTITY_FLAGS.builtin) !== 0;

/** Names a thing bears: those it states, and the short forms of its long ones. */
function* namesOf(mention: Mention): Generator<Identifier> {
  const names = mention.ids.filter((id) => NAME_KINDS.has(kindOf(id)));
  yield* names;
  if (names.length > 0) return;
  for (const id of mention.ids) {
    const value = valueOf(id);
    switch (kindOf(id)) {
      case 'fqdn':
        yield `netbios:${value.split('.')[0] ?? value}` as Identifier;
        break;
      case 'account':
        yield `name:${value.slice(value.lastIndexOf('\\') + 1)}` as Identifier;
        break;
      case 'upn':
        yield `name:${value.slice(0, value.lastIndexOf('@'))}` as Identifier;
        break;
      default:
        break;
    }
  }
}
