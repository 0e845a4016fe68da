import { fail, ok, type Result } from '../../base/result.ts';
import type { DecideContext, DecisionReader, EventDraft } from '../decision.ts';
import { compact, patch } from '../rows.ts';
import { nothingChanged, quoted } from './common.ts';
import { correlationChanges, sequenceChanges, weightChanges } from './setting-words.ts';

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
  return ok({
    kind: 'setting.changed',
    summary: summaryOf(key, before === null ? null : String(before), value, context),
    subjects: [],
    changes: [change],
  });
}

function summaryOf(key: string, before: string | null, after: string | null, context: DecideContext): string {
  if (key === 'weave') return 'All alerts were correlated anew, as if they had come at once';
  const { standard } = context;
  const told = (name: string, changes: readonly string[]): string =>
    changes.length === 0 ? `${name} changed` : `${name}: ${changes.join('; ')}`;
  if (key === 'correlation') return told('Correlation', correlationChanges(before, after));
  if (key === 'priority') return told('Weights of the priority', weightChanges(before, after, standard?.weights));
  if (key === 'sequences') return told('Sequence rules', sequenceChanges(before, after, standard?.sequenceName));
  const word = (text: string | null): string => (text === null ? 'the default' : quoted(text));
  return `Setting ${key} changed from ${word(before)} to ${word(after)}`;
}
