import { remembered } from '../../../base/remembered.ts';
import type { AlertStatus } from '../../../domain/alert.ts';
import { EVIDENCE_ROLES, type EvidenceRole, REMEDIATION_STATUSES, type RemediationStatus, type Verdict } from '../../../domain/evidence.ts';
import { classificationOfWord, determinationOfWord } from '../../../domain/classification.ts';
import type { AlertDraft } from '../../../domain/alert.ts';

const squeeze = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

const STATUS: Readonly<Record<string, AlertStatus>> = {
  new: 'new',
  newalert: 'new',
  open: 'new',
  opened: 'new',
  active: 'new',
  unresolved: 'new',
  unassigned: 'new',
  atrisk: 'new',
  confirmedcompromised: 'new',
  awaitingaction: 'inProgress',
  inprogress: 'inProgress',
  acknowledged: 'inProgress',
  investigating: 'inProgress',
  underinvestigation: 'inProgress',
  notified: 'inProgress',
  pending: 'inProgress',
  resolved: 'resolved',
  closed: 'resolved',
  dismissed: 'resolved',
  suppressed: 'resolved',
  inactive: 'resolved',
  remediated: 'resolved',
  confirmedsafe: 'resolved',
  falsepositive: 'resolved',
  redirected: 'resolved',
};

/** A state of work in the words of any product of docs/formats; `undefined` when it says nothing. */
export const statusOfWord = (word: string | undefined): AlertStatus | undefined => (word === undefined ? undefined : statusOf(word));
const statusOf = remembered((word): AlertStatus | undefined => {
  const key = squeeze(word);
  if (Object.hasOwn(STATUS, key)) return STATUS[key];
  return key.startsWith('resolved') || key.startsWith('closed') ? 'resolved' : undefined;
});

const VERDICT: Readonly<Record<string, Verdict>> = {
  malicious: 'malicious',
  malware: 'malicious',
  phish: 'malicious',
  suspicious: 'suspicious',
  nothreatsfound: 'noThreatsFound',
  nothreatfound: 'noThreatsFound',
  clean: 'noThreatsFound',
  benign: 'noThreatsFound',
  unknown: 'unknown',
};
export const verdictOfWord = (word: string | undefined): Verdict | undefined => (word === undefined ? undefined : verdictOf(word));
const verdictOf = remembered((word): Verdict | undefined => {
  const key = squeeze(word);
  return Object.hasOwn(VERDICT, key) ? VERDICT[key] : undefined;
});

const REMEDIATION = new Map<string, RemediationStatus>(REMEDIATION_STATUSES.map((status) => [status.toLowerCase(), status]));
REMEDIATION.set('pending', 'pendingApproval');
REMEDIATION.set('quarantined', 'remediated');
REMEDIATION.set('notremediated', 'unremediated');
export const remediationOfWord = (word: string | undefined): RemediationStatus | undefined =>
  word === undefined ? undefined : remediationOf(word);
const remediationOf = remembered((word) => REMEDIATION.get(squeeze(word)));

const ROLE = new Map<string, EvidenceRole>(EVIDENCE_ROLES.map((role) => [role.toLowerCase(), role]));
ROLE.set('target', 'target');
ROLE.set('victim', 'attacked');
ROLE.set('asset', 'impacted');
ROLE.set('parent', 'parentProcess');
ROLE.set('cnc', 'commandAndControl');
ROLE.set('c2', 'commandAndControl');
export const roleOfWord = remembered((word): EvidenceRole | undefined => ROLE.get(squeeze(word)));
export function rolesOfWords(words: readonly string[]): EvidenceRole[] {
  const out: EvidenceRole[] = [];
  for (const word of words) {
    const role = roleOfWord(word);
    if (role !== undefined && !out.includes(role)) out.push(role);
  }
  return out;
}

/** Classification and determination as fields of a draft, left out where they say nothing. */
export const judgementOf = (classification: string | undefined, determination: string | undefined): Judgement =>
  setJudgement({}, classification, determination);
type Judgement = { -readonly [K in 'classification' | 'determination']?: Exclude<AlertDraft[K], undefined> };

/** The same, added to a draft. */
export function setJudgement(draft: Judgement, classification: string | undefined, determination: string | undefined): Judgement {
  const known = classificationOfWord(classification);
  if (known !== undefined) draft.classification = known;
  const why = determinationOfWord(determination);
  if (why !== undefined) draft.determination = why;
  return draft;
}

/** Takes out what is `undefined`, so that optional fields are absent rather than empty. */
export function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = (fields as Record<string, unknown>)[name];
    if (value !== undefined) out[name] = value;
  }
  return out as { [K in keyof T]: Exclude<T[K], undefined> };
}
