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

test('an event id that is a code gives way to what the event says of itself', async () => {
  const title = async (event: string) => (await take(memorySource(`LEEF:1.0|${event}`))).alerts[0]?.draft.title;
  expect(await title('Cyber-Ark|Vault|14|286|sev=6\tEventMessage=Add Group Member\tusrName=jane\tReason=Expired')).toBe('Add Group Member');
  expect(await title('WatchGuard|XTM|12|1AFF0021|msg=ProxyDeny: HTTP Request categories\tsrc=10.0.0.1')).toBe(
    'ProxyDeny: HTTP Request categories',
  );
  expect(await title('WatchGuard|XTM|12|30000148|disp=Allow\tsrc=10.0.0.1')).toBe('WatchGuard XTM event 30000148');
  expect(await title('Vendor|Prod|1|Malware_Found|src=10.0.0.1\tsev=8')).toBe('Malware Found');
});

test('traffic that was let pass is routine', async () => {
  const { alerts } = await take(memorySource('LEEF:1.0|WatchGuard|XTM|12|30000148|disp=Allow\tsrc=10.0.0.1\tdst=10.0.0.2'));
  expect(alerts[0]?.draft.severity).toBe('informational');
});
