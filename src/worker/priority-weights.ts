import * as v from 'valibot';
import { incidentName } from '../correlate/naming.ts';
import { priority, PRIORITY_WEIGHTS, type PriorityWeights } from '../correlate/priority.ts';
import type { Describe } from '../store/write/correlation.ts';

/** Key of the setting that holds what differs from the weights as they come, as JSON. */
export const PRIORITY_SETTING = 'priority';

/** Largest weight that can be set. */
export const MOST_WEIGHT = 1000;
const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_WEIGHT));
const Weights = v.object({
  severity: v.optional(v.pipe(v.array(weight), v.length(PRIORITY_WEIGHTS.severity.length))),
  perTactic: v.optional(weight),
  perProduct: v.optional(weight),
  rarity: v.optional(weight),
  signal: v.optional(weight),
  cohesion: v.optional(weight),
  single: v.optional(weight),
  critical: v.optional(weight),
  watched: v.optional(weight),
  malicious: v.optional(weight),
  named: v.optional(weight),
  disrupted: v.optional(weight),
  // At nought every incident would stand at 100.
  scale: v.optional(v.pipe(v.number(), v.minValue(0.1), v.maxValue(MOST_WEIGHT))),
});

/** The weights with these laid over; what is no set of weights leaves them as they come. */
export function weightsWith(chosen: unknown): PriorityWeights {
  const parsed = v.safeParse(Weights, chosen);
  if (!parsed.success) return PRIORITY_WEIGHTS;
  const stated = Object.fromEntries(Object.entries(parsed.output).filter(([, value]) => value !== undefined));
  return { ...PRIORITY_WEIGHTS, ...stated };
}

export function weightsOfSetting(json: string | undefined): PriorityWeights {
  try {
    return json === undefined ? PRIORITY_WEIGHTS : weightsWith(JSON.parse(json));
  } catch {
    return PRIORITY_WEIGHTS;
  }
}

/** Name and local priority of an incident, from its aggregates. */
export const describeWith =
  (weights: PriorityWeights): Describe =>
  (facts) => {
    const { score } = priority(facts, weights);
    return { name: incidentName(facts), priority: score };
  };
