import { EVIDENCE_TYPES, type EvidenceType } from '../domain/evidence.ts';
import type { Profile } from './model.ts';

/** How strongly a shared thing of one type speaks for one cause: at no distance in time, and how that fades. */
export interface TypeTuning {
  /** Probability-like strength at no distance, 0–1. */
  readonly strength: number;
  /** Hours after which it has halved. */
  readonly halfLife: number;
  /** Hours after which it says nothing. */
  readonly window: number;
}

/** All numbers of the engine in one value. Defaults are the app's own (docs/correlation.md says how they were found). */
export interface Tuning {
  readonly types: Readonly<Record<EvidenceType, TypeTuning>>;
  /** Strength needed to join an incident. */
  readonly join: number;
  /** Strength needed where no entity is shared. */
  readonly joinUnnamed: number;
  /** … and share of the smaller incident's stories that must be so linked. */
  readonly support: number;
  /** Strength needed to bring together two incidents that both hold at least `mergeSize` stories. */
  readonly merge: number;
  readonly mergeSize: number;
  /** Hours of silence after which a repeat is a new story. */
  readonly foldGap: number;
  /** Earlier mentions looked at per shared thing. */
  readonly lookBack: number;
  /** The same in the first pass, which only learns what each detector's word is worth. */
  readonly firstLookBack: number;
  /** Factor where the same detector spoke before. */
  readonly sameDetector: number;
  /** Factor where the later alert stands further down the kill chain. */
  readonly killChain: number;
  /** Factors of weak mentions. */
  readonly imageOnly: number;
  readonly privateAddress: number;
  /** Power of the share of its main owner, for an internal address that several machines claim. */
  readonly owned: number;
  readonly weak: number;
  /** A thing that fewer than 1 in `central` of an incident's stories mention speaks for it the less, by this power. */
  readonly central: number;
  readonly centrality: number;
  /** Stories from which on a process or its like speaks for an incident by the root of the share that this is of it: a chain of processes has an end. */
  readonly vast: number;
  /** Power of a detector's habit of speaking alone, and stories credited before it is known. */
  readonly voice: number;
  readonly voicePrior: number;
  /** Share of an asset's word that is lost where another detector speaks, and one of the two strikes at many places just then: the asset is but one of them. */
  readonly struck: number;
  /** The same where one detector struck it and many others twice, more than `outbreakHours` apart. */
  readonly struckAgain: number;
  /** Hours around an alert in which its detector's other alerts are counted as one outbreak. */
  readonly outbreakHours: number;
  /** How hard background rate counts against a link. */
  readonly rate: number;
  /** Hours: gaps within one story spread evenly over the orders of magnitude from here … */
  readonly nearest: number;
  /** … so that their density is 1 / (`spread` × gap). */
  readonly spread: number;
  /** Mentions an entity is credited with beyond those seen: rate of what was hardly seen. */
  readonly prior: number;
  /** Hours over which those count at the least: little data proves nobody busy. */
  readonly priorSpan: number;
  /** Hours of the usual rate of its type with which an entity's own is blended. */
  readonly kin: number;
  /** The same for marks of one cause (hashes, mails, addresses of the Internet), and mentions outside the busiest slots that are not held against them. */
  readonly markPrior: number;
  readonly markFree: number;
  /** Share of the time that a repeating detection about the same things may cover until it counts half. */
  readonly routine: number;
  /** Hours: what is seen in less cannot be told to be routine. */
  readonly leastSpan: number;
  /** Where time is unknown one shared thing is not enough: nothing tells a hub. */
  readonly timeless: number;
  /** … and no incident grows beyond so many stories. */
  readonly timelessMost: number;
  /** The same detector elsewhere. */
  readonly detector: TypeTuning;
  /** How much harder than an entity's a detector's background rate counts. */
  readonly detectorRate: number;
  /** Weight of the second, third … shared thing of a pair: things that go together say less than independent ones. */
  readonly further: number;
}

const tuned = (strength: number, halfLife: number, window: number): TypeTuning => ({ strength, halfLife, window });

const TYPES: Readonly<Record<EvidenceType, TypeTuning>> = {
  device: tuned(0.66, 16, 48),
  user: tuned(0.62, 16, 48),
  mailbox: tuned(0.62, 16, 48),
  app: tuned(0.03, 16, 48),
  cloudResource: tuned(0.62, 16, 48),
  ip: tuned(0.65, 120, 120),
  url: tuned(0.8, 192, 120),
  domain: tuned(0.8, 192, 120),
  file: tuned(0.75, 192, 120),
  process: tuned(0.92, 48, 120),
  commandLine: tuned(0.55, 48, 120),
  registryKey: tuned(0.4, 24, 48),
  registryValue: tuned(0.5, 24, 48),
  mailMessage: tuned(0.85, 144, 120),
  mailCluster: tuned(0.7, 96, 120),
  oauthApp: tuned(0.6, 48, 120),
  session: tuned(0.85, 48, 48),
  securityGroup: tuned(0.2, 16, 48),
  container: tuned(0.62, 16, 48),
  malware: tuned(0.15, 16, 48),
  service: tuned(0.2, 16, 48),
  generic: tuned(0.3, 16, 48),
};

export const NORMAL: Tuning = {
  types: TYPES,
  join: 0.3,
  joinUnnamed: 0.3,
  support: 0.8,
  merge: 0.65,
  mergeSize: 2,
  foldGap: 1,
  lookBack: 12,
  firstLookBack: 4,
  sameDetector: 1.5,
  killChain: 1.2,
  imageOnly: 0.24,
  privateAddress: 0.9,
  owned: 1,
  weak: 0.6,
  rate: 1,
  nearest: 0.002,
  spread: 8,
  prior: 0.5,
  priorSpan: 336,
  kin: 0,
  markPrior: 0.2,
  markFree: 4,
  routine: 0.15,
  timeless: 0.3,
  timelessMost: 50,
  struck: 0.3,
  struckAgain: 0.6,
  outbreakHours: 0.5,
  central: 4,
  centrality: 0.4,
  vast: 200,
  voice: 0.7,
  voicePrior: 8,
  detectorRate: 3.5,
  leastSpan: 36,
  detector: tuned(0.7, 0.5, 2),
  further: 0.8,
};

const scaled = (types: Tuning['types'], by: number): Tuning['types'] => {
  const out = { ...types };
  for (const type of EVIDENCE_TYPES) out[type] = { ...types[type], halfLife: types[type].halfLife * by, window: types[type].window * by };
  return out;
};

/** `strict`: shorter windows, more evidence asked for. `wide`: the opposite. */
export const PROFILES: Readonly<Record<Profile, Tuning>> = {
  strict: { ...NORMAL, types: scaled(TYPES, 0.5), join: 0.42, joinUnnamed: 0.45, support: 0.8, merge: 0.75, foldGap: 0.5 },
  normal: NORMAL,
  wide: { ...NORMAL, types: scaled(TYPES, 2), join: 0.22, joinUnnamed: 0.25, support: 0.4, merge: 0.5, foldGap: 2 },
};
