import { EVIDENCE_ROLES, EVIDENCE_TYPES, type EvidenceRole, type EvidenceType } from '../../domain/evidence.ts';

/** One thing an alert names, as the graph sees it. */
export interface Mentioned {
  /** Canonical entity id. */
  readonly id: number;
  readonly type: EvidenceType;
  /** Bit set over EVIDENCE_ROLES. */
  readonly roles: number;
  /** Of users and mailboxes: what they are called, to see whose mailbox it is. */
  readonly label?: string;
}
export interface Relation {
  readonly source: number;
  readonly target: number;
  readonly words: string;
}

/** What a thing of a type is tied to: the first of these that the alert names, with the words from the thing to it (or back, where `<`). */
type Tie = readonly [to: EvidenceType, words: string];
const TIES: Readonly<Record<EvidenceType, readonly Tie[]>> = {
  device: [],
  user: [
    ['device', 'signed in to'],
    ['cloudResource', 'acted on'],
    ['app', 'signed in to'],
    ['oauthApp', 'signed in to'],
  ],
  mailbox: [],
  app: [
    ['device', 'ran on'],
    ['cloudResource', 'acted on'],
  ],
  cloudResource: [['app', '<acted on']],
  ip: [
    ['device', 'connected to'],
    ['cloudResource', 'connected to'],
    ['user', '<signed in from'],
    ['mailbox', '<opened from'],
    ['app', 'connected to'],
    ['oauthApp', 'connected to'],
    ['mailMessage', '<sent from'],
    ['container', 'connected to'],
  ],
  url: [
    ['mailMessage', 'linked in'],
    ['process', '<contacted'],
    ['device', '<contacted'],
    ['user', '<opened'],
    ['mailbox', 'sent to'],
    ['ip', '<contacted'],
  ],
  domain: [
    ['process', '<contacted'],
    ['device', '<contacted'],
    ['ip', '<contacted'],
    ['user', '<opened'],
  ],
  file: [
    ['process', 'image of'],
    ['device', 'found on'],
    ['mailMessage', 'attached to'],
    ['mailbox', 'sent to'],
    ['cloudResource', 'stored in'],
    ['user', '<handled'],
    ['ip', '<transferred'],
  ],
  process: [
    ['device', 'ran on'],
    ['container', 'ran in'],
    ['user', '<started'],
  ],
  commandLine: [
    ['process', 'started'],
    ['device', 'ran on'],
    ['user', '<ran'],
  ],
  registryKey: [
    ['process', '<changed'],
    ['device', 'changed on'],
  ],
  registryValue: [
    ['process', '<changed'],
    ['registryKey', 'under'],
    ['device', 'changed on'],
  ],
  mailMessage: [
    ['mailCluster', 'part of'],
    ['user', 'delivered to'],
  ],
  mailCluster: [['user', 'delivered to']],
  oauthApp: [
    ['user', '<consented to'],
    ['cloudResource', 'acted on'],
  ],
  session: [
    ['user', '<opened'],
    ['device', 'opened on'],
  ],
  securityGroup: [
    ['user', '<member of'],
    ['device', 'seen with'],
  ],
  container: [
    ['device', 'ran on'],
    ['cloudResource', 'part of'],
  ],
  malware: [
    ['file', '<carries'],
    ['process', '<is'],
    ['device', 'found on'],
    ['mailMessage', '<carries'],
  ],
  service: [['device', 'runs on']],
  generic: [],
};

const bit = (role: EvidenceRole): number => 1 << EVIDENCE_ROLES.indexOf(role);
const ACTS = bit('source') | bit('attacker') | bit('lateral');
const SUFFERS = bit('destination') | bit('target') | bit('attacked') | bit('commandAndControl');
const SENDS = bit('sender') | bit('source');
const PARENT = bit('parentProcess');
const SENSOR = bit('sensor');
/** Things of one type that are tied among themselves, by their roles. */
const AMONG: readonly (readonly [EvidenceType, string])[] = [
  ['ip', 'connected to'],
  ['device', 'acted against'],
  ['user', 'acted against'],
];
const MOST = 40;

/**
 * What one alert says about how its things belong together. Each thing is tied to the nearest thing it acts on or stands in, so that the
 * graph stays a picture; things that nothing ties are seen with the first.
 */
export function relationsOf(all: readonly Mentioned[]): Relation[] {
  // A sensor has seen it; it has no part in it, unless nothing else is there.
  const taking = all.filter(({ roles }) => (roles & SENSOR) === 0);
  const things = (taking.length === 0 ? all : taking).slice(0, MOST);
  const out: Relation[] = [];
  const tied = new Set<number>();
  const tie = (source: Mentioned, target: Mentioned, words: string): void => {
    tied.add(source.id).add(target.id);
    if (out.some((known) => known.source === source.id && known.target === target.id && known.words === words)) return;
    out.push({ source: source.id, target: target.id, words });
  };
  const parents = things.filter(({ type, roles }) => type === 'process' && (roles & PARENT) !== 0);
  for (const parent of parents)
    for (const child of things) if (child.type === 'process' && (child.roles & PARENT) === 0) tie(parent, child, 'started');
  for (const [type, words] of AMONG) {
    const some = things.filter((thing) => thing.type === type);
    const acting = some.filter(({ roles }) => (roles & ACTS) !== 0);
    for (const source of acting)
      for (const target of some) if (target !== source && (target.roles & SUFFERS) !== 0) tie(source, target, words);
  }
  tieMail(things, tie);
  for (const thing of things) {
    for (const [type, words] of TIES[thing.type]) {
      const back = words.startsWith('<');
      const target = nearest(things, type, thing, back);
      if (target === undefined) continue;
      if (back) tie(target, thing, words.slice(1));
      else if (thing.type === 'ip' && words === 'connected to' && onlySuffers(thing))
        // An address that was reached, not one that came in; where the other was reached too, it may be its own.
        tie(target, thing, onlySuffers(target) ? 'seen with' : words);
      else tie(thing, target, words);
      break;
    }
  }
  const hub = things.find(({ id }) => tied.has(id)) ?? things[0];
  if (hub !== undefined) for (const thing of things) if (!tied.has(thing.id) && thing !== hub) tie(thing, hub, 'seen with');
  return out;
}

const onlySuffers = ({ roles }: Mentioned): boolean => (roles & SUFFERS) !== 0 && (roles & ACTS) === 0;

/** Senders, messages, and each mailbox they came to; a mailbox is its user's where both are called the same. */
function tieMail(things: readonly Mentioned[], tie: (source: Mentioned, target: Mentioned, words: string) => void): void {
  const messages = things.filter(({ type }) => type === 'mailMessage' || type === 'mailCluster');
  for (const mailbox of things) {
    if (mailbox.type !== 'mailbox') continue;
    const message = messages[0];
    if (message !== undefined && (mailbox.roles & SENDS) !== 0) tie(mailbox, message, 'sent');
    else if (message !== undefined) tie(message, mailbox, 'delivered to');
    const name = mailbox.label?.toLowerCase();
    const owner = things.find((thing) => thing.type === 'user' && name !== undefined && thing.label?.toLowerCase() === name);
    if (owner !== undefined) tie(owner, mailbox, 'owns');
  }
}

/** The first thing of a type, those preferred that the record calls acting (`acting`) or hit. One that was only hit does not act. */
function nearest(things: readonly Mentioned[], type: EvidenceType, from: Mentioned, acting: boolean): Mentioned | undefined {
  const some = things.filter((thing) => thing.type === type && thing !== from);
  const somebodyActs = things.some((thing) => thing.type === 'ip' && (thing.roles & ACTS) !== 0);
  if (acting && somebodyActs && some.every(onlySuffers)) return undefined;
  const preferred = some.find(({ roles }) => (roles & (acting ? ACTS : SUFFERS)) !== 0);
  return preferred ?? some.find((thing) => !acting || !onlySuffers(thing)) ?? some[0];
}

export const typeOfCode = (code: number | undefined): EvidenceType => EVIDENCE_TYPES[code ?? 0] ?? 'generic';
