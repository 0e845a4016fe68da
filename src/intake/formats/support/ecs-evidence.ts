import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import type { Ecs } from './ecs.ts';
import { deviceAddresses } from './paths.ts';

/** Entities of a document in the Elastic Common Schema. Source: ECS field reference. */
export function ecsEvidence(ecs: Ecs): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const host = hostOf(ecs, found);
  users(ecs, host, found);
  for (const [side, role] of [
    ['source', 'source'],
    ['client', 'source'],
    ['destination', 'destination'],
    ['server', 'destination'],
  ] as const) {
    ends(ecs.at(side), role, host, found);
  }
  processOf(ecs, host, found);
  for (const key of ['file', 'dll']) {
    const file = ecs.at(key);
    if (file !== undefined) found.push(fileOf(file, 'related'));
  }
  found.push(make.domain(ecs.text('dns.question.name'), { roles: ['related'] }));
  for (const address of ecs.list('dns.resolved_ip')) found.push(make.ip(address, { roles: ['contextual'] }));
  const url = ecs.text('url.full') ?? ecs.text('url.original');
  found.push(
    url?.includes('://') === true ? make.url(url, { roles: ['related'] }) : undefined,
    make.domain(ecs.text('url.domain') ?? ecs.text('tls.client.server_name'), { roles: ['related'] }),
  );
  const registry = ecs.at('registry');
  if (registry !== undefined) {
    const value = registry.text('value');
    found.push(
      make.registry({
        hive: registry.text('hive'),
        key: registry.text('key') ?? registry.text('path'),
        valueName: value,
        valueData: registry.text('data.strings'),
        roles: ['related'],
      }),
    );
  }
  found.push(make.named('service', ecs.text('winlog.event_data.ServiceName'), { roles: ['related'] }));
  mail(ecs, found);
  cloud(ecs, found);
  return make.evidenceList(found);
}

function hostOf(ecs: Ecs, found: (Evidence | undefined)[]): string | undefined {
  const host = ecs.at('host');
  if (host === undefined) return undefined;
  const hostname = host.text('hostname');
  const name = host.text('name');
  const domain = host.text('domain');
  found.push(
    make.device({
      name: name ?? hostname,
      fqdn: [name, hostname].find((one) => one?.includes('.') === true),
      ...(domain?.includes('.') === true && { domain }),
      agentId: ecs.text('agent.id') ?? host.text('id'),
      agentOf: 'elastic',
      roles: ['impacted'],
      attributes: {
        os: host.text('os.name') ?? host.text('os.platform'),
        osVersion: host.text('os.version'),
        hostId: host.text('id'),
        mac: host.text('mac'),
        risk: host.text('risk.calculated_level'),
      },
    }),
  );
  for (const address of deviceAddresses(host.list('ip'))) found.push(make.ip(address, { roles: ['contextual'] }));
  return hostname ?? name;
}

function person(user: Ecs | undefined, role: EvidenceRole, host: string | undefined, found: (Evidence | undefined)[]): void {
  if (user === undefined) return;
  const id = user.text('id');
  found.push(
    make.user({
      name: user.text('name'),
      domain: user.text('domain'),
      mail: user.text('email'),
      ...(id !== undefined && /^S-1-/i.test(id) && { sid: id }),
      displayName: user.text('full_name'),
      host,
      roles: [role],
      attributes: { userId: id },
    }),
  );
}

function users(ecs: Ecs, host: string | undefined, found: (Evidence | undefined)[]): void {
  person(ecs.at('user'), 'impacted', host, found);
  person(ecs.at('user.target'), 'target', host, found);
  person(ecs.at('user.effective'), 'related', host, found);
  for (const name of ecs.list('related.user')) found.push(make.user({ name, host, roles: ['related'] }));
}

function ends(end: Ecs | undefined, role: EvidenceRole, host: string | undefined, found: (Evidence | undefined)[]): void {
  if (end === undefined) return;
  found.push(
    make.ip(end.text('ip') ?? end.text('address'), {
      roles: [role],
      attributes: { port: end.text('port'), country: end.text('geo.country_iso_code'), as: end.text('as.organization.name') },
    }),
  );
  found.push(make.domain(end.text('domain'), { roles: [role] }));
  person(end.at('user'), role, host, found);
}

function fileOf(file: Ecs, role: EvidenceRole): Evidence | undefined {
  return make.file({
    sha256: file.text('hash.sha256'),
    sha1: file.text('hash.sha1'),
    md5: file.text('hash.md5'),
    name: file.text('name'),
    path: file.text('path') ?? file.text('executable'),
    roles: [role],
    attributes: {
      size: file.text('size'),
      signer: file.text('code_signature.subject_name'),
      trusted: file.text('code_signature.trusted'),
      owner: file.text('owner'),
    },
  });
}

function processOf(ecs: Ecs, host: string | undefined, found: (Evidence | undefined)[]): void {
  const process = ecs.at('process');
  if (process === undefined) return;
  const parent = process.at('parent');
  found.push(
    make.process({
      pid: process.text('pid'),
      started: process.text('start'),
      image: process.text('executable') ?? process.text('name'),
      commandLine: process.text('command_line') ?? args(process),
      guid: process.text('entity_id'),
      host,
      parentPid: parent?.text('pid') ?? process.text('ppid'),
      parentStarted: parent?.text('start'),
      parentImage: parent?.text('executable') ?? parent?.text('name'),
      parentCommandLine: parent === undefined ? undefined : (parent.text('command_line') ?? args(parent)),
      parentGuid: parent?.text('entity_id'),
      user: ecs.text('user.name'),
      roles: ['related'],
      attributes: { ancestry: process.list('Ext.ancestry').join(' '), directory: process.text('working_directory') },
    }),
  );
  if (process.at('hash') !== undefined) found.push(fileOf(process, 'processImage'));
  if (parent?.text('entity_id') !== undefined || parent?.text('pid') !== undefined) {
    found.push(
      make.process({
        pid: parent.text('pid'),
        started: parent.text('start'),
        image: parent.text('executable') ?? parent.text('name'),
        commandLine: parent.text('command_line') ?? args(parent),
        guid: parent.text('entity_id'),
        host,
        roles: ['parentProcess'],
      }),
    );
  }
}
const args = (process: Ecs): string | undefined => process.list('args').join(' ') || undefined;

function mail(ecs: Ecs, found: (Evidence | undefined)[]): void {
  const email = ecs.at('email');
  if (email === undefined) return;
  const from = email.text('from.address') ?? email.text('sender.address');
  const to = email.list('to.address');
  found.push(
    make.mailMessage({
      internetMessageId: email.text('message_id'),
      subject: email.text('subject'),
      sender: from,
      recipient: to[0],
      roles: ['related'],
    }),
  );
  found.push(make.mailbox(from, { roles: ['sender'] }));
  for (const address of to) found.push(make.mailbox(address, { roles: ['recipient'] }));
  for (const attachment of email.objects('attachments')) {
    const file = attachment.at('file');
    if (file !== undefined) found.push(fileOf(file, 'related'));
  }
}

function cloud(ecs: Ecs, found: (Evidence | undefined)[]): void {
  const provider = ecs.text('cloud.provider');
  const instance = ecs.text('cloud.instance.id');
  if (instance !== undefined) {
    const scope = [provider, ecs.text('cloud.account.id'), instance].filter((part) => part !== undefined).join('/');
    found.push(
      make.cloudResource(scope, {
        name: ecs.text('cloud.instance.name') ?? instance,
        roles: ['related'],
        attributes: { provider, region: ecs.text('cloud.region'), account: ecs.text('cloud.account.id') },
      }),
    );
  }
  found.push(
    make.named('container', ecs.text('container.id') ?? ecs.text('container.name'), {
      label: ecs.text('container.name'),
      roles: ['impacted'],
      attributes: { image: ecs.text('container.image.name') },
    }),
  );
  const pod = ecs.text('orchestrator.resource.name') ?? ecs.text('kubernetes.pod.name');
  const path = [ecs.text('orchestrator.cluster.name'), ecs.text('orchestrator.namespace') ?? ecs.text('kubernetes.namespace'), pod].filter(
    (part) => part !== undefined,
  );
  if (pod !== undefined)
    found.push(
      make.named('generic', path.join('/'), {
        kind: `k8s-${ecs.text('orchestrator.resource.type') ?? 'pod'}`,
        label: pod,
        roles: ['related'],
      }),
    );
  const resource = ecs.text('aws.cloudtrail.resources.arn') ?? ecs.text('azure.resource.id') ?? ecs.text('gcp.audit.resource_name');
  found.push(make.cloudResource(resource, { roles: ['related'] }));
}
