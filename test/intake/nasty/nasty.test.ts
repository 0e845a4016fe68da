import { expect, test } from 'vitest';
import { memorySource, take } from '../sources.ts';
import { toy, toyLines } from '../toy.ts';
import { validAlert } from '../../../src/intake/validate.ts';
import { NASTY } from './corpus.ts';

const options = {
  importers: [toy, toyLines],
  limits: { recordBytes: 2_000_000, ratioAfterBytes: 1_000_000, ratio: 300, expandedBytes: 30_000_000 },
};
const cut = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

test('the corpus has at least 60 kinds', () => {
  expect(Object.keys(NASTY).length).toBeGreaterThanOrEqual(60);
});

test.each(Object.entries(NASTY))('%s', async (_, make) => {
  const content = make();
  const { reports, alerts } = await take(memorySource(content, 'nasty'), options);
  expect(reports.length).toBeGreaterThan(0);
  for (const { draft } of alerts) expect(validAlert(draft, () => undefined)).toBe(draft);
  expect(reports.reduce((sum, report) => sum + report.alerts, 0)).toBe(alerts.length);
  const golden = reports.map((report) => ({
    ...report,
    rejected: report.rejected.slice(0, 3).map(({ line, code, message }) => `${line} ${code} ${message}`),
    notes: report.notes.map(cut),
  }));
  expect({ reports: golden, titles: alerts.slice(0, 6).map(({ draft, place }) => `${place.line}: ${cut(draft.title)}`) }).toMatchSnapshot();
});
