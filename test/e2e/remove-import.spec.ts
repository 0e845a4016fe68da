import type { Page } from '@playwright/test';
import { expect, expectAccessible, give, idle, incidentLinks, look, made, open, test, THEMES } from './fixtures.ts';
import { lines } from './story.ts';

/* An import can be taken out again, and is brought back from its own bytes. */

const titled = (title: string, count: number, from = 0): string =>
  lines(count, (i) => ({ id: `${title}${i + from}`, title: `${title} ${i + from}` }));
const report = (page: Page, name: string) => page.getByRole('article').filter({ has: page.getByRole('heading', { name }) });

test('removed after saying what goes; undone it is back', async ({ page }) => {
  await open(page);
  await give(page, made('mine.ndjson', titled('Mine', 6)));
  await give(page, made('theirs.ndjson', titled('Theirs', 3) + titled('Mine', 2)));
  await page.goto('./#/imports');
  await report(page, 'mine.ndjson').getByRole('button', { name: 'Remove this import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove mine.ndjson' });
  await expect(dialog).toContainText('4 alerts that no other import has go.');
  await expect(dialog).toContainText('2 alerts shared with other imports stay');
  await expect(dialog).toContainText('It can be undone as long as this page is open.');
  await dialog.getByRole('button', { name: 'Remove 4 alerts' }).click();
  await idle(page);
  await expect(report(page, 'mine.ndjson')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await idle(page);
  await expect(report(page, 'mine.ndjson')).toContainText('4 alerts added');
  await report(page, 'mine.ndjson').getByRole('button', { name: 'Remove this import…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove 4 alerts' }).click();
  await idle(page);
  await page.reload();
  await idle(page);
  await expect(report(page, 'theirs.ndjson')).toBeVisible();
  await expect(report(page, 'mine.ndjson')).toHaveCount(0);
  await page.goto('./#/incidents?severity=all&status=all');
  await expect(incidentLinks(page).filter({ hasText: 'Theirs' }).first()).toBeVisible();
});

test('a file read again with another zone takes the place of its first reading', async ({ page }) => {
  await open(page);
  await give(
    page,
    made(
      'house.csv',
      'Title,Timestamp,Severity,Hostname\nOdd login,2026-03-10 09:00:00,high,FS-01\nOdd copy,2026-03-10 09:05:00,low,FS-02\n',
    ),
  );
  await page.goto('./#/imports');
  await idle(page);
  await expect(report(page, 'house.csv')).toContainText('2 alerts added');
  await page.getByRole('button', { name: 'Read it another way…' }).click();
  await idle(page);
  await page.getByLabel('Zone of the times that state none').selectOption('America/New_York');
  await page.getByRole('button', { name: 'Read it again' }).click();
  await idle(page);
  await expect(page.getByRole('heading', { name: 'house.csv' })).toHaveCount(1);
  await expect(report(page, 'house.csv')).toContainText('2 alerts added');
});

for (const theme of THEMES)
  test(`the dialog can be used by all, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page);
    await give(page, made('mine.ndjson', titled('Mine', 6)));
    await page.goto('./#/imports');
    await look(page, `imports-${theme}`);
    await page.getByRole('button', { name: 'Remove this import…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, `remove-${theme}`);
    await expectAccessible(page, theme, 'remove an import');
  });
