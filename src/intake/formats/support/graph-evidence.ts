import { type Json, type JsonObject, own } from '../../../base/json.ts';
import { remembered } from '../../../base/remembered.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Context } from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { hasKey, listOf, objectOf, objectsIn, objectsOf, textOf, wordOf } from './fields.ts';
import { KnownItems } from './known-items.ts';
import type { FullContext, Nested, Sink } from './sink.ts';
import { deviceAddresses, joinedPath } from './paths.ts';
import { graphResource } from './graph-resources.ts';
import { remediationOfWord, rolesOfWords, verdictOfWord } from './states.ts';

/* Evidence of Microsoft Graph `security.alert`: 46 derived types of `alertEvidence` (v1.0), told apart by `@odata.type`,
   or by their keys where an SDK or a shipper dropped it. Source: msgraph-metadata; docs/formats/graph-alerts-v2.md. */

/** Nested evidence deeper than this is no longer an alert's own statement. */
const DEEPEST = 4;

/** `#microsoft.graph.security.deviceEvidence`, under any name SDKs and shippers give the discriminator → `device`. */
export function graphType(item: JsonObject, suffix: string): string | undefined {
  const text = wordOf(item, '@odata.type', 'at_sign_odata_type', 'odata_type', 'odataType', '@odata_type', 'odata.type');
  if (text === undefined) return undefined;
  const last = lastPart(text);
  return last.endsWith(suffix) ? last.slice(0, last.length - suffix.length) : last;
}
const lastPart = remembered((text) => text.slice(Math.max(text.lastIndexOf('.'), text.lastIndexOf('#')) + 1).toLowerCase());
const typeOfItem = (item: JsonObject): string => graphType(item, 'evidence') ?? inferred(item);

/** Keys that give away a type, first match wins. */
const TELLING: readonly (readonly [string, string])[] = [
  ['processCommandLine', 'process'],
  ['processId', 'process'],
  ['imageFile', 'process'],
  ['fileDetails', 'file'],
  ['emailCount', 'mailcluster'],
  ['clusterBy', 'mailcluster'],
  ['submissionId', 'submissionmail'],
  ['recipientEmailAddress', 'analyzedmessage'],
  ['p1Sender', 'analyzedmessage'],
  ['networkMessageId', 'analyzedmessage'],
  ['configurationType', 'mailboxconfiguration'],
  ['primaryAddress', 'mailbox'],
  ['threadType', 'teamsmessage'],
  ['registryValueName', 'registryvalue'],
  ['registryValue', 'registryvalue'],
  ['registryKey', 'registrykey'],
  ['ioTHub', 'iotdevice'],
  ['ioTSecurityAgentId', 'iotdevice'],
  ['purdueLayer', 'iotdevice'],
  ['deviceDnsName', 'device'],
  ['mdeDeviceId', 'device'],
  ['azureAdDeviceId', 'device'],
  ['amazonResourceId', 'amazonresource'],
  ['fullResourceName', 'googlecloudresource'],
  ['etag', 'blob'],
  ['blobContainer', 'blob'],
  ['signatureHash', 'sastoken'],
  ['servicePrincipalObjectId', 'serviceprincipal'],
  ['servicePrincipalName', 'serviceprincipal'],
  ['securityGroupId', 'securitygroup'],
  ['distinguishedName', 'securitygroup'],
  ['publisher', 'oauthapplication'],
  ['saasAppId', 'cloudapplication'],
  ['instanceName', 'cloudapplication'],
  ['domainName', 'dns'],
  ['macAddress', 'nic'],
  ['sourceAddress', 'networkconnection'],
  ['destinationAddress', 'networkconnection'],
  ['imageId', 'containerimage'],
  ['containerId', 'container'],
  ['isPrivileged', 'container'],
  ['registry', 'containerregistry'],
  ['requestId', 'cloudlogonrequest'],
  ['userAgent', 'cloudlogonsession'],
  ['sessionId', 'hostlogonsession'],
  ['userAccount', 'user'],
  ['ipAddress', 'ip'],
  ['algorithm', 'filehash'],
  ['repoId', 'githubrepo'],
  ['orgId', 'githuborganization'],
  ['resourceId', 'azureresource'],
  ['hostName', 'device'],
  ['url', 'url'],
];
function inferred(item: JsonObject): string {
  for (const [key, type] of TELLING) if (hasKey(item, key)) return type;
  return 'unknown';
}

const words = (value: readonly string[]): string | undefined => (value.length === 0 ? undefined : value.join(', '));

/** What every evidence states: roles, verdict, remediation, tags. */
function graphContext(item: JsonObject, given: readonly EvidenceRole[] = []): Context & { attributes: Record<string, unknown> } {
  const roles = rolesOfWords(listOf(item, 'roles'));
  const remediation = remediationOfWord(wordOf(item, 'remediationStatus'));
  const prevented = wordOf(item, 'detectionStatus');
  const attributes: Record<string, unknown> = {};
  state(attributes, 'detailedRoles', words(listOf(item, 'detailedRoles')));
  state(attributes, 'tags', words(listOf(item, 'tags')));
  state(attributes, 'remediationDetails', textOf(item, 'remediationStatusDetails'));
  state(attributes, 'detectionStatus', prevented);
  return {
    roles: roles.length > 0 ? roles : given,
    verdict: verdictOfWord(wordOf(item, 'verdict')),
    remediation:
      (remediation === undefined || remediation === 'none') && (prevented === 'prevented' || prevented === 'blocked')
        ? prevented
        : remediation,
    attributes,
  };
}

/** One item of `evidence[]`, with what it nests, each thing once to the sink. `given` are roles where the item states none. */
function graphEvidence(item: JsonObject, out: Sink, given: readonly EvidenceRole[] = [], depth = 0): void {
  if (depth > DEEPEST) return;
  const type = typeOfItem(item);
  const context = graphContext(item, given);
  const nested: Nested = (key, roles) => {
    for (const inner of objectsOf(item, key)) graphEvidence(inner, out, roles ?? context.roles ?? [], depth + 1);
  };
  switch (type) {
    case 'device': {
      device(item, out, context);
      return;
    }
    case 'user': {
      account(objectOf(item, 'userAccount') ?? item, out, context);
      return;
    }
    case 'mailbox': {
      out(
        make.mailbox(textOf(item, 'primaryAddress', 'upn'), {
          ...context,
          attributes: { ...context.attributes, displayName: textOf(item, 'displayName'), upn: textOf(item, 'upn') },
        }),
      );
      const owner = objectOf(item, 'userAccount');
      account(owner ?? { userPrincipalName: own(item, 'upn') ?? null, displayName: own(item, 'displayName') ?? null }, out, context);
      return;
    }
    case 'ip': {
      address(item, out, context);
      return;
    }
    case 'url': {
      out(make.url(own(item, 'url'), context));
      return;
    }
    case 'dns':
      out(make.domain(own(item, 'domainName'), context));
      nested('ipAddresses');
      nested('hostIpAddress', ['related']);
      {
        nested('dnsServerIp', ['contextual']);
        return;
      }
    case 'file': {
      const details = objectOf(item, 'fileDetails') ?? item;
      out(file(details, { ...context, attributes: { ...context.attributes, device: textOf(item, 'mdeDeviceId') } }));
      return;
    }
    case 'filehash': {
      out(make.file({ ...context, hash: own(item, 'value') }));
      return;
    }
    case 'process': {
      processEvidence(item, out, context);
      return;
    }
    case 'registrykey': {
      out(make.registry({ ...context, hive: own(item, 'registryHive'), key: own(item, 'registryKey') }));
      return;
    }
    case 'registryvalue': {
      out(
        make.registry({
          ...context,
          hive: own(item, 'registryHive'),
          key: own(item, 'registryKey'),
          valueName: own(item, 'registryValueName'),
          valueData: own(item, 'registryValue'),
          attributes: { ...context.attributes, valueType: textOf(item, 'registryValueType'), device: textOf(item, 'mdeDeviceId') },
        }),
      );
      return;
    }
    case 'networkconnection':
      for (const [side, role] of [
        ['source', 'source'],
        ['destination', 'destination'],
      ] as const) {
        const end = objectOf(item, `${side}Address`);
        const port = { port: textOf(item, `${side}Port`), protocol: textOf(item, 'protocol') };
        if (end !== undefined) address(end, out, { ...context, roles: [role], attributes: { ...context.attributes, ...port } });
      }
      return;
    case 'nic': {
      nested('ipAddress');
      return;
    }
    default: {
      graphResource(type, item, out, context, nested);
      return;
    }
  }
}

function address(item: JsonObject, out: Sink, context: Context): void {
  const place = objectOf(item, 'location');
  out(
    make.ip(own(item, 'ipAddress') ?? own(item, 'address'), {
      ...context,
      attributes: {
        ...context.attributes,
        country: textOf(item, 'countryLetterCode') ?? (place && textOf(place, 'countryName', 'country', 'countryCode')),
        city: place && textOf(place, 'city'),
      },
    }),
  );
}

/** A `userAccount`, whatever the evidence that holds it. */
export function account(item: JsonObject, out: Sink, context: Context, host?: string): void {
  out(
    make.user({
      ...context,
      name: own(item, 'accountName'),
      domain: own(item, 'domainName'),
      sid: own(item, 'userSid'),
      objectId: own(item, 'azureAdUserId'),
      upn: own(item, 'userPrincipalName'),
      displayName: own(item, 'displayName'),
      host,
      attributes: { ...context.attributes, adObjectGuid: textOf(item, 'activeDirectoryObjectGuid') },
    }),
  );
  for (const event of objectsOf(item, 'resourceAccessEvents')) out(make.ip(own(event, 'ipAddress'), { roles: ['contextual'] }));
}

/** Adds a fact where it is stated. A million alerts pass here: no object is spread, none is made for what is absent. */
function state(facts: Record<string, unknown>, name: string, value: string | undefined): void {
  if (value !== undefined) facts[name] = value;
}

const DEVICE_FACTS = [
  ['os', 'osPlatform'],
  ['osBuild', 'osBuild'],
  ['osVersion', 'version'],
  ['riskScore', 'riskScore'],
  ['health', 'healthStatus'],
  ['onboarding', 'onboardingStatus'],
  ['antivirus', 'defenderAvStatus'],
  ['group', 'rbacGroupName'],
  ['ntDomain', 'ntDomain'],
  ['firstSeen', 'firstSeenDateTime'],
  ['lastIp', 'lastIpAddress'],
  ['externalIp', 'lastExternalIpAddress'],
] as const;

function device(item: JsonObject, out: Sink, context: FullContext): void {
  const vm = objectOf(item, 'vmMetadata');
  const facts = context.attributes;
  for (const [name, key] of DEVICE_FACTS) state(facts, name, textOf(item, key));
  if (vm !== undefined) {
    state(facts, 'vmId', textOf(vm, 'vmId'));
    state(facts, 'cloud', textOf(vm, 'cloudProvider'));
  }
  out(
    make.device({
      roles: context.roles ?? [],
      verdict: context.verdict,
      remediation: context.remediation,
      name: own(item, 'hostName') ?? own(item, 'deviceDnsName'),
      fqdn: own(item, 'deviceDnsName'),
      domain: own(item, 'dnsDomain'),
      agentId: own(item, 'mdeDeviceId'),
      agentOf: 'mde',
      aadDeviceId: own(item, 'azureAdDeviceId'),
      attributes: facts,
    }),
  );
  for (const ip of deviceAddresses([...listOf(item, 'ipInterfaces'), textOf(item, 'lastIpAddress')]))
    out(make.ip(ip, { roles: ['contextual'] }));
  if (vm !== undefined) out(make.cloudResource(own(vm, 'resourceId'), { roles: context.roles ?? [] }));
  const host = textOf(item, 'mdeDeviceId', 'deviceDnsName', 'hostName');
  for (const user of objectsOf(item, 'loggedOnUsers')) account(user, out, { roles: ['contextual'] }, host);
}

/** `fileDetails` or an `imageFile`. */
export function file(details: JsonObject, context: Context): Evidence | undefined {
  const attributes: Record<string, unknown> = { ...context.attributes };
  for (const [name, key] of FILE_FACTS) state(attributes, name, textOf(details, key));
  return make.file({
    roles: context.roles ?? [],
    verdict: context.verdict,
    remediation: context.remediation,
    sha256: own(details, 'sha256'),
    sha1: own(details, 'sha1'),
    md5: own(details, 'md5'),
    name: own(details, 'fileName'),
    path: own(details, 'filePath'),
    attributes,
  });
}
const FILE_FACTS = [
  ['size', 'fileSize'],
  ['publisher', 'filePublisher'],
  ['signer', 'signer'],
  ['issuer', 'issuer'],
] as const;

/** Folder and name as one path; the name alone where no folder is stated. */
function imagePath(details: JsonObject | undefined): string | undefined {
  if (details === undefined) return undefined;
  return joinedPath(textOf(details, 'filePath'), textOf(details, 'fileName'));
}
function processEvidence(item: JsonObject, out: Sink, context: FullContext): void {
  const image = objectOf(item, 'imageFile');
  const facts = context.attributes;
  if (image !== undefined) {
    state(facts, 'sha256', textOf(image, 'sha256'));
    state(facts, 'sha1', textOf(image, 'sha1'));
  }
  const user = objectOf(item, 'userAccount');
  const parent = objectOf(item, 'parentProcessImageFile');
  const host = textOf(item, 'mdeDeviceId');
  out(
    make.process({
      roles: context.roles ?? [],
      verdict: context.verdict,
      remediation: context.remediation,
      pid: own(item, 'processId'),
      started: own(item, 'processCreationDateTime'),
      image: imagePath(image),
      commandLine: own(item, 'processCommandLine'),
      host,
      parentPid: own(item, 'parentProcessId'),
      parentStarted: own(item, 'parentProcessCreationDateTime'),
      parentImage: imagePath(parent),
      user: user && textOf(user, 'userPrincipalName', 'accountName', 'userSid'),
      attributes: facts,
    }),
  );
  if (image !== undefined) imageEvidence(image, context).forEach(out);
  if (user !== undefined) account(user, out, { roles: ['related'] }, host);
}

/** By what an item is looked up before its evidence is made: the name of a thing that many alerts name. Undefined: each is its own. */
function nameOf(type: string, item: JsonObject): string | undefined {
  switch (type) {
    case 'device':
      return plainText(item, 'mdeDeviceId') ?? plainText(item, 'deviceDnsName');
    case 'user': {
      const account = objectOf(item, 'userAccount');
      return account && (plainText(account, 'userSid') ?? plainText(account, 'userPrincipalName') ?? plainText(account, 'accountName'));
    }
    case 'ip':
      return plainText(item, 'ipAddress');
    case 'url':
      return plainText(item, 'url');
    case 'file': {
      const details = objectOf(item, 'fileDetails');
      return details && plainText(details, 'sha256');
    }
    default:
      return undefined;
  }
}
function plainText(item: JsonObject, key: string): string | undefined {
  const value = own(item, key);
  return typeof value === 'string' ? value : undefined;
}

const KNOWN = new KnownItems('createdDateTime');
const IMAGES = new KnownItems();
function made(item: JsonObject): readonly Evidence[] {
  const found: Evidence[] = [];
  graphEvidence(item, (e) => e && found.push(e));
  return found;
}

/** The image of a process: a few programs are the image of most. */
function imageEvidence(image: JsonObject, { verdict, remediation }: Context): readonly Evidence[] {
  const make = (): readonly Evidence[] =>
    [file(image, { verdict, remediation, roles: ['processImage'] })].filter((one) => one !== undefined);
  const name = plainText(image, 'sha256');
  return name === undefined ? make() : IMAGES.of(`${verdict ?? ''} ${remediation ?? ''} ${name}`, image, make);
}

/** All of `evidence`, object or array, merged where one thing is named twice. */
export function allGraphEvidence(evidence: Json | undefined): Evidence[] {
  const found: Evidence[] = [];
  const push: Sink = (e) => e && found.push(e);
  for (const item of objectsIn(evidence)) {
    const name = nameOf(typeOfItem(item), item);
    if (name === undefined) graphEvidence(item, push);
    else for (const one of KNOWN.of(name, item, made)) found.push(one);
  }
  return make.evidenceList(found);
}
