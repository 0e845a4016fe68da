import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';

/** An indicator by the type name MISP or TheHive give it. Composite types (`filename|sha256`, `ip-dst|port`) hold two values. */
export function indicator(type: string | undefined, value: string | undefined, context: make.Context): (Evidence | undefined)[] {
  if (type === undefined || value === undefined) return [];
  const kind = type.toLowerCase();
  const [first = '', second = ''] = value.split('|');
  if (kind.startsWith('filename|')) return [make.file({ ...context, name: first, hash: second })];
  if (kind === 'domain|ip') return [make.domain(first, context), make.ip(second, context)];
  if (/^hostname\|port$/.test(kind)) return [make.domain(first, context)];
  if (/^ip/.test(kind)) {
    const roles = kind.startsWith('ip-src') ? (['source'] as const) : kind.startsWith('ip-dst') ? (['destination'] as const) : [];
    return [
      make.ip(first.replace(/\/\d+$/, ''), {
        ...context,
        roles: [...new Set([...(context.roles ?? []), ...roles])],
        attributes: { port: second },
      }),
    ];
  }
  if (/^(?:md5|sha1|sha256|hash)$/.test(kind) || /^(?:malware-sample)$/.test(kind)) {
    const hash = kind === 'malware-sample' ? second : first;
    return [make.file({ ...context, hash, ...(kind === 'malware-sample' && { name: first }) })];
  }
  if (/^(?:filename|file|filepath)$/.test(kind)) return [make.file({ ...context, name: first })];
  if (/^(?:url|uri|uri_path|link)$/.test(kind)) return kind === 'link' ? [] : [make.url(value, context)];
  if (kind === 'domain' || kind === 'fqdn') return [make.domain(first, context)];
  if (kind === 'hostname') return [first.includes('.') ? make.domain(first, context) : make.device({ name: first, ...context })];
  if (/^(?:mail|email)(?:-src|-dst|-reply-to|)$/.test(kind)) {
    const roles = kind.endsWith('-src') ? (['sender'] as const) : kind.endsWith('-dst') ? (['recipient'] as const) : [];
    return [make.mailbox(value, { ...context, roles: [...new Set([...(context.roles ?? []), ...roles])] })];
  }
  if (/^(?:email-subject|mail_subject|mail-subject)$/.test(kind)) return [make.mailMessage({ subject: value, ...context })];
  if (kind === 'email-message-id') return [make.mailMessage({ internetMessageId: value, ...context })];
  if (kind === 'regkey' || kind === 'registry') return [make.registry({ key: value, ...context })];
  if (kind === 'regkey|value') return [make.registry({ key: first, valueData: second, ...context })];
  if (/^(?:user|username|user-account|account|user-agent-user|target-user|github-username)$/.test(kind))
    return [make.user({ name: value, ...context })];
  if (kind === 'target-machine') return [make.device({ name: value, ...context })];
  if (kind === 'target-email') return [make.mailbox(value, context)];
  if (kind === 'mutex' || kind === 'named pipe' || kind === 'windows-service-name')
    return [
      make.named(kind.startsWith('windows-service') ? 'service' : 'generic', value, { ...context, kind: kind.replace(/[^a-z]/g, '') }),
    ];
  if (kind === 'process' || kind === 'process_filename') return [make.process({ image: value, ...context })];
  if (kind === 'malware-type' || kind === 'malware') return [make.named('malware', value, context)];
  if (/fuzzy|ssdeep|imphash|pehash|authentihash|user[-_]agent|ja3|jarm|x509|vulnerability|cve|asn|^as$/.test(kind))
    return [make.named('generic', value, { ...context, kind: kind.replace(/[^a-z0-9]/g, '') })];
  return [];
}
