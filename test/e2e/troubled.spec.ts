import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { expect, expectAccessible, give, idle, look, made, open, test, THEMES } from './fixtures.ts';

/* Troubled files before the doctor: what is said of each, what is asked, and that an answer is not asked for twice. */

const card = (page: Page, name: string) => page.getByRole('article', { name });
const two = (n: number): string => String(n).padStart(2, '0');

/** Has the columns of two hunting tools, as a sheet that somebody joined. */
const joined = (name: string, day: number) =>
  made(
    name,
    'Timestamp,RuleTitle,Level,Computer,timestamp,detections,path\n' +
      `2024-05-${day} 10:11:58.123 +02:00,Suspicious Encoded PowerShell,high,fin-ws-07,2024-05-${day}T08:11:58+00:00,LSASS Dump Keyword,Sysmon.evtx\n`,
  );
const german = made(
  'tuer.csv',
  Buffer.from(
    'Time;Alert Name;Severity;Host;Id\n' +
      Array.from({ length: 20 }, (_, i) => `${two(i + 1)}/03/2024 10:${two(i)};T\u00fcr ${i};Hoch;FS-01;1.2E+15\n`).join(''),
    'latin1',
  ),
);
const capped = made(
  'capped.csv',
  'Timestamp,AlertName,Severity,Hostname,Product,Id\n' +
    Array.from({ length: 1000 }, (_, i) => {
      const time = new Date(Date.UTC(2026, 2, 1) + i * 600_000).toISOString().slice(0, 19);
      return `${time},Odd login,high,FS-${i % 9},${i < 400 && i % 2 === 1 ? 'EDR' : 'Firewall'},n${i % 998}\n`;
    }).join(''),
);
const dated = made(
  'dated.csv',
  'AlertName,Timestamp,Severity,Hostname\nOdd login,3/4/2026 9:00:00,high,FS-01\nOdd copy,3/4/2026 9:05:00,high,FS-02\n',
);
const house = (name: string, hour: number) =>
  made(name, `stamp,what happened,grade,box\n2026-03-10 ${two(hour)}:00:00,Odd share,high,FS-09\n`);
const archive = made(
  'export.zip',
  Buffer.from(
    zipSync({
      'a.csv': dated.buffer,
      'b.csv': strToU8('AlertName,Timestamp,Severity,Hostname\nOdd mail,5/6/2026 9:00:00,high,FS-03\n'),
      'c.csv': house('c.csv', 9).buffer,
      'known.ndjson': strToU8('{"time":"2026-03-10T09:00:00Z","title":"A","severity":"high"}\n'),
    }),
  ),
);

async function checkFirst(page: Page, files: ReturnType<typeof made>[]): Promise<void> {
  await page.goto('./#/imports');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Check before importing…' }).click();
  await (await chooser).setFiles(files);
  await idle(page);
}

test('a file that two formats claim alike: asked, taken in as said, and known the next time', async ({ page }) => {
  await open(page);
  await give(page, joined('joined.csv', 14));
  const asked = card(page, 'joined.csv');
  await expect(asked.getByRole('group', { name: 'Which format is it? These fit equally well.' })).toBeVisible();
  await expect(asked.getByRole('status').filter({ hasText: 'Choose the format.' })).toBeVisible();
  const take = asked.getByRole('button', { name: 'Import', exact: true });
  await expect(take).toBeDisabled();
  await asked.getByRole('radio', { name: 'None of them: read its columns' }).check();
  await idle(page);
  await expect(asked.getByLabel('RuleTitle is read as')).toHaveValue('title');
  await expect(asked.getByRole('table', { name: 'The first alerts' })).toContainText('Suspicious Encoded PowerShell');
  await asked.getByRole('radio', { name: /^Chainsaw/ }).focus();
  await page.keyboard.press('Space');
  await idle(page);
  await expect(asked.getByRole('table', { name: 'The first alerts' })).toContainText('LSASS Dump Keyword');
  await take.click();
  await idle(page);
  await expect(page.getByRole('main')).toContainText('as chosen');
  await expect(page.getByRole('main')).toContainText('1 alert added');

  await page.reload();
  await idle(page);
  await give(page, joined('again.csv', 15));
  await page.goto('./#/imports');
  await expect(card(page, 'again.csv')).toHaveCount(0);
  const report = page.getByRole('main').locator('article').first();
  await expect(report).toContainText('again.csv');
  await expect(report).toContainText('chainsaw');
  await expect(report).toContainText('1 alert added');
});

test('an archive is asked about member by member, those alike together', async ({ page }) => {
  await open(page);
  await give(page, archive);
  const zip = card(page, 'export.zip');
  const dates = zip.getByRole('region', { name: '2 files alike', exact: true });
  await expect(dates).toContainText('a.csv, b.csv');
  await expect(zip.getByText('1 file needs no answer')).toBeVisible();
  await dates.getByRole('button', { name: 'Answer each by itself' }).click();
  await zip.getByRole('region', { name: 'a.csv', exact: true }).getByLabel('The day (31/12)').check();
  await zip.getByRole('region', { name: 'b.csv', exact: true }).getByLabel('The month (12/31)').check();
  await idle(page);
  await expect(zip.getByRole('region', { name: 'a.csv', exact: true }).getByRole('table', { name: 'The first alerts' })).toContainText(
    '2026-04-03',
  );
  await expect(zip.getByRole('region', { name: 'b.csv', exact: true }).getByRole('table', { name: 'The first alerts' })).toContainText(
    '2026-05-06',
  );
  await zip.getByRole('region', { name: 'a.csv', exact: true }).getByRole('button', { name: 'Same answer for the 1 file like it' }).click();
  await idle(page);
  await zip.getByText('1 more file, read by the same answers').click();
  await expect(dates).toContainText('2026-06-05');
  const other = zip.getByRole('region', { name: 'c.csv', exact: true });
  for (const [column, field] of [
    ['what happened', 'title'],
    ['stamp', 'time'],
  ] as const)
    await other.getByLabel(`${column} is read as`).selectOption(field);
  await idle(page);
  await zip.getByRole('button', { name: 'Import', exact: true }).click();
  await idle(page);
  await expect(page.getByRole('status').filter({ hasText: '5 alerts added' }).or(page.getByText('5 alerts added'))).not.toHaveCount(0);
  await expect(page.getByRole('main').locator('article')).toHaveCount(4);
});

test('what is wrong with a file is said in words that name the cause and the remedy', async ({ page }) => {
  await open(page);
  await checkFirst(page, [german, capped]);
  const sheet = card(page, 'tuer.csv');
  await expect(sheet).toContainText('CSV, semicolon, Windows-1252');
  await expect(sheet).toContainText('look like 1.2E+15: a spreadsheet has rounded long numbers');
  await expect(sheet).toContainText('bytes are no UTF-8 and were read as Windows-1252: look at names with accents');
  await expect(sheet).toContainText('Dates are day/month: 8 of 20 dates begin with a number above 12');
  await expect(sheet).toContainText('it may have changed them');
  await expect(sheet.getByRole('table', { name: 'Times, as they stand and as they are read' }).getByRole('row')).toHaveCount(6);
  await expect(sheet.getByRole('row', { name: /20\/03\/2024 10:19/ })).toContainText('2024-03-20 10:19:00');
  const cut = card(page, 'capped.csv');
  await expect(cut).toContainText(
    /Exactly 1\s000 records: .*2026-03-01T00:00:00Z to 2026-03-07T22:30:00Z: is that the time you asked for\?/,
  );
  await expect(cut).toContainText('2 alerts repeat the id of an earlier one');
  await expect(cut).toContainText('EDR falls silent after 2026-03-03T18:30:00Z');
  await expect(cut.getByLabel('Zone of the times that state none')).toBeVisible();
});

for (const theme of THEMES)
  test(`the doctor's words on troubled files can be read by all, ${theme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page);
    await checkFirst(page, [german, capped, joined('joined.csv', 14), dated, house('house.csv', 9), archive]);
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 1000 });
      for (const name of ['tuer.csv', 'capped.csv', 'joined.csv', 'dated.csv', 'house.csv', 'export.zip']) {
        await card(page, name).scrollIntoViewIfNeeded();
        await card(page, name).screenshot({ path: `test-results/screens/troubled-${name}-${theme}-${width}.png` });
      }
      await look(page, `troubled-${theme}-${width}`);
    }
    await expectAccessible(page, theme, 'troubled files');
  });
