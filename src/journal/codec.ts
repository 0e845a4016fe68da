import { isObject } from '../base/json.ts';
import { canonical } from './chain.ts';
import { EVENT_KINDS, type JournalEvent } from './event.ts';

const utf8 = new TextEncoder();
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const NEWLINE = 10;
/** `crc32 length `: 8 hex digits, blank, decimal digits, blank. */
const HEAD = /^([0-9a-f]{8}) (\d{1,10}) $/;

/** One line an event: CRC-32 and byte length of the canonical JSON, the JSON, a newline. */
export function encodeEvent(event: JournalEvent): Uint8Array<ArrayBuffer> {
  const json = utf8.encode(canonical(event));
  const head = utf8.encode(`${crc32(json).toString(16).padStart(8, '0')} ${json.length} `);
  const line = new Uint8Array(head.length + json.length + 1);
  line.set(head);
  line.set(json, head.length);
  line[line.length - 1] = NEWLINE;
  return line;
}

/** Bytes that are no whole event. */
export interface Damage {
  readonly offset: number;
  readonly bytes: number;
}
export interface Decoded {
  /** Every whole event, in the order of the file. */
  readonly events: readonly JournalEvent[];
  /** Up to here the file is kept; what follows is a torn tail. */
  readonly end: number;
  /** The last write, cut short: never acknowledged, so nothing a user was told is saved is lost. */
  readonly torn: Damage | undefined;
  /** Damage before the last whole event: something else wrote, or the disk is ill. */
  readonly damaged: readonly Damage[];
}

/** Reads a journal file, whatever state a crash left it in. A line that is not whole is reported, never guessed at. */
export function decodeEvents(bytes: Uint8Array): Decoded {
  const events: JournalEvent[] = [];
  const bad: Damage[] = [];
  let end = 0;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const stop = newline < 0 ? bytes.length : newline + 1;
    const event = newline < 0 ? undefined : decodeLine(bytes.subarray(start, newline));
    if (event === undefined) bad.push({ offset: start, bytes: stop - start });
    else {
      events.push(event);
      end = stop;
    }
    start = stop;
  }
  const torn = end === bytes.length ? undefined : { offset: end, bytes: bytes.length - end };
  return { events, end, torn, damaged: bad.filter((damage) => damage.offset < end) };
}

function decodeLine(line: Uint8Array): JournalEvent | undefined {
  const second = line.indexOf(32, 9) + 1;
  if (second < 10 || second > 20) return undefined;
  const head = HEAD.exec(String.fromCharCode(...line.subarray(0, second)));
  if (head === null) return undefined;
  const json = line.subarray(second);
  if (Number(head[2]) !== json.length || Number.parseInt(head[1] ?? '', 16) !== crc32(json)) return undefined;
  try {
    const value: unknown = JSON.parse(text.decode(json));
    return isEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The form only; the chain says whether it is genuine, `faultOf` whether its rows fit. */
function isEvent(value: unknown): value is JournalEvent {
  if (!isObject(value)) return false;
  const texts = ['id', 'actor', 'summary', 'prev', 'hash'].every((key) => typeof value[key] === 'string');
  const numbers = Number.isSafeInteger(value['seq']) && Number.isSafeInteger(value['at']) && value['v'] === 1;
  const kind = (EVENT_KINDS as readonly unknown[]).includes(value['kind']);
  return texts && numbers && kind && Array.isArray(value['subjects']) && Array.isArray(value['changes']);
}

const TABLE = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of ISO 3309 (zip, gzip). */
export function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) c = (TABLE[(c ^ (bytes[i] as number)) & 0xff] as number) ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
