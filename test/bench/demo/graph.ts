import { DOMAIN, guidOf, hashOf, iso, type Machine, type Person } from './cast.ts';

/* Builders of records as Microsoft Graph answers GET /security/alerts_v2. */

type Node = Readonly<Record<string, unknown>>;
const NAMESPACE = '#microsoft.graph.security.';

export interface GraphScene {
  readonly time: number;
  /** Seconds from first to last activity. */
  readonly lasts?: number;
  readonly title: string;
  readonly description: string;
  readonly severity: 'informational' | 'low' | 'medium' | 'high';
  readonly source:
    | 'microsoftDefenderForOffice365'
    | 'microsoftDefenderForEndpoint'
    | 'microsoftDefenderForIdentity'
    | 'microsoftDefenderForCloudApps'
    | 'azureAdIdentityProtection';
  readonly detection: string;
  readonly category: string;
  readonly techniques: readonly string[];
  readonly evidence: readonly Node[];
  readonly actions?: string;
}

const PRODUCTS: Readonly<Record<GraphScene['source'], string>> = {
  microsoftDefenderForOffice365: 'Microsoft Defender for Office 365',
  microsoftDefenderForEndpoint: 'Microsoft Defender for Endpoint',
  microsoftDefenderForIdentity: 'Microsoft Defender for Identity',
  microsoftDefenderForCloudApps: 'Microsoft Defender for Cloud Apps',
  azureAdIdentityProtection: 'Microsoft Entra ID Protection',
};

export function graphAlert(scene: GraphScene): Node {
  const name = `${scene.title} ${scene.time}`;
  const created = iso(scene.time + (scene.lasts ?? 0) + 95, '4133333');
  return {
    '@odata.type': `${NAMESPACE}alert`,
    id: `da${hashOf(name).sha1.slice(0, 18)}_1`,
    providerAlertId: guidOf(name),
    tenantId: guidOf('tenant'),
    status: 'new',
    severity: scene.severity,
    classification: null,
    determination: null,
    serviceSource: scene.source,
    detectionSource: scene.detection,
    productName: PRODUCTS[scene.source],
    detectorId: guidOf(`detector ${scene.title}`),
    title: scene.title,
    description: scene.description,
    recommendedActions: scene.actions ?? '',
    category: scene.category,
    assignedTo: null,
    createdDateTime: created,
    lastUpdateDateTime: created,
    resolvedDateTime: null,
    firstActivityDateTime: iso(scene.time, '1270000'),
    lastActivityDateTime: iso(scene.time + (scene.lasts ?? 0), '1270000'),
    mitreTechniques: scene.techniques,
    evidence: scene.evidence.map((item) => ({
      createdDateTime: created,
      remediationStatus: 'none',
      remediationStatusDetails: null,
      tags: [],
      ...item,
    })),
  };
}

type Verdict = 'unknown' | 'suspicious' | 'malicious' | 'noThreatsFound';
const of = (type: string, roles: readonly string[], verdict: Verdict, rest: Node): Node => ({
  '@odata.type': `${NAMESPACE}${type}`,
  verdict,
  roles,
  ...rest,
});

const account = (who: Person): Node => ({
  accountName: who.account,
  domainName: 'harbourline',
  userSid: who.sid,
  azureAdUserId: who.objectId,
  userPrincipalName: who.upn,
  displayName: who.name,
});

export const user = (who: Person, roles: readonly string[] = ['compromised']): Node =>
  of('userEvidence', roles, 'suspicious', { userAccount: account(who) });
export const mailbox = (who: Person): Node =>
  of('mailboxEvidence', ['contextual'], 'suspicious', { primaryAddress: who.upn, displayName: who.name, userAccount: account(who) });
export const device = (which: Machine, roles: readonly string[] = ['compromised']): Node =>
  of('deviceEvidence', roles, 'suspicious', {
    deviceDnsName: which.fqdn,
    hostName: which.name,
    dnsDomain: DOMAIN,
    mdeDeviceId: which.mdeId,
    azureAdDeviceId: which.azureId,
    osPlatform: which.os,
    ipInterfaces: [which.ip],
    riskScore: 'high',
    healthStatus: 'active',
    onboardingStatus: 'onboarded',
    loggedOnUsers: [],
  });
export const ip = (address: string, roles: readonly string[] = ['contextual'], country = 'NL'): Node =>
  of('ipEvidence', roles, 'suspicious', { ipAddress: address, countryLetterCode: country });
export const url = (address: string): Node => of('urlEvidence', ['contextual'], 'malicious', { url: address });

export interface FileFacts {
  readonly name: string;
  readonly path: string;
  readonly sha1: string;
  readonly sha256: string;
}
const details = (file: FileFacts): Node => ({
  fileName: file.name,
  filePath: file.path,
  sha1: file.sha1,
  sha256: file.sha256,
  md5: null,
  fileSize: null,
});
export const file = (which: FileFacts, verdict: Verdict = 'malicious', where?: Machine): Node =>
  of('fileEvidence', ['contextual'], verdict, {
    detectionStatus: 'detected',
    mdeDeviceId: where?.mdeId ?? null,
    fileDetails: details(which),
  });
export const windows = (name: string, path = 'C:\\Windows\\System32'): FileFacts => ({ name, path, ...hashOf(`windows ${name}`) });
export const process = (
  image: FileFacts,
  command: string,
  pid: number,
  who: Person,
  where: Machine,
  parent: FileFacts,
  parentPid: number,
): Node =>
  of('processEvidence', ['contextual'], 'suspicious', {
    processId: pid,
    parentProcessId: parentPid,
    processCommandLine: command,
    detectionStatus: 'detected',
    mdeDeviceId: where.mdeId,
    imageFile: details(image),
    parentProcessImageFile: details(parent),
    userAccount: account(who),
  });
export const message = (subject: string, sender: string, senderIp: string, to: Person, urls: readonly string[]): Node =>
  of('analyzedMessageEvidence', ['contextual'], 'malicious', {
    networkMessageId: guidOf(`message ${subject} ${to.account}`),
    internetMessageId: `<${hashOf(subject).sha1.slice(0, 20)}@${sender.split('@')[1] ?? ''}>`,
    subject,
    language: 'en',
    senderIp,
    recipientEmailAddress: to.upn,
    antiSpamDirection: 'inbound',
    deliveryAction: 'delivered',
    deliveryLocation: 'inbox',
    urn: null,
    threats: ['phish'],
    threatDetectionMethods: ['urlDetonation'],
    urls,
    urlCount: urls.length,
    attachmentsCount: 0,
    receivedDateTime: null,
    p1Sender: { emailAddress: sender, displayName: 'Parcel desk', domainName: sender.split('@')[1] ?? '' },
    p2Sender: { emailAddress: sender, displayName: 'Parcel desk', domainName: sender.split('@')[1] ?? '' },
  });
