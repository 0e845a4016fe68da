import type { SqlValue } from 'sql.js';
import type { SequenceRule } from '../correlate/sequences/rule.ts';
import { text } from './rows.ts';

/** The rule that raised an alert of our own, and the keys of the alerts at its steps. */
export interface Raised {
  readonly rule: string;
  readonly name: string;
  readonly steps: readonly (readonly string[])[];
}

/** Columns `rule` and `steps` of `raised`; undefined for an alert of a file. */
export function raisedOf(rule: SqlValue | undefined, steps: SqlValue | undefined): Raised | undefined {
  if (typeof rule !== 'string') return undefined;
  const { id, name } = JSON.parse(rule) as SequenceRule;
  return { name, rule: id, steps: JSON.parse(text(steps)) as readonly (readonly string[])[] };
}
