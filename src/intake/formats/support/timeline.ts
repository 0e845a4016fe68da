import { isObject, type Json, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { Fields, listIn } from './fields.ts';
import { windowsEvidence } from './windows-event.ts';

/** `["a"]`, `['a', 'b']`, `a;b`, `-`, plaso's `{"labels": ["a"]}` → the words. */
export function tagList(value: Json | undefined): string[] {
  if (isObject(value)) return tagList(own(value, 'labels'));
  const text = typeof value === 'string' ? value.trim() : undefined;
  const items = text === undefined ? listIn(value) : text.replace(/^\[|\]$/g, '').split(/[,;]/);
  return items
    .map((tag) =>
      tag
        .trim()
        .replace(/^(['"])(.*)\1$/, '$2')
        .trim(),
    )
    .filter((tag) => tag !== '' && tag !== '-');
}

/** What plaso keeps of an event log record: `<Data Name="Image">…</Data>`. */
function xmlData(xml: string | undefined): Record<string, Json> {
  const out: Record<string, Json> = {};
  for (const m of xml?.matchAll(/<Data Name="(\w+)">([^<]*)<\/Data>/g) ?? []) {
    const name = m[1] ?? '';
    if (name !== '__proto__')
      out[name] ??= (m[2] ?? '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&');
  }
  return out;
}

export function timelineEvidence(row: Fields, host: string | undefined): Evidence[] {
  const sid = row.text('usersid');
  return make.evidenceList([
    make.device({ name: host, roles: ['impacted'] }),
    sid === undefined && row.text('username', 'user') === undefined
      ? undefined
      : make.user({ name: row.text('username', 'user'), sid, host, roles: ['related'] }),
    make.ip(row.text('sourceip', 'srcip', 'ipaddress', 'clientip'), { roles: ['source'] }),
    make.ip(row.text('destinationip', 'dstip'), { roles: ['destination'] }),
    make.url(row.text('url'), { roles: ['related'] }),
    make.domain(row.text('domain'), { roles: ['related'] }),
    // The hash is of the file the event was read from where that is a log.
    /evtx|syslog|winevt/i.test(row.text('datatype', 'parser', 'format') ?? '')
      ? undefined
      : make.file({ path: row.text('filename', 'path'), sha256: row.text('sha256hash', 'sha256'), roles: ['related'] }),
    ...windowsEvidence(new Fields(xmlData(row.text('xmlstring') ?? row.text('extra'))), host),
  ]);
}
