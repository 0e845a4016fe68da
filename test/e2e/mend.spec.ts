import { readFileSync } from 'node:fs';
import { expect, give, idle, made, open, test } from './fixtures.ts';
import { lines } from './story.ts';

/* What was rejected can be had as a file, mended and dropped again. */

test('all rejected records come down in one file; mended and dropped again they are in, once', async ({ page }) => {
  const broken = lines(150, (i) => ({ title: `Hurt ${i}` })).replaceAll('"title":"Hurt', '"title": =oops"Hurt');
  await open(page);
  await give(page, made('export.ndjson', lines(20) + broken));
  await page.goto('./#/imports');
  await expect(page.getByRole('main')).toContainText('20 alerts added');
  await page.getByText('Rejected records: the first 100 of 150').click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the records to mend' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('export.rejected.ndjson');
  const text = readFileSync(await file.path(), 'utf8');
  expect(text.match(/=oops/g)).toHaveLength(150);
  expect(text).toContain('{"alertweave_reason":"line 21: Not JSON');

  const mended = made('export.rejected.ndjson', text.replaceAll('"title": =oops"Hurt', '"title":"Hurt'));
  await give(page, mended);
  await idle(page);
  const report = page.getByRole('article').filter({ hasText: 'export.rejected.ndjson' });
  await expect(report.first()).toContainText('150 alerts added');
  await expect(report.first()).not.toContainText('records rejected');
  await give(page, { ...mended, name: 'again.ndjson' });
  await expect(page.getByRole('article').filter({ hasText: 'again.ndjson' })).toContainText('150 duplicates');
});
