import type { Locator, Page } from '@playwright/test';
import { alertLine, line, user } from '../helpers/alert-line.ts';
import { expect, expectAccessible, give, idle, look, made, open, openFirst, tab, test, THEMES } from './fixtures.ts';
import { dialog, openSettings, queueRows, section, undo } from './workspace.ts';

/* An alert of our own, raised by a sequence rule; and the incidents that stand in the files, in the three ways to treat them. */

async function lookAtBoth(page: Page, name: string): Promise<void> {
  for (const theme of THEMES)
    for (const width of [1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await look(page, `${name}-${theme}-${width}`);
    }
}

const step = (id: string, hour: number, technique: string, entity: object): string =>
  alertLine(id, (hour - 9) * 60, [entity], {
    severity: 'low',
    product: id === 'mail' ? 'Mail gateway' : 'Directory',
    techniques: [technique],
  });
const JANE = user('jane');
const PHISH = [
  step('mail', 8, 'T1566.002', { type: 'mailbox', value: 'mail:jane@example.com', role: 'target' }),
  step('click', 9, 'T1204.001', JANE),
  step('sign-in', 11, 'T1078', JANE),
].join('\n');
const TITLE = 'Account taken over after a phishing mail was opened';

async function raising(page: Page): Promise<Locator> {
  await openSettings(page);
  const raise = section(page, 'Sequences').getByRole('checkbox', {
    name: /^Raise an alert: Phishing mail delivered, its recipient opened/,
  });
  await expect(raise).not.toBeChecked();
  await raise.focus();
  await page.keyboard.press('Space');
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText('1 alert raised');
  return raise;
}
async function apply(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await idle(page);
}

test('a rule is told to raise an alert, by keyboard; what it raises goes with undo', async ({ page }) => {
  await open(page);
  await give(page, made('phish.ndjson', PHISH));
  const before = await queueRows(page);
  const raise = await raising(page);
  await look(page, 'raised-trial');
  await apply(page);
  await expect(raise).toBeChecked();
  await expect(section(page, 'Sequences').getByRole('listitem').filter({ hasText: TITLE })).toContainText('high; 1 raised');
  await raise.scrollIntoViewIfNeeded();
  await lookAtBoth(page, 'raised-settings');
  for (const theme of THEMES) await expectAccessible(page, theme, 'sequence rules');
  expect((await queueRows(page)).join()).not.toEqual(before.join());
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('an alert of our own says by what it was raised, and is marked where alerts are listed', async ({ page }) => {
  await open(page);
  await give(page, made('phish.ndjson', PHISH));
  await raising(page);
  await apply(page);
  await queueRows(page);
  await openFirst(page);
  const alert = page.getByRole('button', { name: new RegExp(TITLE) }).first();
  await alert.click();
  await idle(page);
  const why = page.getByRole('region', { name: 'Why it was raised' });
  await expect(why).toContainText('opened a link or file, then an odd sign-in');
  await expect(why.getByRole('list', { name: 'Steps of the sequence' })).toContainText('2 h after the step before');
  await lookAtBoth(page, 'raised-alert');
  for (const theme of THEMES) await expectAccessible(page, theme, 'an alert of our own');
  await why.getByRole('button', { name: 'Detection click' }).click();
  await idle(page);
  await expect(page.getByRole('heading', { level: 2, name: 'Detection click' })).toBeVisible();
  await tab(page, 'Alerts').click();
  await idle(page);
  await expect(page.getByRole('row', { name: new RegExp(TITLE) })).toContainText('Raised here');
  await lookAtBoth(page, 'raised-list');
});

test('incidents of the file are woven anew, kept as they are, or kept and added to; each is tried first', async ({ page }) => {
  const of = (id: string, minute: number, incident?: string): string => line(id, minute, 'ws-1', 'jane', { incident });
  await open(page);
  await give(page, made('incidents.ndjson', [of('a', 0, 'x'), of('b', 2, 'y'), of('c', 4)].join('\n')));
  const anew = await queueRows(page);
  expect(anew).toHaveLength(1);
  for (const [name, incidents] of [
    ['Keep and suggest', 2],
    ['Keep:', 3],
  ] as const) {
    await openSettings(page);
    const correlation = section(page, 'Correlation');
    const choice = correlation.getByRole('radio', { name: new RegExp(`^${name}`) });
    await choice.focus();
    await page.keyboard.press('Space');
    await expect(choice).toBeChecked();
    await expect(correlation.getByRole('region', { name: 'What would change' })).toContainText(`${incidents} then`);
    if (incidents === 3) {
      await lookAtBoth(page, 'source-incidents');
      for (const theme of THEMES) await expectAccessible(page, theme, 'incidents of the file');
    }
    await correlation.getByRole('button', { name: 'Apply' }).click();
    await idle(page);
    expect(await queueRows(page)).toHaveLength(incidents);
  }
  await give(page, made('more.ndjson', [of('d', 6, 'x'), of('e', 8)].join('\n')));
  expect(await queueRows(page)).toHaveLength(3);
});
