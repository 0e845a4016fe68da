import { fail, ok, type Result } from '../../base/result.ts';
import type { DecideContext, DecisionReader, EventDraft } from '../decision.ts';
import { compact, patch } from '../rows.ts';
import { nothingChanged, quoted } from './common.ts';
import { correlationChanges } from './setting-words.ts';

/** Settings whose value is no word a person reads. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['priority', 'Weights of the priority'],
  ['sequences', 'Sequence rules'],
]);

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
  return ok({ kind: 'setting.changed', summary: summaryOf(key, before, value), subjects: [], changes: [change] });
}

function summaryOf(key: string, before: string | number | null, after: string | null): string {
  if (key === 'weave') return 'All alerts were correlated anew, as if they had come at once';
  if (key === 'correlation') {
    const changes = correlationChanges(before === null ? null : String(before), after);
    return changes.length === 0 ? 'Correlation changed' : `Correlation: ${changes.join('; ')}`;
  }
  const named = NAMED.get(key);
  if (named !== undefined) return `${named} ${after === null ? 'set back to the default' : 'changed'}`;
  const word = (text: string | number | null): string => (text === null ? 'the default' : quoted(String(text)));
  return `Setting ${key} changed from ${word(before)} to ${word(after)}`;
}
