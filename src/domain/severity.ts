import { remembered } from '../base/remembered.ts';

/** The four severities of the Defender portal, and `unknown` for a source that states none. `critical` is read as `high`; its word is kept. */
export const SEVERITIES = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 (unknown) to 4 (high): the form in which severity is stored and compared. */
export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);
export const severityOfRank = (rank: number): Severity => SEVERITIES[rank] ?? 'unknown';

const WORDS: Readonly<Record<string, Severity>> = {
  informational: 'informational',
  info: 'informational',
  information: 'informational',
  notice: 'informational',
  verbose: 'informational',
  debug: 'informational',
  none: 'informational',
  low: 'low',
  minor: 'low',
  minr: 'low',
  medium: 'medium',
  med: 'medium',
  moderate: 'medium',
  warning: 'medium',
  warn: 'medium',
  high: 'high',
  major: 'high',
  majr: 'high',
  error: 'high',
  critical: 'high',
  crit: 'high',
  fatal: 'high',
  emergency: 'high',
  alert: 'high',
  severe: 'high',
  'very-high': 'high',
  'very high': 'high',
  veryhigh: 'high',
  urgent: 'high',
};

/** Reads a severity word in any case; anything else is `unknown`. Source: the maps of the products listed in docs/formats. */
export const severityOfWord = (word: string | undefined): Severity => (word === undefined ? 'unknown' : severityOf(word));
const severityOf = remembered((word): Severity => {
  const key = word.trim().toLowerCase();
  return Object.hasOwn(WORDS, key) ? (WORDS[key] ?? 'unknown') : 'unknown';
});

/** Bands of a 0–100 score: below 20 informational, 40 low, 60 medium, else high. */
export function severityOfScore(score: number): Severity {
  if (!Number.isFinite(score)) return 'unknown';
  if (score < 20) return 'informational';
  if (score < 40) return 'low';
  return score < 60 ? 'medium' : 'high';
}
