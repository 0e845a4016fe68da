import * as v from 'valibot';
import { TACTICS } from '../attack/tactics.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { type SequenceRule, SEQUENCES } from '../correlate/sequences/rule.ts';
import type { SequenceSetting } from './api.ts';

export type SequenceChoice = SequenceSetting;

/** Key of the setting that says which sequence rules are off, which raise an alert, and which a person added, as JSON. */
export const SEQUENCE_SETTING = 'sequences';
const MOST_OWN_RULES = 100;

const Words = v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(2), v.maxLength(200))), v.maxLength(50)));
const Step = v.pipe(
  v.strictObject({
    techniques: v.optional(
      v.pipe(v.array(v.pipe(v.string(), v.regex(/^T\d{4}(?:\.\d{3})?$/, 'a technique is T1566 or T1566.001'))), v.maxLength(50)),
    ),
    tactics: v.optional(
      v.pipe(
        v.array(
          v.picklist(
            TACTICS.map(({ id }) => id),
            'a tactic is TA0008',
          ),
        ),
        v.maxLength(20),
      ),
    ),
    products: Words,
    categories: Words,
    titles: Words,
    within: v.pipe(v.number(), v.minValue(0), v.maxValue(720)),
  }),
  v.check(
    ({ techniques = [], tactics = [], products = [], categories = [], titles = [] }) =>
      techniques.length + tactics.length + products.length + categories.length + titles.length > 0,
    'a step names techniques, tactics, products, categories or titles',
  ),
);
const Rule = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'an id is of a-z, 0-9 and -')),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  join: v.picklist(['person', 'device']),
  steps: v.pipe(v.array(Step), v.minLength(2), v.maxLength(8)),
  raises: v.optional(
    v.strictObject({
      title: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
      severity: v.picklist(
        SEVERITIES.filter((one) => one !== 'unknown'),
        'a severity is informational, low, medium or high',
      ),
    }),
  ),
});
export const Rules = v.pipe(v.array(Rule), v.maxLength(MOST_OWN_RULES));
const Choice = v.object({ off: v.array(v.string()), raise: v.optional(v.array(v.string()), []), own: Rules });
const DEFAULT_SEQUENCES: SequenceChoice = { off: [], raise: [], own: [] };

export function sequencesOfSetting(json: string | undefined): SequenceChoice {
  try {
    const parsed = json === undefined ? undefined : v.safeParse(Choice, JSON.parse(json));
    return parsed?.success === true ? (parsed.output as SequenceChoice) : DEFAULT_SEQUENCES;
  } catch {
    return DEFAULT_SEQUENCES;
  }
}

export const rulesOf = ({ off, own }: SequenceChoice): readonly SequenceRule[] =>
  [...SEQUENCES, ...own].filter(({ id }) => !off.includes(id));

/** Rules in force that raise an alert. */
export const raisersOf = (choice: SequenceChoice): readonly SequenceRule[] =>
  rulesOf(choice).filter(({ id, raises }) => raises !== undefined && choice.raise.includes(id));
