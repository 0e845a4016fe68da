import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, idle, incidentLinks, openFirst, test } from './fixtures.ts';
import { givePath, Profile } from './profile.ts';
import { lines, storyPaths } from './story.ts';
import { setStatus, statusOf } from './triage.ts';

/* The browser is killed with SIGKILL, all of its processes at once, in the worst moments; the profile is opened again. */

test.describe.configure({ timeout: 180_000 });

test('killed in the midst of edits: no decision that was said to be saved is lost', async ({ site }) => {
  const profile = new Profile();
  try {
    let { page, guarded } = await profile.start(site.origin);
    await page.goto(site.url);
    await idle(page);
    for (const path of storyPaths()) {
      await givePath(page, 'Alert files', path);
      await idle(page);
    }
    const name = await openFirst(page);
    const incident = new URL(page.url()).hash;
    await setStatus(page, 'In progress');
    await expect(page.getByText('Decisions saved')).toBeVisible();
    expect(guarded.faults).toEqual([]);
    await profile.kill();

    ({ page, guarded } = await profile.start(site.origin));
    await page.goto(site.url + incident);
    await idle(page);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
    await expect(statusOf(page)).toContainText('In progress');
    expect(guarded.faults).toEqual([]);
  } finally {
    await profile.remove();
  }
});

test('killed in the midst of an import: the workspace opens, earlier alerts and decisions stand, and the file can be given again', async ({
  site,
}) => {
  const profile = new Profile();
  const big = join(profile.folder, 'big.ndjson');
  const COUNT = 60_000;
  writeFileSync(big, lines(COUNT));
  try {
    let { page } = await profile.start(site.origin);
    await page.goto(site.url);
    await idle(page);
    const [defender = ''] = storyPaths();
    await givePath(page, 'Alert files', defender);
    await idle(page);
    const name = await openFirst(page);
    const incident = new URL(page.url()).hash;
    await setStatus(page, 'In progress');
    await expect(page.getByText('Decisions saved')).toBeVisible();
    await givePath(page, 'Alert files', big);
    await expect(page.locator('html[data-busy="true"]')).toBeAttached();
    await expect(page.getByRole('progressbar')).toBeVisible();
    await profile.kill();

    const again = await profile.start(site.origin);
    page = again.page;
    await page.goto(site.url + incident);
    await idle(page, 120_000);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
    await expect(statusOf(page)).toContainText('In progress');
    await givePath(page, 'Alert files', big);
    await idle(page, 120_000);
    await page.goto(`${site.url}#/incidents`);
    await idle(page);
    await expect(page.getByRole('main')).toContainText(/60.?0\d\d alerts/);
    expect(again.guarded.faults).toEqual([]);
  } finally {
    await profile.remove();
  }
});

test('a second tab is told that the workspace is open elsewhere, and the first goes on', async ({ page, context, baseURL }) => {
  await page.goto('./#/?demo=story');
  await expect(incidentLinks(page).first()).toBeVisible();
  await idle(page);
  const second = await context.newPage();
  await second.goto(baseURL ?? '');
  await expect(second.getByRole('alert')).toContainText(/open in another tab/i);
  await openFirst(page);
  await setStatus(page, 'In progress');
  await page.close();
  await second.reload();
  await idle(second);
  await expect(incidentLinks(second).first()).toBeVisible();
});
