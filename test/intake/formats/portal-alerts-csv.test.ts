import { expect, test } from 'vitest';
import { portalAlertsCsv } from '../../../src/intake/formats/portal-alerts-csv.ts';
import { describeImporter } from '../describe-importer.ts';
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
