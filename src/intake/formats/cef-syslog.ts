import { hash64 } from '../../base/hash.ts';
import type { Json } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { ReadContext, TextImporter } from '../importer.ts';
import { type CefEvent, cefEvent, cefStart, isRoutine } from './support/cef.ts';
import type { Fields } from './support/fields.ts';
import { logEvidence, threatOf } from './support/log-event.ts';
import { momentOf, timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { confidenceOfEvents, syslogHead } from './support/syslog.ts';

/** ArcSight Common Event Format, one event a line, with or without a syslog header. Each event is kept; traffic, audit and system records are informational. */
export const cefSyslog: TextImporter = {
  id: 'cef-syslog',
  label: 'CEF in syslog',
  spec: 'https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors/pdfdoc/common-event-format-v25/common-event-format-v25.pdf',
  kind: 'text',

  match: (head) => confidenceOfEvents(head, cefStart),

  open(ctx: ReadContext) {
    return {
      line(text: string): void {
        if (text.trim() === '') return;
        const at = cefStart(text);
        if (at < 0) ctx.ignore('line that is no CEF event');
        else event(text, at, ctx);
      },
      end: () => undefined,
    };
  },
};

function event(line: string, at: number, ctx: ReadContext): void {
  const cef = cefEvent(line.slice(at));
  if (cef === undefined) {
    ctx.reject('intake/cut-off', 'A CEF header with fewer than seven fields.');
    return;
  }
  const { fields } = cef;
  const head = syslogHead(line.slice(0, at));
  const routine = isRoutine(cef);
  const category = fields.text('cat', 'deviceeventcategory');
  // PAN-OS writes the threat's name as the category.
  const isThreat = [cef.classId, cef.name].some((part) => /^threat$/i.test(part));
  const threat = threatOf(fields) ?? (isThreat && category !== undefined && /[a-z]{3}/i.test(category) ? category : undefined);
  const base = cef.name === '' ? (fields.text('msg', 'message') ?? cef.classId) : cef.name;
  const attack = [...fields.names()].filter((name) => /mitre|attack|tactic|technique/.test(name)).map((name) => fields.text(name) ?? '');
  const tactics = tacticsOf(attack);
  const techniques = techniquesOf(attack);
  const count = Number(fields.text('cnt', 'baseeventcount') ?? 1);
  ctx.alert(
    defined({
      externalId: `#${hash64(`${has(fields, 'rt', 'start', 'end') ? '' : (head.time ?? '')}\n${line.slice(at).trimEnd()}`)}`,
      idScope: 'cef',
      title: titleOf(cef, base, threat),
      description: fields.text('msg', 'message'),
      severity: routine ? ('informational' as const) : severityOf(cef),
      severityText: cef.severity === '' ? undefined : cef.severity,
      category: routine ? `Event: ${category ?? cef.name}` : category,
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: cef.vendor === '' ? undefined : cef.vendor,
      product: [cef.vendor, cef.product].filter((part, i, all) => part !== '' && all.indexOf(part) === i).join(' ') || 'CEF',
      rule: cef.classId === '' ? undefined : cef.classId,
      ...timesOf(moments(fields, head.time, ctx), ctx.assume),
      evidence: logEvidence({ fields, sender: head.host }),
      sourceIncident: fields.text('malopid', 'incidentid', 'caseid'),
      url: link(fields),
      threatName: threat,
      ...(Number.isSafeInteger(count) && count > 1 && { count }),
    }),
  );
}

const has = (fields: Fields, ...names: string[]): boolean => names.some((name) => fields.text(name) !== undefined);

function titleOf(cef: CefEvent, base: string, threat: string | undefined): string {
  const type = [cef.classId, base].find((part) => /^(?:threat|wildfire)$/i.test(part));
  const name =
    type !== undefined && type !== base
      ? `${type} ${base}`
      : /^(?:threat|log|alert|event|detection)$/i.test(base) && cef.classId !== '' && !/^\d+$/.test(cef.classId)
        ? `${base} ${cef.classId}`
        : base;
  return threat === undefined || name.toLowerCase().includes(threat.toLowerCase()) ? name : `${name}: ${threat}`;
}

/** `rt` is when the event happened for most vendors, `start` and `end` where it lasted; `dtz` may say the zone. */
function moments(fields: Fields, header: string | undefined, ctx: ReadContext): { first?: Json; last?: Json; detected?: Json } {
  const zone = fields.text('dtz', 'devicetimezone');
  const known = zone !== undefined && /^(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i.test(zone) ? zone : undefined;
  const read = (...names: string[]): Json | undefined => {
    for (const name of names) {
      // `GMT+00:00`, and the form of SentinelOne.
      const text = fields
        .text(name)
        ?.replace(/\s+/g, ' ')
        .replace(/(?:GMT|UTC)(?=[+-]\d{2}:?\d{2}$)/, '')
        .replace(/^#arcsightDate\((?:[A-Z][a-z]{2}, )?(.*?),?\s*(\w+)?\)$/, '$1 $2')
        .trim();
      if (text === undefined) continue;
      const parsed = momentOf(text, ctx.assume);
      if (parsed !== undefined) return known !== undefined && parsed.assumed.includes('zone') ? `${text} ${known}` : text;
      const bare = text.replace(/\s+[A-Z]{2,5}$/, '');
      if (momentOf(bare, ctx.assume) !== undefined) return bare;
    }
    return undefined;
  };
  const first =
    read('start', 'starttime') ??
    read('rt', 'receipttime', 'devicereceipttime', 'eventtime', 'eventtimestamp', 'detectiontime', 'devicecustomdate1') ??
    read('end', 'endtime', 'art', 'mrt') ??
    header;
  const last = read('end', 'endtime');
  const detected = read('rt', 'receipttime', 'devicereceipttime');
  return { ...(first !== undefined && { first }), ...(last !== undefined && { last }), ...(detected !== undefined && { detected }) };
}

function link(fields: Fields): string | undefined {
  const text = fields.text('link', 'falconhostlink', 'alerturl', 'incidenturl', 'deviceurl', 'eventurl');
  return text !== undefined && /^https?:\/\//i.test(text) ? text : undefined;
}

/** Words, or 0 to 10; CrowdStrike writes 1 to 5. A severity stated by the event itself is preferred where the header has none. */
function severityOf(cef: CefEvent): Severity {
  const named = severityOfWord(cef.fields.word('severityname', 'cpseverity', 'threatseverity') ?? '');
  const word = severityOfWord(cef.severity);
  if (word !== 'unknown') return word;
  const number = Number(cef.severity);
  if (cef.severity.trim() === '' || !Number.isFinite(number)) return named;
  if (/crowdstrike/i.test(cef.vendor) && number <= 5)
    return named === 'unknown'
      ? ((['unknown', 'informational', 'low', 'medium', 'high', 'high'] as const)[Math.round(number)] ?? 'unknown')
      : named;
  if (number <= 3) return 'low';
  return number <= 6 ? 'medium' : 'high';
}
