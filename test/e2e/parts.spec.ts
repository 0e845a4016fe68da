import type { Page } from '@playwright/test';
import { expect, expectAccessible, give, idle, look, made, open, test, THEMES } from './fixtures.ts';

/* A file larger than the browser holds, and a part of any file: said before, chosen, counted, marked. */

const minute = (i: number): string => new Date(Date.UTC(2026, 2, 10) + i * 60_000).toISOString();
const day = (count: number, name = 'day.ndjson') =>
  made(
    name,
    Array.from({ length: count }, (_, i) =>
      JSON.stringify({
        id: `n${i}`,
        time: minute(i),
        title: `Odd login ${i % 40}`,
        severity: 'high',
        product: 'House',
        description: 'x'.repeat(80),
        entities: [{ type: 'device', value: `FS-${i % 400}` }],
      }),
    ).join('\n') + '\n',
  );
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const mark = (page: Page) => page.getByRole('complementary', { name: 'Only a part is here' });
const small = (page: Page): Promise<unknown> =>
  page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.6 }));

async function check(page: Page, file: ReturnType<typeof day>): Promise<void> {
  await page.goto('./#/imports');
  const chooser = page.waitForEvent('filechooser');
  await button(page, 'Check before importing…').click();
  await (await chooser).setFiles([file]);
  await idle(page);
}

test('a part of any file by hand: shown before, counted, marked on every page until the whole is read', async ({ page }) => {
  await open(page);
  await check(page, day(600));
  await page.getByText('Take in only a part').press('Enter');
  await expect(page.getByLabel('From (UTC)')).toHaveValue('2026-03-10 00:00');
  await expect(page.getByLabel('To (UTC)')).toHaveValue('2026-03-10 09:59');
  await page.getByLabel('Only a time slice').press('Space');
  await page.getByLabel('From (UTC)').fill('2026-03-10 02:00');
  await page.getByLabel('To (UTC)').fill('2026-03-10 01:00');
  await page.keyboard.press('Tab');
  await expect(page.getByText('The end must be after the beginning')).toBeVisible();
  await expect(button(page, /^Import this part$|^Import$/).last()).toBeDisabled();
  await page.getByLabel('To (UTC)').fill('2026-03-10 03:59');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('article', { name: 'day.ndjson' })).toContainText('600 records: 120 alerts, 480 ignored');
  await button(page, 'Import this part').click();
  await idle(page);
  await expect(page.getByRole('main')).toContainText('120 alerts added');
  await expect(page.getByRole('main')).toContainText('480 × alert outside of the chosen time');
  await expect(page.getByRole('main')).toContainText(
    'Only a time slice was taken in: alerts that begin from 2026-03-10T02:00:00Z to 2026-03-10T03:59:00Z',
  );
  await page.goto('./#/incidents');
  await expect(mark(page)).toContainText('day.ndjson (from 2026-03-10 02:00 to 2026-03-10 03:59)');
  await page.reload();
  await idle(page);
  await expect(mark(page)).toBeVisible();
  await give(page, day(600));
  await expect(mark(page)).toHaveCount(0);
});

test('more than the browser holds: told before it is read, with a sample that fits', async ({ page }) => {
  await small(page);
  await open(page);
  await give(page, day(24_000));
  const held = page.getByRole('region', { name: 'This load may be too large' });
  await expect(held).toContainText(/About 2[345]\s000 alerts in 6\.\d MB; this browser can hold about 4\s300\..*0\.6 GB of memory/);
  await expect(page.getByText('Nothing has been imported')).toBeVisible();
  await expect(held.getByLabel('To (UTC)')).toHaveValue('2026-03-26 15:59');
  await expect(button(page, 'Import this part')).toBeDisabled();
  await held.getByLabel('Only a sample').check();
  await expect(held.getByLabel('One alert in')).toHaveValue(/^[78]$/);
  await held.getByLabel('One alert in').fill('40');
  await page.keyboard.press('Tab');
  await expect(held.getByRole('status')).toContainText(/About 6\d0 of about 2[345]\s000 alerts/);
  await button(page, 'Import this part').click();
  await idle(page);
  await expect(page.getByRole('main')).toContainText(/× alert left out of the sample/);
  await expect(page.getByRole('main')).toContainText('Only a sample was taken in: one alert in 40, by a hash of its id');
  await expect(page.getByRole('main').locator('article')).toContainText('Sample');
  await page.goto('./#/incidents');
  await expect(mark(page)).toContainText('day.ndjson (one alert in 40)');
});

test('a load that is left is not read; one that is wanted all the same is read whole', async ({ page }) => {
  await small(page);
  await open(page);
  await give(page, day(24_000));
  await button(page, 'Leave it').click();
  await expect(page.getByText('Nothing has been imported')).toBeVisible();
  await give(page, day(24_000));
  await button(page, 'Import all of it anyway').click();
  await idle(page, 120_000);
  await expect(page.getByRole('main')).toContainText(/24\s000 alerts added/);
  await expect(mark(page)).toHaveCount(0);
});

for (const theme of THEMES)
  test(`the choice of a part and its mark can be used by all, ${theme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await small(page);
    await open(page);
    await check(page, day(60, 'small.ndjson'));
    await page.getByText('Take in only a part').click();
    await page.getByLabel('Only a sample').check();
    await idle(page);
    await button(page, 'Import this part').click();
    await give(page, day(24_000));
    await page.getByLabel('Only a time slice').check();
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      await look(page, `parts-${theme}-${width}`);
    }
    await expectAccessible(page, theme, 'a held load');
    await page.goto('./#/incidents?severity=all&status=all');
    await idle(page);
    await expectAccessible(page, theme, 'the mark of a part');
    await look(page, `part-mark-${theme}`);
  });
