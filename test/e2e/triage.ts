import { expect, type Locator, type Page } from '@playwright/test';
import { idle } from './fixtures.ts';

/* Triage as a person does it on the incident's page. */

export const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });
/** Where the incident says its status. */
export const statusOf = (page: Page): Locator =>
  page.getByRole('main').getByRole('banner').or(page.getByRole('main').locator('header')).first();

/** Fills in the manage pane and saves. */
export async function manage(page: Page, fill: (form: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Manage', exact: true }).click();
  const form = page.getByRole('form', { name: /^Manage/ });
  await fill(form);
  await form.getByRole('button', { name: 'Save' }).click();
  await idle(page);
}

export async function setStatus(page: Page, status: 'New' | 'In progress'): Promise<void> {
  await manage(page, async (form) => {
    await form.getByLabel('Status').selectOption({ label: status });
  });
  await expect(statusOf(page)).toContainText(status);
}
