import type { Page } from '@playwright/test';
import { givePath, Profile } from '../../e2e/profile.ts';
import type { BenchFile } from './files.ts';
import { eveNdjson, graphNdjson, graphPage, gzipped, sentinelCsv, zipped } from './files.ts';
import { serveIntakeBench } from './serve.ts';
import type { bench } from './page.ts';
import type { Work } from './worker.ts';

/** A piece of work beside the one it is measured against. */
export interface Pair {
  readonly what: string;
  readonly ours: { readonly work: Work; readonly file: BenchFile };
  readonly reference: { readonly work: Work; readonly file: BenchFile };
  readonly than: string;
}
export interface PairFigures extends Pair {
  readonly oursMs: number;
  readonly referenceMs: number;
  /** Median over the rounds of reference / ours: 1 is as fast, 0.5 half as fast. */
  readonly ratio: number;
  /** The same by processor time of the worker's thread, which other programs disturb less. */
  readonly cpuRatio: number;
  readonly count: number;
  /** Of the text, unpacked. */
  readonly plainBytes: number;
}

const BYTES = 64_000_000;
const ROUNDS = 3;
const PATIENCE = 900_000;

async function pairs(bytes: number): Promise<readonly Pair[]> {
  const graph = await graphNdjson(bytes);
  const eve = await eveNdjson(bytes);
  const page = await graphPage(bytes);
  const csv = await sentinelCsv(bytes);
  const [gz, zip] = [await gzipped(graph), await zipped(graph)];
  const [eveGz, eveZip] = [await gzipped(eve), await zipped(eve)];
  const pair = (what: string, work: Work, file: BenchFile, than: string, base: Work, plain = file): Pair => ({
    what,
    ours: { work, file },
    reference: { work: base, file: plain },
    than,
  });
  const bare = 'decode, split, JSON.parse';
  return [
    pair('NDJSON, Graph, every record an alert', 'intake', graph, bare, 'lines'),
    pair('… and stored', 'store', graph, bare, 'lines'),
    pair('NDJSON, EVE, one record in 30 an alert', 'intake', eve, bare, 'lines'),
    pair('… and stored', 'store', eve, bare, 'lines'),
    pair('JSON page {"value": […]}, Graph', 'intake', page, 'JSON.parse of the whole', 'whole'),
    pair('CSV, Sentinel SecurityAlert', 'intake', csv, 'papaparse', 'papaparse'),
    pair('… and stored', 'store', csv, 'papaparse', 'papaparse'),
    pair('gzip of the Graph NDJSON', 'intake', gz, 'the same plain', 'intake', graph),
    pair('zip of the Graph NDJSON', 'intake', zip, 'the same plain', 'intake', graph),
    pair('gzip of the EVE NDJSON', 'intake', eveGz, 'the same plain', 'intake', eve),
    pair('zip of the EVE NDJSON', 'intake', eveZip, 'the same plain', 'intake', eve),
  ];
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

interface Time {
  readonly ms: number;
  /** Processor time of the worker's thread. */
  readonly cpuMs: number;
  readonly count: number;
}
type BenchWindow = typeof globalThis & { readonly bench: typeof bench };

async function once(profile: Profile, page: Page, work: Work, file: BenchFile): Promise<Time> {
  await givePath(page, 'Bench file', file.path);
  await page.evaluate(() => (globalThis as BenchWindow).bench.ready());
  const before = profile.workerSeconds() ?? Number.NaN;
  const { ms, count } = await page.evaluate((asked) => (globalThis as BenchWindow).bench.run(asked), work);
  const cpuMs = 1000 * ((profile.workerSeconds() ?? Number.NaN) - before);
  await page.evaluate(() => (globalThis as BenchWindow).bench.end());
  return { ms, cpuMs, count };
}

/** Every pair, in turns: reference, ours, reference, ours …, in one browser. `only` picks by a part of the name. */
export async function measureIntake(
  only = '',
  bytes = BYTES,
  rounds = ROUNDS,
): Promise<{ readonly figures: readonly PairFigures[]; readonly browser: string }> {
  const site = await serveIntakeBench();
  const profile = new Profile();
  const figures: PairFigures[] = [];
  let browser: string;
  try {
    const { page, context, guarded } = await profile.start(site.origin);
    browser = context.browser()?.version() ?? '';
    await page.goto(site.url);
    page.setDefaultTimeout(PATIENCE);
    for (const pair of (await pairs(bytes)).filter(({ what }) => what.includes(only))) {
      const ours: Time[] = [];
      const reference: Time[] = [];
      for (let round = 0; round < rounds; round++) {
        reference.push(await once(profile, page, pair.reference.work, pair.reference.file));
        ours.push(await once(profile, page, pair.ours.work, pair.ours.file));
      }
      const of = (pick: (time: Time) => number): number => middle(ours.map(pick));
      const share = (pick: (time: Time) => number): number => middle(reference.map((time, i) => pick(time) / pick(ours[i] ?? time)));
      const pairFigures = {
        ...pair,
        oursMs: of(({ ms }) => ms),
        referenceMs: middle(reference.map(({ ms }) => ms)),
        ratio: share(({ ms }) => ms),
        cpuRatio: share(({ cpuMs }) => cpuMs),
        count: of(({ count }) => count),
        plainBytes: pair.reference.file.bytes,
      };
      console.error(
        `${pair.what}: ${pairFigures.ratio.toFixed(2)} of ${pair.than}, by processor time ${pairFigures.cpuRatio.toFixed(2)} (${Math.round(of(({ cpuMs }) => cpuMs))} / ${Math.round(middle(reference.map(({ cpuMs }) => cpuMs)))} ms)`,
      );
      figures.push(pairFigures);
    }
    if (guarded.faults.length > 0) throw new Error(guarded.faults.join('\n'));
  } finally {
    await profile.remove();
    site.close();
  }
  return { figures, browser };
}
