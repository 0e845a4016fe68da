import { reverseRows } from '../../src/store/key-table.ts';
import { companyOf, tiesOf } from '../../src/store/write/company.ts';
import type { CorrelationInput, CorrelationResult } from '../../src/correlate/model.ts';
import { priority, PRIORITY_WEIGHTS, type PriorityFacts, type PriorityWeights } from '../../src/correlate/priority.ts';

/** Priority facts of every incident, as the store makes them. */
export function factsOf(input: CorrelationInput, result: CorrelationResult, titles: readonly string[]): PriorityFacts[] {
  const { offset, value } = reverseRows(result.incidents, (emit) => {
    for (let row = 0; row < input.count; row++) emit(result.incident[row] ?? 0, row + 1);
  });
  const alertsOf = (ordinal: number): Uint32Array => value.subarray(offset[ordinal], offset[ordinal + 1]);
  const company = companyOf(result.incidents, alertsOf, input.detector);
  const links = { to: Uint32Array.from(result.parent, (row) => row + 1), strength: result.score };
  return Array.from({ length: result.incidents }, (_, i) => {
    const ties = tiesOf(alertsOf(i), input.detector, links);
    const detectors = new Map<number, { title: string; severity: number; alerts: number }>();
    const products = new Set<number>();
    let tactics = 0;
    for (const alert of alertsOf(i)) {
      const row = alert - 1;
      const [detector, severity] = [input.detector[row] ?? 0, input.severity[row] ?? 0];
      const known = detectors.get(detector);
      if (known === undefined) detectors.set(detector, { title: titles[row] ?? '', severity, alerts: 1 });
      else {
        known.alerts++;
        known.severity = Math.max(known.severity, severity);
      }
      tactics |= input.tactics[row] ?? 0;
      products.add(input.product[row] ?? 0);
    }
    return {
      detectors: [...detectors].map(([detector, facts]) => ({
        ...facts,
        incidents: company.incidents[detector] ?? 1,
        alone: company.alone[detector] ?? 0,
        tie: ties.get(detector) ?? 0,
      })),
      totalIncidents: result.incidents,
      tactics,
      products: products.size,
      criticalAssets: 0,
      watchedEntities: 0,
      malicious: 0,
      namedThreats: [],
    };
  });
}

/** Incidents, most urgent first; of equals the larger, then the earlier one. */
export function orderOf(facts: readonly PriorityFacts[], weights: PriorityWeights = PRIORITY_WEIGHTS): number[] {
  const scores = facts.map((one) => priority(one, weights).score);
  const alerts = facts.map((one) => one.detectors.reduce((sum, detector) => sum + detector.alerts, 0));
  return facts.map((_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (alerts[b] ?? 0) - (alerts[a] ?? 0) || a - b);
}
