import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, decodeEvents, encodeEvent } from '../../src/journal/codec.ts';
import { anyDraft, chainOf } from './sample-events.ts';

const journal = fc.array(anyDraft, { minLength: 1, maxLength: 6 }).map((drafts) => {
  const events = chainOf(drafts);
  const lines = events.map(encodeEvent);
  return { events, lines, bytes: new Uint8Array(Buffer.concat(lines)) };
});

test('what was written is read back', () => {
  fc.assert(
    fc.property(journal, ({ events, bytes }) => {
      // Lone surrogates and all: a line is canonical JSON, which escapes what UTF-8 cannot say.
      expect(decodeEvents(bytes)).toEqual({ events, end: bytes.length, torn: undefined, damaged: [] });
    }),
  );
});

test('cut at any byte: every whole event is kept, the rest is reported', () => {
  fc.assert(
    fc.property(journal, fc.double({ min: 0, max: 1, noNaN: true }), ({ events, lines, bytes }, where) => {
      const cut = Math.floor(where * bytes.length);
      let whole = 0;
      let end = 0;
      while (whole < lines.length && end + (lines[whole]?.length ?? 0) <= cut) end += lines[whole++]?.length ?? 0;
      const decoded = decodeEvents(bytes.subarray(0, cut));
      expect(decoded.events).toEqual(events.slice(0, whole));
      expect(decoded.end).toBe(end);
      expect(decoded.torn).toEqual(end === cut ? undefined : { offset: end, bytes: cut - end });
      expect(decoded.damaged).toEqual([]);
    }),
  );
});

test('one byte changed anywhere: no wrong event is taken, at most its own line and the next are lost', () => {
  fc.assert(
    fc.property(journal, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ events, bytes }, where, flip) => {
      const bad = bytes.slice();
      const at = where % bad.length;
      bad[at] = (bad[at] ?? 0) ^ flip;
      const decoded = decodeEvents(bad);
      for (const event of decoded.events) expect(events).toContainEqual(event);
      expect(decoded.events.length).toBeGreaterThanOrEqual(events.length - 2);
      expect(decoded.events.length).toBeLessThan(events.length);
      expect(decoded.damaged.length > 0 || decoded.torn !== undefined).toBe(true);
    }),
  );
});

test('CRC-32 is that of zip and gzip', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
