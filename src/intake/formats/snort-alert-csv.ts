import Papa from 'papaparse';
import { normalAddress } from '../../domain/address.ts';
import { stated } from '../../domain/placeholder.ts';
import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';
import { endOf, flowList, severityOfPriority } from './support/ids.ts';
import { FAST_HEAD, shareOf } from './support/ids-line.ts';
import { timesOf } from './support/moments.ts';

const STAMP = /^\d\d\/\d\d(?:\/\d{2,4})?-\d\d:\d\d:\d\d\.\d+$/;
const EPOCH = /^1\d{9}(?:\.\d+)?$/;
const IN_LINE = /(?:^|,)\s*\d\d\/\d\d(?:\/\d{2,4})?-\d\d:\d\d:\d\d\.\d+\s*,/;
/** Epoch seconds and both ends with ports, where the configuration leaves the readable time out. */
const NUMBERED = /^\s*1\d{9}\s*,.*\d+\.\d+\.\d+\.\d+\s*,\s*\d{1,5}\s*,.*\d+\.\d+\.\d+\.\d+\s*,\s*\d{1,5}\s*,/;
const RULE = /^\d+:\d+:\d+$/;
const PROTOCOLS = /^(?:TCP|UDP|ICMP|ICMP6|IPV6-ICMP|IP|eth_ii|udp|tcp|icmp)$/i;
const ACTIONS = /^(?:allow|alert|pass|drop|block|would_?block|would_?drop|reject|react|rewrite|can'?t_?drop|log)$/i;

/** Snort `alert_csv`: no header, columns as the configuration names them, so each cell is told by what it holds. Lines of one file may differ. */
export const snortAlertCsv: TextImporter = {
  id: 'snort-alert-csv',
  label: 'Snort alert_csv',
  spec: 'https://docs.snort.org/start/alert_logging',
  kind: 'text',
  match(head: string): Confidence {
    const share = shareOf(
      head,
      (line) => (IN_LINE.test(line) || NUMBERED.test(line)) && !FAST_HEAD.test(line) && line.split(',').length >= 5,
    );
    return share > 0.5 ? 75 : 0;
  },
  open(ctx: ReadContext): TextReader {
    return {
      line(text: string): void {
        if (text.trim() === '') return;
        const cells = (Papa.parse<string[]>(text.replace(/,\s+"/g, ',"'), { delimiter: ',' }).data[0] ?? []).map((cell) => cell.trim());
        if (!cells.some((cell) => STAMP.test(cell) || EPOCH.test(cell))) {
          ctx.reject('intake/bad-record', 'No cell holds a time: MM/DD-HH:MM:SS or epoch seconds are due.');
          return;
        }
        read(cells, ctx);
      },
      end: () => undefined,
    };
  },
};

function read(cells: readonly string[], ctx: ReadContext): void {
  const stampAt = cells.findIndex((cell) => STAMP.test(cell));
  const seconds = cells.find((cell) => EPOCH.test(cell));
  const rules = cells.filter((cell) => RULE.test(cell));
  const addresses = cells.flatMap((cell, at) => {
    const end = endOf(cell);
    if (normalAddress(end.address) === undefined || (!cell.includes('.') && !cell.includes('::'))) return [];
    const next = cells[at + 1] ?? '';
    return [{ address: end.address, port: end.port ?? (/^\d{1,5}$/.test(next) && Number(next) <= 65535 ? next : undefined), at }];
  });
  const protocol = cells.find((cell, at) => at !== stampAt && PROTOCOLS.test(cell));
  const action = cells.find((cell) => ACTIONS.test(cell));
  const [source, destination] = addresses;
  const message = messageOf(cells, stampAt);
  const rule = rules[0] ?? ruleOf(cells, stampAt, addresses.at(-1)?.at ?? -1, protocol);
  const fraction = /\.(\d{1,6})/.exec(cells[stampAt] ?? '')?.[1];
  const time =
    seconds === undefined || seconds.includes('.')
      ? (seconds ?? cells[stampAt])
      : `${seconds}${fraction === undefined ? '' : `.${fraction}`}`;
  ctx.alert({
    title: message ?? (rule === undefined ? 'Snort alert' : `Snort rule ${rule}`),
    severity: severityOfPriority(undefined),
    vendor: 'Cisco',
    product: 'Snort',
    ...(rule !== undefined && { rule }),
    ...timesOf({ first: time }, ctx.assume),
    timeText: cells[stampAt] ?? time ?? '',
    evidence: flowList({
      source: source?.address,
      sourcePort: source?.port,
      destination: destination?.address,
      destinationPort: destination?.port,
      protocol,
      blocked: /^(?:drop|block|reject)/i.test(action ?? ''),
    }),
  });
}

/** The longest cell with letters and a blank: a message; single words are fields. */
function messageOf(cells: readonly string[], stampAt: number): string | undefined {
  let best: string | undefined;
  for (const [at, cell] of cells.entries()) {
    if (at === stampAt || !/[a-z]{2,}.*\s|\(/i.test(cell) || normalAddress(cell) !== undefined) continue;
    if (best === undefined || cell.length > best.length) best = cell;
  }
  return stated(best?.replace(/^"+|"+$/g, ''));
}

/** `gid, sid[, rev]` as numbers of their own: Snort 2 puts them behind the time, other configurations before the message. */
function ruleOf(cells: readonly string[], stampAt: number, lastAddress: number, protocol: string | undefined): string | undefined {
  const number = (at: number): boolean => /^\d+$/.test(cells[at] ?? '');
  if (number(stampAt + 1) && number(stampAt + 2) && number(stampAt + 3)) return cells.slice(stampAt + 1, stampAt + 4).join(':');
  let at = Math.max(lastAddress, protocol === undefined ? -1 : cells.indexOf(protocol)) + 1;
  if (at === lastAddress + 1 && number(at) && number(at + 1) && number(at + 2)) at++;
  return number(at) && number(at + 1) ? [cells[at], cells[at + 1], number(at + 2) ? cells[at + 2] : '0'].join(':') : undefined;
}
