/** What bytes look like that are no text. */
export type BytesKind =
  { readonly kind: 'gzip' | 'zip' | 'text' | 'empty' } | { readonly kind: 'binary'; readonly looksLike: string; readonly remedy: string };

const UNPACK = 'Unpack it first and drop the files it holds.';
const EXPORT = 'Export the alerts as JSON or CSV and drop that file.';
const SAVE_CSV = 'Open it and save the sheet as CSV (UTF-8), then drop that file.';

interface Signature {
  readonly bytes: readonly number[];
  readonly at?: number;
  readonly looksLike: string;
  readonly remedy: string;
}
const ascii = (text: string): readonly number[] => Array.from(text, (char) => char.charCodeAt(0));

const SIGNATURES: readonly Signature[] = [
  { bytes: ascii('%PDF-'), looksLike: 'a PDF document', remedy: EXPORT },
  { bytes: ascii('MZ'), looksLike: 'a Windows program (PE)', remedy: 'This is no alert export. Do not open it if it is evidence.' },
  { bytes: [0x7f, ...ascii('ELF')], looksLike: 'a Linux program (ELF)', remedy: 'This is no alert export.' },
  { bytes: [0x89, ...ascii('PNG')], looksLike: 'a PNG picture', remedy: EXPORT },
  { bytes: [0xff, 0xd8, 0xff], looksLike: 'a JPEG picture', remedy: EXPORT },
  { bytes: ascii('GIF8'), looksLike: 'a GIF picture', remedy: EXPORT },
  { bytes: ascii('SQLite format 3\0'), looksLike: 'an SQLite database', remedy: EXPORT },
  {
    bytes: ascii('PAR1'),
    looksLike: 'a Parquet file',
    remedy: "Convert it to NDJSON or CSV, for instance with DuckDB: COPY (FROM 'f.parquet') TO 'f.csv'.",
  },
  { bytes: [...ascii('Obj'), 1], looksLike: 'an Avro file', remedy: 'Convert it to JSON with avro-tools tojson.' },
  {
    bytes: ascii('ElfFile\0'),
    looksLike: 'a Windows event log (EVTX)',
    remedy: 'Run Hayabusa or Chainsaw over it and drop their JSON or CSV.',
  },
  {
    bytes: [0xd4, 0xc3, 0xb2, 0xa1],
    looksLike: 'a packet capture',
    remedy: 'Run Suricata or Zeek over it and drop eve.json or notice.log.',
  },
  {
    bytes: [0xa1, 0xb2, 0xc3, 0xd4],
    looksLike: 'a packet capture',
    remedy: 'Run Suricata or Zeek over it and drop eve.json or notice.log.',
  },
  {
    bytes: [0x0a, 0x0d, 0x0d, 0x0a],
    looksLike: 'a packet capture',
    remedy: 'Run Suricata or Zeek over it and drop eve.json or notice.log.',
  },
  { bytes: ascii("7z\xbc\xaf'\x1c"), looksLike: 'a 7-Zip archive', remedy: UNPACK },
  { bytes: ascii('Rar!\x1a\x07'), looksLike: 'a RAR archive', remedy: UNPACK },
  { bytes: [0xfd, ...ascii('7zXZ')], looksLike: 'an xz file', remedy: UNPACK },
  { bytes: ascii('BZh'), looksLike: 'a bzip2 file', remedy: UNPACK },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], looksLike: 'a Zstandard file', remedy: UNPACK },
  { bytes: [0x04, 0x22, 0x4d, 0x18], looksLike: 'an LZ4 file', remedy: UNPACK },
  { bytes: ascii('ustar'), at: 257, looksLike: 'a tar archive', remedy: UNPACK },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], looksLike: 'an old Office file (XLS, DOC, MSG)', remedy: SAVE_CSV },
  { bytes: ascii('{\\rtf'), looksLike: 'a rich text document', remedy: EXPORT },
];

/** By signature, else by the share of control characters. UTF-16 must have been told apart before. */
export function kindOfBytes(head: Uint8Array, isUtf16: boolean): BytesKind {
  if (head.length === 0) return { kind: 'empty' };
  if (head[0] === 0x1f && head[1] === 0x8b) return { kind: 'gzip' };
  if (head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6)))
    return { kind: 'zip' };
  for (const { bytes, at = 0, looksLike, remedy } of SIGNATURES) {
    if (!bytes.every((byte, i) => head[at + i] === byte)) continue;
    // Two letters may begin a text.
    if (bytes.length < 4 && controls(head) === 0) continue;
    return { kind: 'binary', looksLike, remedy };
  }
  if (!isUtf16 && controls(head) > Math.max(3, Math.min(head.length, 4096) * 0.02)) {
    return { kind: 'binary', looksLike: 'a binary file', remedy: EXPORT };
  }
  return { kind: 'text' };
}

function controls(head: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < head.length && i < 4096; i++) {
    const byte = head[i] ?? 0;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 && byte !== 12 && byte !== 0x1e) count++;
  }
  return count;
}
