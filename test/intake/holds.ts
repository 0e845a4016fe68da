import { expect } from 'vitest';
import type { ReadOptions } from '../../src/intake/read-file.ts';
import { validAlert } from '../../src/intake/validate.ts';
import { memorySource, take } from './sources.ts';

/** Whatever stands in the bytes: a report, counts that agree, alerts within the rules, places within the file. */
export async function holdsFor(bytes: Uint8Array, chunk: number, options: Partial<ReadOptions>): Promise<void> {
  const { reports, alerts, incidents, raw } = await take(memorySource(bytes, 'any', chunk), options);
  expect(reports.length).toBeGreaterThan(0);
  for (const report of reports) {
    expect(report.rejectedCount).toBeGreaterThanOrEqual(report.rejected.length);
    expect(report.format !== null || report.error !== null || report.alerts === 0).toBe(true);
    expect(Object.values(report.ignoredBy).reduce((sum, n) => sum + n, 0)).toBe(report.ignored);
    expect(report.reason).not.toBe('');
  }
  expect(alerts).toHaveLength(reports.reduce((sum, report) => sum + report.alerts, 0));
  expect(incidents).toHaveLength(reports.reduce((sum, report) => sum + report.sourceIncidents, 0));
  const longest = Math.max(0, ...raw.map(({ length }) => length));
  for (const { draft, place } of alerts) {
    expect(validAlert(draft, () => undefined)).toBe(draft);
    expect(place.offset >= 0 && place.length > 0 && place.offset + place.length <= longest).toBe(true);
  }
}
