import { expect, type Locator, type Page } from '@playwright/test';
import { idle, incidentLinks, queue } from './fixtures.ts';

/* What a person does all over a workspace. */

/** The queue without a filter. */
export const WHOLE = '#/incidents?status=all&severity=all';
/** Goes to the whole queue and reads each of its rows. */
export async function queueRows(page: Page): Promise<string[]> {
  // The same address once more would be a reload.
  if (!page.url().endsWith(WHOLE)) await page.goto(`./${WHOLE}`);
  await idle(page);
  await expect(incidentLinks(page).first()).toBeVisible();
  return queue(page).locator('tbody').getByRole('row').allInnerTexts();
}
export async function openSettings(page: Page): Promise<void> {
  await page.goto('./#/settings');
  await idle(page);
}
export async function undo(page: Page): Promise<void> {
  await page.keyboard.press('Control+z');
  await idle(page);
}
export const dialog = (page: Page): Locator => page.getByRole('dialog');
export const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });
export const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
