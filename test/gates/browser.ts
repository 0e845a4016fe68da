import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/opt/google/chrome',
  '/usr/lib/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Flags for a browser that talks to nobody but the page's own server. As root (containers) Chromium has no sandbox. */
export const BROWSER_FLAGS: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Path of a Chromium that starts: $CHROMIUM, an installed one, or Playwright's own. */
export function findBrowser(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named) return starts(named) ? named : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...PLACES.filter((place) => !/\.(app|exe)/.test(place))];
  const installed = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];
  return [...new Set([...installed, chromium.executablePath()])].find(starts);
}

/** A missing library or a stub that points to another package manager shows at `--version`. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  if (process.platform === 'win32') return true;
  const run = spawnSync(path, ['--version', ...BROWSER_FLAGS], { encoding: 'utf8', timeout: 60_000 });
  return run.status === 0 && /chrom|edge/i.test(run.stdout);
}

/** Gets a browser onto the machine when there is none: Playwright's download, then Debian's package where we may install it. */
function obtainBrowser(): string | undefined {
  console.error('No Chromium found. Trying `npx playwright install chromium` …');
  attempt('npx', ['playwright', 'install', 'chromium'], 300_000);
  const own = findBrowser();
  if (own !== undefined) return own;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.error("Trying Debian's package `chromium` …");
  attempt('apt-get', ['update', '-qq'], 300_000);
  attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], 900_000);
  return findBrowser();
}

function attempt(command: string, args: readonly string[], timeout: number): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout, env });
  if (run.status !== 0) console.error(`${command} ${args.join(' ')}: ${run.error?.message ?? `exit ${run.status ?? 'on a signal'}`}`);
}

// As a program (`tsx test/gates/browser.ts`): makes sure that there is one, and says which.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = findBrowser() ?? obtainBrowser();
  if (path === undefined) {
    console.error(
      process.env['CHROMIUM']
        ? `CHROMIUM=${process.env['CHROMIUM']} does not start.`
        : 'The browser tests need Chromium or Chrome. Install one, or set CHROMIUM to its path.',
    );
    process.exit(1);
  }
  console.log(`browser: ${path}`);
}
