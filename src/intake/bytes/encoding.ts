import type { ByteFeed } from './feed.ts';
import { concat } from './feed.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';
export interface EncodingGuess {
  readonly encoding: Encoding;
  readonly bomBytes: number;
}

/** By byte order mark, else by where the zero bytes stand; a text of Latin script in UTF-16 has one in every second byte. */
export function guessEncoding(head: Uint8Array): EncodingGuess {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe && !(head[2] === 0 && head[3] === 0)) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  const length = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (pairs >= 2 && odd > pairs * 0.4 && even < pairs * 0.05) return { encoding: 'utf-16le', bomBytes: 0 };
  if (pairs >= 2 && even > pairs * 0.4 && odd < pairs * 0.05) return { encoding: 'utf-16be', bomBytes: 0 };
  return { encoding: 'utf-8', bomBytes: 0 };
}

export interface EncodingTally {
  /** Bytes that are no UTF-8, read as Windows-1252. */
  stray: number;
  /** Well-formed sequences of more than one byte. */
  multibyte: boolean;
}

/** A feed of well-formed UTF-8 without byte order mark. Chunks end on whole characters. `lineFeed` turns lone CR into LF, byte for byte. */
export function utf8Feed(feed: ByteFeed, guess: EncodingGuess, tally: EncodingTally, crOnly: boolean): ByteFeed {
  const step = guess.encoding === 'utf-8' ? utf8Step(tally) : utf16Step(guess.encoding);
  let skip = guess.bomBytes;
  let ended = false;
  return {
    async next() {
      while (!ended) {
        const chunk = await feed.next();
        ended = chunk === undefined;
        let body = chunk ?? new Uint8Array(0);
        if (skip > 0) {
          const cut = Math.min(skip, body.length);
          body = body.subarray(cut);
          skip -= cut;
        }
        const out = step(body, ended);
        if (out.length > 0) return crOnly ? out.map((byte) => (byte === 13 ? 10 : byte)) : out;
      }
      return undefined;
    },
    close: () => feed.close(),
  };
}

type Step = (chunk: Uint8Array, last: boolean) => Uint8Array;

function utf16Step(encoding: 'utf-16le' | 'utf-16be'): Step {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const encoder = new TextEncoder();
  return (chunk, last) => encoder.encode(decoder.decode(chunk, { stream: !last }));
}

function utf8Step(tally: EncodingTally): Step {
  const validator = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let carry: Uint8Array | undefined;
  return (chunk, last) => {
    if (carry === undefined && isAscii(chunk)) return chunk;
    const whole = carry === undefined ? chunk : concat([carry, chunk]);
    const cut = last ? whole.length : wholeCharacters(whole);
    carry = cut === whole.length ? undefined : whole.slice(cut);
    const body = whole.subarray(0, cut);
    try {
      validator.decode(body);
      if (!isAscii(body)) tally.multibyte = true;
      return body;
    } catch {
      return repair(body, tally);
    }
  };
}

const NO_WORDS = new Uint32Array(0);
export function isAscii(bytes: Uint8Array): boolean {
  const before = Math.min(-bytes.byteOffset & 3, bytes.length);
  // Four at a time between the edges.
  const words = bytes.length < 8 ? NO_WORDS : new Uint32Array(bytes.buffer, bytes.byteOffset + before, (bytes.length - before) >> 2);
  let seen = 0;
  for (let i = 0; i < before; i++) seen |= bytes[i] ?? 0;
  for (let i = before + words.length * 4; i < bytes.length; i++) seen |= bytes[i] ?? 0;
  for (let i = 0; i < words.length && (seen & 0x80808080) === 0; i += 1024) {
    const stop = Math.min(i + 1024, words.length);
    for (let j = i; j < stop; j++) seen |= words[j] ?? 0;
  }
  return (seen & 0x80808080) === 0;
}

/** Where the last character begins, if it is cut; else the length. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const sequenceLength = (lead: number): number => (lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4);

const HIGH_HALF: readonly Uint8Array[] = Array.from({ length: 128 }, (_, i) =>
  new TextEncoder().encode(new TextDecoder('windows-1252').decode(Uint8Array.of(128 + i))),
);

/** Keeps well-formed UTF-8 and reads every other byte as Windows-1252, as files stitched together from both need. */
function repair(bytes: Uint8Array, tally: EncodingTally): Uint8Array {
  const out = new Uint8Array(bytes.length * 3);
  let to = 0;
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i] ?? 0;
    const length = byte < 0x80 ? 1 : wellFormed(bytes, i, byte);
    if (length === 0) {
      const replacement = HIGH_HALF[byte - 128] ?? new Uint8Array(0);
      out.set(replacement, to);
      to += replacement.length;
      tally.stray++;
      i++;
      continue;
    }
    if (length > 1) tally.multibyte = true;
    for (let k = 0; k < length; k++) out[to++] = bytes[i++] ?? 0;
  }
  return out.subarray(0, to);
}

/** Length of the well-formed sequence of two to four bytes at `i`, 0 when there is none. Unicode standard, table 3-7. */
function wellFormed(bytes: Uint8Array, i: number, lead: number): number {
  const length = sequenceLength(lead);
  if (length === 1) return 0;
  const second = bytes[i + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let k = 2; k < length; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

export function encodingName(guess: EncodingGuess, tally: EncodingTally): string {
  if (guess.encoding !== 'utf-8')
    return `${guess.encoding === 'utf-16le' ? 'UTF-16 LE' : 'UTF-16 BE'}${guess.bomBytes > 0 ? ' with BOM' : ''}`;
  if (tally.stray > 0) return tally.multibyte ? 'UTF-8 with stray Windows-1252 bytes' : 'Windows-1252';
  return guess.bomBytes > 0 ? 'UTF-8 with BOM' : 'UTF-8';
}
