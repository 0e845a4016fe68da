import { expect, test } from 'vitest';
import { portalAlertsCsv } from '../../../src/intake/formats/portal-alerts-csv.ts';
import { describeImporter } from '../describe-importer.ts';
import { memorySource, take } from '../sources.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(portalAlertsCsv);

const row = { 'Alert name': 'A', Severity: 'High', 'Detection source': 'EDR' };

test('impacted assets are told apart by how they look', () => {
  const of = (assets: string): string[] =>
    told(onlyAlert(portalAlertsCsv, { ...row, 'Impacted assets': assets }, { container: 'table' }).evidence);
  expect(of('h1, mina@example.com; CORP\\jo\n10.0.0.4')).toEqual([
    'device netbios:h1 [impacted]',
    'user upn:mina@example.com [impacted]',
    'user account:corp\\jo name:jo [impacted]',
    'ip ip:10.0.0.4 [impacted]',
  ]);
  expect(of('h1,h2,+3 more')).toEqual(['device netbios:h1 [impacted]', 'device netbios:h2 [impacted]']);
});

test('display time without a zone is an assumption, and said to be one', () => {
  const made = onlyAlert(
    portalAlertsCsv,
    { ...row, 'First activity': '5/14/2024 8:11 AM' },
    { container: 'table', assume: { offsetMinutes: 120, year: 2024, dayFirst: false } },
  );
  expect(made.firstActivity).toBe(Date.UTC(2024, 4, 14, 6, 11) * 1000);
  expect(made.timeAssumed).toContain('zone');
});

test('a queue with titles and alert ids is no table of advanced hunting', async () => {
  const header = 'Title,Alert Id,Severity,Status,Service source,Detection source,Impacted assets,Assigned to,Last activity';
  const { reports, alerts } = await take(
    memorySource(`${header}\nA,da638_1,High,New,Microsoft Defender for Endpoint,Antivirus,ws-1,Unassigned,2024-05-14 08:15:00\n`),
  );
  expect(reports[0]).toMatchObject({ format: 'portal-alerts-csv', alerts: 1, candidates: [] });
  expect(alerts[0]?.draft).toMatchObject({ externalId: 'da638_1', idScope: 'microsoft' });
  expect(alerts[0]?.draft.assignedTo).toBeUndefined();
});
