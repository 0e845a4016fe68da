import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { correlate } from '../../src/correlate/correlate.ts';
import { correlateIncrement, type OpenIncident, type Shown } from '../../src/correlate/increment.ts';
import type { CorrelationInput, CorrelationOptions } from '../../src/correlate/model.ts';
import { factsOf, orderOf } from '../correlate/facts.ts';
import { hasLabelled, LABELLED, type Loaded, load } from '../correlate/harness.ts';
import { type Score, score } from '../correlate/score.ts';
import { BASELINES } from './correlation-baselines.ts';
import { sized } from './correlation-sized.ts';
import { WORST } from './correlation-worst.ts';

/*
 * npm run bench:correlation [-- --large] [-- --million]
 * Our engine and what one can run beside it, on every labelled set and on seeds of the generator, in one run; the tables go into
 * docs/correlation.md. Times are processor seconds of this process, so that a busy machine disturbs less.
 */

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };
const DOC = fileURLToPath(new URL('../../docs/correlation.md', import.meta.url));
const SEEDS = [51, 52, 53, 54, 55];
const large = process.argv.includes('--large') || process.argv.includes('--million');

function main(): void {
  if (!hasLabelled) {
    console.error('bench:correlation: no labelled data beside the project; nothing measured');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'alertweave-'));
  try {
    const out = [quality(folder), promises(), speed()].join('\n\n');
    console.log(out);
    const text = readFileSync(DOC, 'utf8');
    const [head, rest] = text.split('<!-- bench -->');
    const tail = rest === undefined ? '' : (text.split('<!-- /bench -->')[1] ?? '');
    writeFileSync(DOC, `${head ?? ''}<!-- bench -->\n\n${out}\n\n<!-- /bench -->${tail}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const cpu = (): number => process.cpuUsage().user / 1e6;
const p3 = (x: number): string => x.toFixed(3);
const pc = (x: number): string => `${(100 * x).toFixed(1)} %`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

interface Run {
  readonly engine: string;
  readonly score: Score;
  readonly seconds: number;
  readonly ours: boolean;
}

function runAll(loaded: Loaded): Run[] {
  const labels = loaded.keys.map((key) => loaded.truth.get(key));
  const start = cpu();
  const result = correlate(loaded.input, NORMAL);
  const seconds = cpu() - start;
  const order = orderOf(factsOf(loaded.input, result, loaded.titles));
  const runs: Run[] = [{ engine: '**ours**', score: score(labels, result.incident, order), seconds, ours: true }];
  for (const { name, run } of BASELINES) {
    const begin = cpu();
    const incident = run(loaded.input);
    runs.push({ engine: name, score: score(labels, incident), seconds: cpu() - begin, ours: false });
  }
  return runs;
}

type Measure = 'attack' | 'b3';
const rows = (runs: readonly Run[]): string[][] =>
  runs.map(({ engine, score: s, seconds }) => [
    engine,
    p3(s.attack.f1),
    p3(s.b3.f1),
    pc(s.noiseDrawnIn),
    `${s.overMerged} (${pc(s.overMergedAttacks)})`,
    s.fragmentation.toFixed(2),
    chainOf(s),
    pc(s.largest),
    pc(s.reduction),
    `${Math.round(s.alerts / Math.max(seconds, 1e-3) / 1000)}`,
  ]);
const HEAD = [
  'engine',
  'attack F1',
  'B³ F1',
  'noise drawn in',
  'over-merged',
  'fragmentation',
  'chain',
  'largest',
  'reduction',
  '1000 alerts/s',
];

/** Share of the intrusion chain in one incident, where the set has one. */
function chainOf(s: Score): string {
  for (const [label, share] of s.main) if (label.endsWith('/attack')) return p3(share);
  return '';
}

function quality(folder: string): string {
  const parts: string[] = ['### Quality, every set and engine'];
  const ranks = new Map<string, number[]>();
  const rank = (runs: readonly Run[], measure: Measure): void => {
    for (const run of runs) {
      const better = runs.filter((other) => other.score[measure].f1 > run.score[measure].f1 + 1e-9).length;
      ranks.set(run.engine, [...(ranks.get(run.engine) ?? []), better + 1]);
    }
  };
  const sets: readonly (readonly [string, Measure])[] = [
    ['synth-10k', 'attack'],
    ['defender-lab', 'b3'],
    ['ait-fox', 'attack'],
    ['ait-russellmitchell', 'attack'],
    ['ait-shaw', 'attack'],
    ['ait-wheeler', 'attack'],
    ['cptc-odd', 'b3'],
  ];
  for (const [name, measure] of sets) {
    const runs = runAll(load(join(LABELLED, `${name}.ndjson.gz`)));
    rank(runs, measure);
    const ours = runs[0]?.score;
    const priority =
      name === 'synth-10k' && ours !== undefined ? `\n\nPriority of ours: p@k ${p3(ours.pAtK)}, nDCG@k ${p3(ours.nDcg)}.` : '';
    parts.push(`#### ${name} (${ours?.alerts ?? 0} alerts)\n\n${table(HEAD, rows(runs))}${priority}`);
  }
  const seeds = SEEDS.map((seed) => [`seed ${seed}`, generate(folder, 10_000, seed)] as const);
  parts.push(generated('10 000 alerts, 14 days, seeds the engine was never tuned on (mean)', seeds, rank));
  parts.push(generated('10 000 alerts in 3 days', [['', generate(folder, 10_000, 56, 3)]], rank));
  parts.push(generated('10 000 alerts in 45 days', [['', generate(folder, 10_000, 57, 45)]], rank));
  if (large) parts.push(generated('100 000 alerts, 14 days', [['', generate(folder, 100_000, 58)]], rank));
  if (process.argv.includes('--million'))
    parts.push(generated('1 000 000 alerts, 30 days', [['', generate(folder, 1_000_000, 59, 30)]], rank));
  const means = [...ranks]
    .map(([engine, list]) => ({ engine, mean: list.reduce((sum, one) => sum + one, 0) / list.length, sets: list.length }))
    .sort((a, b) => a.mean - b.mean);
  parts.splice(
    1,
    0,
    `Mean rank over all sets below (1 is best; attack F1 where there is noise, else B³ F1):\n\n${table(
      ['engine', 'mean rank', 'sets'],
      means.map(({ engine, mean, sets: n }) => [engine, mean.toFixed(2), String(n)]),
    )}`,
  );
  return parts.join('\n\n');
}

function generate(folder: string, alerts: number, seed: number, days = 14): string {
  const path = join(folder, `g-${alerts}-${seed}-${days}.ndjson`);
  execFileSync('python3', [join(LABELLED, 'generate.py'), String(alerts), String(seed), path, String(days)], { stdio: 'ignore' });
  return path;
}

/** Several files as one row per engine: means. */
function generated(
  title: string,
  files: readonly (readonly [string, string])[],
  rank: (runs: readonly Run[], measure: Measure) => void,
): string {
  const all = files.map(([, path]) => runAll(load(path)));
  for (const runs of all) rank(runs, 'attack');
  const engines = all[0] ?? [];
  const mean = (at: number, of: (s: Score) => number): number =>
    all.reduce((sum, runs) => sum + of(runs[at]?.score ?? none), 0) / all.length;
  const none = engines[0]?.score as Score;
  const lines = engines.map((run, at) => [
    run.engine,
    p3(mean(at, (s) => s.attack.f1)),
    p3(mean(at, (s) => s.b3.f1)),
    pc(mean(at, (s) => s.noiseDrawnIn)),
    `${mean(at, (s) => s.overMerged).toFixed(1)} (${pc(mean(at, (s) => s.overMergedAttacks))})`,
    mean(at, (s) => s.fragmentation).toFixed(2),
    '',
    pc(mean(at, (s) => s.largest)),
    pc(mean(at, (s) => s.reduction)),
    '',
  ]);
  const each = all.map((runs, i) => `${files[i]?.[0] ?? ''} ${p3(runs[0]?.score.attack.f1 ?? 0)}`).join(', ');
  const priority = `Priority of ours: p@k ${p3(mean(0, (s) => s.pAtK))}, nDCG@k ${p3(mean(0, (s) => s.nDcg))}.`;
  return `#### Generator: ${title}\n\n${table(HEAD, lines)}\n\n${files.length > 1 ? `Attack F1 of ours: ${each}. ` : ''}${priority}`;
}

/** Order of input, and day after day against all at once. */
function promises(): string {
  const lines = ['synth-10k', 'defender-lab', 'ait-russellmitchell', 'cptc-odd'].map((name) => {
    const { input, keys, truth } = load(join(LABELLED, `${name}.ndjson.gz`));
    const batch = correlate(input, NORMAL).incident;
    const turned = reversed(input);
    const same = correlate(turned, NORMAL).incident.every((one, i) => one === batch[input.count - 1 - i]);
    const daily = dayByDay(input);
    const agreement = (counts: (label: string | null) => boolean): number =>
      score(
        keys.map((key, row) => (counts(truth.get(key) ?? null) ? `n-${batch[row] ?? 0}` : '?')),
        daily.incident,
      ).b3.f1;
    const all = agreement(() => true);
    const attacks = agreement((label) => label !== null && label !== '?' && !label.startsWith('n-'));
    return [name, same ? 'identical' : 'DIFFERENT', String(daily.days), String(daily.splits), p3(all), p3(attacks), String(daily.merged)];
  });
  return `### Promises kept\n\n${table(['set', 'rows reversed', 'days', 'silent splits', 'B³ with one import', 'of the attacks', 'merges of shown incidents'], lines)}`;
}

function reversed(input: CorrelationInput): CorrelationInput {
  const offset = new Uint32Array(input.count + 1);
  const entity: number[] = [];
  const role: number[] = [];
  for (let i = 0; i < input.count; i++) {
    const row = input.count - 1 - i;
    for (let r = input.offset[row] ?? 0; r < (input.offset[row + 1] ?? 0); r++) {
      entity.push(input.entity[r] ?? 0);
      role.push(input.role[r] ?? 0);
    }
    offset[i + 1] = entity.length;
  }
  const turn = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: T): T => from.slice().reverse() as T;
  return {
    ...input,
    time: turn(input.time),
    lastTime: turn(input.lastTime),
    keyHigh: turn(input.keyHigh),
    keyLow: turn(input.keyLow),
    detector: turn(input.detector),
    product: turn(input.product),
    severity: turn(input.severity),
    tactics: turn(input.tactics),
    excluded: turn(input.excluded),
    sourceIncident: turn(input.sourceIncident),
    offset,
    entity: Uint32Array.from(entity),
    role: Uint32Array.from(role),
  };
}

/** Imports each day into what was shown before. The sets are in order of time, so a day is a prefix. */
function dayByDay(input: CorrelationInput): { incident: Uint32Array; days: number; splits: number; merged: number } {
  const first = input.time[0] ?? 0;
  let shown: Shown = { incident: new Uint32Array(0), incidents: [], result: correlate(prefix(input, 0), NORMAL) };
  let [days, splits, merged] = [0, 0, 0];
  for (let row = 0; row < input.count;) {
    const end = (Math.floor(((input.time[row] ?? 0) - first) / 86_400e6) + 1) * 86_400e6 + first;
    while (row < input.count && (input.time[row] ?? 0) < end) row++;
    const increment = correlateIncrement(shown, prefix(input, row), NORMAL);
    const home = new Map<number, number>();
    shown.incident.forEach((was, at) => {
      const is = increment.result.incident[at] ?? -1;
      if ((home.get(was) ?? is) !== is) splits++;
      home.set(was, is);
    });
    merged += increment.merged.length;
    const incidents = Array.from({ length: increment.result.incidents }, (_, i): OpenIncident => ({
      id: i + 1,
      status: 'new',
      assignedTo: '',
      classification: 'unknown',
      determination: 'unknown',
      alerts: 1,
      entities: 1,
      worked: false,
    }));
    shown = { incident: increment.result.incident, incidents, result: increment.result };
    days++;
  }
  return { incident: shown.incident, days, splits, merged };
}

function prefix(input: CorrelationInput, count: number): CorrelationInput {
  return { ...input, count, offset: input.offset.slice(0, count + 1), entity: input.entity.slice(0, input.offset[count]) };
}

function speed(): string {
  const sizes = large ? [50_000, 100_000, 200_000] : [25_000, 50_000, 100_000];
  const lines = Object.entries(WORST).map(([name, make]) => {
    const times = sizes.map((n) => {
      const input = make(n);
      const start = cpu();
      const { incidents } = correlate(input, NORMAL);
      return { seconds: cpu() - start, incidents };
    });
    const last = times[times.length - 1];
    const growth = (last?.seconds ?? 0) / Math.max(times[1]?.seconds ?? 1, 1e-3);
    return [name, ...times.map(({ seconds }) => seconds.toFixed(2)), `× ${growth.toFixed(1)}`, String(last?.incidents ?? 0)];
  });
  const head = ['input', ...sizes.map((n) => `${n / 1000} 000, s`), 'for twice as many', 'incidents'];
  const counts = process.argv.includes('--million') ? [100_000, 1_000_000] : [100_000];
  const bySize = counts.map((n) => {
    const { seconds, bare, bytes, tried, added, addedAgain } = sized(n);
    return [
      String(n),
      seconds.toFixed(2),
      bare.toFixed(2),
      `${(seconds / bare).toFixed(1)} ×`,
      `${Math.round(n / seconds)}`,
      String(bytes),
      (tried * 1000).toFixed(0),
      `${(added * 1000).toFixed(0)} · ${(addedAgain * 1000).toFixed(0)}`,
    ];
  });
  const heads = [
    'alerts',
    'ours, s',
    'bare union–find, s',
    'ratio',
    'alerts/s',
    'peak bytes an alert',
    'another window tried, ms',
    '1 000 alerts more, ms: first · median',
  ];
  return `### Growth on bad input\n\n${table(head, lines)}\n\n### Speed and memory, 5 entities an alert\n\n${table(heads, bySize)}`;
}

main();
