import type { PriorityFacts } from '../correlate/priority.ts';

type DetectorFacts = PriorityFacts['detectors'][number];

/** What the priority of an incident is reckoned from, with terms for words. */
export interface JudgedFacts extends Omit<PriorityFacts, 'detectors' | 'namedThreats' | 'disrupted'> {
  readonly detectors: readonly (Omit<DetectorFacts, 'title'> & { readonly title: number })[];
  /** Of several the first of the alphabet are kept. */
  readonly namedThreats: readonly number[];
  readonly disrupted: boolean;
}

const MOST_THREATS = 3;
/** A single precision number and no more: nine digits give it back to the bit. */
const short = (single: number): number => Number(single.toPrecision(9));

/**
 * As the row of the incident keeps it: a JSON list of numbers, an eighth of what the factors take in words. In order: incidents of the workspace,
 * tactics, products, critical assets, watched things, malicious evidence, disrupted, how many threats, their terms, then of each detector title,
 * severity, incidents, of these alone, alerts, tie.
 */
export function packJudged(facts: JudgedFacts): string {
  const threats = facts.namedThreats.slice(0, MOST_THREATS);
  return JSON.stringify([
    facts.totalIncidents,
    facts.tactics,
    facts.products,
    facts.criticalAssets,
    facts.watchedEntities,
    facts.malicious,
    facts.disrupted ? 1 : 0,
    threats.length,
    ...threats,
    ...facts.detectors.flatMap((one) => [one.title, one.severity, one.incidents, one.alone, one.alerts, short(one.tie)]),
  ]);
}

export function unpackJudged(packed: string, word: (term: number) => string): PriorityFacts {
  const numbers = JSON.parse(packed) as readonly number[];
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  const whole = {
    totalIncidents: next(),
    tactics: next(),
    products: next(),
    criticalAssets: next(),
    watchedEntities: next(),
    malicious: next(),
    disrupted: next() === 1,
  };
  const namedThreats = Array.from({ length: next() }, () => word(next()));
  const detectors: DetectorFacts[] = [];
  while (at < numbers.length)
    detectors.push({
      title: word(next()),
      severity: next(),
      incidents: next(),
      alone: next(),
      alerts: next(),
      tie: Math.fround(next()),
    });
  return { ...whole, namedThreats, detectors };
}
