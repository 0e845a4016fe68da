import { fail, ok, type Result } from '../../base/result.ts';
import type { DecideContext, Decision, DecisionReader, EventDraft } from '../decision.ts';
import { compact, patch } from '../rows.ts';
import { checkLength, knownAlerts, MAX_COMMENT, nothingChanged, quoted } from './common.ts';

type Add = Extract<Decision, { readonly kind: 'override.add' }>;

const WORDS: Readonly<Record<string, string>> = { mustLink: 'always belong together', cannotLink: 'never belong together' };

/** Key: both alert keys in order, so that one pair has one rule; a new rule for the pair replaces the old one. */
export const overrideKey = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`);

export function addOverride(add: Add, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  if (add.a === add.b) return fail('journal/same-alert', 'A rule needs two different alerts.');
  const alerts = knownAlerts([add.a, add.b], reader);
  if (!alerts.ok) return alerts;
  const long = checkLength('The note', add.note ?? '', MAX_COMMENT);
  if (!long.ok) return long;
  const [a, b] = alerts.value;
  if (a === undefined || b === undefined) return fail('journal/not-found', 'A rule needs two alerts.');
  const key = overrideKey(a.key, b.key);
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

export function removeOverride(key: string, reader: DecisionReader): Result<EventDraft> {
  const current = reader.row('override', key);
  if (current === null) return fail('journal/not-found', 'There is no such rule.');
  return ok({
    kind: 'override.removed',
    summary: `Rule removed: two alerts need no longer ${WORDS[String(current['kind'])] ?? 'be linked'}`,
    subjects: [],
    changes: [{ table: 'override', key, before: compact(current), after: null }],
  });
}

/** A setting of the workspace. `null`: back to the default. */
export function changeSetting(key: string, value: string | null, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  if (!/^[a-z][A-Za-z0-9.-]{0,99}$/.test(key)) return fail('journal/setting-name', `${quoted(key)} is no name of a setting.`);
  const current = reader.row('setting', key);
  const before = current?.['value'] ?? null;
  if (before === value) return nothingChanged();
  const change =
    value === null
      ? { table: 'setting' as const, key, before: current === null ? null : compact(current), after: null }
      : patch('setting', key, current, { value }, context.at);
  if (change === undefined) return nothingChanged();
  const word = (text: string | number | null): string => (text === null ? 'the default' : quoted(String(text)));
  return ok({
    kind: 'setting.changed',
    summary: `Setting ${key} changed from ${word(before)} to ${word(value)}`,
    subjects: [],
    changes: [change],
  });
}
