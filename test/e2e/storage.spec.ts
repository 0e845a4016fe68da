import { expect, test as base, type Page } from '@playwright/test';
import { join } from 'node:path';
import { createServer } from 'vite';
import { Profile } from './profile.ts';
import type {} from './storage/page.ts';

/* The storage modules by themselves in real Chromium: what the disk of a browser does cannot be known from Node. */

const test = base.extend<{ profile: Profile }, { site: string }>({
  site: [
    async ({ browserName: _ }, use) => {
      const root = join(import.meta.dirname, '../..');
      const server = await createServer({
        configFile: false,
        root,
        logLevel: 'error',
        server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
      });
      await server.listen();
      const address = server.httpServer?.address();
      if (typeof address !== 'object' || address === null) throw new Error('no port');
      await use(`http://127.0.0.1:${address.port}`);
      await server.close();
    },
    { scope: 'worker' },
  ],
  profile: async ({ browserName: _ }, use) => {
    const profile = new Profile();
    await use(profile);
    await profile.remove();
  },
});

const call = (page: Page, name: string, ...args: readonly unknown[]): Promise<unknown> =>
  page.evaluate(([method, given]) => window.probe.call(method, ...given), [name, args] as const);

async function visit(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/test/e2e/storage/index.html`);
  await page.waitForFunction(() => 'probe' in window);
}

for (const kind of ['opfs', 'indexeddb'] as const) {
  test(`${kind}: what was appended and the newest snapshot are there after a reload`, async ({ profile, site }) => {
    const { page } = await profile.start(site);
    await visit(page, site);
    expect(await call(page, 'hasOpfs')).toBe(true);
    expect(await call(page, 'open', kind, 'w')).toEqual({ events: 0, dense: true, snapshot: null, warning: null });
    const perAppend = await call(page, 'append', 200, 200);
    for (const events of [3, 2, 1]) {
      await call(page, 'append', events, 50);
      expect(await call(page, 'snapshot', 1_000_003)).toMatchObject({ code: null });
    }
    const big = await call(page, 'snapshot', 32_000_000);
    expect(big).toMatchObject({ code: null, seq: 206 });
    console.log(
      `${kind}: append of 200 B and flush ${Number(perAppend).toFixed(2)} ms; snapshot of 32 MB ${Math.round((big as { ms: number }).ms)} ms`,
    );
    expect(await call(page, 'raw', 700_001)).toMatchObject({ equal: true });
    await call(page, 'append', 4, 100_000);
    await page.reload();
    await visit(page, site);
    expect(await call(page, 'open', kind, 'w')).toEqual({
      events: 210,
      dense: true,
      snapshot: { seq: 206, length: 32_000_000, intact: true },
      warning: null,
    });
    expect(await call(page, 'wipe')).toBe(true);
    expect(await call(page, 'usage')).toMatchObject({ journal: 0, snapshots: 0, raw: 0 });
    await page.reload();
    await visit(page, site);
    expect(await call(page, 'open', kind, 'w')).toMatchObject({ events: 0, snapshot: null, warning: null });
  });

  test(`${kind}: kill -9 in the midst of edits and snapshots loses nothing that was said to be saved`, async ({ profile, site }) => {
    let known = 0;
    for (let round = 0; round < 4; round++) {
      const { page } = await profile.start(site);
      await visit(page, site);
      const opened = (await call(page, 'open', kind, 'w')) as {
        events: number;
        dense: boolean;
        snapshot: { seq: number; intact: boolean } | null;
      };
      expect(opened.events).toBeGreaterThanOrEqual(known);
      expect(opened.dense).toBe(true);
      if (round > 0) expect(opened.snapshot).toMatchObject({ intact: true });
      if (opened.snapshot !== null) expect(opened.snapshot.seq).toBeLessThanOrEqual(opened.events);
      const floor = opened.events;
      void page.evaluate(() => window.probe.call('storm')).catch(() => undefined);
      await page.waitForFunction((least) => window.probe.saved > least, floor + 60 + round * 37);
      known = await page.evaluate(() => window.probe.saved);
      await profile.kill();
    }
  });
}

test('a second tab is told that the workspace is taken; on request the first lets go and its files are free', async ({ profile, site }) => {
  const { page, context } = await profile.start(site);
  await visit(page, site);
  expect(await call(page, 'lock', 'w')).toBe('held');
  await call(page, 'open', 'opfs', 'w');
  await call(page, 'append', 3, 100);
  const second = await context.newPage();
  await visit(second, site);
  expect(await call(second, 'lock', 'w')).toBe('busy');
  expect(await call(second, 'open', 'opfs', 'w')).toEqual({ code: 'store/in-use' });
  expect(await call(second, 'takeOver')).toBe('held');
  await page.waitForFunction(() => window.probe.asked);
  expect(await call(second, 'open', 'opfs', 'w')).toMatchObject({ events: 3 });
  // The first is closed now: it says so instead of writing beside the second.
  await expect(call(page, 'append', 1, 10)).rejects.toThrow('store/closed');
  // The browser frees the lock of a tab that goes.
  await second.close();
  await expect.poll(() => call(page, 'lock', 'w')).toBe('held');
});

test('a reload is no second tab: lock and files are there again at once', async ({ profile, site }) => {
  const { page } = await profile.start(site);
  for (let events = 0; events < 5; events++) {
    await visit(page, site);
    expect(await call(page, 'lock', 'w')).toBe('held');
    expect(await call(page, 'open', 'opfs', 'w')).toMatchObject({ events });
    await call(page, 'append', 1, 100);
  }
});
