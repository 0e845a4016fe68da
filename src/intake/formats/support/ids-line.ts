import type { AlertDraft } from '../../../domain/alert.ts';
import type { ReadContext } from '../../importer.ts';
import { endOf, flowList, severityOfPriority } from './ids.ts';
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
  /** What follows the priority where there are no addresses: packet bytes, packet number. */
  readonly rest: string;
}

export const FAST_HEAD = /^(\d\d\/\d\d(?:\/\d{2,4})?-\d\d:\d\d:\d\d\.\d+)\s+(?:\[(\w+)\]\s+)?\[\*\*\]\s+\[(\d+):(\d+):(\d+)\]\s?/;
const TAIL = /\s*\[\*\*\](?:\s*\[Classification: ?(.*?)\])?(?:\s*\[Priority: ?(\d+)\])?(.*)$/;
const ENDS = /\{([^}]+)\}\s+(\S+)\s+->\s+(\S+)/;

/** The fields of a line; undefined when it is none. A line may be led by a syslog header. */
export function fastLine(text: string): FastLine | undefined {
  const head = FAST_HEAD.exec(text);
  if (head === null) return undefined;
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
export function fastDraft(line: FastLine, vendor: string, product: string, ctx: ReadContext): AlertDraft {
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
    evidence: flowList({
      source: source?.address,
      sourcePort: source?.port,
      destination: destination?.address,
      destinationPort: destination?.port,
      protocol: line.protocol,
      blocked: /^(?:w?drop|block|reject)/i.test(line.action ?? ''),
    }),
  };
}

/** Of the lines of a head, how many start as an alert of this kind: the last line may be cut. */
export function shareOf(head: string, test: (line: string) => boolean): number {
  const lines = head.split(/\r?\n/);
  if (lines.length > 2) lines.pop();
  const told = lines.filter((line) => line.trim() !== '').slice(0, 200);
  return told.length === 0 ? 0 : told.filter(test).length / told.length;
}
