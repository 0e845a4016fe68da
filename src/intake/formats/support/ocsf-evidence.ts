import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole, Verdict } from '../../../domain/evidence.ts';
import { Ecs } from './ecs.ts';
import { parsedObject } from './fields.ts';
import { verdictOfWord } from './states.ts';

/* Objects of the OCSF schema as evidence: https://schema.ocsf.io */

type Found = (Evidence | undefined)[];

export function ocsfEvidence(record: Ecs): Evidence[] {
  const found: Found = [];
  const host =
    record.text('device.hostname') ??
    record.text('device.name') ??
    record
      .objects('evidences')
      .map((one) => one.text('device.hostname'))
      .find((name) => name !== undefined);
  for (const device of record.objects('device')) machine(device, ['impacted'], found);
  artifacts(record, host, found);
  for (const evidence of [...record.objects('evidences'), ...record.objects('evidence')]) {
    for (const device of evidence.objects('device')) machine(device, ['impacted'], found);
    artifacts(evidence, host, found);
  }
  for (const resource of [...record.objects('resources'), ...record.objects('resource')]) resourceOf(resource, found);
  for (const malware of record.objects('malware')) {
    found.push(
      make.named('malware', malware.text('name'), {
        roles: ['related'],
        attributes: { classification: malware.list('classifications').join(', ') },
      }),
    );
    for (const sample of malware.objects('files')) fileOf(sample, ['suspicious'], found);
  }
  for (const observable of record.objects('observables')) observed(observable, host, found);
  return make.evidenceList(found);
}

/** Things that stand alike in an event and in an item of `evidences`. */
function artifacts(one: Ecs, host: string | undefined, found: Found): void {
  endpoint(one.at('src_endpoint'), 'source', found);
  endpoint(one.at('dst_endpoint'), 'destination', found);
  for (const actor of one.objects('actor')) {
    for (const user of actor.objects('user')) userOf(user, host, ['source'], found);
    for (const process of actor.objects('process')) processOf(process, host, found);
    found.push(make.app(actor.text('app_name'), { roles: ['related'] }));
  }
  for (const user of one.objects('user')) userOf(user, host, ['target'], found);
  for (const process of one.objects('process')) processOf(process, host, found);
  for (const file of one.objects('file')) fileOf(file, ['related'], found, verdictOfWord(one.text('verdict')));
  for (const file of one.objects('files')) fileOf(file, ['related'], found);
  for (const link of one.objects('url'))
    found.push(
      make.url(link.text('url_string') ?? link.text('text'), { roles: ['related'] }),
      make.domain(link.text('hostname'), { roles: ['related'] }),
    );
  found.push(make.domain(one.text('query.hostname'), { roles: ['destination'] }));
  for (const container of one.objects('container'))
    found.push(
      make.named('container', container.text('uid') ?? container.text('name'), {
        label: container.text('name'),
        roles: ['impacted'],
        attributes: { image: container.text('image.name') },
      }),
    );
  for (const key of [...one.objects('reg_key'), ...one.objects('registry_key')])
    found.push(make.registry({ key: key.text('path'), roles: ['related'] }));
  for (const value of [...one.objects('reg_value'), ...one.objects('registry_value')])
    found.push(
      make.registry({ key: value.text('path'), valueName: value.text('name'), valueData: value.text('data'), roles: ['related'] }),
    );
  const mail = one.at('email');
  if (mail !== undefined) {
    const from = mail.text('from');
    found.push(
      make.mailMessage({
        internetMessageId: mail.text('message_uid'),
        networkMessageId: mail.text('uid'),
        subject: mail.text('subject'),
        sender: from,
        recipient: mail.text('to'),
        roles: ['related'],
      }),
      make.mailbox(from, { roles: ['sender'] }),
      ...mail.list('to').map((to) => make.mailbox(to, { roles: ['recipient'] })),
    );
  }
}

function endpoint(one: Ecs | undefined, role: 'source' | 'destination', found: Found): void {
  if (one === undefined) return;
  found.push(make.ip(one.text('ip'), { roles: [role], attributes: { port: one.text('port'), country: one.text('location.country') } }));
  const uid = one.text('instance_uid') ?? one.text('uid');
  found.push(
    make.device({ name: one.text('hostname') ?? one.text('name'), agentId: uid, agentOf: 'ocsf', roles: [role] }),
    make.domain(one.text('domain'), { roles: [role] }),
  );
}

function machine(device: Ecs, roles: readonly EvidenceRole[], found: Found): void {
  found.push(
    make.device({
      name: device.text('hostname') ?? device.text('name'),
      domain: device.text('domain'),
      agentId: device.text('uid') ?? device.text('instance_uid'),
      agentOf: 'ocsf',
      roles,
      attributes: { os: device.text('os.name') },
    }),
    make.ip(device.text('ip'), { roles }),
  );
}

function userOf(user: Ecs, host: string | undefined, roles: readonly EvidenceRole[], found: Found): void {
  const uid = user.text('uid');
  found.push(
    make.user({
      name: user.text('name'),
      domain: user.text('domain'),
      mail: user.text('email_addr'),
      displayName: user.text('full_name'),
      ...(uid !== undefined && (/^S-1-/i.test(uid) ? { sid: uid } : { vendorId: { vendor: 'ocsf', value: user.text('uid_alt') ?? uid } })),
      host,
      roles,
      attributes: { type: user.text('type') },
    }),
  );
}

function processOf(process: Ecs, host: string | undefined, found: Found): void {
  const parent = process.at('parent_process');
  const image = process.text('file.path') ?? process.text('path') ?? process.text('name');
  found.push(
    make.process({
      pid: process.text('pid'),
      guid: process.text('uid'),
      image,
      commandLine: process.text('cmd_line'),
      started: process.text('created_time_dt') ?? process.text('created_time'),
      host,
      parentPid: parent?.text('pid'),
      parentGuid: parent?.text('uid'),
      parentImage: parent?.text('file.path') ?? parent?.text('name'),
      parentCommandLine: parent?.text('cmd_line'),
      parentStarted: parent?.text('created_time_dt') ?? parent?.text('created_time'),
      user: process.text('user.name'),
      roles: ['related'],
    }),
    parent === undefined
      ? undefined
      : make.process({
          pid: parent.text('pid'),
          guid: parent.text('uid'),
          image: parent.text('file.path') ?? parent.text('name'),
          commandLine: parent.text('cmd_line'),
          started: parent.text('created_time_dt') ?? parent.text('created_time'),
          host,
          roles: ['parentProcess'],
        }),
  );
  for (const file of process.objects('file')) fileOf(file, ['processImage'], found);
  for (const user of process.objects('user')) userOf(user, host, ['related'], found);
}

function fileOf(file: Ecs, roles: readonly EvidenceRole[], found: Found, verdict?: Verdict): void {
  const hashes = [...file.objects('hashes'), ...file.objects('fingerprints')].map((hash) => hash.text('value'));
  const of = (length: number): string | undefined => hashes.find((hash) => hash?.length === length);
  found.push(
    make.file({
      name: file.text('name'),
      path: file.text('path'),
      sha256: of(64),
      sha1: of(40),
      md5: of(32),
      roles,
      verdict,
      attributes: { size: file.text('size') },
    }),
  );
}

function resourceOf(resource: Ecs, found: Found): void {
  const uid = resource.text('uid');
  if (uid?.startsWith('<') === true) return;
  const type = resource.text('type');
  const roles: readonly EvidenceRole[] = /^actor$/i.test(resource.text('role') ?? '') ? ['attacker'] : ['impacted'];
  const owner = resource.at('owner');
  if (owner !== undefined) userOf(owner, undefined, roles, found);
  const details = parsedObject(resource.get('data'));
  const key = details === undefined ? undefined : new Ecs(details).at('AwsIamAccessKey');
  if (key !== undefined) {
    const principal = key.text('PrincipalId');
    found.push(
      make.user({
        name: key.text('PrincipalName') ?? key.text('UserName'),
        roles,
        ...(principal !== undefined && { vendorId: { vendor: 'aws', value: principal } }),
      }),
      make.named('generic', uid?.split(':').pop(), { kind: 'accesskey', roles }),
    );
    return;
  }
  if (/^AwsAccount$/i.test(type ?? '')) return;
  const name = resource.text('name');
  // Without an id, a sentence is a description.
  if (uid === undefined && (name === undefined || name.startsWith('<') || name.split(' ').length > 4)) return;
  found.push(make.cloudResource(uid ?? name, { name, roles, attributes: { kind: type, region: resource.text('region') } }));
}

/** `type_id` of the schema; vendors write `Other` for what has a name of its own. */
function observed(one: Ecs, host: string | undefined, found: Found): void {
  const value = one.text('value');
  const name = one.text('name') ?? '';
  if (value === undefined || value === name || /^\*+$|:\*+$/.test(value)) return;
  const roles: readonly EvidenceRole[] = /(?:^|[._\]])(?:src|source|attacker)/i.test(name)
    ? ['source']
    : /(?:^|[._\]])(?:dst|dest|remote)|destination/i.test(name)
      ? ['destination']
      : ['related'];
  const type = one.text('type') ?? '';
  const id = one.number('type_id');
  if (id === 2 || /ip.?address/i.test(type)) found.push(make.ip(value, { roles }));
  else if (id === 1 || id === 20 || /host.?name|endpoint/i.test(type))
    found.push(/malware|domain|query|c2/i.test(name) ? make.domain(value, { roles }) : make.device({ name: value, roles }));
  else if (id === 4 || id === 21 || /^user/i.test(type))
    found.push(/assigned|owner/i.test(name) ? undefined : make.user({ name: value, host, roles }));
  else if (id === 5 || /e-?mail/i.test(type)) found.push(make.mailbox(value, { roles }));
  else if (id === 6 || id === 23 || /url/i.test(type)) found.push(make.url(value, { roles }));
  else if (id === 7 || id === 24 || /^file/i.test(type)) found.push(make.file({ name: value, roles }));
  else if (id === 8 || id === 30 || /hash|fingerprint/i.test(type)) found.push(make.file({ hash: value, roles }));
  else if (id === 9 || id === 25 || /^process/i.test(type)) found.push(make.process({ image: value, host, roles }));
  else if (id === 10 || /resource/i.test(type))
    found.push(
      /access.?key/i.test(value)
        ? make.named('generic', value.split(':').pop(), { kind: 'accesskey', roles })
        : make.cloudResource(value, { roles: ['impacted'] }),
    );
  else if (/^host_?name$/i.test(name)) found.push(make.device({ name: value, roles: ['impacted'] }));
}
