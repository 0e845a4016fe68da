import type { Page } from '@playwright/test';
import { expect, expectAccessible, give, idle, look, made, open, openFirst, tab, test, THEMES } from './fixtures.ts';
import { manage } from './triage.ts';

/* A newer export against decisions made here: they stand, the difference is listed, and a person says which holds. */

const record = (version: number, more: object = {}): string =>
  JSON.stringify({
    id: 'a',
    time: '2026-03-10T09:00:00Z',
    updatedTime: `2026-03-1${version}T09:00:00Z`,
    title: 'Odd login',
    severity: 'high',
    status: 'new',
    product: 'House',
    entities: [{ type: 'device', value: 'FS-01' }],
    ...more,
  }) + '\n';
const list = (page: Page) => page.getByRole('region', { name: /conflicts? with a newer record/ });

/** Monday's export, given to Jo here; Tuesday's says it is another's. */
async function decided(page: Page): Promise<void> {
  await open(page);
  await give(page, made('monday.ndjson', record(1)));
  await openFirst(page);
  await manage(page, async (form) => {
    await form.getByLabel('Assigned to').fill('Jo');
  });
  await give(page, made('tuesday.ndjson', record(2, { assignedTo: 'Omar' })));
  await page.goto('./#/imports');
  await idle(page);
}

test('the decision stands and the difference is listed; theirs can be taken, mine kept, each undone', async ({ page }) => {
  await decided(page);
  const row = list(page).getByRole('row', { name: /Odd login/ });
  await expect(row).toContainText(/Assigned to\s*Jo\s*Omar\s*before: Nobody\s*tuesday\.ndjson/);
  await page.getByRole('button', { name: 'Keep mine: Assigned to of Odd login' }).press('Enter');
  await idle(page);
  await expect(list(page)).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await idle(page);
  await expect(row).toBeVisible();
  await page.getByRole('button', { name: 'Take theirs: Assigned to of Odd login' }).press('Enter');
  await idle(page);
  await expect(list(page)).toHaveCount(0);
  await page.goto('./#/incidents?severity=all&status=all');
  await openFirst(page);
  await tab(page, 'Activities').click();
  await expect(page.getByRole('main')).toContainText('Alert “Odd login”: owner changed from Jo to Omar');
  await expect(page.getByRole('main')).toContainText('Alert “Odd login”: owner kept as decided, against a newer record');
  await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
  await idle(page);
  await page.goto('./#/imports');
  await idle(page);
  await expect(row).toBeVisible();
  await page.reload();
  await idle(page);
  await expect(row).toBeVisible();
});

for (const theme of THEMES)
  test(`conflicts can be read by all, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await decided(page);
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 700 });
      await look(page, `conflicts-${theme}-${width}`);
    }
    await expectAccessible(page, theme, 'conflicts');
  });
