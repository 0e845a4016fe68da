import { expect, idle, open, test } from './fixtures.ts';

test('the page opens under a deep path and asks nobody but its own host', async ({ page, site }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.filter((url) => !url.startsWith(site.url))).toEqual([]);
});

test('the guard sees a request that leaves, and stops it', async ({ page, guarded }) => {
  await page.goto('about:blank');
  const outcome = await page.evaluate(() =>
    fetch('http://192.0.2.1/collect').then(
      () => 'answered',
      () => 'stopped',
    ),
  );
  expect(outcome).toBe('stopped');
  expect(guarded.faults.splice(0).join('\n')).toContain('request left the origin: GET http://192.0.2.1/collect');
});

test('the page itself forbids requests that leave: its policy holds without the guard', async ({ page, guarded }) => {
  await open(page);
  guarded.allow(/192\.0\.2\.1/);
  const stopped: (string | undefined)[] = [];
  page.on('requestfailed', (request) => stopped.push(request.failure()?.errorText));
  const violation = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
        const image = new Image();
        image.src = 'http://192.0.2.1/pixel.png';
      }),
  );
  expect(violation).toBe('img-src');
  // Not the guard stopped it: the browser did, by the page's own policy.
  await expect.poll(() => stopped).toEqual(['csp']);
  await idle(page);
});
