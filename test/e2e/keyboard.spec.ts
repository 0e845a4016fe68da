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
