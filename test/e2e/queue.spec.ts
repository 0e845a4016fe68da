import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, give, idle, incidentLinks, made, open, queue, test } from './fixtures.ts';
import { lines } from './story.ts';

/* The queue as a place of work: narrowing, looking, deciding, taking away. */

const story = async (page: Page): Promise<void> => {
  await open(page, '#/?demo=story');
  await expect(incidentLinks(page).first()).toBeVisible();
};
const pane = (page: Page) => page.getByRole('complementary');

test('filters say how many they let through and what they hide; Back takes one away', async ({ page }) => {
  await story(page);
  const all = await incidentLinks(page).count();
  await page.getByRole('button', { name: /^Severity:/ }).click();
  await page.getByRole('checkbox', { name: /Medium/ }).uncheck();
  await page.getByRole('checkbox', { name: /Low/ }).uncheck();
  await page.keyboard.press('Escape');
  await idle(page);
  const high = await incidentLinks(page).count();
  expect(high).toBeLessThan(all);
  await expect(page.getByRole('main')).toContainText(`${high} of`);
  expect(page.url()).toContain('severity=high');
  await page.goBack();
  await idle(page);
  expect(await incidentLinks(page).count()).toBeGreaterThan(high);
  await page.goForward();
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(high);
  await page.getByRole('button', { name: 'Reset all' }).click();
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(all);
});

test('the side pane tells why and manages; the next incident follows; undo brings it back', async ({ page }) => {
  await story(page);
  const before = await incidentLinks(page).allInnerTexts();
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await idle(page);
  await expect(pane(page)).toContainText('What holds it together');
  await expect(pane(page)).toContainText(/\d+ alerts?/);
  await pane(page).getByLabel('Classification').selectOption({ label: 'False positive' });
  expect(await pane(page).getByLabel('Determination').locator('option').allInnerTexts()).toEqual([
    'Not set',
    'Not malicious',
    'Not enough data to validate',
    'Other',
  ]);
  await pane(page).getByLabel('Status', { exact: true }).selectOption({ label: 'Resolved' });
  await pane(page).getByLabel('Resolving note').fill('A drill.');
  await pane(page).getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Resolve alerts too' }).click();
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(before.length - 1);
  await page.keyboard.press('j');
  await idle(page);
  await expect(pane(page).getByRole('heading').first()).toHaveText(before[1] ?? '');
  await page.keyboard.press('Control+z');
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(before.length);
});

test('many at once: one choice, every selected incident', async ({ page }) => {
  await story(page);
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await page.getByRole('toolbar').getByRole('button', { name: 'Status' }).click();
  await page.getByRole('menuitem', { name: 'In progress' }).click();
  await idle(page);
  await expect(queue(page).getByText('In progress')).toHaveCount(2);
});

test("an incident's alerts unfold below its row", async ({ page }) => {
  await story(page);
  const links = await incidentLinks(page).count();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowRight');
  await idle(page);
  await expect(queue(page).getByRole('list', { name: 'Alerts of the incident' }).getByRole('link').first()).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(incidentLinks(page)).toHaveCount(links);
});

test('the time brush narrows, the address keeps it', async ({ page }) => {
  await story(page);
  const all = await incidentLinks(page).count();
  const chart = await page.getByRole('img', { name: /alerts from/ }).boundingBox();
  if (chart === null) throw new Error('no chart');
  await page.mouse.move(chart.x + chart.width * 0.4, chart.y + 9);
  await page.mouse.down();
  await page.mouse.move(chart.x + chart.width * 0.6, chart.y + 9, { steps: 3 });
  await page.mouse.up();
  await idle(page);
  const some = await incidentLinks(page).count();
  expect(some).toBeLessThan(all);
  expect(page.url()).toMatch(/time=\d+-\d+/);
  await page.reload();
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(some);
});

test('the list goes out as CSV, in the columns shown', async ({ page }) => {
  await open(page);
  await give(
    page,
    made(
      'formula.ndjson',
      lines(1, () => ({ title: '=cmd|calc!A1' })),
    ),
  );
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const text = readFileSync(await (await download).path(), 'utf8');
  expect(text.split('\r\n')[0]).toContain('Incident,Severity,Status');
  expect(text).toContain("'=cmd|calc!A1");
});

test('three thousand incidents: a few rows are drawn, any can be reached', async ({ page }) => {
  await open(page);
  await give(
    page,
    made(
      'many.ndjson',
      lines(3000, (i) => ({ title: `Lone ${i}`, entities: [{ type: 'device', value: `H-${i}` }] })),
    ),
    90_000,
  );
  expect(await queue(page).getByRole('row').count()).toBeLessThan(80);
  const rows = Number(await queue(page).getAttribute('aria-rowcount'));
  expect(rows).toBeGreaterThan(500);
  await queue(page).evaluate((table) => {
    if (table.parentElement !== null) table.parentElement.scrollTop = 1e9;
  });
  await idle(page);
  await expect(queue(page).locator(`tr[aria-rowindex="${rows}"]`)).toBeVisible();
});

test('pasted text is a file too', async ({ page }) => {
  await open(page);
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  }, lines(2));
  await idle(page);
  await expect(incidentLinks(page).first()).toBeVisible();
});
