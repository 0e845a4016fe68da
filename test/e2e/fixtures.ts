import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { join } from 'node:path';
import { guard, type Guard } from './guard.ts';
import { serve, type Site } from './server.ts';

export { expect };

export const ROOT = join(import.meta.dirname, '../..');
export const FIXTURES = join(ROOT, 'test/fixtures');

/** `site`: the built page under a deep path of its own port. `guarded`: fails the test when the page reaches out or complains. */
export const test = base.extend<{ guarded: Guard }, { site: Site }>({
  site: [
    // eslint's no-empty-pattern cannot know that Playwright reads the pattern.
    async ({ browserName: _ }, use) => {
      const site = await serve(join(ROOT, 'dist'));
      await use(site);
      site.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  guarded: [
    async ({ context, site }, use) => {
      const watch = await guard(context, site.origin);
      await use(watch);
      expect(watch.faults, 'nothing leaves the origin, nothing is logged as an error').toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens the page and waits until its workspace is open. `hash`: `#/incident/3`. */
export async function open(page: Page, hash = ''): Promise<void> {
  await page.goto(`./${hash}`);
  await idle(page);
}

/** Waits until no work runs: the page says so itself. */
export async function idle(page: Page, timeout = 60_000): Promise<void> {
  await expect(page.locator('html[data-busy="false"]')).toBeAttached({ timeout });
}

export interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}
export const made = (name: string, content: string | Buffer): MadeFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: typeof content === 'string' ? Buffer.from(content) : content,
});

/** Gives files to the page as a person's pick does, and waits until they are in. */
export async function give(page: Page, files: string | string[] | MadeFile | MadeFile[], timeout = 60_000): Promise<void> {
  await page.getByLabel('Alert files').first().setInputFiles(files);
  await idle(page, timeout);
}

/** Drops files on the page, as from a file manager. */
export async function drop(page: Page, files: readonly MadeFile[], onto = 'body'): Promise<void> {
  const transfer = await page.evaluateHandle(
    (parts) => {
      const data = new DataTransfer();
      for (const { name, base64 } of parts)
        data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      return data;
    },
    files.map(({ name, buffer }) => ({ name, base64: buffer.toString('base64') })),
  );
  for (const kind of ['dragenter', 'dragover', 'drop']) await page.locator(onto).dispatchEvent(kind, { dataTransfer: transfer });
  await idle(page);
}

/** The queue, whatever element it is made of. */
export const queue = (page: Page): Locator =>
  page.getByRole('table', { name: 'Incidents' }).or(page.getByRole('grid', { name: 'Incidents' }));
/** The links of the queue's rows, each named as its incident. */
export const incidentLinks = (page: Page): Locator => queue(page).getByRole('row').getByRole('link');
/** Opens the first incident of the queue and gives its name. */
export async function openFirst(page: Page): Promise<string> {
  const link = incidentLinks(page).first();
  await expect(link).toBeVisible();
  const name = (await link.innerText()).trim();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await idle(page);
  return name;
}
export const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}\\b`) });

export const THEMES = ['light', 'dark'] as const;
/** Automatic accessibility check of what stands on the page now, in one theme. */
export async function expectAccessible(page: Page, theme: (typeof THEMES)[number], what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const said = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 4)
        .map((node) => node.target.join(' '))
        .join(' | ')}`,
  );
  expect(said, `${what}, ${theme}`).toEqual([]);
}

/** Keeps a picture in test-results/screens, for a person to look at. */
export async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(ROOT, 'test-results/screens', `${name}.png`) });
}
