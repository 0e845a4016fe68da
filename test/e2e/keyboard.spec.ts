import { expect, idle, incidentLinks, open, queue, test } from './fixtures.ts';
import { heading, setStatus } from './triage.ts';

/* Triage without a pointer. */

test.beforeEach(async ({ page }) => {
  await open(page, '#/?demo=story');
  await expect(incidentLinks(page).first()).toBeVisible();
  await idle(page);
});

test('j, k and Enter walk the queue and open an incident; Escape goes back', async ({ page }) => {
  const names = (await incidentLinks(page).allInnerTexts()).map((name) => name.trim());
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toContainText(names[0] ?? '');
  await page.keyboard.press('Escape');
  await expect(queue(page)).toBeVisible();
  await idle(page);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toContainText(names[1] ?? '');
});

test('two incidents are merged and parted again, a dialog begins where one types and does it by Ctrl-Enter', async ({ page }) => {
  const rows = await queue(page).locator('tbody').getByRole('row').allInnerTexts();
  for (const key of ['j', 'x', 'j', 'x', 'Shift+M']) await page.keyboard.press(key);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Comment' })).toBeFocused();
  await page.keyboard.type('One intrusion');
  await expect(dialog.getByRole('region', { name: 'What would change' })).toContainText('1 merge');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(rows.length - 1);
  await page.keyboard.press('Control+z');
  await idle(page);
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toHaveCount(1);
  expect(await queue(page).locator('tbody').getByRole('row').allInnerTexts()).toEqual(rows);
});

test('x selects rows, and a bar offers what to do with them', async ({ page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selected incidents' })).toContainText('2 incidents selected');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'Selected incidents' })).toHaveCount(0);
});

test('/ goes to the search, and the search finds an entity', async ({ page }) => {
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('bk-01');
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(incidentLinks(page).first()).toBeVisible();
});

test('? lists the keys, Escape closes the list', async ({ page }) => {
  await page.keyboard.press('Shift+?');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Undo');
  await expect(dialog).toContainText('Merge the selected incidents…');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('Ctrl-Z in the queue takes back what was done on the incident', async ({ page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeVisible();
  await setStatus(page, 'In progress');
  await page.goto('./#/incidents');
  await idle(page);
  await expect(queue(page)).toContainText('In progress');
  await page.keyboard.press('Control+z');
  await idle(page);
  await expect(queue(page)).not.toContainText('In progress');
});
