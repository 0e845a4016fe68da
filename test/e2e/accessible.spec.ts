import { expect, expectAccessible, idle, incidentLinks, look, open, openFirst, tab, test, THEMES } from './fixtures.ts';

/* axe on every page, in both themes. */

for (const theme of THEMES)
  test.describe(theme, () => {
    test.use({ colorScheme: theme, reducedMotion: 'reduce' });

    test('the empty workspace', async ({ page }) => {
      await open(page);
      await look(page, `empty-${theme}`);
      await expectAccessible(page, theme, 'empty');
    });

    test('queue, incident with each tab, imports, settings', async ({ page }) => {
      test.setTimeout(300_000);
      await open(page, '#/?demo=story');
      await expect(incidentLinks(page).first()).toBeVisible();
      await idle(page);
      await look(page, `queue-${theme}`);
      await expectAccessible(page, theme, 'queue');
      await page.keyboard.press('j');
      await page.keyboard.press('o');
      await idle(page);
      await look(page, `queue-pane-${theme}`);
      await expectAccessible(page, theme, 'queue with its side pane');
      await openFirst(page);
      for (const name of ['Attack story', 'Alerts', 'Assets', 'Evidence and response', 'Activities', 'Summary']) {
        await tab(page, name).click();
        await idle(page);
        await look(page, `incident-${name.toLowerCase().replaceAll(' ', '-')}-${theme}`);
        await expectAccessible(page, theme, name);
      }
      for (const name of ['imports', 'settings']) {
        await page.goto(`./#/${name}`);
        await idle(page);
        await expect(page.getByRole('heading').first()).toBeVisible();
        await look(page, `${name}-${theme}`);
        await expectAccessible(page, theme, name);
      }
    });
  });
