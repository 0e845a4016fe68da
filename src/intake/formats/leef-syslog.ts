import { hash64 } from '../../base/hash.ts';
import type { Json } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { ReadContext, TextImporter } from '../importer.ts';
import { extension, labelled } from './support/cef.ts';
import type { Fields } from './support/fields.ts';
import { logEvidence, threatOf } from './support/log-event.ts';
import { momentOf, timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { confidenceOfEvents, syslogHead } from './support/syslog.ts';

const START = /(?:^|[\s>:\]])LEEF:\s?\d(?:\.\d)?\|/;

/** IBM QRadar Log Event Extended Format, versions 1 and 2, with or without a syslog header. Each event is kept; routine ones are informational. */
export const leefSyslog: TextImporter = {
  id: 'leef-syslog',
  label: 'LEEF in syslog',
  spec: 'https://www.ibm.com/docs/en/dsm?topic=overview-leef-event-components',
  kind: 'text',

  match: (head) => confidenceOfEvents(head, (line) => line.search(START)),

  open(ctx: ReadContext) {
    return {
      line(text: string): void {
        if (text.trim() === '') return;
        if (START.test(text)) event(text, ctx);
        else ctx.ignore('line that is no LEEF event');
      },
      end: () => undefined,
    };
  },
};

interface Leef {
  readonly vendor: string;
  readonly product: string;
  readonly eventId: string;
  readonly fields: Fields;
}

function event(line: string, ctx: ReadContext): void {
  const at = line.indexOf('LEEF:', line.search(START));
  const leef = leefEvent(line.slice(at));
  if (leef === undefined) {
    ctx.reject('intake/cut-off', 'A LEEF header with fewer than five fields.');
    return;
  }
  const { vendor, product, eventId, fields } = leef;
  const head = syslogHead(line.slice(0, at));
  const threat = threatOf(fields);
  const message = fields.text('msg', 'message', 'description', 'reason');
  const name =
    fields.text('eventname', 'name', 'title', 'alertname', 'eventmessage') ??
    (isCode(eventId) ? (message ?? (eventId === '' ? '' : `${vendor} ${product} event ${eventId}`)) : eventId.replaceAll('_', ' '));
  const routine = isRoutine(leef);
  const attack = [...fields.names()].filter((key) => /mitre|attack|tactic|technique/.test(key)).map((key) => fields.text(key) ?? '');
  const tactics = tacticsOf(attack);
  const techniques = techniquesOf(attack);
  const severity = fields.word('sev', 'severity', 'level', 'urgency', 'risk');
  ctx.alert(
    defined({
      externalId: `#${hash64(`${fields.text('devtime') === undefined ? (head.time ?? '') : ''}\n${line.slice(at).trimEnd()}`)}`,
      idScope: 'leef',
      title:
        (threat === undefined || name.toLowerCase().includes(threat.toLowerCase()) ? name : `${name}: ${threat}`) || `${product} event`,
      description: message,
      severity: routine ? ('informational' as const) : severityOf(severity),
      severityText: severity,
      category: routine ? `Event: ${fields.text('cat') ?? eventId}` : fields.text('cat'),
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: vendor === '' ? undefined : vendor,
      product: [vendor, product].filter((part, i, all) => part !== '' && all.indexOf(part) === i).join(' ') || 'LEEF',
      rule: eventId === '' ? undefined : eventId,
      ...timesOf(time(fields, head.time, ctx), ctx.assume),
      evidence: logEvidence({ fields, sender: head.host ?? fields.text('sender') }),
      threatName: threat,
    }),
  );
}

/** An id that says nothing to a person: `286`, `1AFF0024`, `Generic`. */
const isCode = (eventId: string): boolean => /^(?:\d*|(?=.*\d)[0-9a-f]{6,}|generic|unknown)$/i.test(eventId);

/** Header of five fields, a sixth in version 2 that names the delimiter. Attributes are parted by it, by tabs, or – after copy and paste – by blanks. */
function leefEvent(text: string): Leef | undefined {
  const parts = text.split('|');
  const version = /LEEF:\s?(\d)/.exec(parts[0] ?? '')?.[1];
  const [, vendor = '', product = '', , eventId = ''] = parts;
  if (parts.length < 5) return undefined;
  let rest = parts.slice(5).join('|');
  let delimiter = '\t';
  const stated = parts[5] ?? '';
  if (version === '2' && parts.length > 6 && !stated.includes('=') && stated.length <= 6) {
    delimiter = delimiterOf(stated.trim() === '' ? stated : stated.trim());
    rest = parts.slice(6).join('|');
  }
  return { vendor: vendor.trim(), product: product.trim(), eventId: eventId.trim(), fields: labelled(attributes(rest, delimiter)) };
}

function delimiterOf(stated: string): string {
  const hex = /^(?:0x|x|\\x|\\u00)([0-9a-f]{1,4})$/i.exec(stated)?.[1];
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return stated === '' || /^(?:\\t|<?tab>?)$/i.test(stated) ? '\t' : stated;
}

function attributes(text: string, delimiter: string): Record<string, string> {
  const used = [delimiter, '\t', '^', '|'].find((one) => text.split(one).filter((part) => /^\s*[\w.-]+=/.test(part)).length > 1);
  if (used === undefined) return extension(text);
  const out: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of text.split(used)) {
    const at = part.indexOf('=');
    const key = part.slice(0, at).trim();
    const value = part
      .slice(at + 1)
      .trim()
      .replace(/\\([=|])/g, '$1');
    if (at > 0 && value !== '' && !(key in out)) out[key] = value;
  }
  return out;
}

/** Letters of a Java pattern are not read: the forms of `devTime` seen are read as they stand, and without a zone name that says nothing. */
function time(fields: Fields, header: string | undefined, ctx: ReadContext): { first?: Json } {
  for (const text of [fields.text('devtime'), fields.text('starttime', 'eventtime', 'timestamp', 'time'), header]) {
    const folded = text?.replace(/\s+/g, ' ');
    if (folded === undefined) continue;
    const zone = /^[A-Za-z].* ([A-Z]{3,5})$/.exec(folded)?.[1];
    const offset = zone === undefined || !Object.hasOwn(ZONES, zone) ? undefined : ZONES[zone];
    const named = offset === undefined ? folded : folded.replace(/ [A-Z]{3,5}$/, ` ${offset}`);
    for (const form of [named, folded, folded.replace(/ [A-Z]{2,5}$/, '')])
      if (momentOf(form, ctx.assume) !== undefined) return { first: form };
  }
  return header === undefined ? {} : { first: header };
}
const ZONES: Readonly<Record<string, string>> = {
  CET: '+0100',
  CEST: '+0200',
  BST: '+0100',
  EST: '-0500',
  EDT: '-0400',
  CST: '-0600',
  CDT: '-0500',
  MST: '-0700',
  MDT: '-0600',
  PST: '-0800',
  PDT: '-0700',
  JST: '+0900',
};

/** `8 cn1=37`: attributes that a blank parts from the number are beside it. */
function severityOf(text: string | undefined): Severity {
  const number = Number(/^\d+(?:\.\d+)?(?= \w+=|$)/.exec(text ?? '')?.[0] ?? Number.NaN);
  if (text === undefined || !Number.isFinite(number)) return severityOfWord(text);
  if (number <= 3) return 'low';
  return number <= 6 ? 'medium' : 'high';
}

/** Traffic and system records that share the pipe with alerts. */
function isRoutine({ eventId, fields }: Leef): boolean {
  const level = fields.word('sev', 'severity');
  if (level !== undefined && Number(level) >= 4) return false;
  const words = `${eventId} ${fields.text('cat') ?? ''}`;
  if (/threat|virus|malware|attack|intrusion|exploit|suspicious|anomal|detect|phish|spam|scan|brute|deny|block|quarantine/i.test(words))
    return false;
  return (
    /connection|dhcp|traffic|system|session|audit|command|log(?:in|on|off|out)|generic|info|health|config/i.test(words) ||
    /^(?:allow|accept|permit|pass)/i.test(fields.text('action', 'act', 'disp', 'disposition') ?? '') ||
    /^info/i.test(fields.word('level') ?? '')
  );
}
