import type { AlertDraft } from '../../../domain/alert.ts';
import type { Confidence, ReadContext, TextReader } from '../../importer.ts';
import { device, evidenceList } from '../../../domain/evidence-builders.ts';
import { endOf, flowEvidence, severityOfPriority } from './ids.ts';
import { isSyslogHead, syslogHead } from './syslog.ts';
import { timesOf } from './moments.ts';
import { stated } from '../../../domain/placeholder.ts';

/** One line of `alert_fast` (Snort) or `fast.log` (Suricata), taken apart. */
export interface FastLine {
  readonly time: string;
  readonly action: string | undefined;
  readonly gid: string;
  readonly sid: string;
  readonly rev: string;
  readonly message: string;
  readonly classification: string | undefined;
  readonly priority: number | undefined;
  readonly protocol: string | undefined;
  readonly source: string | undefined;
  readonly destination: string | undefined;
  /** The sensor, where a syslog header names it. */
  readonly host?: string | undefined;
  /** What follows the priority where there are no addresses: packet bytes, packet number. */
  readonly rest: string;
}

export const FAST_HEAD = /^(\d\d\/\d\d(?:\/\d{2,4})?-\d\d:\d\d:\d\d\.\d+)\s+(?:\[(\w+)\]\s+)?\[\*\*\]\s+\[(\d+):(\d+):(\d+)\]\s?/;
const TAIL = /\s*\[\*\*\](?:\s*\[Classification: ?(.*?)\])?(?:\s*\[Priority: ?(\d+)\])?(.*)$/;
const ENDS = /\{([^}]+)\}\s+(\S+)\s+->\s+(\S+)/;

/** `alert_syslog`: the same without a time and the stars, mostly behind the header of the daemon: `May  1 10:00:00 fw snort[12]: [1:2:3] …`. */
const SYSLOG =
  /^(.{0,200}?)(?:\[(\w+)\]\s+)?\[(\d+):(\d+):(\d+)\]\s+(.*?)\s*(?:\[Classification: ?([^\]]*)\]\s*)?\[Priority: ?(\d+)\]:?\s*(.*)$/;

/** Who wrote a line in the form of `alert_syslog`; undefined when it is of another form. */
export function syslogAuthor(text: string): 'suricata' | 'snort' | undefined {
  const before = SYSLOG.exec(text)?.[1];
  if (before === undefined || FAST_HEAD.test(text) || !isHeader(before)) return undefined;
  return /suricata/i.test(before) ? 'suricata' : 'snort';
}
const isHeader = (before: string): boolean => before.trim() === '' || (isSyslogHead(before) && syslogHead(before).time !== undefined);

function syslogLine(text: string): FastLine | undefined {
  const m = SYSLOG.exec(text);
  if (m === null || !isHeader(m[1] ?? '')) return undefined;
  const [, before = '', action, gid = '1', sid = '', rev = '', message = '', classification, priority, rest = ''] = m;
  const head = syslogHead(before);
  const ends = ENDS.exec(rest);
  return {
    time: head.time ?? '',
    host: head.host,
    action,
    gid,
    sid,
    rev,
    message: message.replace(/^"(.*)"$/, '$1'),
    classification: stated(classification),
    priority: Number(priority),
    protocol: ends?.[1],
    source: ends?.[2],
    destination: ends?.[3],
    rest: ends === null ? rest.trim() : '',
  };
}

/** The fields of a line of `alert_fast`, `fast.log` or `alert_syslog`; undefined when it is none. */
function fastLine(text: string): FastLine | undefined {
  const head = FAST_HEAD.exec(text);
  if (head === null) return syslogLine(text);
  const body = text.slice(head[0].length);
  const tail = TAIL.exec(body);
  if (tail === null) return undefined;
  const ends = ENDS.exec(tail[3] ?? '');
  const message = body
    .slice(0, tail.index)
    .trim()
    .replace(/^"(.*)"$/, '$1');
  return {
    time: head[1] ?? '',
    action: head[2],
    gid: head[3] ?? '1',
    sid: head[4] ?? '',
    rev: head[5] ?? '',
    message,
    classification: stated(tail[1]),
    priority: tail[2] === undefined ? undefined : Number(tail[2]),
    protocol: ends?.[1],
    source: ends?.[2],
    destination: ends?.[3],
    rest: ends === null ? (tail[3] ?? '').trim() : '',
  };
}

/** The alert a line tells of. */
function fastDraft(line: FastLine, vendor: string, product: string, ctx: ReadContext): AlertDraft {
  const source = line.source === undefined ? undefined : endOf(line.source);
  const destination = line.destination === undefined ? undefined : endOf(line.destination);
  return {
    title: line.message === '' ? `${product} rule ${line.gid}:${line.sid}` : line.message,
    severity: severityOfPriority(line.priority),
    ...(line.priority !== undefined && { severityText: String(line.priority) }),
    ...(line.classification !== undefined && { category: line.classification }),
    ...(line.rest !== '' && { description: line.rest }),
    vendor,
    product,
    rule: `${line.gid}:${line.sid}:${line.rev}`,
    ...timesOf({ first: line.time }, ctx.assume),
    evidence: evidenceList([
      ...flowEvidence({
        source: source?.address,
        sourcePort: source?.port,
        destination: destination?.address,
        destinationPort: destination?.port,
        protocol: line.protocol,
        blocked: /^(?:w?drop|block|reject)/i.test(line.action ?? ''),
      }),
      device({ name: line.host, roles: ['sensor'] }),
    ]),
  };
}

/** Of the lines of a head, how many start as an alert of this kind: the last line may be cut. */
export function shareOf(head: string, test: (line: string) => boolean): number {
  const lines = head.split(/\r?\n/);
  if (lines.length > 2) lines.pop();
  const told = lines.filter((line) => line.trim() !== '').slice(0, 200);
  return told.length === 0 ? 0 : told.filter(test).length / told.length;
}

/** Files of either are theirs by the share of such lines. */
export function confidenceOfLines(head: string, test: (line: string) => boolean): Confidence {
  const share = shareOf(head, test);
  return share > 0.5 ? 100 : share > 0.1 ? 50 : 0;
}

/** Reads `name`, a log of such lines. */
export const fastReader = (name: string, vendor: string, product: string, ctx: ReadContext): TextReader => ({
  line(text: string): void {
    if (text.trim() === '') return;
    const line = fastLine(text);
    if (line === undefined) ctx.reject('intake/bad-record', `Not a line of ${name}: a time, [**] [gid:sid:rev] and a message are due.`);
    else ctx.alert(fastDraft(line, vendor, product, ctx));
  },
  end: () => undefined,
});
