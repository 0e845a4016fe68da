import { grouped, plural } from '../base/text.ts';

/** One kind of detection in an incident. */
export interface DetectorFacts {
  readonly title: string;
  /** Severity rank 0–4, the highest of its alerts. */
  readonly severity: number;
  /** Incidents of the workspace in which it speaks, this one included. */
  readonly incidents: number;
  /** Of these, incidents in which no other detection stands beside it. */
  readonly alone: number;
  readonly alerts: number;
  /** Strongest link, 0–1, to another detection of the incident; any number where it is the only one. */
  readonly tie: number;
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
  /** How hard it counts that a detector mostly speaks alone, as a power: 0 not at all. */
  readonly signal: number;
  /** How hard the weakness of links counts, as a power: 0 not at all. */
  readonly cohesion: number;
  /** A single alert weighs 1 / (1 + this). */
  readonly single: number;
  readonly critical: number;
  readonly watched: number;
  readonly malicious: number;
  readonly named: number;
  readonly disrupted: number;
  /** Raw weight at which the score stands at 50. */
  readonly scale: number;
}
export const PRIORITY_WEIGHTS: PriorityWeights = {
  severity: [2, 0.2, 1, 4, 12],
  perTactic: 0.1,
  perProduct: 0.05,
  rarity: 1.5,
  signal: 1.5,
  cohesion: 1,
  single: 0.5,
  critical: 0.5,
  watched: 0.2,
  malicious: 0.2,
  named: 0.3,
  disrupted: 0.5,
  scale: 10,
};

/** 1 for a detector heard in this incident only, towards 0 for one heard everywhere. */
export function rarityOf(incidents: number, total: number): number {
  if (total <= 1 || incidents <= 1) return 1;
  return Math.max(0.05, 1 - Math.log(incidents) / Math.log(total + 1));
}

/**
 * Share of a detector's other incidents in which something else was detected too, by the rule of succession: a half where it was not heard before.
 * What mostly speaks alone is seldom confirmed by anything. Never below a fifth: silence around an alert refutes nothing.
 */
export function signalOf({ incidents, alone }: Pick<DetectorFacts, 'incidents' | 'alone'>, isAlone: boolean): number {
  const others = Math.max(0, incidents - 1);
  const confirmed = Math.max(0, others - (isAlone ? alone - 1 : alone));
  return Math.max(0.2, (confirmed + 1) / (others + 2));
}

const SEVERITY_WORDS = ['unknown', 'informational', 'low', 'medium', 'high'];
const bitCount = (mask: number): number => {
  let n = 0;
  for (let m = mask; m !== 0; m &= m - 1) n++;
  return n;
};

/** A detection, and what it weighs: by its severity, by how rare its detector is, and by how often that is confirmed too. */
interface Weighed {
  readonly one: DetectorFacts;
  readonly grave: number;
  readonly rare: number;
  readonly told: number;
}

/** The gravest first. */
function weigh({ detectors, totalIncidents }: PriorityFacts, weights: PriorityWeights): Weighed[] {
  const sorted = [...detectors].sort((a, b) => b.severity - a.severity || a.incidents - b.incidents || (a.title < b.title ? -1 : 1));
  return sorted.map((one) => {
    const grave = weights.severity[one.severity] ?? 1;
    const rare = grave * rarityOf(one.incidents, totalIncidents) ** weights.rarity;
    return { one, grave, rare, told: rare * signalOf(one, detectors.length === 1) ** weights.signal };
  });
}

const sum = (detections: readonly Weighed[], of: (one: Weighed) => number): number => detections.reduce((total, one) => total + of(one), 0);

/** What weighs most counts in full, the others as firmly as they are tied to the incident. */
function tied(detections: readonly Weighed[], power: number): number {
  const first = detections.reduce((a, b) => (b.told > a.told || (b.told === a.told && b.one.tie > a.one.tie) ? b : a));
  return sum(detections, (each) => each.told * (each === first ? 1 : each.one.tie ** power));
}

/**
 * Local priority, 0–100: what the detections weigh, raised by breadth, corroboration and what is at stake. Each factor's points are what it
 * adds to the score of the factors before it; they add up to the score exactly. Deterministic; bands of the Defender queue: above 85 top, 15–85 medium.
 */
export function priority(facts: PriorityFacts, weights: PriorityWeights = PRIORITY_WEIGHTS): Priority {
  const detections = weigh(facts, weights);
  const worst = detections[0];
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
  step(worst.grave, 'Severity', gravity(worst.one, facts.detectors));
  const kinds = detections.length;
  if (kinds > 1)
    step(
      sum(detections, ({ grave }) => grave),
      'Distinct detections',
      `${plural(kinds, 'kind of detection', 'kinds of detection')} tell of it`,
    );
  step(
    sum(detections, ({ rare }) => rare),
    'Rarity of detectors',
    commonness(facts),
  );
  step(
    sum(detections, ({ told }) => told),
    'Signal to noise',
    confirmation(facts.detectors),
  );
  if (kinds > 1) step(tied(detections, weights.cohesion), 'Strength of links', firmness(facts.detectors));
  if (kinds === 1 && worst.one.alerts === 1) step(raw / (1 + weights.single), 'Single alert', 'One alert by itself, confirmed by no other');
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

/** Of several that are as grave the rarest is named. The summary says which came first. */
function gravity({ severity, title }: DetectorFacts, detectors: readonly DetectorFacts[]): string {
  const alike = detectors.filter((one) => one.severity === severity).length;
  if (severity === 0) return alike === 1 ? `“${title}” states no severity` : `No detection states a severity; the rarest is “${title}”`;
  const of = `of ${SEVERITY_WORDS[severity] ?? 'unknown'} severity`;
  return alike === 1 ? `The gravest detection is ${of}: “${title}”` : `${alike} detections are ${of}, the rarest “${title}”`;
}

function commonness({ detectors, totalIncidents }: PriorityFacts): string {
  const most = detectors.reduce((a, b) => (b.incidents > a.incidents ? b : a));
  return most.incidents <= 1
    ? 'Its detectors speak in no other incident'
    : `“${most.title}” speaks in ${grouped(most.incidents)} of ${plural(totalIncidents, 'incident')}`;
}

function confirmation(detectors: readonly DetectorFacts[]): string {
  const most = detectors.reduce((a, b) => (b.alone > a.alone ? b : a));
  return most.incidents <= 1
    ? 'Not heard elsewhere: nothing tells how far its detectors are to be believed'
    : `In ${grouped(most.alone)} of ${plural(most.incidents, 'incident')} nothing stands beside “${most.title}”`;
}

function firmness(detectors: readonly DetectorFacts[]): string {
  const least = detectors.reduce((a, b) => (b.tie < a.tie ? b : a));
  return `“${least.title}” is tied to the rest by a link of ${Math.round(100 * least.tie)} %`;
}

export type PriorityBand = 'top' | 'medium' | 'low';
/** Bands of the queue assistant of the Defender portal. */
export const priorityBand = (score: number): PriorityBand => (score > 85 ? 'top' : score >= 15 ? 'medium' : 'low');
