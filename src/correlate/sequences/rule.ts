import type { Raises } from '../../domain/raised.ts';

/**
 * One step: an alert that states one of these ATT&CK techniques (`T1566` also its sub-techniques; one that states but `T1564` may mean `T1564.008`)
 * or, where none is named, one of these tactics; or any alert of one of these products. In a person's own rules also one of a category, or by a
 * detector whose title holds all words of one of these phrases.
 */
export interface SequenceStep {
  readonly techniques?: readonly string[];
  /** Ids such as `TA0008`. */
  readonly tactics?: readonly string[];
  /** Names of products all of whose alerts meet the step. */
  readonly products?: readonly string[];
  /** As the product says it, whatever the case, blanks and hyphens. */
  readonly categories?: readonly string[];
  /** Whole words, in any case and order. */
  readonly titles?: readonly string[];
  /** Hours after the step before; of the first step it says nothing. */
  readonly within: number;
}

/**
 * An order of events that tells of one attack, as data. Every step is about the same `join`: a `person`, whether as account or as mailbox of the
 * same address, or a `device`. Each step comes after the one before, at the same moment at the earliest; only a sequence seen to its end links.
 */
export interface SequenceRule {
  readonly id: string;
  readonly name: string;
  readonly join: 'person' | 'device';
  readonly steps: readonly SequenceStep[];
  /** The alert that may be raised when it is seen to its end; whether it is, a person decides. */
  readonly raises?: Raises;
}

/**
 * An odd sign-in. All that Entra ID Protection detects is a risk of a sign-in or of an account; its records mostly state no technique
 * (https://learn.microsoft.com/entra/id-protection/concept-identity-protection-risks).
 */
const ODD_SIGN_IN = { techniques: ['T1078'], products: ['Microsoft Entra ID Protection'] } as const;

/** Ours. Techniques of MITRE ATT&CK Enterprise. */
export const SEQUENCES: readonly SequenceRule[] = [
  {
    id: 'phish-click',
    name: 'Phishing mail delivered, then its recipient opened a link or file',
    join: 'person',
    steps: [
      { techniques: ['T1566'], within: 0 },
      { techniques: ['T1204'], within: 24 },
    ],
    raises: { title: 'Phishing mail was opened by its recipient', severity: 'medium' },
  },
  {
    id: 'phish-click-sign-in',
    name: 'Phishing mail delivered, its recipient opened a link or file, then an odd sign-in of the same person',
    join: 'person',
    steps: [
      { techniques: ['T1566'], within: 0 },
      { techniques: ['T1204'], within: 24 },
      { ...ODD_SIGN_IN, within: 24 },
    ],
    raises: { title: 'Account taken over after a phishing mail was opened', severity: 'high' },
  },
  {
    id: 'phish-sign-in',
    name: 'Phishing mail delivered, then an odd sign-in of its recipient',
    join: 'person',
    steps: [
      { techniques: ['T1566'], within: 0 },
      { ...ODD_SIGN_IN, within: 24 },
    ],
    raises: { title: 'Odd sign-in after a phishing mail', severity: 'medium' },
  },
  {
    id: 'guess-sign-in',
    name: 'Passwords guessed, then an odd sign-in of the account',
    join: 'person',
    steps: [
      { techniques: ['T1110'], within: 0 },
      { ...ODD_SIGN_IN, within: 6 },
    ],
    raises: { title: 'Odd sign-in after passwords were guessed', severity: 'high' },
  },
  {
    id: 'sign-in-mailbox',
    name: 'Odd sign-in, then mail rules or mail collection of the same person',
    join: 'person',
    steps: [
      { ...ODD_SIGN_IN, within: 0 },
      { techniques: ['T1114', 'T1564.008', 'T1137.005'], within: 24 },
    ],
    raises: { title: 'Mailbox used after an odd sign-in', severity: 'high' },
  },
  {
    id: 'dump-move',
    name: 'Credentials dumped on a machine, then lateral movement from or to it',
    join: 'device',
    steps: [
      { techniques: ['T1003'], within: 0 },
      { techniques: ['T1021', 'T1550', 'T1570'], within: 12 },
    ],
    raises: { title: 'Lateral movement after credentials were dumped', severity: 'high' },
  },
];

/** A sequence seen to its end, about one person or device. */
export interface SeenSequence {
  readonly rule: SequenceRule;
  /** Number of the person, or of the device. */
  readonly about: number;
  /** Alert row of each step, and the entity row by which it is about that. */
  readonly rows: readonly number[];
  readonly entities: readonly number[];
}

/** Link between two alert rows that follow each other in a sequence. */
export interface SequenceLink {
  readonly from: number;
  readonly to: number;
  /** Entity row of the join in the later alert. */
  readonly entity: number;
}
