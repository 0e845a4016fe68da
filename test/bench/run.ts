import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { Profile } from '../e2e/profile.ts';
import { serve } from '../e2e/server.ts';
import { alertFile } from './generate.ts';
import { eveNdjson } from './intake/files.ts';
import { measureIntake } from './intake/measure.ts';
import { measureLarge, type LargeFigures, measurePage, measureReference, type PageFigures, type ReferenceFigures } from './measure.ts';
import { serveReference } from './reference/serve.ts';

/*
 * `npm run bench -- [COUNT…] [alerts|intake|large]…`: in a real browser, each figure beside a bare reference of the same run. `alerts`: end to
 * end on the built page for so many alerts; `intake`: the reading alone, of files of several formats and containers; `large`: the page with a file of
 * 1 GB. Without a part named, the first two. Each part has its own section of docs/benchmarks.md; those not run stay as they are.
 */

const ROOT = join(import.meta.dirname, '../..');
const PARTS = ['alerts', 'intake', 'large'] as const;
type Part = (typeof PARTS)[number];
const words = process.argv.slice(2);
const named = PARTS.filter((part) => words.includes(part));
const parts: readonly Part[] = named.length > 0 ? named : ['alerts', 'intake'];
const asked = words.map(Number).filter(Number.isFinite);
const COUNTS = asked.length > 0 ? asked : [10_000, 100_000];
const LARGE = 1_000_000_000;

interface Run {
  readonly count: number;
  readonly bytes: number;
  readonly page: PageFigures;
  readonly reference: ReferenceFigures;
}

execFileSync('npm', ['run', '--silent', 'build', '--', '--logLevel', 'error'], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
  shell: process.platform === 'win32',
});
const site = await serve(join(ROOT, 'dist'));
const bare = await serveReference();
/** What else the machine was doing; this bench itself keeps about two. */
const load = loadavg()[0];
const runs: Run[] = [];
const large: (LargeFigures & { readonly bytes: number })[] = [];
let browser = '';
try {
  for (const count of parts.includes('alerts') ? COUNTS : []) {
    const path = await alertFile(count);
    const profile = new Profile();
    try {
      console.error(`${count} alerts: reference …`);
      const started = await profile.start(bare.origin);
      browser = started.context.browser()?.version() ?? '';
      const reference = await measureReference(started.page, bare, path);
      await profile.kill();
      console.error(`${count} alerts: page …`);
      const { page, guarded } = await profile.start(site.origin);
      const figures = await measurePage(page, site, path, () => profile.peakMemory());
      if (guarded.faults.length > 0) throw new Error(guarded.faults.join('\n'));
      runs.push({ count, bytes: statSync(path).size, page: figures, reference });
    } finally {
      await profile.remove();
    }
  }
  if (parts.includes('large')) {
    const { path, bytes } = await eveNdjson(LARGE);
    console.error('1 GB …');
    const profile = new Profile();
    try {
      const { page, context } = await profile.start(site.origin);
      browser = context.browser()?.version() ?? '';
      large.push({ bytes, ...(await measureLarge(page, site, path, () => profile.peakMemory())) });
    } finally {
      await profile.remove();
    }
  }
} finally {
  site.close();
  bare.close();
}
const intakeRun = parts.includes('intake') ? await measureIntake() : undefined;
const pairs = intakeRun?.figures ?? [];
browser ||= intakeRun?.browser ?? '';

const n = (value: number | undefined, digits = 0): string =>
  value === undefined ? '–' : value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
const seconds = (ms: number): string => n(ms / 1000, 2);
const rate = (count: number, ms: number): string => n(count / (ms / 1000));
const megabytes = (bytes: number, ms: number): string => n(bytes / 1e6 / (ms / 1000), 1);

const rows = runs.flatMap(({ count, bytes, page, reference }) =>
  [
    ['Drop to queue drawn', page.totalMs, 'parse + insert alone', reference.pipelineMs],
    ['… of it reading and storing', page.intakeMs, 'JSON.parse alone', reference.parseMs],
    ['… of it correlating', page.correlateMs, 'insert alone', reference.insertMs],
  ].map(([what, ms, than, bareMs]) => ({ count, bytes, what, ms: ms as number | undefined, than, bareMs: bareMs as number })),
);

const lines = [
  '| alerts | what | s | alerts/s | MB/s | reference | s | alerts/s | reference / ours |',
  '|---:|---|---:|---:|---:|---|---:|---:|---:|',
  ...rows.map(({ count, bytes, what, ms, than, bareMs }) =>
    ms === undefined
      ? `| ${n(count)} | ${what} | – | – | – | ${than} | ${seconds(bareMs)} | ${rate(count, bareMs)} | – |`
      : `| ${n(count)} | ${what} | ${seconds(ms)} | ${rate(count, ms)} | ${megabytes(bytes, ms)} | ${than} | ${seconds(bareMs)} | ${rate(count, bareMs)} | ${n(bareMs / ms, 2)} |`,
  ),
];
const others = [
  '| alerts | file MB | incidents | queue query ms, median (worst) | page usable from load, ms | peak memory of the renderer, MB | reopen after restart, ms |',
  '|---:|---:|---:|---:|---:|---:|---:|',
  ...runs.map(
    ({ count, bytes, page }) =>
      `| ${n(count)} | ${n(bytes / 1e6)} | ${n(page.incidents)} | ${n(page.queryMs, 1)} (${n(page.queryWorstMs, 1)}) | ${n(page.openMs)} | ${n(page.peakMB)} | ${n(page.reopenMs)} |`,
  ),
];
const intake = [
  '| what | file MB | s | MB/s | beside | s | reference / ours | by processor time |',
  '|---|---:|---:|---:|---|---:|---:|---:|',
  ...pairs.map(
    ({ what, ours, than, oursMs, referenceMs, ratio, cpuRatio, plainBytes }) =>
      `| ${what} | ${n(ours.file.bytes / 1e6)} | ${seconds(oursMs)} | ${megabytes(plainBytes, oursMs)} | ${than} | ${seconds(referenceMs)} | ${n(ratio, 2)} | ${n(cpuRatio, 2)} |`,
  ),
];
const memory = [
  '| alerts | file MB | s | peak memory of the renderer, MB | of it the database, MB |',
  '|---:|---:|---:|---:|---:|',
  ...large.map(
    ({ bytes, alerts, ms, peakMB, databaseMB }) =>
      `| ${n(alerts)} | ${n(bytes / 1e6)} | ${seconds(ms)} | ${n(peakMB)} | ${n(databaseMB)} |`,
  ),
];
const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${n(totalmem() / 2 ** 30)} GiB; Chromium ${browser}, headless, no GPU; Node ${process.versions.node}; load average ${n(load, 1)} before the run`;
const run = `\`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, on ${machine}.`;

const SECTIONS: Readonly<Record<Part, () => string>> = {
  alerts: () => `## End to end

${run}

Generated Graph \`alerts_v2\` records as NDJSON, about 3 KB and six entities each (\`test/bench/generate.ts\`), given to the built page in a fresh
browser profile. *Drop to queue drawn* runs from the moment the page gets the file to the frame that shows the queue, with the decisions' journal
and the snapshot on disk counted in where the page waits for them. The references do the bare part of the same work in the same browser just
before, with nothing of ours in it (\`test/bench/reference/worker.ts\`): stock sql.js, prepared statements, one transaction, no index. The last
column says which share of the bare speed is left: 1.00 is as fast as the reference. A shared machine is noisy: compare within one run.

${lines.join('\n')}

${others.join('\n')}`,
  intake: () => `## Intake

${run}

Files of 64 MB of decoded text (\`test/bench/intake/\`), each in a worker of its own that starts cold, reference and ours in turns, three times; the
median of the three ratios. *Intake* cuts, recognises and reads every record into alerts, which are dropped; *stored* keeps them in SQLite too. The
references give out parsed records and nothing more: \`TextDecoderStream\`, lines, \`JSON.parse\`; \`JSON.parse\` of the whole text; papaparse with a
header. Archives are measured against our reading of the same file unpacked. *By processor time* counts the time of the worker's thread alone, which
other programs on the machine disturb less; what helper threads do (garbage, reading the disk) and waiting is not in it.

${intake.join('\n')}`,
  large: () => `## A file of 1 GB

${run}

Suricata's events as NDJSON, one record in 30 an alert, dropped on the built page: the most memory its process ever held, with both workers in it, and
how large the database in it has become.

${memory.join('\n')}`,
};

const DOC = join(ROOT, 'docs/benchmarks.md');
let doc = readFileSync(DOC, 'utf8');
for (const part of parts) {
  const section = SECTIONS[part]();
  console.log(`\n${section}`);
  const [open, close] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  doc = `${doc.slice(0, doc.indexOf(open) + open.length)}\n\n${section}\n\n${doc.slice(doc.indexOf(close))}`;
}
writeFileSync(DOC, doc);
