import { readFileSync } from 'node:fs';
import { gzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IMPORTERS } from '../../src/intake/registry.ts';
import { validAlert } from '../../src/intake/validate.ts';
import { fixturesOf } from './describe-importer.ts';
import { holdsFor } from './holds.ts';
import { memorySource, take } from './sources.ts';

/* What goes wrong with files, done to a real one of every format. All is made here, from the fixtures. */

const LARGEST = 40_000;
const main = (id: string): string => {
  const files = fixturesOf(id).filter((file) => !/-(?:bad|cut|empty|utf16|crlf)|tail-cut|row-cut/.test(file));
  return files.find((file) => /\/typical[.-]/.test(file)) ?? files[0] ?? '';
};
const SOUND = IMPORTERS.map(({ id }) => ({
  id,
  text: readFileSync(main(id), 'utf8')
    .replace(/^\ufeff/, '')
    .slice(0, LARGEST),
}));
/** Records enough for a cut to fall between good ones; a file that is one JSON document stays as it is. */
function many(text: string): string {
  const lines = text.replace(/\n+$/, '').split('\n');
  const [first = ''] = lines;
  if (/^\s*[[{]/.test(text) && !(first.startsWith('{') && first.endsWith('}'))) return text;
  const isTable = !first.startsWith('{') && /^[^=:|]+[,;\t][^=:|]+[,;\t]/.test(first);
  const body = `${(isTable ? lines.slice(1) : lines).join('\n')}\n`;
  return (isTable ? `${first}\n` : '') + body.repeat(6);
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const half = (bytes: Uint8Array): Uint8Array => bytes.slice(0, Math.ceil(bytes.length * 0.6));

/** The first longer text of a record, whatever the form of the file. */
function withFirstText(text: string, change: (value: string) => string): string {
  const json = /"((?:[^"\\\n]|\\.){6,})"(?!\s*:)(?=\s*[,}\]])/;
  if (/^\s*[[{]/.test(text)) return text.replace(json, (_, value: string) => `"${JSON.stringify(change(value)).slice(1, -1)}"`);
  const lines = text.split('\n');
  const at = lines.length > 1 ? 1 : 0;
  lines[at] = (lines[at] ?? '').replace(/[A-Za-z]{5,}/, (value) => change(value).replace(/[",\n]/g, ' '));
  return lines.join('\n');
}
const HOSTILE = `<img src=x onerror=alert(1)> \${7*7} =cmd|' /C calc'!A0 '; DROP TABLE alert; -- \u202e`;

const VARIANTS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'cut off in the middle': (text) => half(bytesOf(many(text))),
  'packed and cut off in the middle': (text) => gzipSync(half(bytesOf(many(text))), { mtime: 0 }).slice(0, -12),
  'in an archive that is cut off': (text) => {
    const zip = zipSync({ a: half(bytesOf(many(text))) }, { mtime: '2024-01-01' });
    // Local header of 31 bytes; the packed length stands in it.
    return zip.slice(0, 31 + new DataView(zip.buffer, zip.byteOffset).getUint32(18, true) - 4);
  },
  'mixed line ends': (text) =>
    bytesOf(
      text
        .split(/\r?\n/)
        .map((line, i) => line + (i % 2 === 0 ? '\r\n' : '\n'))
        .join(''),
    ),
  'UTF-16': (text) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')),
  'Windows-1252 in a text': (text) =>
    new Uint8Array(
      Buffer.from(
        withFirstText(text, (value) => `${value} caf\u00e9`),
        'latin1',
      ),
    ),
  'a huge value': (text) => bytesOf(withFirstText(text, (value) => value + 'x'.repeat(200_000))),
  'a hostile value': (text) => bytesOf(withFirstText(text, (value) => `${value} ${HOSTILE}`)),
  'a record nested too deep behind it': (text) => {
    const deep = `{"a":${'['.repeat(400)}${']'.repeat(400)}}`;
    return bytesOf(/^\s*\[/.test(text) ? text.replace(/\]\s*$/, `,${deep}]`) : `${text.replace(/\n*$/, '\n')}${deep}\n`);
  },
};

describe.each(SOUND)('$id', ({ text }) => {
  test('every kind of damage ends with a report, sound alerts and the records before it', async () => {
    const golden: Record<string, unknown> = {};
    for (const [what, damage] of Object.entries(VARIANTS)) {
      const { reports, alerts } = await take(memorySource(damage(text)));
      for (const { draft } of alerts) expect(validAlert(draft, () => undefined)).toBe(draft);
      golden[what] = reports.map(({ format, records, alerts: given, ignored, rejectedCount, rejected, error }) =>
        `${format ?? '-'}: ${records} records, ${given} alerts, ${ignored} ignored, ${rejectedCount} rejected ${[...new Set(rejected.map(({ code }) => code))].join(' ')} ${error?.code ?? ''}`.trimEnd(),
      );
    }
    expect(golden).toMatchSnapshot();
  });
});

test('a real file of any format, changed and cut anywhere, in any container', async () => {
  const packings = ['plain', 'gzip', 'zip', 'gzip cut', 'zip cut', 'gzip in zip'] as const;
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const change = fc.tuple(
    share,
    fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.constantFrom('"', '\n', '{', '[', ',', '\\', '}\n{').map(bytesOf)),
    fc.nat({ max: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SOUND),
      share,
      fc.array(change, { maxLength: 4 }),
      fc.constantFrom(...packings),
      async ({ text }, cut, changes, packing) => {
        let bytes = bytesOf(text);
        for (const [at, put, drop] of changes) {
          const from = Math.floor(at * bytes.length);
          bytes = new Uint8Array(Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + drop)]));
        }
        bytes = bytes.slice(0, Math.ceil(bytes.length * (0.2 + 0.8 * cut)));
        let packed = bytes;
        if (packing.startsWith('gzip')) packed = gzipSync(bytes);
        if (packing === 'gzip in zip') packed = zipSync({ a: packed, b: bytes });
        if (packing.startsWith('zip')) packed = zipSync({ a: bytes, b: bytes });
        if (packing.endsWith('cut')) packed = packed.slice(0, Math.ceil(packed.length * cut));
        await holdsFor(packed, Math.max(500, packed.length >> 5), {});
      },
    ),
    { numRuns: 300 },
  );
});
