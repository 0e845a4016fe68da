import { EVIDENCE_TYPES, type EvidenceType, roleMask } from '../domain/evidence.ts';
import type { ReasonCode } from '../domain/reason.ts';
import { ENTITY_FLAGS } from './model.ts';

const TARGET = roleMask('target', 'attacked', 'impacted', 'compromised', 'destination', 'recipient');
const THREAT = roleMask('attacker', 'source', 'commandAndControl', 'sender');
const ORIGIN = roleMask('source', 'lateral', 'attacker');

/**
 * Which of Graph's reasons a shared thing is, told from its type and from the roles it plays in the earlier and the later alert.
 * Only what is shared speaks: nothing here looks at titles.
 */
export function reasonOfShared(type: EvidenceType, flags: number, earlier: number, later: number): ReasonCode {
  const inTarget = (earlier & TARGET) !== 0 && (later & TARGET) !== 0;
  const inThreat = (earlier & THREAT) !== 0 && (later & THREAT) !== 0;
  const isPrivate = (flags & ENTITY_FLAGS.privateAddress) !== 0;
  switch (type) {
    case 'device':
    case 'container':
    case 'cloudResource':
    case 'mailbox':
    case 'service':
      if ((earlier & TARGET) !== 0 && (later & ORIGIN) !== 0 && (later & TARGET) === 0) return 'lateralMovementPath';
      return inTarget ? 'sameTargetedAsset' : 'sameAsset';
    case 'user':
      if (inThreat) return 'sameActor';
      if ((earlier & TARGET) !== 0 && (later & THREAT) !== 0 && (later & TARGET) === 0) return 'lateralMovementPath';
      return inTarget ? 'sameTargetedAsset' : 'sameAsset';
    case 'session':
      return 'sameActor';
    case 'app':
    case 'securityGroup':
      return 'sameAsset';
    case 'ip':
      if (inTarget && !inThreat) return 'sameTargetedAsset';
      if (isPrivate) return inThreat ? 'sameThreatSource' : 'networkProximity';
      return inThreat ? 'sameThreatSource' : 'sharedIndicators';
    case 'file':
      return (flags & (ENTITY_FLAGS.imageOnly | ENTITY_FLAGS.weak)) === 0 ? 'sharedIndicators' : 'similarArtifacts';
    case 'process':
      return 'eventCasualSequence';
    case 'url':
    case 'domain':
    case 'mailMessage':
    case 'oauthApp':
      return 'sharedIndicators';
    case 'mailCluster':
      return 'sameCampaign';
    case 'commandLine':
    case 'registryKey':
    case 'registryValue':
    case 'malware':
    case 'generic':
      return 'similarArtifacts';
  }
}

export const typeOf = (code: number | undefined): EvidenceType => EVIDENCE_TYPES[code ?? -1] ?? 'generic';
