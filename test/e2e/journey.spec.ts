import { expect, give, idle, incidentLinks, open, openFirst, queue, tab, test } from './fixtures.ts';
import { STORY_ALERTS, storyFiles } from './story.ts';
import { heading, manage, setStatus, statusOf } from './triage.ts';

/* The main job: from files on a disk to a triaged incident that is there tomorrow. */

const TABS = ['Attack story', 'Alerts', 'Assets', 'Evidence and response', 'Activities', 'Summary'] as const;

test('exports of four products become incidents; the worst one tells why; triage survives a reload', async ({ page }) => {
  await open(page);
  await expect(page.getByText(/nothing leaves/i).first()).toBeVisible();
  await give(page, storyFiles());
  await expect(page.getByRole('main')).toContainText(new RegExp(`${STORY_ALERTS}\\s+alerts\\s*→\\s*\\d+\\s+incidents`));
  const rows = await incidentLinks(page).count();
  expect(rows).toBeGreaterThan(1);
  expect(rows).toBeLessThan(STORY_ALERTS / 2);

  const name = await openFirst(page);
  for (const label of TABS) {
    await tab(page, label).click();
    await expect(tab(page, label)).toHaveAttribute('aria-selected', 'true');
    await idle(page);
    await expect(page.getByRole('tabpanel')).not.toBeEmpty();
  }

  await tab(page, 'Alerts').click();
  // Every alert but the first says which reasons brought it in.
  await expect(page.getByRole('tabpanel')).toContainText(/Same asset|Shared indicators|Similar artifacts|Same threat source|Event/);

  await manage(page, async (form) => {
    await form.getByLabel('Incident name').fill('Parcel notice to file drop');
    await form.getByLabel('Status').selectOption({ label: 'In progress' });
    await form.getByLabel('Assigned to').fill('Robin');
    await form.getByLabel('Classification').selectOption({ label: 'True positive' });
    await form.getByLabel('Determination').selectOption({ label: 'Multi-staged attack' });
  });
  await expect(heading(page)).toHaveText('Parcel notice to file drop');
  const address = page.url();
  await page.reload();
  await idle(page);
  expect(page.url()).toBe(address);
  await expect(heading(page)).toHaveText('Parcel notice to file drop');
  await expect(statusOf(page)).toContainText('In progress');
  await expect(statusOf(page)).toContainText('Robin');
  await expect(statusOf(page)).toContainText(/Multi-staged attack|True positive/);
  await tab(page, 'Activities').click();
  await expect(page.getByRole('tabpanel')).toContainText('In progress');

  await page.goto('./#/incidents');
  await idle(page);
  await expect(queue(page)).toContainText('Parcel notice to file drop');
  await expect(queue(page)).not.toContainText(name === 'Parcel notice to file drop' ? '\u0000' : name);
});

test('undo takes a decision back, redo brings it again', async ({ page }) => {
  await open(page, '#/?demo=story');
  const name = await openFirst(page);
  await setStatus(page, 'In progress');
  await page.keyboard.press('Control+z');
  await idle(page);
  await expect(statusOf(page)).not.toContainText('In progress');
  await page.keyboard.press('Control+Shift+z');
  await idle(page);
  await expect(statusOf(page)).toContainText('In progress');
  await expect(heading(page)).toContainText(name);
});

test('a link opens a demo, and the address can be shared and gone back from', async ({ page }) => {
  await open(page, '#/?demo=story');
  await expect(incidentLinks(page).first()).toBeVisible();
  expect(page.url()).not.toContain('demo');
  await openFirst(page);
  await tab(page, 'Summary').click();
  const address = page.url();
  await page.goBack();
  await page.goBack();
  await expect(queue(page)).toBeVisible();
  await page.goto(address);
  await expect(tab(page, 'Summary')).toHaveAttribute('aria-selected', 'true');
});

test('the noisy fortnight opens by link; its attacks stand first', async ({ page }) => {
  await open(page, '#/?demo=noisy');
  await expect(incidentLinks(page).first()).toBeVisible({ timeout: 60_000 });
  const words = await page.getByRole('main').innerText();
  const [, alerts = '', incidents = ''] = /([\d\s]+) alerts\s*→\s*([\d\s]+) incidents/.exec(words) ?? [];
  const number = (text: string): number => Number(text.replace(/\s/g, ''));
  expect(number(alerts)).toBeGreaterThan(9900);
  expect(number(incidents)).toBeLessThan(number(alerts));
  await expect(incidentLinks(page).first()).toContainText('Multi-stage');
});
