import { WEIGHT_LABELS } from '../../domain/priority-words.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import type { PriorityWeights } from '../../worker/api.ts';

/** One number of the score, with where its slider ends. A number beyond it may be typed. */
export interface WeightField {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly most: number;
  readonly least: number;
  readonly step: number;
}
export const MOST_WEIGHT = 1000;

const field = (id: string, label: string, hint: string, most: number, step: number, least = 0): WeightField => ({
  id,
  label,
  hint,
  most,
  least,
  step,
});
const named = (id: keyof typeof WEIGHT_LABELS, hint: string, most: number, step: number, least?: number): WeightField =>
  field(id, WEIGHT_LABELS[id], hint, most, step, least);
export const WEIGHT_FIELDS: readonly WeightField[] = [
  ...[4, 3, 2, 1, 0].map((rank) =>
    field(`severity.${rank}`, `Severity ${SEVERITIES[rank] ?? ''}`, 'what one kind of detection of this severity weighs', 30, 0.1),
  ),
  named('rarity', 'how hard a detector heard in many incidents is turned down; 0: not at all', 5, 0.1),
  named('signal', 'how hard a detector that mostly speaks alone is turned down; 0: not at all', 5, 0.1),
  named('cohesion', 'how hard a detection is turned down that is weakly tied to the rest; 0: not at all', 5, 0.1),
  named('single', 'how much less an incident of one alert weighs; 1: half as much', 3, 0.05),
  named('perTactic', 'more for each tactic after the first', 2, 0.05),
  named('perProduct', 'more for each product after the first', 2, 0.05),
  named('malicious', 'more where evidence was found malicious', 3, 0.05),
  named('named', 'more where a threat or an actor is named', 3, 0.05),
  named('disrupted', 'more where a product stepped in', 3, 0.05),
  named('critical', 'more for each critical asset', 3, 0.05),
  named('watched', 'more for each watched thing', 3, 0.05),
  named('scale', 'the weight at which an incident stands at 50', 100, 0.5, 0.1),
];

/** What stands in the fields; `undefined` where it is no number. */
export type WeightsForm = Readonly<Record<string, number | undefined>>;

export function formOf(weights: PriorityWeights): WeightsForm {
  const { severity, ...rest } = weights;
  return { ...rest, ...Object.fromEntries(severity.map((weight, rank) => [`severity.${rank}`, weight])) };
}

export const faultOf = ({ id, least }: WeightField, form: WeightsForm): string | undefined => {
  const value = form[id];
  return value !== undefined && value >= least && value <= MOST_WEIGHT ? undefined : `A number between ${least} and ${MOST_WEIGHT}.`;
};
export const isValid = (form: WeightsForm): boolean => WEIGHT_FIELDS.every((one) => faultOf(one, form) === undefined);
export const sameForm = (a: WeightsForm, b: WeightsForm): boolean => WEIGHT_FIELDS.every(({ id }) => a[id] === b[id]);

/** What differs from the weights as they come; null where nothing does. */
export function chosenOf(form: WeightsForm, defaults: PriorityWeights): Partial<PriorityWeights> | null {
  const base = formOf(defaults);
  const chosen: Record<string, number | number[]> = {};
  for (const { id } of WEIGHT_FIELDS) {
    const value = form[id];
    if (value === undefined || value === base[id]) continue;
    if (id.startsWith('severity.')) chosen['severity'] = defaults.severity.map((weight, rank) => form[`severity.${rank}`] ?? weight);
    else chosen[id] = value;
  }
  return Object.keys(chosen).length === 0 ? null : chosen;
}
