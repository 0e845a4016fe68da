import { expect, test } from 'vitest';
import { memorySource, take } from '../sources.ts';
import { cefSyslog } from '../../../src/intake/formats/cef-syslog.ts';
import { describeImporter } from '../describe-importer.ts';
import { told } from './collect.ts';

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

test('fields behind the prefix of their vendor, a list of recipients, a time of detection alone', async () => {
  const draft = await first(
    'CEF:0|Bitdefender|GravityZone|6.36.0-1|200000|Exchange Malware Detected|9|dvchost=EX-01 BitdefenderGZComputerFQDN=ex-01.example.org ' +
      'duser=["jane@example.org","joe@example.org"] BitdefenderGZMalwareName=Trojan.Generic.1 BitdefenderGZDetectionTime=2024-03-18T09:10:10.000Z',
  );
  expect(draft).toMatchObject({ title: 'Exchange Malware Detected: Trojan.Generic.1', firstActivity: 1_710_753_010_000_000 });
  expect(told(draft?.evidence ?? [])).toEqual([
    'device fqdn:ex-01.example.org netbios:ex-01 [impacted]',
    'user upn:jane@example.org [target]',
    'user upn:joe@example.org [target]',
    'malware malware:trojan.generic.1 [related]',
  ]);
});

test('a CEF text in a cell of a table is not taken for a log line', async () => {
  const { reports } = await take(memorySource('time,"note"\n1,"x, CEF:0|A|B|1|7|N|5|src=10.0.0.1"\n'));
  expect(reports[0]?.format).not.toBe('cef-syslog');
});
