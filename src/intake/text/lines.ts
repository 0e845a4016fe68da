import type { RecordPlace } from '../../domain/alert.ts';
import type { ByteWindow } from '../bytes/window.ts';
import type { IntakeLimits } from '../limits.ts';
import type { RecordOut } from './record-out.ts';

const LF = 10;
const CR = 13;
const MEGABYTE = 1024 * 1024;

/**
 * Gives every non-empty line without its line end, with its 1-based number and its bytes. `each` returns false to stop;
 * the window still holds that line then. `last`: no line end follows. `piece` is given whole lines together, before `each` gets them one by one.
 */
export async function readLines(
  window: ByteWindow,
  limits: IntakeLimits,
  out: RecordOut,
  each: (text: string, place: RecordPlace, last: boolean) => boolean,
  piece?: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let line = 1;
  let searched = 0;
  let open = false;
  for (;;) {
    const more = await window.fill();
    const unsearched = window.start + searched;
    const found = window.bytes.subarray(unsearched, window.end).lastIndexOf(LF);
    const cut = found < 0 ? -1 : unsearched + found;
    if (cut < 0 && window.start === window.end && !more) {
      out.ended(open ? line - 1 : line);
      return;
    }
    if (cut < 0 && more) {
      searched = window.end - window.start;
      if (searched <= limits.recordBytes) continue;
      await skipLine(window);
      out.reject(line, 'intake/too-long', `The line is longer than ${Math.round(limits.recordBytes / MEGABYTE)} MB. It was left out.`);
      line++;
      searched = 0;
      if (!(await out.pause())) return;
      continue;
    }
    const end = cut < 0 ? window.end : cut;
    const bytes = window.bytes.subarray(window.start, end);
    if (cut < 0 && bytes.length > limits.recordBytes) {
      out.reject(line, 'intake/too-long', `The line is longer than ${Math.round(limits.recordBytes / MEGABYTE)} MB. It was left out.`);
      return;
    }
    searched = 0;
    const text = decoder.decode(bytes);
    piece?.(text);
    // Every character of more than one byte is shorter in UTF-16.
    const ascii = text.length === bytes.length;
    let at = window.start;
    for (const raw of text.split('\n')) {
      const stop = ascii ? at + raw.length : lineEnd(window.bytes, at, end);
      const clean = raw.charCodeAt(raw.length - 1) === CR ? raw.slice(0, -1) : raw;
      if (clean !== '') {
        const place = { line, offset: window.offset(at), length: stop - at - (raw.length - clean.length) };
        if (!each(clean, place, cut < 0 && stop === end)) return;
      }
      at = stop + 1;
      line++;
    }
    window.start = cut < 0 ? window.end : cut + 1;
    open = cut < 0;
    if (!(await out.pause())) return;
  }
}

function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  const at = bytes.indexOf(LF, from);
  return at < 0 || at > end ? end : at;
}

async function skipLine(window: ByteWindow): Promise<void> {
  window.start = window.end;
  while (await window.fill()) {
    const at = window.bytes.indexOf(LF, window.start);
    if (at >= 0 && at < window.end) {
      window.start = at + 1;
      return;
    }
    window.start = window.end;
  }
}
