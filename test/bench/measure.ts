import type { Page } from '@playwright/test';
import { givePath } from '../e2e/profile.ts';
import type { Site } from '../e2e/server.ts';

export interface ReferenceFigures {
  readonly alerts: number;
  readonly parseMs: number;
  readonly insertMs: number;
  readonly pipelineMs: number;
}
export interface PageFigures {
  /** File given → queue drawn. */
  readonly totalMs: number;
  /** As the engine says; undefined when it says nothing. */
  readonly intakeMs: number | undefined;
  readonly correlateMs: number | undefined;
  readonly incidents: number | undefined;
  readonly queryMs: number | undefined;
  readonly queryWorstMs: number | undefined;
  readonly openMs: number;
  readonly reopenMs: number;
  readonly peakMB: number | undefined;
}

/** Nothing measured here may take longer. */
const PATIENCE = 900_000;

/** The bare work on the reference page. */
export async function measureReference(page: Page, site: Site, path: string): Promise<ReferenceFigures> {
  await page.goto(site.url);
  await givePath(page, 'Bench file', path);
  const handle = await page.waitForFunction(() => (globalThis as { result?: unknown }).result, undefined, { timeout: PATIENCE });
  const result = (await handle.jsonValue()) as ReferenceFigures & { readonly error?: string };
  if (result.error !== undefined) throw new Error(`reference: ${result.error}`);
  return result;
}

interface Measure {
  readonly name: string;
  readonly duration: number;
  readonly detail: unknown;
}
interface BenchWindow {
  benchGiven?: number;
  benchDrawn?: number;
  benchMeasures?: Measure[];
}

/** Put into the page before its own code: notes when a file is given, when the queue stands, and every `alertweave:` measure. */
function watch(): void {
  const view = window as unknown as BenchWindow;
  const measures: Measure[] = (view.benchMeasures = []);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceMeasure[])
      if (entry.name.startsWith('alertweave:'))
        measures.push({ name: entry.name, duration: entry.duration, detail: entry.detail as unknown });
  }).observe({ type: 'measure' });
  document.addEventListener(
    'change',
    (event) => {
      if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'file') return;
      view.benchGiven = performance.now();
      const look = (): void => {
        const idle = document.documentElement.dataset['busy'] === 'false';
        const rows = document.querySelectorAll('[aria-label="Incidents"] [role=row] a, table[aria-label="Incidents"] tbody tr a').length;
        if (idle && rows > 0) requestAnimationFrame(() => setTimeout(() => (view.benchDrawn = performance.now())));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    true,
  );
}

/** Opens the page, gives it the file, asks the queue a few times, opens it again. */
export async function measurePage(page: Page, site: Site, path: string, peakMemory: () => number | undefined): Promise<PageFigures> {
  // tsx wraps named functions in a helper that the page does not have.
  await page.addInitScript({ content: 'globalThis.__name = (of) => of;' });
  await page.addInitScript(watch);
  const openMs = await timeToIdle(page, site);
  await givePath(page, 'Alert files', path);
  const totalMs = await untilDrawn(page);
  const peakMB = peakMemory();
  const measures = await page.evaluate(() => (window as unknown as BenchWindow).benchMeasures ?? []);
  const timings = (measures.findLast(({ name, detail }) => name === 'alertweave:import' && typeof detail === 'object' && detail !== null)
    ?.detail ?? {}) as {
    readMs?: number;
    storeMs?: number;
    correlateMs?: number;
  };
  const queries = await askQueue(page);
  const incidents = await page.evaluate(() => {
    const text = document.body.innerText.replace(/[\u2009\u00a0\u202f]/g, '');
    return Number(/→\s*(\d+)\s+incidents?/.exec(text)?.[1] ?? Number.NaN);
  });
  const reopenMs = await timeToIdle(page, site);
  return {
    totalMs,
    intakeMs: timings.readMs === undefined ? undefined : timings.readMs + (timings.storeMs ?? 0),
    correlateMs: timings.correlateMs,
    incidents: Number.isNaN(incidents) ? undefined : incidents,
    queryMs: queries[Math.floor(queries.length / 2)],
    queryWorstMs: queries.at(-1),
    openMs,
    reopenMs,
    peakMB,
  };
}

/** ms from the file given to the queue drawn. */
async function untilDrawn(page: Page): Promise<number> {
  const handle = await page.waitForFunction(
    () => {
      const { benchGiven, benchDrawn } = window as unknown as BenchWindow;
      return benchGiven === undefined || benchDrawn === undefined ? undefined : benchDrawn - benchGiven;
    },
    undefined,
    { timeout: PATIENCE, polling: 250 },
  );
  return (await handle.jsonValue()) ?? Number.NaN;
}

export interface LargeFigures {
  readonly ms: number;
  readonly alerts: number | undefined;
  readonly peakMB: number | undefined;
  /** The snapshot on disk, which is the database as it stands in memory. */
  readonly databaseMB: number;
}

/** One large file on the built page: how long, and the most memory the page's process held meanwhile. */
export async function measureLarge(page: Page, site: Site, path: string, peakMemory: () => number | undefined): Promise<LargeFigures> {
  await page.addInitScript({ content: 'globalThis.__name = (of) => of;' });
  await page.addInitScript(watch);
  await timeToIdle(page, site);
  await givePath(page, 'Alert files', path);
  const ms = await untilDrawn(page);
  const peakMB = peakMemory();
  const alerts = await page.evaluate(() => {
    const text = document.body.innerText.replace(/[\u2009\u00a0\u202f]/g, '');
    return Number(/(\d+)\s+alerts?\s*→/.exec(text)?.[1] ?? Number.NaN);
  });
  const databaseMB = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const home = await (await root.getDirectoryHandle('alertweave')).getDirectoryHandle('default');
    let most = 0;
    for (const name of ['snapshot-a', 'snapshot-b']) most = Math.max(most, (await (await home.getFileHandle(name)).getFile()).size);
    return most / 1e6;
  });
  return { ms, alerts: Number.isNaN(alerts) ? undefined : alerts, peakMB, databaseMB };
}

async function timeToIdle(page: Page, site: Site): Promise<number> {
  await page.goto('about:blank');
  const start = performance.now();
  await page.goto(site.url, { waitUntil: 'commit' });
  await page.waitForSelector('html[data-busy="false"]', { state: 'attached', timeout: 120_000 });
  return performance.now() - start;
}

/** Times of the queue's own page query, sorted, as the client measures them: question to answer, worker and wire included. */
async function askQueue(page: Page): Promise<readonly number[]> {
  const sorts = ['severity', 'lastActivity', 'alerts', 'name', 'priority'];
  for (let round = 0; round < 4; round++)
    for (const sort of sorts) {
      await page.evaluate((key) => (location.hash = `#/incidents?sort=${key}`), sort);
      await page.waitForSelector('html[data-busy="false"]', { state: 'attached' });
      await page.waitForTimeout(100);
    }
  const measures = await page.evaluate(() => (window as unknown as BenchWindow).benchMeasures ?? []);
  return measures
    .filter(({ name, detail }) => name === 'alertweave:query' && detail === 'incidentPage')
    .map(({ duration }) => duration)
    .sort((a, b) => a - b);
}
