import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { correlate, partition } from '../../src/correlate/correlate.ts';
import type { OpenIncident } from '../../src/correlate/increment.ts';
import { type CorrelationInput, type CorrelationOptions, NO_OVERRIDES } from '../../src/correlate/model.ts';
import { correlateAddition } from '../../src/correlate/near/addition.ts';
import { Standing } from '../../src/correlate/near/standing.ts';
import { difference } from '../../src/correlate/preview.ts';
import { Stages } from '../../src/correlate/stages.ts';
import { NORMAL as TUNING } from '../../src/correlate/tuning.ts';
import { UnionFind } from '../../src/correlate/union.ts';
import { firstRows, inputOfRows } from '../correlate/rows.ts';
import { WORST } from './correlation-worst.ts';

/*
 * npx tsx test/bench/correlation-sized.ts 1000000
 * Five entities an alert, in a process of its own: all at once, another window tried, two alerts put together, a thousand more added; beside
 * bare union–find over the same ids. Processor seconds, so that a busy machine disturbs less.
 */

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };

export interface Sized {
  /** Processor seconds: all at once, bare union–find, another window tried. */
  readonly seconds: number;
  readonly bare: number;
  readonly tried: number;
  /** Two alerts put together, tried after others were. */
  readonly joined: number;
  /** A thousand alerts more, added to what a run left: the first time, and the median of those after it. */
  readonly added: number;
  readonly addedAgain: number;
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

/** Batches of a thousand that come after all the others, one after the other. */
function addThousands(alerts: number): readonly number[] {
  const all = WORST['5 entities an alert, hubs']?.(alerts + BATCHES * 1000) as CorrelationInput;
  const base = firstRows(all, alerts);
  const stages = new Stages();
  const incident = [...correlate(base, NORMAL, TUNING, stages).incident].map((one) => one + 1);
  const standing = stages.latest === undefined ? undefined : Standing.of(base, TUNING, stages.latest);
  if (standing === undefined) throw new Error('Nothing to add to.');
  return Array.from({ length: BATCHES }, () => {
    const around = {
      count: incident.length + 1000,
      inputOf: (rows: readonly number[]) => inputOfRows(all, rows),
      incidentOf: (row: number) => incident[row] ?? 0,
      open: (ids: readonly number[]) => ids.map(openIncident),
      overrides: NO_OVERRIDES,
      sequences: [],
      placed: [],
    };
    let next = alerts + incident.length;
    return seconds(() => {
      const added = correlateAddition(standing, around, NORMAL);
      if (added === undefined) throw new Error('Nothing was placed.');
      for (const id of added.incident) incident.push(id > 0 ? id : next - id);
      next += added.founded;
    });
  });
}
const BATCHES = 9;
const openIncident = (id: number): OpenIncident => ({
  id,
  status: 'new',
  assignedTo: '',
  classification: 'unknown',
  determination: 'unknown',
  alerts: 1,
  entities: 5,
  worked: false,
});

function measure(alerts: number): Sized {
  const input = WORST['5 entities an alert, hubs']?.(alerts) as CorrelationInput;
  const bare = seconds(() => {
    bareUnionFind(input);
  });
  const before = process.memoryUsage().rss;
  const all = seconds(() => correlate(input, NORMAL));
  const bytes = Math.round((process.resourceUsage().maxRSS * 1024 - before) / alerts);
  const [tried, joined] = [tryWindow(input), tryJoin(input)];
  const [added = 0, ...again] = addThousands(alerts);
  return { seconds: all, bare, bytes, tried, joined, added, addedAgain: again.sort((a, b) => a - b)[again.length >> 1] ?? 0 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(measure(Number(process.argv[2]))));
