import { remembered } from '../base/remembered.ts';

/** Classification → determinations that may go with it. Source: Graph `alertClassification`, `alertDetermination`; Defender portal, Manage incident. */
export const DETERMINATIONS_OF = {
  unknown: ['unknown'],
  truePositive: ['multiStagedAttack', 'maliciousUserActivity', 'compromisedAccount', 'malware', 'phishing', 'unwantedSoftware', 'other'],
  informationalExpectedActivity: ['securityTesting', 'lineOfBusinessApplication', 'confirmedActivity', 'other'],
  falsePositive: ['notMalicious', 'notEnoughDataToValidate', 'other'],
} as const;
export type Classification = keyof typeof DETERMINATIONS_OF;
export type Determination = (typeof DETERMINATIONS_OF)[Classification][number];

export const CLASSIFICATION_LABELS: Readonly<Record<Classification, string>> = {
  unknown: 'Not set',
  truePositive: 'True positive',
  informationalExpectedActivity: 'Informational, expected activity',
  falsePositive: 'False positive',
};

export const DETERMINATION_LABELS: Readonly<Record<Determination, string>> = {
  unknown: 'Not set',
  multiStagedAttack: 'Multi-staged attack',
  maliciousUserActivity: 'Malicious user activity',
  compromisedAccount: 'Compromised account',
  malware: 'Malware',
  phishing: 'Phishing',
  unwantedSoftware: 'Unwanted software',
  other: 'Other',
  securityTesting: 'Security testing',
  lineOfBusinessApplication: 'Line-of-business application',
  confirmedActivity: 'Confirmed activity',
  notMalicious: 'Not malicious',
  notEnoughDataToValidate: 'Not enough data to validate',
};

export const isLegalPair = (classification: Classification, determination: Determination): boolean =>
  determination === 'unknown' || (DETERMINATIONS_OF[classification] as readonly Determination[]).includes(determination);

/** Reads a classification as any Microsoft API or a Sentinel closing reason writes it; `undefined` when it says nothing. */
export const classificationOfWord = (word: string | undefined): Classification | undefined =>
  word === undefined ? undefined : classificationOf(word);
const classificationOf = remembered((word): Classification | undefined => {
  const key = word.replace(/[^a-z]/gi, '').toLowerCase();
  if (key === '' || key === 'unknown' || key === 'unknownfuturevalue' || key === 'notset' || key === 'undetermined') return undefined;
  if (key.startsWith('truepositive')) return 'truePositive';
  if (key.startsWith('falsepositive')) return 'falsePositive';
  if (key.startsWith('benignpositive') || key.startsWith('informational')) return 'informationalExpectedActivity';
  return undefined;
});

const DETERMINATION_ALIASES: Readonly<Record<string, Determination>> = {
  compromiseduser: 'compromisedAccount',
  clean: 'notMalicious',
  insufficientdata: 'notEnoughDataToValidate',
  noenoughdatatovalidate: 'notEnoughDataToValidate',
  confirmeduseractivity: 'confirmedActivity',
  apt: 'multiStagedAttack',
  securitypersonnel: 'securityTesting',
};

/** Reads a determination with its older names; `undefined` when it is empty, unknown or not available. */
export const determinationOfWord = (word: string | undefined): Determination | undefined =>
  word === undefined ? undefined : determinationOf(word);
const determinationOf = remembered((word): Determination | undefined => {
  const key = word.replace(/[^a-z]/gi, '').toLowerCase();
  if (key === '' || key === 'unknown' || key === 'notavailable') return undefined;
  if (Object.hasOwn(DETERMINATION_ALIASES, key)) return DETERMINATION_ALIASES[key];
  for (const name of Object.keys(DETERMINATION_LABELS) as Determination[]) if (name.toLowerCase() === key) return name;
  return undefined;
});
