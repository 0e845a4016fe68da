import { alertLine, device } from '../helpers/alert-line.ts';
import {
  drop,
  expect,
  expectAccessible,
  give,
  idle,
  incidentLinks,
  look,
  made,
  open,
  openFirst,
  queue,
  tab,
  test,
  THEMES,
} from './fixtures.ts';
import { dialog, openSettings, queueRows, section, undo, WHOLE } from './workspace.ts';

/* What an analyst keeps beside the incidents: lists, decisions about pairs, detectors, weights. Each tried first and each taken back. */

/** An alert about a device and a user, who may have several names. */
const alert = (id: string, minute: number, host: string, ids: readonly string[], more: object = {}): string =>
  alertLine(id, minute, [device(host), { type: 'user', ids, label: ids[0]?.replace(/^[a-z]+:/, ''), role: 'target' }], more);
const SVC = ['upn:svc-scan@example.com'];
/** One incident, held together by one service account. */
const SCAN = [alert('a', 0, 'ws-1', SVC), alert('b', 2, 'ws-1', SVC), alert('c', 4, 'ws-9', SVC), alert('d', 6, 'ws-9', SVC)].join('\n');

test('a service account on the ignore list splits the incident it held together; undo restores the very same', async ({ page }) => {
  await open(page);
  await give(page, made('scan.ndjson', SCAN));
  const before = await queueRows(page);
  expect(before).toHaveLength(1);
  await openSettings(page);
  const lists = section(page, 'Lists');
  await lists.getByLabel('Add entries, one a line').fill('type,value,note\nuser,svc-scan,"nightly, by IT"\nws-77');
  await expect(lists.getByRole('status')).toHaveText('1 entry understood, 1 line not.');
  await expect(lists.getByRole('list', { name: 'Lines that are not understood' })).toContainText('Line 3');
  await look(page, 'rules-lists-faults');
  await lists.getByRole('button', { name: 'Try and add…' }).click();
  await idle(page);
  const what = dialog(page).getByRole('region', { name: 'What would change' });
  await expect(what).toContainText('1 split');
  await expect(what).toContainText('1 incident now, 2 then');
  await look(page, 'rules-ignore-trial');
  await dialog(page).getByRole('button', { name: 'Ignore', exact: true }).click();
  await idle(page);
  await expect(lists.getByRole('row', { name: /svc-scan/ })).toContainText('4 alerts');
  await expect(lists.getByRole('row', { name: /svc-scan/ })).toContainText('nightly, by IT');
  await expect(lists.getByLabel('Add entries, one a line'), 'what was not understood stays').toHaveValue('ws-77');
  expect(await queueRows(page)).toHaveLength(2);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
  await openSettings(page);
  await expect(lists.getByText('Nothing is ignored')).toBeVisible();
});

test('a dropped watch list marks the queue, which can be filtered by it; the list is exported and taken away again', async ({ page }) => {
  await open(page);
  await give(page, made('scan.ndjson', [SCAN, alert('z', 900, 'ws-3', ['upn:omar@example.com'])].join('\n')));
  await openSettings(page);
  const lists = section(page, 'Lists');
  await lists.getByRole('tab', { name: /^Watch/ }).click();
  await drop(
    page,
    [made('watch.csv', 'type,value,note\r\nuser,omar@example.com,leaves in May\r\ndevice,nowhere,\r\n')],
    '[aria-label="Add entries"]',
  );
  await expect(lists.getByRole('status')).toHaveText('2 entries understood.');
  await lists.getByRole('button', { name: 'Add', exact: true }).click();
  await idle(page);
  await expect(lists.getByRole('row', { name: /omar/ })).toContainText('1 alert');
  await expect(lists.getByRole('row', { name: /nowhere/ })).toContainText('nothing here yet');
  const saved = page.waitForEvent('download');
  await lists.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await saved).suggestedFilename()).toBe('alertweave-watch-list.csv');
  await page.goto(`./${WHOLE}&watched=1`);
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(1);
  await expect(queue(page).getByTitle('It names 1 thing on the watch list')).toBeVisible();
  await look(page, 'rules-watched');
  await openSettings(page);
  await lists.getByRole('tab', { name: /^Watch/ }).click();
  await lists.getByRole('button', { name: 'Remove omar@example.com' }).click();
  await idle(page);
  await page.goto(`./${WHOLE}&watched=1`);
  await idle(page);
  await expect(incidentLinks(page)).toHaveCount(0);
});

test('“always together” and “never together” are listed with who said so, lead to both alerts, and are removed', async ({ page }) => {
  await open(page);
  await give(page, made('scan.ndjson', SCAN));
  const before = await queueRows(page);
  await openFirst(page);
  await tab(page, 'Alerts').click();
  await idle(page);
  const boxes = page.getByRole('region', { name: 'Alerts of this incident' }).locator('tbody').getByRole('checkbox');
  await boxes.nth(0).check();
  await boxes.nth(3).check();
  await page.getByRole('toolbar', { name: 'Selected alerts' }).getByRole('button', { name: 'Never together…' }).click();
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText('1 split');
  await dialog(page).getByRole('button', { name: 'Never together', exact: true }).click();
  await idle(page);
  expect((await queueRows(page)).length).toBeGreaterThan(before.length);
  await openSettings(page);
  const rule = section(page, 'Decisions about pairs').getByRole('listitem').first();
  await expect(rule).toContainText('Never together');
  await expect(rule).toContainText('in #');
  await expect(rule.getByRole('link')).toHaveCount(2);
  await look(page, 'rules-pairs');
  await rule.getByRole('button', { name: /^Remove/ }).click();
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText(/merge/);
  await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
  await idle(page);
  expect(await queueRows(page)).toEqual(before);
  await undo(page);
  expect((await queueRows(page)).length).toBeGreaterThan(before.length);
});

test('two names that were taken for one are said to be two, with a trial; undo joins them again', async ({ page }) => {
  await open(page);
  const [jane, bob] = [
    ['upn:jane@example.com', 'sid:s-1-5-21-7'],
    ['upn:bob@example.com', 'sid:s-1-5-21-7'],
  ];
  await give(page, made('two.ndjson', [alert('a', 0, 'ws-1', jane), alert('b', 3, 'ws-9', bob)].join('\n')));
  const before = await queueRows(page);
  expect(before).toHaveLength(1);
  await openFirst(page);
  await tab(page, 'Assets').click();
  await idle(page);
  await page.getByRole('main').locator('tbody').getByRole('row').filter({ hasText: '@example.com' }).first().click();
  await idle(page);
  await expect(page.getByRole('list', { name: 'Also named' })).toContainText('both state s-1-5-21-7');
  await page.getByRole('button', { name: /^These are two/ }).click();
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText('1 split');
  await look(page, 'rules-two');
  await dialog(page).getByRole('button', { name: 'These are two' }).click();
  await idle(page);
  expect(await queueRows(page)).toHaveLength(2);
  await openSettings(page);
  await expect(section(page, 'Decisions about pairs').getByRole('list', { name: 'Decisions about identity' })).toContainText('are two');
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('a detector is left out of the correlation, and taken in again by undo', async ({ page }) => {
  await open(page);
  await give(page, made('scan.ndjson', SCAN));
  const before = await queueRows(page);
  await openSettings(page);
  const detectors = section(page, 'Detectors');
  await detectors.getByRole('searchbox', { name: 'Search detectors' }).fill('detection a');
  await idle(page);
  await detectors.getByRole('button', { name: /^Grouping of Detection a: Correlated/ }).click();
  await dialog(page)
    .getByRole('radio', { name: /^Never correlated/ })
    .check();
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText('1 incident now, 2 then');
  await look(page, 'rules-detector');
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await idle(page);
  await expect(detectors.getByRole('button', { name: /^Grouping of Detection a: Never correlated/ })).toBeVisible();
  expect(await queueRows(page)).toHaveLength(2);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('weights of the priority are moved with the outcome in sight, applied, and taken back', async ({ page }) => {
  await open(page);
  await give(page, made('scan.ndjson', SCAN));
  const before = await queueRows(page);
  await openSettings(page);
  const weights = section(page, 'Priority');
  await weights.getByText('Weights of the factors').click();
  await weights.getByRole('spinbutton', { name: 'Scale' }).fill('0');
  await expect(weights.getByText('A number between 0.1 and 1000.')).toBeVisible();
  await expect(weights.getByRole('button', { name: 'Apply weights' })).toBeDisabled();
  await weights.getByRole('spinbutton', { name: 'Scale' }).fill('1');
  await idle(page);
  await expect(weights.getByRole('status').filter({ hasText: '1 incident of 1 would be in another band' })).toBeInViewport();
  await expect(weights.getByRole('region', { name: 'What would change in the priority' })).toContainText('Medium, 15 to 85');
  await look(page, 'rules-weights');
  await weights.getByRole('button', { name: 'Apply weights' }).click();
  await idle(page);
  expect(await queueRows(page)).not.toEqual(before);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
  await page.goto('./#/settings/log');
  const log = section(page, 'Log').getByRole('listitem');
  await expect(log.nth(0)).toContainText('Undone: Weights of the priority');
  await expect(log.nth(1)).toContainText('scale from 10 to 1');
  await expect(log.nth(1)).toContainText('Undone');
  await expect(log.last()).toContainText('scan.ndjson');
  await section(page, 'Log').getByLabel('Kind of entry').selectOption('Rules, lists and settings');
  await idle(page);
  await expect(log).toHaveCount(1);
  await look(page, 'rules-log');
});

for (const theme of THEMES)
  test(`lists, decisions, detectors and weights can be used by everybody, ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await open(page);
    await give(page, made('scan.ndjson', SCAN));
    await openSettings(page);
    const lists = section(page, 'Lists');
    await lists.getByLabel('Add entries, one a line').fill('svc-scan@example.com\nws-77');
    await page.getByText('Weights of the factors').click();
    await section(page, 'Priority').getByRole('spinbutton', { name: 'Scale' }).fill('1');
    await idle(page);
    await expectAccessible(page, theme, 'settings with rules');
    await page.getByRole('heading', { name: 'Lists' }).scrollIntoViewIfNeeded();
    await look(page, `rules-lists-${theme}`);
    await page.getByRole('heading', { name: 'Detectors' }).scrollIntoViewIfNeeded();
    await look(page, `rules-detectors-${theme}`);
    await section(page, 'Detectors')
      .first()
      .getByRole('button', { name: /^Grouping of/ })
      .first()
      .click();
    await dialog(page)
      .getByRole('radio', { name: /some types/ })
      .check();
    await idle(page);
    await look(page, `rules-grouping-${theme}`);
    await expectAccessible(page, theme, 'grouping of a detector');
  });

test('merges the correlation held back are counted in the queue, listed, explained, and made from there', async ({ page }) => {
  await open(page);
  const exported = (id: string, minute: number, incident: string): string => alert(id, minute, 'ws-1', SVC, { incident });
  await give(
    page,
    made('scan.ndjson', [exported('a', 0, 'x'), exported('b', 2, 'x'), exported('c', 4, 'y'), exported('d', 6, 'y')].join('\n')),
  );
  await openSettings(page);
  const correlation = section(page, 'Correlation');
  await correlation.getByRole('radio', { name: /^Keep and suggest/ }).check();
  await idle(page);
  await correlation.getByRole('button', { name: 'Apply', exact: true }).click();
  await idle(page);
  const before = await queueRows(page);
  expect(before).toHaveLength(2);
  await page.getByRole('button', { name: '1 suggested merge' }).click();
  await idle(page);
  await expect(dialog(page).getByRole('list', { name: 'Suggested merges' }).getByRole('link')).toHaveCount(2);
  await look(page, 'rules-suggested');
  await expectAccessible(page, 'light', 'suggested merges');
  await dialog(page)
    .getByRole('button', { name: /^Why are/ })
    .click();
  await idle(page);
  await expect(page.getByText('its incidents are respected').or(page.getByText('keeps them apart')).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await dialog(page)
    .getByRole('button', { name: /^Merge #/ })
    .click();
  await dialog(page).getByRole('button', { name: 'Merge', exact: true }).click();
  await idle(page);
  await page.keyboard.press('Escape');
  expect(await queueRows(page)).toHaveLength(1);
  await expect(page.getByRole('button', { name: /suggested merge/ })).toHaveCount(0);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
});

test('a mail and the odd sign-in of its recipient are one incident by a sequence rule, which is turned off and on; a file of rules with faults is refused', async ({
  page,
}) => {
  await open(page);
  await give(
    page,
    made(
      'phish.ndjson',
      [
        alertLine('mail', 0, [{ type: 'mailbox', value: 'jane@example.com', role: 'recipient' }], { techniques: ['T1566.002'] }),
        alertLine('sign-in', 50, [{ type: 'user', value: 'upn:jane@example.com', role: 'compromised' }], { techniques: ['T1078.004'] }),
      ].join('\n'),
    ),
  );
  const before = await queueRows(page);
  expect(before).toHaveLength(1);
  await openSettings(page);
  const sequences = section(page, 'Sequences');
  const rule = sequences.getByRole('listitem').filter({ hasText: 'then an odd sign-in of its recipient' });
  await expect(rule).toContainText('1 link in this workspace');
  await rule.getByRole('checkbox').first().click();
  await idle(page);
  await expect(dialog(page).getByRole('region', { name: 'What would change' })).toContainText('1 incident now, 2 then');
  await look(page, 'rules-sequences');
  await expectAccessible(page, 'dark', 'sequence rules');
  await dialog(page).getByRole('button', { name: 'Apply' }).click();
  await idle(page);
  await expect(rule.getByRole('checkbox').first()).not.toBeChecked();
  expect(await queueRows(page)).toHaveLength(2);
  await undo(page);
  expect(await queueRows(page)).toEqual(before);
  await openSettings(page);
  await sequences
    .getByLabel('A file of sequence rules')
    .setInputFiles(made('mine.json', '[{"id":"mine","name":"x","join":"device","steps":[]}]'));
  await idle(page);
  await expect(sequences.getByRole('alert')).toContainText('mine.json: 0.steps');
});
