import { line } from '../helpers/alert-line.ts';
import { expect, expectAccessible, give, idle, incidentLinks, look, made, open, openFirst, queue, tab, test } from './fixtures.ts';
import { dialog, queueRows, undo, WHOLE } from './workspace.ts';

/* Work that goes on for days: exports that come one after the other, single alerts settled, settings found again. */

const FIRST = [line('a', 0, 'ws-1', 'jane'), line('b', 200, 'ws-2', 'omar'), line('c', 205, 'ws-2', 'omar')].join('\n');
const SECOND = [line('d', 1, 'ws-1', 'jane'), line('e', 206, 'ws-2', 'omar'), line('f', 207, 'ws-2', 'omar')].join('\n');

test('an import into a worked workspace tells what became of it, and offers what all at once would change; undo takes that back', async ({
  page,
}) => {
  await open(page, WHOLE);
  await give(page, made('first.ndjson', FIRST));
  await expect(page.getByRole('region', { name: 'Correlate anew' })).toHaveCount(0);
  const row = queue(page).locator('tbody').getByRole('row').filter({ hasText: 'ws-2' });
  await row.getByRole('checkbox').check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitem', { name: 'Resolved' }).click();
  await idle(page);
  await dialog(page).getByRole('button', { name: 'Leave alerts open' }).click();
  await idle(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Deselect' }).click();
  await give(page, made('second.ndjson', SECOND));
  await expect(page.getByText('3 new alerts: 1 joined 1 incident, 2 founded 1 incident; 1 merge was refused')).toBeVisible();
  const offer = page.getByRole('region', { name: 'Correlate anew' });
  await expect(offer).toContainText('1 merge');
  await look(page, 'worked-offer');
  await page.goto('./#/imports');
  await idle(page);
  const report = page.getByRole('region', { name: 'What the last import did to the incidents' });
  await expect(report.getByRole('list', { name: 'Refused' })).toContainText('one of them is resolved');
  await report.getByText('1 alert joined 1 incident that was here').click();
  await expect(report.getByRole('list', { name: 'Joined' }).getByRole('link')).toHaveCount(1);
  await look(page, 'worked-report');
  await expectAccessible(page, 'light', 'imports with a report');
  const before = await queueRows(page);
  await offer.getByRole('button', { name: 'See the difference…' }).click();
  await idle(page);
  await expect(dialog(page).getByRole('list', { name: 'Merges' }).getByRole('listitem')).toHaveCount(1);
  await look(page, 'worked-difference');
  await dialog(page).getByRole('button', { name: 'Correlate anew', exact: true }).click();
  await idle(page);
  await expect(offer).toHaveCount(0);
  expect(await queueRows(page)).not.toEqual(before);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('two incidents selected in the queue are asked by a key why they are two', async ({ page }) => {
  await open(page, WHOLE);
  await give(page, made('first.ndjson', FIRST));
  for (const row of [0, 1]) await queue(page).locator('tbody').getByRole('checkbox').nth(row).check();
  await queue(page).locator('tbody').getByRole('checkbox').nth(1).blur();
  await page.keyboard.press('y');
  await idle(page);
  await expect(dialog(page).getByRole('heading', { level: 2 })).toHaveText(/^Why are #\d+ and #\d+ not merged\?$/);
  await expect(dialog(page)).toContainText('They share nothing that could link them.');
});

test('one alert is settled from its pane, several from the table, both are in the activity log and undone', async ({ page }) => {
  await open(page, WHOLE);
  await give(page, made('one.ndjson', [line('a', 0, 'ws-1', 'jane'), line('b', 2, 'ws-1', 'jane')].join('\n')));
  await expect(incidentLinks(page)).toHaveCount(1);
  await openFirst(page);
  await tab(page, 'Alerts').click();
  await idle(page);
  const rows = page.getByRole('region', { name: 'Alerts of this incident' });
  await rows.getByRole('button', { name: 'Detection a', exact: true }).click();
  await idle(page);
  await page.keyboard.press('e');
  await dialog(page).getByLabel('Status').selectOption('Resolved');
  await dialog(page).getByLabel('Classification').selectOption('False positive');
  await dialog(page).getByLabel('Comment').fill('A test of ours');
  await look(page, 'worked-manage');
  await expectAccessible(page, 'dark', 'manage an alert');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await idle(page);
  await expect(rows.getByRole('row').filter({ hasText: 'Detection a' })).toContainText('Resolved');
  await expect(rows.getByRole('row').filter({ hasText: 'Detection b' })).not.toContainText('Resolved');
  await tab(page, 'Activities').click();
  await idle(page);
  await expect(page.getByRole('region', { name: 'Activity log' })).toContainText('Alert “Detection a”: status changed from');
  await expect(page.getByRole('region', { name: 'Comments' })).toContainText('A test of ours');
  await undo(page);
  await expect(page.getByRole('region', { name: 'Comments' })).not.toContainText('A test of ours');
  await tab(page, 'Alerts').click();
  await idle(page);
  for (const box of await rows.getByRole('checkbox').all()) await box.check();
  await page.getByRole('toolbar', { name: 'Selected alerts' }).getByRole('button', { name: 'Manage…' }).click();
  await dialog(page).getByLabel('Assigned to').fill('Ann');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await idle(page);
  await tab(page, 'Activities').click();
  await idle(page);
  await expect(page.getByRole('region', { name: 'Activity log' })).toContainText('2 alerts: owner changed from nobody to Ann');
});

test('a section of the settings is reached by its address, by the index at the side and by a command', async ({ page }) => {
  await open(page, '#/settings/detectors');
  await expect(page.getByRole('heading', { name: 'Detectors' })).toBeFocused();
  const index = page.getByRole('navigation', { name: 'Sections of the settings' });
  await expect(index.getByRole('link', { name: 'Detectors' })).toHaveAttribute('aria-current', 'location');
  // Sections above it fill in later: it stays where it was opened, and is the one marked, whatever comes.
  const opened = page.getByRole('heading', { name: 'Sequences' });
  for (const anew of [false, true]) {
    await page.goto('./#/imports');
    await expect(page.getByRole('heading', { name: 'Imports', level: 1 })).toBeVisible();
    await page.goto('./#/settings/sequences');
    if (anew) await page.reload();
    await idle(page);
    await expect.poll(async () => (await opened.boundingBox())?.y).toBeLessThan(100);
    await expect(index.getByRole('link', { name: 'Sequences' })).toHaveAttribute('aria-current', 'location');
  }
  await page.mouse.move(700, 400);
  await page.mouse.wheel(0, -100_000);
  await expect(index.getByRole('link', { name: 'You' })).toHaveAttribute('aria-current', 'location');
  await index.getByRole('link', { name: 'Correlation' }).press('Enter');
  await expect(page).toHaveURL(/#\/settings\/correlation$/);
  await expect(page.getByRole('heading', { name: 'Correlation' })).toBeInViewport();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('settings data');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Data' })).toBeFocused();
  await expect(index.getByRole('link', { name: 'You' })).toBeInViewport();
  await look(page, 'worked-settings');
});

test('of hundreds of imports the newest are drawn, the others are found by name', async ({ page }) => {
  await open(page);
  await give(
    page,
    Array.from({ length: 120 }, (_, i) => made(`day-${i}.ndjson`, line(`n${i}`, i, `ws-${i}`, `u${i}`))),
  );
  await page.goto('./#/imports');
  await idle(page);
  await expect(page.getByRole('article')).toHaveCount(50);
  await page.getByRole('button', { name: 'Show 50 more' }).click();
  await expect(page.getByRole('article')).toHaveCount(100);
  await page.getByRole('searchbox', { name: 'Find an import' }).fill('day-7.');
  await expect(page.getByRole('article')).toHaveCount(1);
});
