import { fail, ok, type Result } from '../../base/result.ts';
import type { DecideContext, DecisionReader, EventDraft } from '../decision.ts';
import { compact, patch } from '../rows.ts';
import { nothingChanged, quoted } from './common.ts';

/** Settings whose value is no word a person reads. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['correlation', 'Profile of the correlation'],
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
  const word = (text: string | number | null): string => (text === null ? 'the default' : quoted(String(text)));
  if (key === 'weave')
    return ok({
      kind: 'setting.changed',
      summary: 'All alerts were correlated anew, as if they had come at once',
      subjects: [],
      changes: [change],
    });
  const named = NAMED.get(key);
  return ok({
    kind: 'setting.changed',
    summary:
      named === undefined
        ? `Setting ${key} changed from ${word(before)} to ${word(value)}`
        : `${named} ${value === null ? 'set back to the default' : 'changed'}`,
    subjects: [],
    changes: [change],
  });
}
