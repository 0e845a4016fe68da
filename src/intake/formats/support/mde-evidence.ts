import { type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Context } from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { foldKey, listOf, objectsOf, textOf, wordOf } from './fields.ts';
import { deviceAddresses, joinedPath } from './paths.ts';
import { generic, type Sink } from './sink.ts';
import { remediationOfWord, rolesOfWords, verdictOfWord } from './states.ts';

/* Flat entities (`entityType` and sixty optional fields) of the Defender XDR incidents API and of the Defender for Endpoint alerts API. */

/** `entities` or `evidence`, a list or the one object a shipper left of it. `host`: the device of the alert where an entity names none. */
export function mdeEntities(list: readonly JsonObject[], host: string | undefined, out: Sink): void {
  for (const item of list) mdeEntity(item, textOf(item, 'deviceId', 'mdatpDeviceId', 'machineId') ?? host, out);
}

function contextOf(item: JsonObject): Context & { attributes: Record<string, unknown> } {
  const detection = wordOf(item, 'detectionStatus');
  return {
    roles: rolesOfWords([...listOf(item, 'roles'), ...listOf(item, 'evidenceRole')]),
    verdict: verdictOfWord(wordOf(item, 'verdict')),
    remediation: remediationOfWord(wordOf(item, 'remediationStatus')) ?? remediationOfWord(detection),
    attributes: { detectionStatus: detection, remediationError: textOf(item, 'remediationStatusDetails') },
  };
}

function mdeEntity(item: JsonObject, host: string | undefined, out: Sink): void {
  const context = contextOf(item);
  const facts = (more: Record<string, unknown>) => ({ ...context, attributes: { ...context.attributes, ...more } });
  const type = foldKey(wordOf(item, 'entityType', 'type', '$type') ?? '').replace(/evidence$/, '') || inferred(item);
  switch (type) {
    case 'user':
    case 'account':
      out(person(item, context, host));
      return;
    case 'machine':
    case 'device':
    case 'host':
      mdeDevice(item, out, ['impacted']);
      return;
    case 'ip':
      out(make.ip(own(item, 'ipAddress'), facts({ country: textOf(item, 'countryLetterCode') })));
      return;
    case 'url':
      out(make.url(own(item, 'url'), context));
      return;
    case 'domain':
    case 'dns':
      out(make.domain(textOf(item, 'domainName', 'url'), context));
      return;
    case 'file':
      out(file(item, facts({ device: host, size: textOf(item, 'fileSize') })));
      return;
    case 'process':
      out(
        make.process({
          ...context,
          pid: own(item, 'processId'),
          started: own(item, 'processCreationTime'),
          image: joinedPath(textOf(item, 'filePath'), textOf(item, 'fileName')),
          commandLine: own(item, 'processCommandLine'),
          host,
          parentPid: own(item, 'parentProcessId'),
          parentStarted: own(item, 'parentProcessCreationTime'),
          parentImage: joinedPath(textOf(item, 'parentProcessFilePath'), textOf(item, 'parentProcessFileName')),
          parentCommandLine: own(item, 'parentProcessCommandLine'),
          user: textOf(item, 'userPrincipalName', 'accountName', 'userSid'),
        }),
      );
      out(file(item, { verdict: context.verdict, remediation: context.remediation, roles: ['processImage'] }));
      out(person(item, { roles: ['related'] }, host));
      return;
    case 'registry':
    case 'registrykey':
    case 'registryvalue':
      out(
        make.registry({
          ...facts({ valueType: textOf(item, 'registryValueType'), device: host }),
          hive: own(item, 'registryHive'),
          key: own(item, 'registryKey'),
          valueName: type === 'registrykey' ? undefined : textOf(item, 'registryValueName'),
          valueData: own(item, 'registryValue'),
        }),
      );
      return;
    case 'mailbox':
      out(
        make.mailbox(
          textOf(item, 'mailboxAddress', 'primaryAddress', 'userPrincipalName'),
          facts({ displayName: textOf(item, 'mailboxDisplayName') }),
        ),
      );
      out(person(item, context, undefined));
      return;
    case 'mailmessage':
      out(
        make.mailMessage({
          ...facts({
            deliveryAction: textOf(item, 'deliveryAction'),
            deliveryLocation: textOf(item, 'deliveryLocation'),
            received: textOf(item, 'receivedDate', 'receivedDateTime'),
          }),
          networkMessageId: own(item, 'networkMessageId'),
          internetMessageId: own(item, 'internetMessageId'),
          subject: own(item, 'subject'),
          sender: own(item, 'sender'),
          recipient: own(item, 'recipient'),
        }),
      );
      out(make.mailbox(textOf(item, 'sender', 'p2Sender', 'p1Sender'), { roles: ['sender'] }));
      out(make.mailbox(textOf(item, 'recipient', 'recipientEmailAddress'), { roles: ['recipient'] }));
      out(make.ip(own(item, 'senderIp'), { roles: ['source'] }));
      return;
    case 'mailcluster':
      out(
        make.mailCluster(
          textOf(item, 'query', 'clusterQuery', 'urn', 'clusterByValue', 'clusterBy'),
          facts({ clusterBy: textOf(item, 'clusterBy'), emailCount: textOf(item, 'emailCount', 'mailCount') }),
        ),
      );
      return;
    case 'securitygroup':
      out(
        make.named('securityGroup', textOf(item, 'securityGroupId', 'securityGroupName'), {
          ...context,
          label: own(item, 'securityGroupName'),
        }),
      );
      return;
    case 'cloudapplication':
      out(
        make.app(textOf(item, 'applicationName', 'application', 'cloudApplicationName', 'displayName'), {
          ...context,
          appId: textOf(item, 'applicationId', 'appId'),
        }),
      );
      return;
    case 'oauthapplication':
      out(
        make.oauthApp(textOf(item, 'applicationName', 'displayName'), {
          ...context,
          appId: textOf(item, 'oAuthApplicationId', 'applicationId', 'appId'),
        }),
      );
      return;
    case 'azureresource':
    case 'cloudresource':
      out(make.cloudResource(textOf(item, 'resourceId', 'azureResourceId'), { ...context, name: own(item, 'resourceName') }));
      return;
    case 'malware':
      out(make.named('malware', textOf(item, 'malwareName', 'name', 'threatFamilyName'), context));
      return;
    default:
      generic(type, item, out, context);
  }
}

function inferred(item: JsonObject): string {
  const tells: readonly (readonly [string, string])[] = [
    ['processCommandLine', 'process'],
    ['processId', 'process'],
    ['registryKey', 'registry'],
    ['mailboxAddress', 'mailbox'],
    ['subject', 'mailmessage'],
    ['clusterBy', 'mailcluster'],
    ['sha256', 'file'],
    ['sha1', 'file'],
    ['fileName', 'file'],
    ['ipAddress', 'ip'],
    ['url', 'url'],
    ['securityGroupId', 'securitygroup'],
    ['userPrincipalName', 'user'],
    ['accountName', 'user'],
    ['userSid', 'user'],
    ['deviceDnsName', 'machine'],
    ['mdatpDeviceId', 'machine'],
  ];
  for (const [key, type] of tells) if (textOf(item, key) !== undefined) return type;
  return 'unknown';
}

const file = (item: JsonObject, context: Context): Evidence | undefined =>
  make.file({
    ...context,
    sha256: own(item, 'sha256'),
    sha1: own(item, 'sha1'),
    md5: own(item, 'md5'),
    name: own(item, 'fileName'),
    path: own(item, 'filePath'),
  });

export function person(item: JsonObject, context: Context, host: string | undefined): Evidence | undefined {
  return make.user({
    ...context,
    name: own(item, 'accountName') ?? own(item, 'userName'),
    domain: own(item, 'domainName'),
    upn: own(item, 'userPrincipalName'),
    sid: own(item, 'userSid'),
    objectId: own(item, 'aadUserId'),
    displayName: own(item, 'displayName'),
    host,
  });
}

/** A device of `devices[]`, with its addresses and who was logged on. */
export function mdeDevice(item: JsonObject, out: Sink, roles: readonly EvidenceRole[]): void {
  const id = textOf(item, 'mdatpDeviceId', 'deviceId', 'machineId', 'id');
  out(
    make.device({
      roles,
      name: textOf(item, 'deviceDnsName', 'computerDnsName', 'deviceName', 'hostName'),
      agentId: id,
      agentOf: 'mde',
      aadDeviceId: own(item, 'aadDeviceId'),
      attributes: {
        os: textOf(item, 'osPlatform'),
        osBuild: textOf(item, 'osBuild'),
        osVersion: textOf(item, 'version'),
        riskScore: textOf(item, 'riskScore'),
        health: textOf(item, 'healthStatus'),
        onboarding: textOf(item, 'onboardingStatus'),
        antivirus: textOf(item, 'defenderAvStatus'),
        group: textOf(item, 'rbacGroupName'),
        tags: listOf(item, 'tags').join(', '),
        firstSeen: textOf(item, 'firstSeen'),
        externalIp: textOf(item, 'lastExternalIpAddress'),
        lastIp: textOf(item, 'lastIpAddress'),
      },
    }),
  );
  for (const address of deviceAddresses([textOf(item, 'lastIpAddress'), ...listOf(item, 'ipInterfaces')]))
    out(make.ip(address, { roles: ['contextual'] }));
  for (const user of objectsOf(item, 'loggedOnUsers')) out(person(user, { roles: ['contextual'] }, id));
}
