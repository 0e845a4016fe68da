import { defineConfig } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from './test/gates/browser.ts';

const browser = findBrowser();

// Each worker of Playwright serves dist/ on a port of its own (test/e2e/fixtures.ts), so that runs beside each other never meet.
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  forbidOnly: process.env['CI'] !== undefined,
  workers: process.env['E2E_WORKERS'] === undefined ? 2 : Number(process.env['E2E_WORKERS']),
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 40_000 },
  reporter: [['list'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1400, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    actionTimeout: 40_000,
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { args: [...BROWSER_FLAGS], ...(browser === undefined ? {} : { executablePath: browser }) },
  },
});
