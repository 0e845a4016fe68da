import { fail, ok, type Result } from '../../base/result.ts';
import type { DecideContext, Decision, DecisionReader, EventDraft } from '../decision.ts';
import { ruleKey } from '../../domain/rule.ts';
import { compact } from '../rows.ts';
import { checkLength, knownAlerts, MAX_COMMENT, nothingChanged, quoted } from './common.ts';

type Add = Extract<Decision, { readonly kind: 'override.add' }>;

const WORDS: Readonly<Record<string, string>> = { mustLink: 'always belong together', cannotLink: 'never belong together' };

export function addOverride(add: Add, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  if (add.a === add.b) return fail('journal/same-alert', 'A rule needs two different alerts.');
  const alerts = knownAlerts([add.a, add.b], reader);
  if (!alerts.ok) return alerts;
  const long = checkLength('The note', add.note ?? '', MAX_COMMENT);
  if (!long.ok) return long;
  const [a, b] = alerts.value;
  if (a === undefined || b === undefined) return fail('journal/not-found', 'A rule needs two alerts.');
  if (a.raised === true || b.raised === true)
    return fail('journal/raised', 'A raised alert always stands in the incident of the last alert it was raised from.');
  const key = ruleKey({ kind: add.rule, a: a.key, b: b.key });
  const current = reader.row('override', key);
  if (current?.['kind'] === add.rule) return nothingChanged();
  const [low, high] = a.key < b.key ? [a, b] : [b, a];
  const note = add.note?.trim() ?? '';
  const row = { kind: add.rule, a: low.key, b: high.key, at: context.at, actor: context.actor, note: note === '' ? null : note };
  return ok({
    kind: 'override.added',
    summary: `Rule added: ${quoted(a.title)} and ${quoted(b.title)} ${WORDS[add.rule] ?? ''}`,
    subjects: [...new Set([a.incident, b.incident])].filter((subject) => subject !== ''),
    changes: [{ table: 'override', key, before: current === null ? null : compact(current), after: compact(row) }],
  });
}
