import { middle } from '../base/text.ts';
import type { EvidenceType } from '../domain/evidence.ts';
import type { ReasonCode } from '../domain/reason.ts';

/** A reason of a link with the shared thing in words. */
export interface WordedReason {
  readonly code: ReasonCode;
  readonly weight: number;
  readonly type?: EvidenceType;
  readonly label?: string;
}

export const TYPE_WORDS: Readonly<Record<EvidenceType, string>> = {
  device: 'device',
  user: 'user',
  mailbox: 'mailbox',
  app: 'app',
  cloudResource: 'cloud resource',
  ip: 'IP address',
  url: 'URL',
  domain: 'domain',
  file: 'file',
  process: 'process',
  commandLine: 'command line',
  registryKey: 'registry key',
  registryValue: 'registry value',
  mailMessage: 'mail message',
  mailCluster: 'mail cluster',
  oauthApp: 'OAuth app',
  session: 'session',
  securityGroup: 'security group',
  container: 'container',
  malware: 'malware',
  service: 'service',
  generic: 'item',
};

const LONGEST = 60;

/** One reason in words: `same targeted device FS-01`. Lower case, no full stop. */
export function reasonText(reason: WordedReason): string {
  const thing =
    reason.type === undefined ? '' : `${TYPE_WORDS[reason.type]}${reason.label === undefined ? '' : ` ${middle(reason.label, LONGEST)}`}`;
  switch (reason.code) {
    case 'repeatedAlertOccurrence':
      return 'the same detection about the same things again';
    case 'sameTargetedAsset':
      return thing === '' ? 'same targeted asset' : `same targeted ${thing}`;
    case 'sameAsset':
      return thing === '' ? 'same asset' : `same ${thing}`;
    case 'sameThreatSource':
      return thing === '' ? 'same threat source' : `same threat source, ${thing}`;
    case 'sameActor':
      return thing === '' ? 'same actor' : `same actor, ${thing}`;
    case 'sameCampaign':
      return thing === '' ? 'same campaign' : `same campaign, ${thing}`;
    case 'sharedIndicators':
      return thing === '' ? 'shared indicators' : `shared ${thing}`;
    case 'similarArtifacts':
      return thing === '' ? 'similar artifacts' : `same ${thing}`;
    case 'lateralMovementPath':
      return thing === '' ? 'lateral movement' : `${thing}, hit before, now acts against others`;
    case 'networkProximity':
    case 'sameNetworkSegment':
      return thing === '' ? 'network proximity' : `same internal ${thing}`;
    case 'eventCasualSequence':
      return thing === '' ? 'one causes the other' : `same ${thing}`;
    case 'eventSequence':
      return thing === '' ? 'one follows from the other in a known order' : `a known order of events about ${thing}`;
    case 'temporalProximity':
    case 'timeFrame':
      return 'close in time';
    case 'similarTTPsOrBehavior':
      return 'the same detector spoke';
    case 'sameGeography':
      return 'same geography';
    case 'manualLink':
      return 'linked by hand';
    case 'sourceIncident':
      return 'same incident in the export';
  }
}

/** Without a thing beside it a repeat is one of a detection that names nothing, or of a group of one detector. */
const onlyReason = (reason: WordedReason): string =>
  reason.code === 'repeatedAlertOccurrence' ? 'the same detection again' : reasonText(reason);

/** `14 min apart`, `at the same moment`. `gap` in µs; undefined where an alert has no time. */
export function gapText(gap: number | undefined): string {
  if (gap === undefined || Number.isNaN(gap)) return '';
  const seconds = Math.abs(gap) / 1e6;
  if (seconds < 1) return 'at the same moment';
  if (seconds < 90) return `${Math.round(seconds)} s apart`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min apart`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h apart`;
  return `${Math.round(seconds / 86_400)} days apart`;
}

/** Why two alerts are together, as one sentence: `Same targeted device FS-01 and shared file a.exe, 14 min apart.` */
export function linkSentence(reasons: readonly WordedReason[], gap: number | undefined): string {
  const named = reasons.filter((reason) => reason.code !== 'temporalProximity' && reason.code !== 'timeFrame');
  const main = [...named].sort((a, b) => b.weight - a.weight).slice(0, 3);
  const words = main.map(main.length === 1 ? onlyReason : reasonText);
  const last = words.pop();
  const joined = last === undefined ? 'close in time' : words.length === 0 ? last : `${words.join(', ')} and ${last}`;
  const when = gapText(gap);
  const text = when === '' ? joined : `${joined}, ${when}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
