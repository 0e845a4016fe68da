import { expect, test } from 'vitest';
import { memorySource, take } from '../sources.ts';
import { cefSyslog } from '../../../src/intake/formats/cef-syslog.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(cefSyslog);

const first = async (line: string) => (await take(memorySource(line))).alerts[0]?.draft;

test('a value holds blanks, escaped and plain equals signs, up to the next key', async () => {
  const draft = await first('CEF:0|A|B|1|7|N|5|msg=user said a\\=b twice src=10.0.0.1 filePath=C:\\new folder\\x.exe rt=1710753010000');
  expect(draft?.description).toBe('user said a=b twice');
  expect(draft?.evidence.find(({ type }) => type === 'file')?.attributes?.['path']).toBe('C:\\new folder\\x.exe');
});

test('traffic is kept, but informational', async () => {
  const draft = await first('CEF:0|Fortinet|Fortigate|v7|13|traffic:forward close|7|cat=traffic:forward src=10.0.0.1 dst=10.0.0.2');
  expect(draft).toMatchObject({ severity: 'informational', severityText: '7', category: 'Event: traffic:forward' });
});

test.each([
  ['rt=Mar 18 2024 09:10:10 GMT+00:00', []],
  ['rt=#arcsightDate(Mon, 18 Mar 2024, 09:10:10 UTC)', []],
  ['rt=1710753010000', []],
  ['rt=Mar 18 2024 09:10:10 dtz=UTC', []],
  ['rt=Mar 18 2024 09:10:10', ['zone']],
])('reads the time of %s', async (extension, assumed) => {
  const draft = await first(`CEF:0|A|B|1|7|N|5|${extension}`);
  expect(draft?.firstActivity).toBe(1_710_753_010_000_000);
  expect(draft?.timeAssumed ?? []).toEqual(assumed);
});

test('a CEF text in a cell of a table is not taken for a log line', async () => {
  const { reports } = await take(memorySource('time,"note"\n1,"x, CEF:0|A|B|1|7|N|5|src=10.0.0.1"\n'));
  expect(reports[0]?.format).not.toBe('cef-syslog');
});
