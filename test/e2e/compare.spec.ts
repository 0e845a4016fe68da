import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, idle, look, made, open, test, THEMES, type MadeFile } from './fixtures.ts';
import { lines } from './story.ts';

/* Two exports of one product side by side: what came, what went, what was decided; nothing is taken in. */

const TIME = '2026-03-10T09:00:00Z';
const alert = (id: string, more: object = {}): string =>
  JSON.stringify({ id, time: TIME, title: `Alert ${id}`, severity: 'high', status: 'new', product: 'House', ...more });
const monday = made('monday.ndjson', [alert('a'), alert('b'), alert('c'), alert('same')].join('\n') + '\n');
const tuesday = made(
  'tuesday.ndjson',
  [
    alert('b', { status: 'resolved', assignedTo: 'amira@contoso.example', classification: 'falsePositive' }),
    alert('c', { severity: 'low' }),
    alert('d', { title: '=HYPERLINK("http://evil.example")' }),
    alert('same'),
  ].join('\n') + '\n',
);
/** Long to read, small to hand over. */
const endless = (name: string): MadeFile => made(name, gzipSync(Buffer.alloc(200 << 20, lines(1000)), { level: 1 }));

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Compare two exports' });
async function choose(page: Page, before: MadeFile, after: MadeFile): Promise<void> {
  await page.goto('./#/imports');
  await idle(page);
  await page.getByRole('button', { name: 'Compare two exports…' }).press('Enter');
  await dialog(page).getByLabel('Earlier export').setInputFiles(before);
  await expect(dialog(page).getByRole('button', { name: 'Compare', exact: true })).toBeDisabled();
  await dialog(page).getByLabel('Later export').setInputFiles(after);
}
const compare = (page: Page) => dialog(page).getByRole('button', { name: 'Compare', exact: true });

test('new, changed and vanished alerts by keyboard, with before and after, and as CSV that runs no formula', async ({ page }) => {
  await open(page);
  await choose(page, monday, tuesday);
  await compare(page).focus();
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(dialog(page)).toContainText('1 new 2 changed 1 vanished 1 unchanged');
  await expect(dialog(page)).toContainText('Severity: 1, Status: 1, Assigned to: 1, Classification: 1');
  const changed = dialog(page).getByRole('region', { name: 'Changed' });
  await expect(changed.getByRole('row', { name: /Alert b/ })).toContainText(
    /Status New →\s*to Resolved.*Assigned to Nobody →\s*to amira@contoso\.example.*Classification Not set →\s*to False positive/s,
  );
  await expect(changed.getByRole('row', { name: /Alert c/ })).toContainText(/Severity High →\s*to Low/);
  await dialog(page).getByText('Vanished: 1').press('Enter');
  await expect(dialog(page).getByRole('region', { name: 'Vanished' })).toContainText('Alert a');
  const download = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Differences as CSV' }).press('Enter');
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv.split('\r\n')).toHaveLength(6);
  expect(csv).toContain(`New,d,"'=HYPERLINK(""http://evil.example"")"`);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText('Nothing has been imported')).toBeVisible();
});

test('a file that holds no alerts is named with its fault, and another one can be chosen', async ({ page }) => {
  await open(page);
  await choose(page, monday, made('shopping.json', '{"milk":2,"bread":1}\n'));
  await compare(page).click();
  await idle(page);
  await expect(dialog(page)).toContainText(/shopping\.json.*The format is not known.*Check the file before importing/s);
  await dialog(page).getByLabel('Later export').setInputFiles(tuesday);
  await expect(dialog(page)).not.toContainText('The format is not known');
  await compare(page).click();
  await idle(page);
  await expect(dialog(page)).toContainText('1 new');
});

test('columns that were answered for once are read the same here', async ({ page }) => {
  const house = (name: string, grade: string): MadeFile =>
    made(name, `number,stamp,what happened,grade\n7,2026-03-10T09:00:00Z,Odd login,${grade}\n`);
  await open(page);
  await page.getByLabel('Alert files').first().setInputFiles(house('house.csv', 'high'));
  await idle(page);
  for (const [column, field] of [
    ['what happened', 'title'],
    ['number', 'id'],
    ['grade', 'severity'],
  ] as const)
    await page.getByLabel(`${column} is read as`).selectOption(field);
  await idle(page);
  await page.getByRole('article', { name: 'house.csv' }).getByRole('button', { name: 'Import', exact: true }).click();
  await idle(page);
  await choose(page, house('before.csv', 'high'), house('after.csv', 'low'));
  await compare(page).click();
  await idle(page);
  await expect(dialog(page)).toContainText('1 changed');
});

test('the comparison of large files says how far it is and can be stopped', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page);
  await choose(page, endless('long.ndjson.gz'), endless('longer.ndjson.gz'));
  await compare(page).click();
  await expect(dialog(page).getByRole('progressbar', { name: 'Reading both files' })).toBeVisible();
  await expect(dialog(page).getByText(/Reading long\.ndjson\.gz \(1 of 2\), [\d\s]+ alerts/)).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('progressbar')).toHaveCount(0);
  await expect(compare(page)).toBeFocused();
  await idle(page);
  await expect(dialog(page)).not.toContainText('unchanged');
});

for (const theme of THEMES)
  test(`two exports compared can be read by all, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page);
    await choose(page, monday, tuesday);
    await compare(page).click();
    await idle(page);
    for (const summary of ['New: 1', 'Vanished: 1']) await dialog(page).getByText(summary).click();
    await look(page, `compare-${theme}`);
    await expectAccessible(page, theme, 'two exports compared');
  });
