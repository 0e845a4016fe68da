import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { correlate, partition } from '../../src/correlate/correlate.ts';
import type { CorrelationInput, CorrelationOptions } from '../../src/correlate/model.ts';
import { difference } from '../../src/correlate/preview.ts';
import { Stages } from '../../src/correlate/stages.ts';
import { NORMAL as TUNING } from '../../src/correlate/tuning.ts';
import { UnionFind } from '../../src/correlate/union.ts';
import { WORST } from './correlation-worst.ts';

/*
 * npx tsx test/bench/correlation-sized.ts 1000000
 * Five entities an alert, in a process of its own: all at once, another window tried, two alerts put together; beside bare union–find over the
 * same ids. Processor seconds, so that a busy machine disturbs less.
 */

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };

export interface Sized {
  /** Processor seconds: all at once, bare union–find, another window tried. */
  readonly seconds: number;
  readonly bare: number;
  readonly tried: number;
  /** Two alerts put together, tried after others were. */
  readonly joined: number;
  /** How far the peak of the first stands above the input, per alert. */
  readonly bytes: number;
}

export function sized(alerts: number): Sized {
  const out = execFileSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), String(alerts)]).toString();
  return JSON.parse(out) as Sized;
}

const seconds = (work: () => unknown): number => {
  const before = process.cpuUsage().user;
  work();
  return (process.cpuUsage().user - before) / 1e6;
};

function bareUnionFind(input: CorrelationInput): void {
  const sets = new UnionFind(input.count + input.entities.count);
  for (let i = 0; i < input.count; i++)
    for (let r = input.offset[i] ?? 0; r < (input.offset[i + 1] ?? 0); r++) sets.union(i, input.count + (input.entity[r] ?? 0));
}

/** Devices speak for one cause over another time: what would change, the incidents of now at hand. */
function tryWindow(input: CorrelationInput): number {
  const stages = new Stages();
  const now = partition(input, NORMAL, TUNING, stages);
  const types = { ...TUNING.types, device: { ...TUNING.types.device, window: 24, halfLife: 8 } };
  return seconds(() => difference(now, partition(input, NORMAL, { ...TUNING, types }, stages)));
}

function tryJoin(input: CorrelationInput): number {
  const stages = new Stages();
  const now = partition(input, NORMAL, TUNING, stages);
  const overrides = { mustLink: [[1, input.count - 1] as const], cannotLink: [] };
  return seconds(() => difference(now, partition({ ...input, overrides }, NORMAL, TUNING, stages)));
}

function measure(alerts: number): Sized {
  const input = WORST['5 entities an alert, hubs']?.(alerts) as CorrelationInput;
  const bare = seconds(() => {
    bareUnionFind(input);
  });
  const before = process.memoryUsage().rss;
  const all = seconds(() => correlate(input, NORMAL));
  const bytes = Math.round((process.resourceUsage().maxRSS * 1024 - before) / alerts);
  return { seconds: all, bare, bytes, tried: tryWindow(input), joined: tryJoin(input) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(measure(Number(process.argv[2]))));
