/** One step: an alert that states one of these ATT&CK techniques (`T1566` also its sub-techniques) or, where none is named, one of these tactics. */
export interface SequenceStep {
  readonly techniques?: readonly string[];
  /** Ids such as `TA0008`. */
  readonly tactics?: readonly string[];
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
}

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
  },
  {
    id: 'phish-sign-in',
    name: 'Phishing mail delivered, then an odd sign-in of its recipient',
    join: 'person',
    steps: [
      { techniques: ['T1566'], within: 0 },
      { techniques: ['T1078'], within: 24 },
    ],
  },
  {
    id: 'guess-sign-in',
    name: 'Passwords guessed, then an odd sign-in of the account',
    join: 'person',
    steps: [
      { techniques: ['T1110'], within: 0 },
      { techniques: ['T1078'], within: 6 },
    ],
  },
  {
    id: 'sign-in-mailbox',
    name: 'Odd sign-in, then mail rules or mail collection of the same person',
    join: 'person',
    steps: [
      { techniques: ['T1078'], within: 0 },
      { techniques: ['T1114', 'T1564.008', 'T1137.005'], within: 24 },
    ],
  },
  {
    id: 'dump-move',
    name: 'Credentials dumped on a machine, then lateral movement from or to it',
    join: 'device',
    steps: [
      { techniques: ['T1003'], within: 0 },
      { techniques: ['T1021', 'T1550', 'T1570'], within: 12 },
    ],
  },
];

/** Link between two alert rows that follow each other in a sequence. */
export interface SequenceLink {
  readonly from: number;
  readonly to: number;
  /** Entity row of the join in the later alert. */
  readonly entity: number;
}
