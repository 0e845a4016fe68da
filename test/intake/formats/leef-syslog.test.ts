import { expect, test } from 'vitest';
import { leefSyslog } from '../../../src/intake/formats/leef-syslog.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';

describeImporter(leefSyslog);

test('a severity with attributes that only a blank parts from it, and a path escaped once too often', async () => {
  const line =
    'LEEF:2.0|Trend Micro|Deep Security Agent|20.0|4000030|cat=Anti-Malware\tname=HEU\tsev=6 cn1=241 cn1Label=Host ID\tfilePath=C:\\\\Temp\\\\v.exe';
  const draft = (await take(memorySource(line))).alerts[0]?.draft;
  expect(draft?.severity).toBe('medium');
  expect(draft?.evidence.map(({ ids }) => ids[0])).toEqual(['path:c:\\temp\\v.exe']);
});
