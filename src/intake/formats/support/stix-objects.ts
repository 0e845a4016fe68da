import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import type { Ecs } from './ecs.ts';

type Found = (Evidence | undefined)[];
/** Finds an object of the bundle, or of the `objects` of 2.0, by its reference. */
export type Resolve = (ref: string | undefined) => Ecs | undefined;

const hashes = (from: Ecs | undefined): { sha256?: string | undefined; sha1?: string | undefined; md5?: string | undefined } => {
  const of = (...names: string[]): string | undefined => names.map((name) => from?.text(name)).find((hash) => hash !== undefined);
  return { sha256: of('SHA-256', 'SHA256', 'sha256'), sha1: of('SHA-1', 'SHA1', 'sha1'), md5: of('MD5', 'md5') };
};

/** A cyber observable of STIX 2.0 or 2.1 as evidence. */
export function observable(one: Ecs, resolve: Resolve, roles: readonly EvidenceRole[], found: Found, depth = 0): void {
  const type = one.text('type');
  const value = one.text('value');
  const follow = (key: string, role: readonly EvidenceRole[] = roles): void => {
    const next = resolve(one.text(key));
    if (next !== undefined && depth < 4) observable(next, resolve, role, found, depth + 1);
  };
  if (type === 'ipv4-addr' || type === 'ipv6-addr') found.push(make.ip(value?.replace(/\/(?:32|128)$/, ''), { roles }));
  else if (type === 'domain-name') found.push(make.domain(value, { roles }));
  else if (type === 'url') found.push(make.url(value, { roles }));
  else if (type === 'email-addr') found.push(make.mailbox(value, { roles }));
  else if (type === 'file') {
    const folder = resolve(one.text('parent_directory_ref'))?.text('path');
    found.push(
      make.file({ name: one.text('name'), path: folder, ...hashes(one.at('hashes')), roles, attributes: { size: one.text('size') } }),
    );
    follow('content_ref');
  } else if (type === 'artifact') found.push(make.file({ ...hashes(one.at('hashes')), roles }), make.url(one.text('url'), { roles }));
  else if (type === 'user-account')
    found.push(
      make.user({
        name: one.text('account_login') ?? one.text('user_id'),
        displayName: one.text('display_name'),
        sid: one.text('user_id'),
        roles,
      }),
    );
  else if (type === 'process') {
    const image = resolve(one.text('image_ref') ?? one.text('binary_ref'));
    const parent = resolve(one.text('parent_ref'));
    const parentImage = resolve(parent?.text('image_ref') ?? parent?.text('binary_ref'));
    found.push(
      make.process({
        pid: one.text('pid'),
        started: one.text('created_time') ?? one.text('created'),
        image: image?.text('name') ?? one.text('name'),
        commandLine: one.text('command_line'),
        parentPid: parent?.text('pid'),
        parentImage: parentImage?.text('name'),
        parentCommandLine: parent?.text('command_line'),
        roles,
      }),
    );
    follow('image_ref', ['processImage']);
    follow('binary_ref', ['processImage']);
    follow('creator_user_ref');
    if (parent !== undefined && depth < 4) observable(parent, resolve, ['parentProcess'], found, depth + 1);
  } else if (type === 'network-traffic') {
    follow('src_ref', ['source']);
    follow('dst_ref', ['destination']);
  } else if (type === 'windows-registry-key') {
    const values = one.objects('values');
    if (values.length === 0) found.push(make.registry({ key: one.text('key'), roles }));
    for (const each of values)
      found.push(make.registry({ key: one.text('key'), valueName: each.text('name'), valueData: each.text('data'), roles }));
  } else if (type === 'email-message') {
    const from = resolve(one.text('from_ref'));
    found.push(
      make.mailMessage({ internetMessageId: one.text('message_id'), subject: one.text('subject'), sender: from?.text('value'), roles }),
      make.mailbox(from?.text('value'), { roles: ['sender'] }),
    );
    for (const ref of one.list('to_refs')) found.push(make.mailbox(resolve(ref)?.text('value'), { roles: ['recipient'] }));
  } else if (type === 'mutex' || type === 'software') found.push(make.named('generic', one.text('name'), { kind: type, roles }));
  else if (type === 'autonomous-system') found.push(make.named('generic', one.text('number'), { kind: 'asn', roles }));
  else if (type === 'x-oca-asset')
    found.push(make.device({ name: one.text('hostname'), agentId: one.text('device_id'), agentOf: 'oca', roles: ['impacted'] }));
}

const COMPARISON = /([a-z0-9-]+):([\w.'-]+(?:\[[^\]]*\])?)\s*(?:=|IN|LIKE|MATCHES)\s*'((?:[^'\\]|\\.)*)'/g;

/** What a pattern of an indicator names: `[url:value = 'http://…']`. */
export function patternEvidence(pattern: string | undefined, roles: readonly EvidenceRole[], found: Found): void {
  for (const m of pattern?.matchAll(COMPARISON) ?? []) {
    const [, type = '', path = '', raw = ''] = m;
    const value = raw.replace(/\\(.)/g, '$1');
    if (type === 'ipv4-addr' || type === 'ipv6-addr') found.push(make.ip(value, { roles }));
    else if (type === 'domain-name') found.push(make.domain(value, { roles }));
    else if (type === 'url') found.push(make.url(value, { roles }));
    else if (type === 'email-addr') found.push(make.mailbox(value, { roles }));
    else if (type === 'file') found.push(/hashes/i.test(path) ? make.file({ hash: value, roles }) : make.file({ name: value, roles }));
    else if (type === 'windows-registry-key' && path === 'key') found.push(make.registry({ key: value, roles }));
    else if (type === 'process' && /command_line/.test(path)) found.push(make.commandLine(value, { roles }));
    else if (type === 'network-traffic') found.push(make.ip(value, { roles }), make.domain(value, { roles }));
  }
}
