import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, idle, incidentLinks, look, open, openFirst, queue, tab, test, THEMES } from './fixtures.ts';
import { details, dialog, openSettings, queueRows, undo } from './workspace.ts';

/* Bending the correlation by hand, each time tried or explained before, and taken back. */

async function story(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '#/?demo=story');
  await expect(incidentLinks(page).first()).toBeVisible();
  await idle(page);
}
const box = (page: Page, row: number): Locator => queue(page).locator('tbody').getByRole('checkbox').nth(row);

test('a split along a link shows first what leaves; undo restores the very same queue', async ({ page }) => {
  await story(page);
  const before = await queueRows(page);
  await openFirst(page);
  await expect(details(page).getByRole('heading', { name: 'What holds it together' })).toBeVisible();
  await details(page)
    .getByRole('button', { name: /^Split here/ })
    .first()
    .click();
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'Alerts behind the link' }).getByRole('listitem').first()).toBeVisible();
  const what = dialog(page).getByRole('region', { name: 'What would change' });
  await expect(what).toContainText(/\d+ splits?/);
  await expect(what.getByRole('list', { name: 'Splits' }).getByRole('listitem')).not.toHaveCount(0);
  await look(page, 'bend-split');
  await dialog(page).getByRole('button', { name: 'Split', exact: true }).click();
  await idle(page);
  await expect(dialog(page)).toHaveCount(0);
  const split = await queueRows(page);
  expect(split).not.toEqual(before);
  expect(split.length).toBeGreaterThan(before.length);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('a merge that a rule forbids is refused in words; one that is allowed is done and undone', async ({ page }) => {
  await story(page);
  const before = await queueRows(page);
  for (const [row, owner] of [
    [0, 'Amira'],
    [1, 'Jonas'],
  ] as const) {
    await box(page, row).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Assign' }).click();
    await page.getByLabel('Assign to').fill(owner);
    await page.keyboard.press('Enter');
    await idle(page);
    await page.getByRole('toolbar').getByRole('button', { name: 'Deselect' }).click();
  }
  for (const row of [0, 1]) await box(page, row).check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Merge…' }).click();
  await idle(page);
  await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('assigned to different people: Amira, Jonas');
  await look(page, 'bend-refused');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  await undo(page);
  await undo(page);
  await page.getByRole('toolbar').getByRole('button', { name: 'Merge…' }).click();
  await idle(page);
  await dialog(page).getByRole('textbox', { name: 'Comment' }).fill('One intrusion');
  await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await idle(page);
  expect((await queueRows(page)).length).toBeLessThan(before.length);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('alerts selected in an incident move to a new one, and back by undo', async ({ page }) => {
  await story(page);
  const before = await queueRows(page);
  await openFirst(page);
  await tab(page, 'Alerts').click();
  await idle(page);
  const boxes = page.getByRole('region', { name: 'Alerts of this incident' }).getByRole('checkbox');
  const bar = page.getByRole('toolbar', { name: 'Selected alerts' });
  await page.getByRole('checkbox', { name: 'Select all alerts shown' }).check();
  await expect(bar).toContainText('32 alerts selected');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await boxes.nth(1).check();
  await boxes.nth(3).click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 alerts selected');
  await boxes.nth(3).uncheck();
  await expect(bar.getByRole('button', { name: 'Always together…' })).toBeVisible();
  await page.keyboard.press('v');
  await idle(page);
  await expect(dialog(page).getByRole('radio', { name: 'A new incident' })).toBeChecked();
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText('2 alerts move');
  await look(page, 'bend-move');
  await dialog(page).getByRole('button', { name: 'Move', exact: true }).click();
  await idle(page);
  await expect(bar).toHaveCount(0);
  expect((await queueRows(page)).length).toBe(before.length + 1);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('who moves all alerts of an incident stands where they went, and it is the one the trial named', async ({ page }) => {
  await story(page);
  const before = await queueRows(page);
  await openFirst(page);
  await tab(page, 'Alerts').click();
  await idle(page);
  await page.keyboard.press('*');
  await expect(page.getByRole('toolbar', { name: 'Selected alerts' })).toContainText('32 alerts selected');
  await page.keyboard.press('v');
  await expect(dialog(page).getByLabel('Find an open incident')).toBeFocused();
  await idle(page);
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page).getByText('Nothing would be left behind.')).toBeInViewport();
  await page.keyboard.type('#2');
  await idle(page);
  await dialog(page).getByRole('radio', { name: /^#2 / }).check();
  await idle(page);
  await expect(dialog(page).getByRole('list', { name: 'Merges' })).toContainText(/→\s*#2 \(40 alerts\)/);
  await dialog(page).getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page).toHaveURL(/#\/incidents\/2\?tab=alerts$/);
  await idle(page);
  await expect(tab(page, 'Alerts')).toContainText('40');
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('an entity is ignored only after the difference was shown, and linked again the same way', async ({ page }) => {
  await story(page);
  const before = await queueRows(page);
  await openFirst(page);
  await tab(page, 'Assets').click();
  await idle(page);
  await page.getByRole('main').locator('tbody').getByRole('row').first().click();
  await idle(page);
  await page.getByRole('button', { name: 'Ignore for correlation…' }).click();
  await idle(page);
  const what = dialog(page).getByRole('region', { name: 'What would change' });
  await expect(what).toContainText(/incidents? now/);
  const said = (await what.getByRole('status').innerText()).trim();
  await look(page, 'bend-ignore');
  await dialog(page).getByRole('button', { name: 'Ignore for correlation', exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await idle(page);
  const after = await queueRows(page);
  expect(after.length === before.length && /split|merge/.test(said)).toBe(false);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('why two incidents are not one is told with what they share', async ({ page }) => {
  await story(page);
  const links = await incidentLinks(page).count();
  let asked = false;
  for (let i = 0; i < links && !asked; i++) {
    await page.goto('./#/incidents');
    await idle(page);
    await incidentLinks(page).nth(i).click();
    await idle(page);
    await tab(page, 'Similar').click();
    await idle(page);
    const why = page.getByRole('button', { name: /^Why is #\d+ not merged\?$/ }).first();
    if ((await why.count()) === 0) continue;
    const listed = await page
      .getByRole('list', { name: /^(?:Similar incidents|Seen together without merging)$/ })
      .getByRole('link')
      .allTextContents();
    expect(new Set(listed).size, 'each stands once').toBe(listed.length);
    await expect(page.getByRole('list', { name: 'Similar incidents' })).toContainText('Seen together');
    await why.click();
    await idle(page);
    await expect(dialog(page).getByRole('heading', { level: 2 })).toHaveText(/^Why are #\d+ and #\d+ not merged\?$/);
    await expect(dialog(page).locator('strong').first()).toHaveText(/\.$/);
    await look(page, 'bend-why-not');
    asked = true;
  }
  expect(asked, 'some incident of the story has one that is like it').toBe(true);
});

test('another profile is tried before it is applied, and taken back', async ({ page }) => {
  await story(page);
  const before = await queueRows(page);
  await openSettings(page);
  const section = page.getByRole('region', { name: 'Correlation' });
  await expect(section.getByRole('button', { name: 'Apply' })).toBeDisabled();
  await section.getByRole('radio', { name: /^Strict/ }).check();
  await idle(page);
  await expect(section.getByRole('region', { name: 'What would change' })).toContainText(/incidents? now/);
  await look(page, 'bend-settings');
  await section.getByRole('button', { name: 'Apply' }).click();
  await idle(page);
  await expect(section.getByRole('radio', { name: /^Strict/ })).toBeChecked();
  await undo(page);
  await expect(section.getByRole('radio', { name: /^Normal/ })).toBeChecked();
  expect(await queueRows(page)).toEqual(before);
});

for (const theme of THEMES)
  test(`what bends can be used by everybody, ${theme}`, async ({ page }) => {
    await story(page);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await openFirst(page);
    await details(page)
      .getByRole('button', { name: /^Split here/ })
      .first()
      .click();
    await idle(page);
    await look(page, `bend-split-${theme}`);
    await expectAccessible(page, theme, 'split');
    await page.keyboard.press('Escape');
    await look(page, `bend-holding-${theme}`);
    await tab(page, 'Similar').click();
    await idle(page);
    await look(page, `bend-similar-${theme}`);
    await expectAccessible(page, theme, 'similar');
    await tab(page, 'Alerts').click();
    await page.getByRole('region', { name: 'Alerts of this incident' }).getByRole('checkbox').nth(1).check();
    await page.keyboard.press('v');
    await idle(page);
    await look(page, `bend-move-${theme}`);
    await expectAccessible(page, theme, 'move');
    await openSettings(page);
    await page.getByText('Windows and strengths, by type of evidence').click();
    await page.getByRole('radio', { name: /^Strict/ }).check();
    await idle(page);
    await page.getByRole('heading', { name: 'Correlation' }).scrollIntoViewIfNeeded();
    await look(page, `bend-settings-${theme}`);
    await expectAccessible(page, theme, 'correlation settings');
  });
