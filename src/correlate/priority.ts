import { plural } from '../base/text.ts';

/** One kind of detection in an incident. */
export interface DetectorFacts {
  readonly title: string;
  /** Severity rank 0–4, the highest of its alerts. */
  readonly severity: number;
  /** Incidents of the workspace in which it speaks, this one included. */
  readonly incidents: number;
  readonly alerts: number;
}
/** What an incident is judged by. */
export interface PriorityFacts {
  readonly detectors: readonly DetectorFacts[];
  /** Incidents of the workspace. */
  readonly totalIncidents: number;
  /** Bit set over TACTICS. */
  readonly tactics: number;
  readonly products: number;
  /** Assets on the critical and on the watch list. */
  readonly criticalAssets: number;
  readonly watchedEntities: number;
  /** Evidence that a product calls malicious. */
  readonly malicious: number;
  /** A threat or an actor is named. */
  readonly namedThreats: readonly string[];
  /** A product disrupted the attack. */
  readonly disrupted?: boolean;
}
export interface PriorityFactor {
  readonly label: string;
  readonly points: number;
  readonly explanation: string;
}
export interface Priority {
  readonly score: number;
  readonly factors: readonly PriorityFactor[];
}

/** Every number of the score, so that a team can set its own. */
export interface PriorityWeights {
  /** By severity rank 0–4. */
  readonly severity: readonly number[];
  readonly perTactic: number;
  readonly perProduct: number;
  /** How hard the commonness of a detector counts, as a power: 0 not at all. */
  readonly rarity: number;
  readonly critical: number;
  readonly watched: number;
  readonly malicious: number;
  readonly named: number;
  readonly disrupted: number;
  /** Raw weight at which the score stands at 50. */
  readonly scale: number;
}
export const PRIORITY_WEIGHTS: PriorityWeights = {
  severity: [2, 0.2, 1, 5, 12],
  perTactic: 0.25,
  perProduct: 0.05,
  rarity: 2,
  critical: 0.5,
  watched: 0.2,
  malicious: 0.2,
  named: 0.3,
  disrupted: 0.5,
  scale: 25,
};

/** 1 for a detector heard in this incident only, towards 0 for one heard everywhere. */
export function rarityOf(incidents: number, total: number): number {
  if (total <= 1 || incidents <= 1) return 1;
  return Math.max(0.05, 1 - Math.log(incidents) / Math.log(total + 1));
}

const SEVERITY_WORDS = ['unknown', 'informational', 'low', 'medium', 'high'];
const bitCount = (mask: number): number => {
  let n = 0;
  for (let m = mask; m !== 0; m &= m - 1) n++;
  return n;
};

/**
 * Local priority, 0–100: what the detections weigh, raised by breadth, corroboration and what is at stake. Each factor's points are what it
 * adds to the score of the factors before it; they add up to the score exactly. Deterministic; bands of the Defender queue: above 85 top, 15–85 medium.
 */
export function priority(facts: PriorityFacts, weights: PriorityWeights = PRIORITY_WEIGHTS): Priority {
  const weight = (severity: number): number => weights.severity[severity] ?? 1;
  const byWeight = [...facts.detectors].sort(
    (a, b) => b.severity - a.severity || a.incidents - b.incidents || (a.title < b.title ? -1 : 1),
  );
  const worst = byWeight[0];
  if (worst === undefined) return { score: 0, factors: [] };
  const factors: PriorityFactor[] = [];
  let raw = 0;
  let shown = 0;
  const step = (next: number, label: string, explanation: string): void => {
    raw = next;
    const score = Math.round((100 * raw) / (raw + weights.scale));
    if (score !== shown) factors.push({ label, points: score - shown, explanation });
    shown = score;
  };
  const rarity = (one: DetectorFacts): number => rarityOf(one.incidents, facts.totalIncidents) ** weights.rarity;
  step(weight(worst.severity), 'Severity', `The gravest detection is ${SEVERITY_WORDS[worst.severity] ?? 'unknown'}: ${worst.title}`);
  if (byWeight.length > 1) {
    const sum = byWeight.reduce((total, one) => total + weight(one.severity), 0);
    step(sum, 'Distinct detections', `${plural(byWeight.length, 'kind of detection', 'kinds of detection')} tell of it`);
  }
  const rare = byWeight.reduce((total, one) => total + weight(one.severity) * Math.max(0.02, rarity(one)), 0);
  const most = byWeight.reduce((a, b) => (b.incidents > a.incidents ? b : a));
  step(rare, 'Rarity of detectors', commonness(most, facts.totalIncidents));
  const tactics = bitCount(facts.tactics);
  if (tactics > 1) step(raw * (1 + weights.perTactic * (tactics - 1)), 'Tactic breadth', `${tactics} tactics of the kill chain`);
  if (facts.products > 1)
    step(raw * (1 + weights.perProduct * (facts.products - 1)), 'Corroboration', `${facts.products} products report it independently`);
  if (facts.malicious > 0)
    step(raw * (1 + weights.malicious), 'Verdict', `${plural(facts.malicious, 'piece', 'pieces')} of evidence found malicious`);
  if (facts.namedThreats.length > 0) step(raw * (1 + weights.named), 'Named threat', facts.namedThreats.slice(0, 3).join(', '));
  if (facts.disrupted === true) step(raw * (1 + weights.disrupted), 'Attack disruption', 'A product stepped in against it');
  if (facts.criticalAssets > 0)
    step(raw * (1 + weights.critical * facts.criticalAssets), 'Critical assets', plural(facts.criticalAssets, 'critical asset'));
  if (facts.watchedEntities > 0)
    step(
      raw * (1 + weights.watched * facts.watchedEntities),
      'Watch list',
      plural(facts.watchedEntities, 'watched entity', 'watched entities'),
    );
  return { score: shown, factors };
}

const commonness = (one: DetectorFacts, total: number): string =>
  one.incidents <= 1
    ? 'Its detectors speak in no other incident'
    : `“${one.title}” speaks in ${one.incidents} of ${plural(total, 'incident')}`;

export type PriorityBand = 'top' | 'medium' | 'low';
/** Bands of the queue assistant of the Defender portal. */
export const priorityBand = (score: number): PriorityBand => (score > 85 ? 'top' : score >= 15 ? 'medium' : 'low');
