import type { CorrelationInput, CorrelationResult } from '../../src/correlate/model.ts';
import { priority, PRIORITY_WEIGHTS, type PriorityFacts, type PriorityWeights } from '../../src/correlate/priority.ts';

/** Priority facts of every incident, as the store makes them. */
export function factsOf(input: CorrelationInput, result: CorrelationResult, titles: readonly string[]): PriorityFacts[] {
  const detectors = Array.from({ length: result.incidents }, () => new Map<number, { severity: number; alerts: number; row: number }>());
  const tactics = new Uint32Array(result.incidents);
  const products = Array.from({ length: result.incidents }, () => new Set<number>());
  const spread = new Map<number, number>();
  for (let row = 0; row < input.count; row++) {
    const i = result.incident[row] ?? 0;
    const detector = input.detector[row] ?? 0;
    const of = detectors[i];
    const known = of?.get(detector);
    if (known === undefined) {
      of?.set(detector, { severity: input.severity[row] ?? 0, alerts: 1, row });
      spread.set(detector, (spread.get(detector) ?? 0) + 1);
    } else {
      known.alerts++;
      known.severity = Math.max(known.severity, input.severity[row] ?? 0);
    }
    tactics[i] = (tactics[i] ?? 0) | (input.tactics[row] ?? 0);
    products[i]?.add(input.product[row] ?? 0);
  }
  return detectors.map((of, i) => ({
    detectors: [...of].map(([detector, { severity, alerts, row }]) => ({
      title: titles[row] ?? '',
      severity,
      alerts,
      incidents: spread.get(detector) ?? 1,
    })),
    totalIncidents: result.incidents,
    tactics: tactics[i] ?? 0,
    products: products[i]?.size ?? 1,
    criticalAssets: 0,
    watchedEntities: 0,
    malicious: 0,
    namedThreats: [],
  }));
}

/** Incidents, most urgent first; of equals the larger, then the earlier one. */
export function orderOf(facts: readonly PriorityFacts[], weights: PriorityWeights = PRIORITY_WEIGHTS): number[] {
  const scores = facts.map((one) => priority(one, weights).score);
  const alerts = facts.map((one) => one.detectors.reduce((sum, detector) => sum + detector.alerts, 0));
  return facts.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (alerts[b] ?? 0) - (alerts[a] ?? 0) || a - b);
}
