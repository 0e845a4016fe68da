import { gzipSync, strToU8, zipSync } from 'fflate';

const enc = strToU8;
const row = (i: number | string, more = ''): string =>
  `{"toy":"t${i}","at":"2024-01-01T00:00:0${Number(i) % 10 || 0}Z","id":"${i}"${more}}`;
const rows = (n: number, sep = '\n'): string => Array.from({ length: n }, (_, i) => row(i)).join(sep);
const csv = (...lines: string[]): string => ['toy,at,id', ...lines, ''].join('\n');
const many = (text: string, n: number): string => text.repeat(n);
const utf16 = (text: string, big = false, bom = true): Uint8Array => {
  const out = new Uint8Array((text.length + (bom ? 1 : 0)) * 2);
  [...(bom ? ['\ufeff'] : []), ...Array.from({ length: text.length }, (_, i) => text.charAt(i))].forEach((char, i) => {
    const unit = char.charCodeAt(0);
    out[2 * i + (big ? 1 : 0)] = unit & 255;
    out[2 * i + (big ? 0 : 1)] = unit >> 8;
  });
  return out;
};
const bytes = (...parts: (string | number[] | Uint8Array)[]): Uint8Array => {
  const all = parts.map((part) => (typeof part === 'string' ? enc(part) : Uint8Array.from(part)));
  const out = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
const HOSTILE = `"; DROP TABLE alert; -- <script>alert(1)</script> \${x} {{x}} ../../etc/passwd \u0000 \u202e =cmd|' /C calc'!A0`;

/** Files that go wrong, made here. The reports over them are golden. */
export const NASTY: Readonly<Record<string, () => string | Uint8Array>> = {
  // Nothing, or nothing of ours
  'empty file': () => '',
  'blanks alone': () => ' \r\n\t\n',
  'BOM alone': () => bytes([0xef, 0xbb, 0xbf]),
  'one zero byte': () => bytes([0]),
  prose: () => 'Dear all,\nplease find attached the alerts of last week.\nRegards\n',
  'a web page': () => '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in</body></html>',
  XML: () => '<?xml version="1.0"?><a><b/></a>',
  'a PDF': () => '%PDF-1.7\n1 0 obj\n',
  'a Windows program': () => bytes('MZ', [0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]),
  'a picture': () => bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0, 0, 0x0d], 'IHDR'),
  'an SQLite database': () => bytes('SQLite format 3\u0000', new Uint8Array(100)),
  'a Parquet file': () => bytes('PAR1', [21, 4, 21, 0, 0, 1], 'PAR1'),
  'a Word document': () => zipSync({ '[Content_Types].xml': enc('<x/>'), '_rels/.rels': enc('<x/>'), 'word/document.xml': enc('<x/>') }),
  'a 7z archive': () => bytes('7z', [0xbc, 0xaf, 0x27, 0x1c, 0, 4]),
  'an event log': () => bytes('ElfFile\u0000', new Uint8Array(64)),
  'random bytes': () => Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) % 256),
  'JSON of something else': () => '{"name":"x","version":"1.0.0","dependencies":{"a":"1"}}',
  'CSV of something else': () => 'colour,shape\nred,round\nblue,square\n',
  'a number': () => '42',
  'a JSON string': () => '"hello"',
  'JSON null': () => 'null',
  'list of numbers': () => '[1,2,3]',
  // Empty pages
  'empty list': () => '[]',
  'empty object': () => '{}',
  'empty page': () => '{"@odata.context":"x","value":[]}',
  'empty search': () => '{"took":1,"timed_out":false,"hits":{"total":{"value":0},"hits":[]}}',
  'CSV with a header alone': () => 'toy,at,id\n',
  // Encodings and line ends
  'UTF-8 with BOM': () => `\ufeff${rows(3)}`,
  'UTF-16 LE with BOM': () => utf16(rows(3)),
  'UTF-16 BE with BOM': () => utf16(rows(3), true),
  'UTF-16 LE without BOM': () => utf16(rows(3), false, false),
  'UTF-16 BE without BOM': () => utf16(csv('a,2024-01-01,1'), true, false),
  'UTF-16 cut in a character': () => utf16(rows(3)).slice(0, -1),
  'Windows-1252': () => bytes('{"toy":"caf', [0xe9], ' ', [0x80], '5"}\n', rows(2)),
  'UTF-8 with a stray byte': () => bytes('{"toy":"caf\u00e9 ', [0x92], '"}\n', rows(2)),
  'UTF-8 cut in a character': () => enc(`${rows(2)}\n{"toy":"caf\u00e9"}`).slice(0, -3),
  'overlong UTF-8': () => bytes('{"toy":"x', [0xc0, 0x80], '"}\n'),
  'lone surrogate escape': () => '{"toy":"x \\ud800 y"}\n{"toy":"z"}\n',
  'CRLF and LF mixed': () => `${row(0)}\r\n${row(1)}\n\r\n${row(2)}\r\n`,
  'lone CR': () => rows(3, '\r'),
  'LF in quoted cells, CRLF between rows': () => 'toy,at\r\n"a\nb",1\r\n"c\r\nd",2\r\n',
  // JSON that breaks
  'truncated NDJSON': () => rows(5).slice(0, -10),
  'truncated list': () => `[${rows(5, ',')}]`.slice(0, -12),
  'list never closed': () => `[${rows(3, ',')},`,
  'truncated page': () => `{"value":[${rows(3, ',')}`,
  'a page with a bad element': () => `{"@odata.context":"x",\n"value":[${row(0)},\n{"toy":tru},\n${row(1)}],"@odata.nextLink":"y"}`,
  'a page with a line end within a string': () => `{"value":[\n${row(0)},\n{"toy":"a\nb"},\n${row(1)}\n]}`,
  'search hits cut off': () => `{"took":1,"hits":{"total":3,"hits":[{"_id":"1","_source":${row(0)}},{"_id":"2","_source":{"to`,
  'truncated pretty record': () => `${JSON.stringify({ toy: 'a' }, null, 2)}\n${JSON.stringify({ toy: 'b', x: 1 }, null, 2).slice(0, -4)}`,
  'one bad row of many': () => [rows(2000), '{"toy": bad}', rows(2000)].join('\n'),
  'first row bad': () => `{"toy":\n${rows(3)}`,
  'every row bad': () => many('{"toy":tru}\n', 150),
  'text among NDJSON': () => `${rows(2)}\n-- 2 rows --\n${rows(2)}`,
  'two records on a line': () => `${row(0)}${row(1)}\n${row(2)}\n`,
  'trailing comma in a list': () => `[${rows(2, ',')},]`,
  'a bad element of a list': () => `[${row(0)},{"toy":tru},${row(1)}]`,
  'a quotation mark missing in a list': () => `[${row(0)},{"toy":"x,"at":"y"},${rows(40, ',')}]`,
  'a line end within a string': () => `[\n${row(0)},\n{"toy":"x\ny"},\n${row(1)}\n]`,
  'single quotes': () => "{'toy':'a'}\n{'toy':'b'}\n",
  'comments in JSON': () => `// export\n[${rows(2, ',')}]`,
  'NaN and Infinity': () => `{"toy":"a","x":NaN}\n${row(1)}\n`,
  'deep nesting': () => `[${row(0)},{"toy":"deep","x":${many('[', 5000)}${many(']', 5000)}},${row(1)}]`,
  'deep nesting in NDJSON': () => `${row(0)}\n{"toy":"deep","x":${many('{"a":', 3000)}1${many('}', 3000)}}\n${row(1)}\n`,
  'deep nesting never closed': () => many('[', 200_000),
  'wrappers in wrappers': () => `{"value":`.repeat(20) + `[${rows(2, ',')}]` + '}'.repeat(20),
  'a line beyond the limit': () => `${row(0)}\n{"toy":"${many('x', 3_000_000)}"}\n${row(1)}\n`,
  'a record beyond the limit in a list': () => `[${row(0)},{"toy":"${many('x', 3_000_000)}"},${row(1)}]`,
  'a single line beyond the limit': () => `{"toy":"${many('x', 3_000_000)}"}`,
  'a row beyond the limit': () => csv('a,1,2', `b,${many('x', 3_000_000)},3`, 'c,1,2'),
  '__proto__ keys': () => '{"__proto__":{"toy":"x"},"toy":"a","constructor":1,"hasOwnProperty":2}\n{"__proto__":"x"}\n',
  'duplicate keys': () => '{"toy":"a","toy":"b"}\n',
  'long numbers': () => '{"toy":"a","id":"9007199254740993","n":12345678901234567890}\n',
  'hostile strings': () => `${JSON.stringify({ toy: HOSTILE, id: HOSTILE, at: HOSTILE })}\n`,
  'a title of a megabyte': () => JSON.stringify({ toy: many('t', 1_000_000) }),
  'without title': () => `${row(0)}\n{"toy":"","at":"2024-01-01"}\n{"toy":"  "}\n`,
  'without time, with a wrong time': () =>
    '{"toy":"a"}\n{"toy":"b","at":"soon"}\n{"toy":"c","at":"2024-13-45"}\n{"toy":"d","at":"XXXXXXXXXX.XXXXXX"}\n',
  'time of another age': () => '{"toy":"a","at":"0001-01-01T00:00:00Z"}\n{"toy":"b","at":"9999-12-31T23:59:59Z"}\n',
  'time without zone, without year': () =>
    '{"toy":"a","at":"2024-01-01 10:00:00"}\n{"toy":"b","at":"03/15-13:13:29.192291"}\n{"toy":"c","at":"03/04/2024 10:00:00"}\n',
  'duplicate ids': () => many(`${row(7)}\n`, 4),
  'an importer that throws': () => `${row(0)}\n{"toy":"boom"}\n${row(1)}\n`,
  'ignored records': () => `${row(0)}\n{"toy":"drop"}\n{"other":1}\n`,
  'a record in a string': () => JSON.stringify([row(0), row(1), 'no record']),
  'a record in a record in a record': () => JSON.stringify({ toy: 'x', inner: JSON.stringify({ toy: 'y', inner: row(1) }) }),
  'endless nesting of records': () => {
    let text = row(0);
    for (let i = 0; i < 12; i++) text = JSON.stringify({ toy: 'x', inner: text });
    return text;
  },
  'exactly 10 000 records': () => rows(10_000),
  // Tables that break
  'CSV with a broken quote': () => csv('a,1,1', '"b,2,2', 'c,3,3', '"d",4,4', 'e,5,5'),
  'CSV with a quote within a cell': () => csv('a "b" c,1,1', '"a "b" c",2,2', 'd,3,3'),
  'CSV cut in a quoted cell': () => csv('a,1,1', '"b').trimEnd(),
  'ragged CSV': () => csv('a', 'b,1,2,3,4', 'c,,'),
  'CSV with doubled and unnamed columns': () => 'toy,,toy,__proto__,at\na,x,b,c,2024-01-01\n',
  'CSV with a preamble': () => '# exported 2024\n\nsep=;\ntoy;at\na;1\nb;2\n',
  'CSV hurt by a spreadsheet': () => csv('a,2024-01-01,1.2E+15', 'b,2024-01-01,1.2E+15', `${many('x', 32_767)},1,2`),
  'CSV with formulas': () => csv('"=cmd|\'/C calc\'!A0",1,2', '@x,1,2', "'=1,1,2"),
  'CSV of one enormous quoted cell': () => `toy,at\n"${many('x\n', 300_000)}",1\nb,2\n`,
  'CSV with NUL bytes': () => 'toy,at\na\u0000b,1\nc,2\n',
  'semicolons within commas': () => 'toy,at,id\n"a;b;c",1;2;3,4;5\nd;e,2,3\n',
  // Archives that break
  'truncated gzip': () => gzipSync(enc(rows(2000))).slice(0, -60),
  'gzip with a damaged middle': () => {
    const gz = gzipSync(enc(rows(2000)), { level: 1 });
    gz.fill(0xff, gz.length >> 1, (gz.length >> 1) + 40);
    return gz;
  },
  'gzip of nothing': () => gzipSync(new Uint8Array(0)),
  'gzip with trailing junk': () => bytes(gzipSync(enc(rows(3))), 'trailing junk'),
  'gzip magic alone': () => bytes([0x1f, 0x8b]),
  'gzip in gzip in gzip in gzip': () => gzipSync(gzipSync(gzipSync(gzipSync(enc(rows(2)))))),
  'gzip of a picture': () => gzipSync(bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0])),
  'gzip bomb': () => gzipSync(gzipSync(new Uint8Array(40_000_000).fill(0x20), { mtime: 0 })),
  'zip with one good and one bad member': () => zipSync({ 'good.json': enc(rows(2)), 'bad.bin': new Uint8Array(200) }),
  'truncated zip': () => zipSync({ 'a.json': enc(rows(2)), 'b.json': enc(rows(2000)) }).slice(0, 400),
  'zip magic alone': () => bytes([0x50, 0x4b, 3, 4]),
  'zip with hostile names': () => zipSync({ '../../etc/passwd': enc(rows(1)), '<b>.json': enc(rows(1)) }),
  // Log lines
  'log lines': () => 'TOY one\nTOY two\n\nnoise\n',
  'log lines cut': () => 'TOY one\nTO',
};
