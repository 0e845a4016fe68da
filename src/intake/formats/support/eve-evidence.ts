import { isObject, type Json, type JsonObject, own } from '../../../base/json.ts';
import { isPrivateAddress, normalAddress } from '../../../domain/address.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { listIn, listOf, numberOf, objectOf, objectsOf, textOf } from './fields.ts';

/** What an EVE alert names: both ends, the sensor, and what the application layer tells (host names, URLs, files, mail, accounts). */
export function eveEvidence(event: JsonObject, alert: JsonObject, metadata: JsonObject | undefined): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const blocked = own(alert, 'action') === 'blocked';
  const ends = roles(event, alert, metadata);
  const remediation = blocked ? { remediation: 'blocked' as const } : undefined;
  const ether = objectOf(event, 'ether');
  const mac = ether === undefined ? undefined : textOf(ether, 'src_mac');
  found.push(
    make.ip(own(event, 'src_ip'), { roles: ends.source, ...remediation, ...(mac !== undefined && { attributes: { mac } }) }),
    make.ip(own(event, 'dest_ip'), {
      roles: ends.destination,
      ...remediation,
      attributes: { port: own(event, 'dest_port'), protocol: own(event, 'proto'), service: own(event, 'app_proto') },
    }),
  );
  const through = textOf(event, 'xff');
  if (through !== undefined) for (const address of through.split(',')) found.push(make.ip(address.trim(), { roles: ['source'] }));
  const sensor = textOf(event, 'host', 'sensor_name');
  if (sensor !== undefined) found.push(make.device({ name: sensor, roles: ['sensor'] }));
  web(event, found);
  names(event, found);
  for (const file of [...objectsOf(event, 'files'), ...objectsOf(event, 'fileinfo')]) {
    const path = textOf(file, 'filename');
    found.push(
      make.file({
        sha256: own(file, 'sha256'),
        sha1: own(file, 'sha1'),
        md5: own(file, 'md5'),
        name: path?.split(/[\\/]/).pop() ?? path,
        roles: ['related'],
        attributes: { size: own(file, 'size'), magic: own(file, 'magic'), transferredAs: path },
      }),
    );
  }
  accounts(event, found);
  mails(event, found);
  return make.evidenceList(found);
}

/** Which end is which: as the rule says (`target`), as its metadata says (`attack_target`), else the private end is the one to protect. */
function roles(
  event: JsonObject,
  alert: JsonObject,
  metadata: JsonObject | undefined,
): { source: readonly EvidenceRole[]; destination: readonly EvidenceRole[] } {
  const src = textOf(event, 'src_ip');
  const dest = textOf(event, 'dest_ip');
  const aimed = objectOf(alert, 'target');
  const target = aimed === undefined ? undefined : textOf(aimed, 'ip');
  if (target !== undefined && src !== undefined && dest !== undefined) {
    return target === src
      ? { source: ['source', 'target'], destination: ['destination', 'attacker'] }
      : { source: ['source', 'attacker'], destination: ['destination', 'target'] };
  }
  const of = metadata === undefined ? undefined : listOf(metadata, 'attack_target')[0]?.toLowerCase();
  if (of !== undefined) {
    const client = of.includes('client');
    if (client || of.includes('server')) {
      return client === clientIsSource(event)
        ? { source: ['source', 'target'], destination: ['destination'] }
        : { source: ['source'], destination: ['destination', 'target'] };
    }
  }
  const inside = isInside(src);
  if (inside === isInside(dest)) return PLAIN;
  return inside
    ? { source: ['source', 'impacted'], destination: ['destination'] }
    : { source: ['source'], destination: ['destination', 'impacted'] };
}
const PLAIN = { source: ['source'], destination: ['destination'] } as const;

const isInside = (address: string | undefined): boolean => {
  if (address === undefined) return false;
  return address.includes(':') ? isPrivateAddress(normalAddress(address) ?? address) : isPrivateAddress(address);
};

function clientIsSource(event: JsonObject): boolean {
  const flow = objectOf(event, 'flow');
  const opener = flow === undefined ? undefined : textOf(flow, 'src_ip');
  if (opener !== undefined) return opener === textOf(event, 'src_ip');
  const direction = own(event, 'direction');
  if (direction === 'to_server') return true;
  if (direction === 'to_client') return false;
  return (numberOf(event, 'src_port') ?? 65536) >= (numberOf(event, 'dest_port') ?? 0);
}

function web(event: JsonObject, found: (Evidence | undefined)[]): void {
  const http = objectOf(event, 'http');
  if (http === undefined) return;
  const host = textOf(http, 'hostname');
  const path = textOf(http, 'url');
  const facts = {
    method: own(http, 'http_method'),
    userAgent: own(http, 'http_user_agent'),
    status: own(http, 'status'),
    referrer: own(http, 'http_refer'),
    contentType: own(http, 'http_content_type'),
  };
  if (path !== undefined && (host !== undefined || /^[a-z]+:\/\//i.test(path))) {
    const port = numberOf(http, 'http_port') ?? numberOf(event, 'dest_port');
    const at =
      host?.includes(':') === true || port === undefined || port === 80 || own(event, 'direction') === 'to_client'
        ? host
        : `${host}:${port}`;
    found.push(
      make.url(/^[a-z]+:\/\//i.test(path) ? path : `http://${at ?? ''}${path.startsWith('/') ? '' : '/'}${path}`, {
        roles: ['related'],
        attributes: facts,
      }),
    );
  }
  if (host !== undefined) found.push(make.domain(host, { roles: ['related'] }));
  for (const address of (textOf(http, 'xff') ?? '').split(',')) found.push(make.ip(address.trim(), { roles: ['source'] }));
}

function names(event: JsonObject, found: (Evidence | undefined)[]): void {
  const tls = objectOf(event, 'tls');
  if (tls !== undefined) {
    const ja3 = objectOf(tls, 'ja3');
    const facts = {
      subject: own(tls, 'subject'),
      issuer: own(tls, 'issuerdn'),
      ja3: ja3 === undefined ? undefined : own(ja3, 'hash'),
      ja4: own(tls, 'ja4'),
      tlsVersion: own(tls, 'version'),
    };
    found.push(make.domain(own(tls, 'sni'), { roles: ['related'], attributes: facts }));
    found.push(make.named('generic', own(tls, 'fingerprint'), { kind: 'certificate', roles: ['related'], attributes: facts }));
  }
  const dns = objectOf(event, 'dns');
  if (dns === undefined) return;
  const asked = new Set<Json | undefined>();
  for (const part of [
    dns,
    ...objectsOf(dns, 'query'),
    ...objectsOf(dns, 'queries'),
    ...objectsOf(dns, 'answer'),
    ...objectsOf(dns, 'answers'),
  ])
    asked.add(own(part, 'rrname'));
  for (const name of asked) found.push(make.domain(name, { roles: ['related'] }));
  for (const answer of [...objectsOf(dns, 'answer'), ...objectsOf(dns, 'answers')])
    found.push(make.ip(own(answer, 'rdata'), { roles: ['contextual'] }));
}

function accounts(event: JsonObject, found: (Evidence | undefined)[]): void {
  const smb = objectOf(event, 'smb');
  if (smb !== undefined) {
    const ntlm = objectOf(smb, 'ntlmssp');
    if (ntlm !== undefined)
      found.push(
        make.user({ name: own(ntlm, 'user'), domain: own(ntlm, 'domain'), roles: ['related'] }),
        make.device({ name: own(ntlm, 'host'), roles: ['related'] }),
      );
    const kerberos = objectOf(smb, 'kerberos');
    if (kerberos !== undefined)
      found.push(make.user({ name: own(kerberos, 'client'), domain: own(kerberos, 'realm'), roles: ['related'] }));
    found.push(
      make.file({ path: own(smb, 'filename'), roles: ['related'], attributes: { share: own(smb, 'share'), command: own(smb, 'command') } }),
    );
  }
  const krb5 = objectOf(event, 'krb5');
  if (krb5 !== undefined)
    found.push(
      make.user({ name: own(krb5, 'cname'), domain: own(krb5, 'realm'), roles: ['related'], attributes: { service: own(krb5, 'sname') } }),
    );
  for (const key of ['ftp', 'rdp', 'ssh']) {
    const login = objectOf(event, key);
    if (login !== undefined)
      found.push(make.user({ name: own(login, 'user') ?? own(login, 'username') ?? own(login, 'cookie'), roles: ['related'] }));
  }
}

function mails(event: JsonObject, found: (Evidence | undefined)[]): void {
  const smtp = objectOf(event, 'smtp');
  const email = objectOf(event, 'email');
  if (smtp === undefined && email === undefined) return;
  const from = (email && textOf(email, 'from')) ?? (smtp && textOf(smtp, 'mail_from'));
  const to = email === undefined ? [] : listIn(own(email, 'to'));
  const recipients = to.length > 0 ? to : smtp === undefined ? [] : listOf(smtp, 'rcpt_to');
  if (email !== undefined) {
    found.push(
      make.mailMessage({
        internetMessageId: own(email, 'message_id'),
        subject: own(email, 'subject'),
        sender: from,
        recipient: recipients[0],
        roles: ['related'],
      }),
    );
    for (const name of listOf(email, 'attachment')) found.push(make.file({ name, roles: ['related'] }));
    for (const link of listOf(email, 'url'))
      found.push(make.url(/^[a-z]+:\/\//i.test(link) ? link : `http://${link}`, { roles: ['related'] }));
  }
  found.push(make.mailbox(from?.replace(/[<>]/g, ' ').trim().split(/\s+/).pop(), { roles: ['sender'] }));
  for (const recipient of recipients)
    found.push(make.mailbox(recipient.replace(/[<>]/g, ' ').trim().split(/\s+/).pop(), { roles: ['recipient'] }));
}

export const isEve = (value: Json | undefined): value is JsonObject =>
  isObject(value) && typeof own(value, 'event_type') === 'string' && own(value, 'timestamp') !== undefined;
