/**
 * Rules a person lays over the correlation: each one row that says one thing, so that each can be taken back alone.
 *
 * | kind | a | b |
 * | --- | --- | --- |
 * | `mustLink`, `cannotLink` | alert key | alert key |
 * | `ignore`, `critical`, `watch` | evidence type | identifier, or a network for `ip` |
 * | `sameThing`, `twoThings` | `type|identifier` | `type|identifier` |
 * | `noIdentity` | evidence type | identifier |
 * | `detector` | product, U+001F, rule or title | a `DetectorMode` as JSON |
 */
export const LISTS = ['ignore', 'critical', 'watch'] as const;
export type ListName = (typeof LISTS)[number];
export const LINK_RULES = ['mustLink', 'cannotLink'] as const;
export type LinkRuleKind = (typeof LINK_RULES)[number];
export const IDENTITY_RULES = ['sameThing', 'twoThings', 'noIdentity'] as const;
export type IdentityRuleKind = (typeof IDENTITY_RULES)[number];
const RULE_KINDS = [...LINK_RULES, ...LISTS, ...IDENTITY_RULES, 'detector'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export interface RuleDraft {
  readonly kind: RuleKind;
  readonly a: string;
  readonly b: string;
  readonly note?: string;
}
export interface Rule extends RuleDraft {
  readonly key: string;
  /** µs since 1970. */
  readonly at: number;
  readonly actor: string;
}

const isPair = (kind: RuleKind): boolean => kind === 'mustLink' || kind === 'cannotLink' || kind === 'sameThing' || kind === 'twoThings';

/** One rule for a pair, one for a thing on a list, one for a detector: a new one replaces the old. */
export function ruleKey({ kind, a, b }: RuleDraft): string {
  const pair = a < b ? `${a}|${b}` : `${b}|${a}`;
  switch (kind) {
    case 'mustLink':
    case 'cannotLink':
      return pair;
    case 'sameThing':
    case 'twoThings':
      return `things:${pair}`;
    case 'detector':
      return `detector:${a}`;
    case 'ignore':
    case 'critical':
    case 'watch':
    case 'noIdentity':
      return `${kind}:${a}|${b}`;
  }
}

/** The same rule with the ends of a pair in order. */
export const settled = (draft: RuleDraft): RuleDraft =>
  isPair(draft.kind) && draft.b < draft.a ? { ...draft, a: draft.b, b: draft.a } : draft;

/** The rules with some taken away and some laid over. */
export function withRules(rules: readonly Rule[], remove: readonly string[] = [], add: readonly RuleDraft[] = []): readonly Rule[] {
  if (remove.length === 0 && add.length === 0) return rules;
  const fresh = new Map(add.map((draft) => [ruleKey(draft), { ...settled(draft), key: ruleKey(draft), at: 0, actor: '' }]));
  const gone = new Set([...remove, ...fresh.keys()]);
  return [...rules.filter(({ key }) => !gone.has(key)), ...fresh.values()];
}

export const isRuleKind = (kind: unknown): kind is RuleKind => (RULE_KINDS as readonly unknown[]).includes(kind);
export const isList = (kind: RuleKind): kind is ListName => (LISTS as readonly string[]).includes(kind);
