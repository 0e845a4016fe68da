import { fail, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { isList, isRuleKind, type ListName, type RuleDraft, type RuleKind, ruleKey, settled } from '../../domain/rule.ts';
import type { DecideContext, Decision, DecisionReader, EventDraft } from '../decision.ts';
import type { Change } from '../event.ts';
import { compact, sameRow } from '../rows.ts';
import { checkLength, MAX_COMMENT, nothingChanged, quoted } from './common.ts';

type Asked = Extract<Decision, { readonly kind: 'rules.change' }>;

/** Most rules one decision may add or take away. */
const MOST_RULES = 10_000;
const MOST_TEXT = 4_000;

const LIST_WORDS: Readonly<Record<ListName, string>> = {
  ignore: 'the ignore list',
  critical: 'the list of critical things',
  watch: 'the watch list',
};
const WORDS: Readonly<Record<Exclude<RuleKind, ListName>, readonly [one: string, many: string]>> = {
  mustLink: ['“always together”', '“always together”'],
  cannotLink: ['“never together”', '“never together”'],
  sameThing: ['“these are the same”', '“these are the same”'],
  twoThings: ['“these are two”', '“these are two”'],
  noIdentity: ['“says nothing about identity”', '“say nothing about identity”'],
  detector: ['grouping of a detector', 'grouping of detectors'],
};

/**
 * Adds rules and takes rules away, as one event. A rule that stands already is passed over; one for the same thing or pair is replaced.
 * Failures: `journal/not-found` for a key to take away that is not there, `journal/too-many`, `journal/bad-rule`, `journal/too-long`.
 */
export function changeRules({ add = [], remove = [] }: Asked, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  if (add.length + remove.length > MOST_RULES)
    return fail('journal/too-many', `At most ${MOST_RULES} rules can be changed at once.`, { limit: MOST_RULES });
  const changes = new Map<string, Change>();
  const kinds = new Set<RuleKind>();
  for (const key of remove) {
    const current = reader.row('override', key);
    if (current === null) return fail('journal/not-found', 'There is no such rule.');
    changes.set(key, { table: 'override', key, before: compact(current), after: null });
    kinds.add(current['kind'] as RuleKind);
  }
  for (const draft of add) {
    const fault = faultOf(draft);
    if (!fault.ok) return fault;
    const key = ruleKey(draft);
    const current = reader.row('override', key);
    const after = rowOf(draft, context);
    const stands =
      changes.get(key)?.after !== null && current !== null && sameRow({ ...current, at: 0, actor: '' }, { ...after, at: 0, actor: '' });
    if (stands) continue;
    changes.set(key, { table: 'override', key, before: current === null ? null : compact(current), after: compact(after) });
    kinds.add(draft.kind);
  }
  if (changes.size === 0) return nothingChanged();
  const list = [...changes.values()];
  const added = list.filter(({ after }) => after !== null);
  return ok({
    kind: added.length > 0 ? 'override.added' : 'override.removed',
    summary: summaryOf(list, added, kinds),
    subjects: [],
    changes: list,
  });
}

function faultOf(draft: RuleDraft): Result<null> {
  const bad = !isRuleKind(draft.kind) || draft.a === '' || draft.b === '' || draft.a.length > MOST_TEXT || draft.b.length > MOST_TEXT;
  if (bad || ((draft.kind === 'sameThing' || draft.kind === 'twoThings') && draft.a === draft.b))
    return fail('journal/bad-rule', `${quoted(`${draft.a} ${draft.b}`)} is no rule.`);
  return checkLength('The note', draft.note ?? '', MAX_COMMENT);
}

function rowOf(draft: RuleDraft, { at, actor }: DecideContext): Record<string, string | number | null> {
  const { kind, a, b } = settled(draft);
  const note = draft.note?.trim() ?? '';
  return { kind, a, b, at, actor, note: note === '' ? null : note };
}

function summaryOf(all: readonly Change[], added: readonly Change[], kinds: ReadonlySet<RuleKind>): string {
  const row = all[0]?.after ?? all[0]?.before;
  const [kind] = kinds;
  const done = added.length === 0 ? 'removed' : added.length < all.length ? 'changed' : 'added';
  if (kinds.size === 1 && kind !== undefined && isList(kind)) {
    const which = all.length > 1 ? plural(all.length, 'entry', 'entries') : quoted(bare(String(row?.['b'] ?? '')));
    return `${which} ${done} ${done === 'added' ? 'to' : done === 'removed' ? 'from' : 'on'} ${LIST_WORDS[kind]}`;
  }
  const what = kinds.size > 1 || kind === undefined || isList(kind) ? '' : `, ${WORDS[kind][all.length === 1 ? 0 : 1]}`;
  if (all.length > 1) return `${plural(all.length, 'rule')} ${done}${what}`;
  const value =
    kind === 'mustLink' || kind === 'cannotLink' ? '' : `: ${quoted(nameOf(kind, String(row?.['a'] ?? ''), String(row?.['b'] ?? '')))}`;
  return `Rule ${done}${what}${value}`;
}

const bare = (id: string): string => id.slice(id.indexOf(':') + 1);
function nameOf(kind: RuleKind | undefined, a: string, b: string): string {
  if (kind === 'detector') return a.split('\u001f').filter(Boolean).join(': ');
  return kind === 'sameThing' || kind === 'twoThings' ? `${bare(a)} / ${bare(b)}` : bare(b);
}
