import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, give, idle, incidentLinks, look, made, open, test, THEMES } from './fixtures.ts';
import { lines } from './story.ts';

/* What only a person can settle is asked before anything is taken in, and not asked twice. */

const house = (day: number) =>
  made(
    'house.csv',
    [
      'stamp,what happened,grade,box,who,peer',
      `2026-03-${day} 09:00:00,Odd login,high,FS-01,jane@contoso.example,203.0.113.7`,
      `2026-03-${day} 09:05:00,Odd copy,low,FS-01,jane@contoso.example,203.0.113.7`,
      `2026-03-${day} 09:06:00,Odd share,medium,FS-02,joe@contoso.example,203.0.113.8`,
    ].join('\n') + '\n',
  );
const waiting = (page: Page, name: string) => page.getByRole('article', { name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

async function map(page: Page): Promise<void> {
  for (const [column, field] of [
    ['what happened', 'title'],
    ['stamp', 'time'],
    ['grade', 'severity'],
    ['box', 'device'],
    ['who', 'user'],
  ] as const)
    await page.getByLabel(`${column} is read as`).selectOption(field);
  await idle(page);
}

test('a CSV nobody knows: mapped once, woven, and known the next time', async ({ page }) => {
  await open(page);
  await give(page, house(10));
  await expect(waiting(page, 'house.csv')).toBeVisible();
  await map(page);
  await expect(
    page.getByRole('table', { name: 'The first alerts' }).getByRole('row').filter({ hasText: 'device FS-01' }).first(),
  ).toBeVisible();
  const download = page.waitForEvent('download');
  await button(page, 'Save the mapping').click();
  const spec = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { columns: Record<string, string[]> };
  expect(spec.columns['device']).toEqual(['box']);
  await button(page, 'Import').and(page.locator('.primary')).last().click();
  await idle(page);
  await expect(page.getByRole('main')).toContainText('3 alerts added');
  await page.goto('./#/incidents?severity=all&status=all');
  await idle(page);
  await expect(incidentLinks(page).first()).toBeVisible();

  await page.reload();
  await idle(page);
  await give(page, house(11));
  await page.goto('./#/imports');
  await expect(page.getByRole('article', { name: 'house.csv' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'house.csv' })).toHaveCount(2);
});

test('a mapping is handed on as a file', async ({ page }) => {
  await open(page);
  await give(page, house(10));
  const columns = { title: ['what happened'], device: ['box'], user: ['gone'] };
  const spec = { v: 1, fingerprint: 'f', name: 'Neighbour', columns, severityScale: 'words' };
  await page.getByLabel('Mapping file for house.csv').setInputFiles(made('neighbour.mapping.json', JSON.stringify(spec)));
  await expect(page.getByLabel('box is read as')).toHaveValue('device');
  await expect(page.getByRole('main')).toContainText('1 column that this file does not have');
  await page.getByLabel('Mapping file for house.csv').setInputFiles(made('broken.json', '{"v":1}'));
  await expect(page.getByRole('alert').filter({ hasText: 'The mapping cannot be used' })).toBeVisible();
});

test('day or month: asked when the rows leave it open, and the answer counts', async ({ page }) => {
  const csv = 'AlertName,Timestamp,Severity,Hostname,SourceIp\nOdd login,3/4/2026 9:00:00,high,FS-01,192.0.2.1\n';
  await open(page);
  await give(page, made('dated.csv', csv));
  await expect(page.getByRole('status').filter({ hasText: 'Say whether the day or the month comes first' })).toBeVisible();
  await expect(button(page, 'Import').and(page.locator('.primary')).last()).toBeDisabled();
  await page.getByLabel('The day (31/12)').check();
  await idle(page);
  await expect(page.getByRole('table', { name: 'The first alerts' }).getByRole('row').nth(1)).toContainText('2026-04-03');
  await button(page, 'Import').and(page.locator('.primary')).last().click();
  await idle(page);
  await expect(page.getByRole('main')).toContainText('1 alert added');
});

test('times without a zone: taken in as UTC and said, the zone is remembered for the next file', async ({ page }) => {
  const fast = (hour: string) =>
    made(
      'fast.log',
      `03/10/2026-${hour}:00:00.000000  [**] [1:2001219:20] ET SCAN Potential SSH Scan [**] [Classification: Attempted Information Leak] [Priority: 2] {TCP} 192.0.2.1:4711 -> 198.51.100.2:22\n`,
    );
  await open(page);
  await give(page, fast('09'));
  await button(page, 'Set the zone…').click();
  await idle(page);
  await page.getByLabel('Zone of the times that state none').selectOption('America/New_York');
  await expect(page.getByRole('row').filter({ hasText: '03/10/2026-09:00:00' })).toContainText('2026-03-10 13:00:00');
  await button(page, 'Remember for the next file').click();
  await give(page, fast('10'));
  await expect(button(page, 'Set the zone…')).toHaveCount(0);
  await page.goto('./#/incidents?severity=all&status=all');
  await idle(page);
  await expect(page.getByRole('main')).toContainText('14:00');
});

test('checking first: nothing is taken in until it is said; a skipped file never is', async ({ page }) => {
  await open(page);
  await page.goto('./#/imports');
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Check before importing…').click();
  await (
    await chooser
  ).setFiles([
    made('good.ndjson', lines(4) + 'no json\n'),
    made(
      'other.ndjson',
      lines(2, () => ({ title: 'Other' })),
    ),
  ]);
  await idle(page);
  await expect(waiting(page, 'good.ndjson')).toContainText('4 alerts, 1 rejected');
  await expect(page.getByText('Nothing has been imported')).toBeVisible();
  await waiting(page, 'good.ndjson').getByText('1 rejected record').last().click();
  const download = page.waitForEvent('download');
  await button(page, 'Download the records to mend').click();
  expect(readFileSync(await (await download).path(), 'utf8')).toBe('no json\n');
  await waiting(page, 'other.ndjson').getByRole('button', { name: 'Skip this file' }).click();
  await waiting(page, 'good.ndjson').getByRole('button', { name: 'Import' }).click();
  await idle(page);
  await expect(page.getByRole('main')).toContainText('4 alerts added');
  await expect(page.getByRole('main')).not.toContainText('other.ndjson');
});

for (const theme of THEMES)
  test(`the doctor's page can be used by all, ${theme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page);
    await give(page, [
      house(10),
      made(
        'dated.csv',
        'AlertName,Timestamp,Severity,Hostname,SourceIp\nOdd login,3/4/2026 9:00:00,high,FS-01,192.0.2.1\nOdd,never,high,FS-01,192.0.2.1\n',
      ),
    ]);
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 1600 });
      await look(page, `doctor-${theme}-${width}`);
    }
    await expectAccessible(page, theme, 'doctor');
  });
