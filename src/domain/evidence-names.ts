import type { EvidenceRole, EvidenceType, RemediationStatus, Verdict } from './evidence.ts';

const TYPE_NAMES: Readonly<Record<EvidenceType, readonly [one: string, many: string]>> = {
  device: ['device', 'devices'],
  user: ['user', 'users'],
  mailbox: ['mailbox', 'mailboxes'],
  app: ['app', 'apps'],
  cloudResource: ['cloud resource', 'cloud resources'],
  ip: ['IP address', 'IP addresses'],
  url: ['URL', 'URLs'],
  domain: ['domain', 'domains'],
  file: ['file', 'files'],
  process: ['process', 'processes'],
  commandLine: ['command line', 'command lines'],
  registryKey: ['registry key', 'registry keys'],
  registryValue: ['registry value', 'registry values'],
  mailMessage: ['email', 'emails'],
  mailCluster: ['email cluster', 'email clusters'],
  oauthApp: ['OAuth app', 'OAuth apps'],
  session: ['logon session', 'logon sessions'],
  securityGroup: ['security group', 'security groups'],
  container: ['container', 'containers'],
  malware: ['malware', 'malware'],
  service: ['service', 'services'],
  generic: ['other evidence', 'other evidence'],
};

/** `device`, `devices`: the type in words for so many of them. */
export const typePlural = (type: EvidenceType, count: number): string => TYPE_NAMES[type][count === 1 ? 0 : 1];

/** Sentence-case heading of a category: `IP addresses`, `Files`. */
export const typeHeading = (type: EvidenceType, count = 2): string => {
  const word = typePlural(type, count);
  return word.charAt(0).toUpperCase() + word.slice(1);
};

export const VERDICT_LABELS: Readonly<Record<Verdict, string>> = {
  malicious: 'Malicious',
  suspicious: 'Suspicious',
  noThreatsFound: 'Clean',
  unknown: 'No verdict',
};

export const REMEDIATION_LABELS: Readonly<Record<RemediationStatus, string>> = {
  none: 'None recorded',
  remediated: 'Remediated',
  prevented: 'Prevented',
  blocked: 'Blocked',
  notFound: 'Not found',
  active: 'Active',
  pendingApproval: 'Pending approval',
  declined: 'Declined',
  unremediated: 'Unremediated',
  running: 'Running',
  partiallyRemediated: 'Partially remediated',
};

export const ROLE_LABELS: Readonly<Record<EvidenceRole, string>> = {
  contextual: 'Contextual',
  scanned: 'Scanned',
  source: 'Source',
  destination: 'Destination',
  created: 'Created',
  added: 'Added',
  compromised: 'Compromised',
  edited: 'Edited',
  attacked: 'Attacked',
  attacker: 'Attacker',
  commandAndControl: 'Command and control',
  loaded: 'Loaded',
  suspicious: 'Suspicious',
  policyViolator: 'Policy violator',
  unknown: 'Unknown',
  target: 'Target',
  related: 'Related',
  sensor: 'Sensor',
  sender: 'Sender',
  recipient: 'Recipient',
  processImage: 'Process image',
  impacted: 'Impacted',
  parentProcess: 'Parent process',
  lateral: 'Lateral movement',
};
