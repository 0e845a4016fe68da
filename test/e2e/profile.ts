import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROWSER_FLAGS, findBrowser } from '../gates/browser.ts';
import { guard, type Guard } from './guard.ts';

/** A real browser on a profile that stays: what it saved is there when it is started again, however it ended. */
export class Profile {
  readonly folder = mkdtempSync(join(tmpdir(), 'alertweave-profile-'));
  #process: ChildProcess | undefined;

  /** Starts the browser on the profile and opens a page in it. */
  async start(origin: string): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly guarded: Guard }> {
    const path = findBrowser();
    if (path === undefined) throw new Error('no browser');
    const flags = [
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${this.folder}`,
      '--window-size=1400,900',
      '--no-default-browser-check',
    ];
    const child = spawn(path, [...BROWSER_FLAGS, ...flags, 'about:blank'], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    const browser = await chromium.connectOverCDP(await endpoint(child));
    const context = browser.contexts()[0];
    if (!context) throw new Error('the browser has no context');
    const guarded = await guard(context, origin);
    const page = context.pages()[0] ?? (await context.newPage());
    return { page, context, guarded };
  }

  /** Most memory that one renderer of this browser ever held (VmHWM), in MB; undefined where /proc does not tell. */
  peakMemory(): number | undefined {
    const pid = this.#process?.pid;
    const peaks = pid === undefined ? [] : descendants(pid).flatMap(peakOf);
    return peaks.length === 0 ? undefined : Math.max(...peaks);
  }

  /** Processor seconds that the workers of this browser's pages have had so far; undefined where /proc does not tell. */
  workerSeconds(): number | undefined {
    const pid = this.#process?.pid;
    const threads = pid === undefined ? [] : descendants(pid).flatMap(workerTicks);
    return threads.length === 0 ? undefined : threads.reduce((sum, ticks) => sum + ticks, 0) / TICKS;
  }

  /** kill -9 for the browser and all its children at once: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.pid === undefined) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    for (const pid of [child.pid, ...descendants(child.pid)]) end(pid);
    if (child.exitCode === null && child.signalCode === null) await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Gives a file of the disk to a file input by its path, whatever its size: over CDP Playwright itself would send the bytes. */
export async function givePath(page: Page, label: string, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const expression = `document.querySelector('input[type=file][aria-label=${JSON.stringify(label)}]') ?? [...document.querySelectorAll('input[type=file]')].find((input) => [...(input.labels ?? [])].some((label) => label.textContent.trim() === ${JSON.stringify(label)}))`;
  await page.getByLabel(label).first().waitFor({ state: 'attached' });
  const { result } = await session.send('Runtime.evaluate', { expression });
  if (result.objectId === undefined) throw new Error(`no file input named ${label}`);
  await session.send('DOM.setFileInputFiles', { files: [path], objectId: result.objectId });
  await session.detach();
}

function peakOf(pid: number): readonly number[] {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return [];
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? [] : [Number(kilobytes) / 1000];
  } catch {
    return [];
  }
}

/** Clock ticks a second in /proc: a constant of Linux on every machine a browser runs on. */
const TICKS = 100;

/** User and system time of each thread that is a dedicated worker, in ticks. */
function workerTicks(pid: number): readonly number[] {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return [];
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      if (!stat.includes('(DedicatedWorker')) return [];
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [Number(fields[11]) + Number(fields[12])];
    });
  } catch {
    return [];
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function endpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`the browser ended (${code ?? 'signal'}) before it listened:\n${said}`)));
  });
}

/** Processes below this one, from /proc; where there is none, the process group is the browser's own and dies with it. */
function descendants(root: number): readonly number[] {
  const parents = new Map<number, number>();
  if (!existsSync('/proc')) return [-root];
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // pid (name) state ppid: the name may hold anything, so count from its last bracket.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Ended meanwhile.
    }
  }
  const found: number[] = [];
  const queue = [root];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift())
    for (const [pid, of] of parents)
      if (of === parent) {
        found.push(pid);
        queue.push(pid);
      }
  return found;
}
