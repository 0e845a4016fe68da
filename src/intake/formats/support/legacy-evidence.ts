import { type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { EvidenceRole } from '../../../domain/evidence.ts';
import { listOf, objectOf, objectsOf, textOf, wordOf } from './fields.ts';
import { joinedPath } from './paths.ts';
import type { Sink } from './sink.ts';

/** The `*States` lists of a legacy Graph alert. */
export function legacyEvidence(record: JsonObject, out: Sink): void {
  const host = hosts(record, out);
  for (const user of objectsOf(record, 'userStates')) {
    const role = wordOf(user, 'emailRole');
    const roles: readonly EvidenceRole[] = role === 'sender' || role === 'recipient' ? [role] : ['impacted'];
    out(
      make.user({
        roles,
        name: own(user, 'accountName'),
        domain: own(user, 'domainName'),
        upn: own(user, 'userPrincipalName'),
        sid: own(user, 'onPremisesSecurityIdentifier'),
        objectId: own(user, 'aadUserId'),
        host,
        attributes: {
          accountType: textOf(user, 'userAccountType'),
          logonType: textOf(user, 'logonType'),
          logonId: textOf(user, 'logonId'),
        },
      }),
    );
    out(make.ip(own(user, 'logonIp'), { roles: ['source'], attributes: { place: textOf(user, 'logonLocation') } }));
  }
  for (const file of objectsOf(record, 'fileStates'))
    out(make.file({ ...hash(file), path: own(file, 'path'), name: own(file, 'name'), roles: ['related'] }));
  for (const process of objectsOf(record, 'processes')) {
    const image = joinedPath(textOf(process, 'path'), textOf(process, 'name'));
    out(
      make.process({
        roles: ['related'],
        pid: own(process, 'processId'),
        started: own(process, 'createdDateTime'),
        image,
        commandLine: own(process, 'commandLine'),
        host,
        parentPid: own(process, 'parentProcessId'),
        parentStarted: own(process, 'parentProcessCreatedDateTime'),
        parentImage: own(process, 'parentProcessName'),
        user: textOf(process, 'accountName'),
        attributes: { integrity: textOf(process, 'integrityLevel') },
      }),
    );
    const known = hash(process);
    if (known.hash !== undefined) out(make.file({ ...known, path: image, roles: ['processImage'] }));
  }
  connections(record, out);
  for (const key of objectsOf(record, 'registryKeyStates')) {
    out(
      make.registry({
        hive: own(key, 'hive'),
        key: own(key, 'key'),
        valueName: own(key, 'valueName'),
        valueData: own(key, 'valueData'),
        roles: ['related'],
      }),
    );
  }
  for (const app of objectsOf(record, 'cloudAppStates')) {
    out(make.app(textOf(app, 'destinationServiceName'), { roles: ['related'] }));
    out(make.ip(own(app, 'destinationServiceIp'), { roles: ['destination'] }));
  }
  for (const malware of objectsOf(record, 'malwareStates'))
    out(
      make.named('malware', textOf(malware, 'name', 'family'), {
        roles: ['related'],
        attributes: { category: textOf(malware, 'category'), severity: textOf(malware, 'severity') },
      }),
    );
  for (const mail of objectsOf(record, 'messageSecurityStates')) {
    out(
      make.mailMessage({
        networkMessageId: own(mail, 'networkMessageId'),
        internetMessageId: own(mail, 'internetMessageId'),
        subject: own(mail, 'messageSubject'),
        sender: own(mail, 'senderEmailAddress'),
        recipient: own(mail, 'recipientEmailAddress'),
        roles: ['related'],
      }),
    );
  }
  for (const call of objectsOf(record, 'uriClickSecurityStates'))
    out(make.url(own(call, 'sourceId') ?? own(call, 'url'), { roles: ['related'] }));
  for (const resource of objectsOf(record, 'securityResources'))
    out(
      make.cloudResource(own(resource, 'resource'), { roles: [wordOf(resource, 'resourceType') === 'attacked' ? 'attacked' : 'related'] }),
    );
  for (const id of listOf(record, 'azureResourceIds')) out(make.cloudResource(id, { roles: ['impacted'] }));
}

function hosts(record: JsonObject, out: Sink): string | undefined {
  let first: string | undefined;
  for (const host of objectsOf(record, 'hostStates')) {
    const fqdn = textOf(host, 'fqdn');
    const name = textOf(host, 'netBiosName');
    first ??= fqdn ?? name;
    out(
      make.device({ name, fqdn, roles: ['impacted'], attributes: { os: textOf(host, 'os'), externalIp: textOf(host, 'publicIpAddress') } }),
    );
    out(make.ip(own(host, 'privateIpAddress'), { roles: ['contextual'] }));
  }
  return first;
}

function connections(record: JsonObject, out: Sink): void {
  for (const link of objectsOf(record, 'networkConnections')) {
    out(make.ip(own(link, 'sourceAddress'), { roles: ['source'] }));
    out(
      make.ip(own(link, 'destinationAddress'), {
        roles: ['destination'],
        attributes: { port: textOf(link, 'destinationPort'), protocol: textOf(link, 'protocol') },
      }),
    );
    out(make.domain(own(link, 'destinationDomain'), { roles: ['destination'] }));
    out(make.url(own(link, 'destinationUrl'), { roles: ['destination'] }));
  }
}

function hash(of: JsonObject): { hash?: string } {
  const value = objectOf(of, 'fileHash');
  const text = value === undefined ? undefined : textOf(value, 'hashValue');
  return text === undefined ? {} : { hash: text };
}
