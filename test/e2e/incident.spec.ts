import type { Page } from '@playwright/test';
import { expect, give, idle, open, openFirst, tab, test } from './fixtures.ts';
import { storyFiles } from './story.ts';

/* The incident's page: one selection, the reasons, the record in its file, comments that cannot bite. */

async function openStory(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await give(page, storyFiles());
  await openFirst(page);
}
const list = (page: Page) => page.getByRole('list', { name: 'Alerts in time order' });
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

test('what is picked in the list lights up in graph and timeline, says why it is here and where it stands in its file', async ({
  page,
}) => {
  await openStory(page);
  await expect(details(page).getByRole('heading', { name: 'This incident' })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await idle(page);
  const title = await details(page).getByRole('heading', { level: 2 }).innerText();
  await expect(list(page).locator('[aria-current=true]')).toContainText(title);
  await expect(
    page
      .getByRole('group', { name: /^Timeline/ })
      .locator('[aria-pressed=true]')
      .first(),
  ).toBeVisible();
  await expect(page).toHaveURL(/sel=alert:\d+/);
  const why = details(page).getByRole('region', { name: 'Why it is here' });
  await expect(why).toContainText('Linked to');
  await expect(why.getByRole('listitem').first()).toBeVisible();

  await details(page).getByRole('button', { name: 'Raw record' }).click();
  await idle(page);
  await expect(details(page)).toContainText(/\.(?:nd)?json/);
  await expect(details(page)).toContainText(/(?:line|record) \d+/);
  await expect(details(page).getByRole('list', { name: 'Record as a tree' }).getByRole('listitem').nth(3)).toBeVisible();

  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(details(page).getByRole('heading', { name: 'This incident' })).toBeVisible();
  await expect(page).not.toHaveURL(/sel=/);
});

test('a node of the graph, reached by key, opens its entity; t gives the graph as tables', async ({ page }) => {
  await openStory(page);
  const node = page.getByRole('group', { name: 'Entity graph' }).getByRole('button').first();
  await node.focus();
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(details(page).getByRole('heading', { name: 'Identifiers' })).toBeVisible();
  await expect(page).toHaveURL(/sel=entity:\d+/);
  await page.keyboard.press('t');
  const twin = page.getByRole('region', { name: 'Graph as tables' });
  await expect(twin.getByRole('table', { name: 'Entities' }).getByRole('row').nth(1)).toBeVisible();
  await expect(twin.getByRole('table', { name: 'Relations' }).getByRole('row').nth(1)).toBeVisible();
});

test('stepping through time reaches one alert after the other', async ({ page }) => {
  await openStory(page);
  const total = await list(page).getByRole('listitem').first().getAttribute('aria-setsize');
  for (let i = 1; i <= 3; i++) {
    await page.keyboard.press('.');
    await expect(page.getByRole('region', { name: 'Timeline' }).getByText(`${i} of ${total ?? ''}`, { exact: true })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Timeline' }).getByText(`${total ?? ''} alerts`, { exact: true })).toBeVisible();
});

test('a figure opens its rows: a tactic shows its alerts, and they can be let go again', async ({ page }) => {
  await openStory(page);
  await page.getByRole('main').locator('header').getByRole('button', { name: 'Execution' }).click();
  await expect(tab(page, 'Alerts')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('button', { name: 'Tactic: Execution' })).toBeVisible();
  const rows = page.getByRole('region', { name: 'Alerts of this incident' }).locator('tbody').getByRole('row');
  const some = await rows.count();
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(some);
});

test('figures agree between the tabs, and the things called malicious are what their figure opens', async ({ page }) => {
  await openStory(page);
  const assets = Number((await tab(page, 'Assets').innerText()).replace(/\D/g, ''));
  await tab(page, 'Summary').click();
  await idle(page);
  const scope = page.getByRole('region', { name: 'Scope' }).getByRole('button', { name: /^\d+ (?:devices?|users?|mailbox(?:es)?|apps?)/ });
  const parts = (await scope.allInnerTexts()).map((text) => Number.parseInt(text, 10));
  expect(parts.reduce((sum, n) => sum + n, 0)).toBe(assets);
  const sentences = page.getByRole('region', { name: 'In sentences' });
  const figure = sentences.getByRole('button', { name: /^\d+ things$/ });
  const malicious = Number.parseInt(await figure.innerText(), 10);
  await figure.click();
  await idle(page);
  await expect(page.getByLabel('Verdict')).toHaveValue('malicious');
  await expect(page.getByRole('status').filter({ hasText: `${malicious} entities` })).toBeVisible();
  await page.goto('./#/incidents?sel=6');
  await idle(page);
  await page
    .getByRole('region', { name: 'In sentences' })
    .getByRole('button', { name: `${assets} assets` })
    .click();
  await expect(page).toHaveURL(/#\/incidents\/6\?tab=assets$/);
});

test('a hostile comment is shown as text', async ({ page }) => {
  await openStory(page);
  await tab(page, 'Activities').click();
  const hostile = '<img src=x onerror="document.title=1"> [click](javascript:alert(1)) ![i](https://evil.example/p.png) **bold**';
  await page.getByRole('textbox', { name: 'Comment' }).fill(hostile);
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await idle(page);
  const comments = page.getByRole('region', { name: 'Comments' });
  await expect(comments.getByRole('listitem')).toContainText('onerror="document.title=1"');
  await expect(comments.getByRole('listitem').locator('strong').last()).toHaveText('bold');
  await expect(comments.locator('img')).toHaveCount(0);
  for (const link of await comments.getByRole('link').all()) expect(await link.getAttribute('href')).toMatch(/^https:\/\//);
  await expect(comments.getByRole('link')).toContainText('hxxps[://]evil[.]example');
});
