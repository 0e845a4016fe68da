import { type Json, type JsonObject, own } from '../../../base/json.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import * as make from '../../../domain/evidence-builders.ts';
import { stated } from '../../../domain/placeholder.ts';
import type { ReadContext } from '../../importer.ts';
import { listIn, textOf } from './fields.ts';
import { flowEvidence } from './ids.ts';
import { timesOf } from './moments.ts';

export const ZEEK_NOTICE_SPEC = 'https://docs.zeek.org/en/master/logs/notice.html';
/** A field under its Zeek name, with dots or with underscores. */
const field = (record: JsonObject, name: string): Json | undefined => own(record, name) ?? own(record, name.replaceAll('.', '_'));
const text = (record: JsonObject, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = stated(field(record, name));
    if (value !== undefined) return value;
  }
  return undefined;
};

/** One record of `notice.log`, from JSON or from a row of the text form. */
export function notice(record: JsonObject, ctx: ReadContext): void {
  const note = textOf(record, 'note') ?? 'Zeek notice';
  const message = textOf(record, 'msg');
  const sub = textOf(record, 'sub');
  const source = text(record, 'src', 'id.orig_h');
  const destination = text(record, 'dst', 'id.resp_h');
  const actions = listIn(own(record, 'actions'));
  const country = text(record, 'remote_location.country_code');
  const evidence: (Evidence | undefined)[] = [
    ...flowEvidence({
      source,
      sourcePort: text(record, 'id.orig_p'),
      destination,
      destinationPort: text(record, 'id.resp_p', 'p'),
      protocol: textOf(record, 'proto'),
      blocked: actions.some((action) => /DROP/i.test(action)),
    }),
    make.named('session', textOf(record, 'uid'), { kind: 'zeekuid', roles: ['related'], attributes: { country } }),
    make.named('generic', textOf(record, 'fuid'), {
      kind: 'zeekfile',
      roles: ['related'],
      attributes: { mime: textOf(record, 'file_mime_type'), description: textOf(record, 'file_desc') },
    }),
    make.device({ name: textOf(record, 'peer_descr', 'peer_name', '_system_name'), roles: ['sensor'] }),
    ...namesIn(message),
    ...(note === 'Intel::Notice' ? indicatorOf(message, sub) : []),
  ];
  ctx.alert({
    title: message === undefined ? note : `${note}: ${message}`,
    ...(sub !== undefined && { description: sub }),
    severity: 'unknown',
    category: note.split('::')[0] ?? note,
    vendor: 'Zeek',
    product: 'Zeek',
    rule: note,
    ...timesOf({ first: own(record, 'ts') ?? own(record, '@timestamp') }, ctx.assume, true),
    ...(actions.length > 0 && { detectionSource: actions.join(', ') }),
    evidence: make.evidenceList(evidence),
  });
}

/** Intel and file notices name a hash or URL only in their message. */
function namesIn(message: string | undefined): (Evidence | undefined)[] {
  if (message === undefined) return [];
  const hashes = message.match(/\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/gi) ?? [];
  const urls = message.match(/\bhttps?:\/\/[^\s"']+/gi) ?? [];
  return [...hashes.map((hash) => make.file({ hash, roles: ['related'] })), ...urls.map((url) => make.url(url, { roles: ['related'] }))];
}

/** What an intel hit was on: `sub` holds the indicator, the end of the message where it was seen. Its URLs have no scheme. */
function indicatorOf(message: string | undefined, indicator: string | undefined): (Evidence | undefined)[] {
  if (indicator === undefined) return [];
  const context: make.Context = { roles: ['suspicious'] };
  const seen = / at (\S+)$/.exec(message ?? '')?.[1] ?? '';
  if (/IN_URL/.test(seen)) return [make.url(/^\w+:\/\//.test(indicator) ? indicator : `http://${indicator}`, context)];
  if (/^(?:Files|SMB)::/.test(seen)) return [make.file({ ...(/HASH/.test(seen) ? { hash: indicator } : { name: indicator }), ...context })];
  if (indicator.includes('@')) return [make.mailbox(indicator, context)];
  return [make.ip(indicator, context) ?? make.domain(indicator, context)];
}
