import { expect, type Locator, type Page } from '@playwright/test';
import { idle } from './fixtures.ts';

/* Triage as a person does it on the incident's page. */

/** Where the incident's header says its status. */
export const statusOf = (page: Page): Locator => page.getByRole('main');

export async function setStatus(page: Page, status: 'New' | 'In progress' | 'Resolved'): Promise<void> {
  await page.getByRole('button', { name: 'Manage' }).first().click();
  await page.getByLabel('Status', { exact: true }).last().selectOption({ label: status });
  await page.getByRole('button', { name: 'Save' }).click();
  await idle(page);
  await expect(statusOf(page)).toContainText(status);
}
