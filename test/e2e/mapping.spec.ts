import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, idle, made, open, openFirst, test } from './fixtures.ts';

/* Columns of a file that no product writes, mapped as a person does it: what looks like itself is proposed, and one look shows what comes of it. */

const HASH = 'de96a6e69944335375dc1ac238336066889d9ffc7d73628ef4fe1b1b160ab32c';
const HEADER = 'c1,c2,c3,c4,c5,c6,c7,c8,c9';
const ROWS = [
  `2026-03-10T09:00:00Z,Odd shell,203.0.113.7,${HASH},jane@contoso.example,S-1-5-21-1-2-3-1105,4711,4200,powershell.exe`,
  `2026-03-10T09:01:00Z,Odd copy,203.0.113.7,${HASH},jane@contoso.example,S-1-5-21-1-2-3-1105,4712,4711,cmd.exe`,
  `2026-03-10T09:02:00Z,Odd task,203.0.113.7,${HASH},jane@contoso.example,S-1-5-21-1-2-3-1105,4713,4712,schtasks.exe`,
];
const blank = made('blank.csv', [HEADER, ...ROWS].join('\n') + '\n');
const card = (page: Page) => page.getByRole('article', { name: 'blank.csv' });
async function checkFirst(page: Page, file: ReturnType<typeof made>): Promise<void> {
  await page.goto('./#/imports');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Check before importing…' }).click();
  await (await chooser).setFiles([file]);
  await idle(page);
}
const column = (page: Page, name: string) => page.getByLabel(`${name} is read as`, { exact: true });

test('values that look like themselves are proposed, the rest is chosen, and the preview follows at once', async ({ page }) => {
  await open(page);
  await checkFirst(page, blank);
  for (const [name, field] of [
    ['c1', 'time'],
    ['c3', 'ip'],
    ['c4', 'hash'],
    ['c5', 'user'],
    ['c6', 'user'],
    ['c2', ''],
  ] as const)
    await expect(column(page, name)).toHaveValue(field);
  await expect(card(page).getByRole('status').filter({ hasText: 'Choose the column of the title.' })).toBeVisible();
  // By keyboard: the first letters of an option choose it.
  await column(page, 'c2').focus();
  await page.keyboard.type('Title');
  await idle(page);
  const preview = card(page).getByRole('table', { name: 'The first alerts' });
  await expect(preview.getByRole('row').nth(1)).toContainText(/Odd shell.*user jane@contoso\.example/);
  await column(page, 'c3').selectOption('');
  await idle(page);
  await expect(preview).not.toContainText('203.0.113.7');
});

test('pid and parent pid alone make the tree of processes; the mapping goes out as a file and comes in for another', async ({ page }) => {
  await open(page);
  const named = made(
    'blank.csv',
    [
      HEADER.replace('c2', 'alert').replace('c7,c8,c9', 'pid,ppid,process').replace('c6', 'host'),
      ...ROWS.map((row) => row.replace(/S-1[^,]+/, 'FS-01')),
    ].join('\n') + '\n',
  );
  await checkFirst(page, named);
  await card(page).getByText('Columns, as they were understood').press('Enter');
  await expect(column(page, 'pid')).toHaveValue('pid');
  await expect(column(page, 'ppid')).toHaveValue('parentPid');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the mapping' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  const give = (name: string, content: string) => page.getByLabel('Mapping file for blank.csv').setInputFiles(made(name, content));
  await give('poison.json', text.replace('{', '{"__proto__":{"polluted":1},'));
  await expect(page.getByRole('alert').filter({ hasText: 'The mapping has a key “__proto__”' })).toBeVisible();
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  await give('good.json', text);
  await idle(page);
  await expect(page.getByRole('alert').filter({ hasText: 'The mapping' })).toHaveCount(0);
  await card(page).getByRole('button', { name: 'Import', exact: true }).click();
  await idle(page);
  await page.goto('./#/incidents?severity=all&status=all');
  await openFirst(page);
  await page.getByRole('button', { name: /table/i }).first().click();
  const relations = page.getByRole('table', { name: 'Relations' });
  await expect(relations.getByRole('row', { name: /powershell\.exe.*started.*cmd\.exe/ })).toBeVisible();
  await expect(relations.getByRole('row', { name: /cmd\.exe.*started.*schtasks\.exe/ })).toBeVisible();
});
