import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';

/* `npm test`: every gate in order, all of them even when one fails, then a table, then one line with the counts. */

interface Gate {
  readonly script: string;
  /** Where its runner writes how many tests passed; absent: the gate itself counts as one. */
  readonly counts?: 'vitest' | 'playwright';
  readonly env?: Readonly<Record<string, string>>;
}
const GATES: readonly Gate[] = [
  { script: 'format' },
  { script: 'lint' },
  { script: 'typecheck' },
  { script: 'unit', counts: 'vitest' },
  { script: 'unit:zone', counts: 'vitest', env: { TZ: 'Asia/Kathmandu' } },
  { script: 'runes', counts: 'vitest' },
  { script: 'build' },
  { script: 'size' },
  { script: 'e2e', counts: 'playwright' },
];

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
interface Outcome extends Count {
  readonly gate: string;
  readonly seconds: number;
}

const RESULTS = 'test-results';

async function run(gate: Gate): Promise<Outcome> {
  const started = Date.now();
  const file = `${RESULTS}/${gate.script.replace(':', '-')}.json`;
  rmSync(file, { force: true });
  console.log(`\n── ${gate.script} ${'─'.repeat(60 - gate.script.length)}`);
  const args = ['run', '--silent', gate.script];
  if (gate.counts === 'vitest') args.push('--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`);
  const env = { TZ: 'UTC', ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...gate.env };
  const code = await new Promise<number>((resolve) => {
    const child = spawn('npm', args, { stdio: ['ignore', 'inherit', 'inherit'], env, shell: process.platform === 'win32' });
    child.on('error', () => resolve(1));
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  const count = gate.counts === undefined ? { passed: 1, failed: 0, skipped: 0 } : read(gate.counts, file);
  const seconds = (Date.now() - started) / 1000;
  // A gate that fails without a failed test (it could not start, an error between tests) is a failure all the same.
  if (code !== 0 && count.failed === 0) return { ...count, passed: gate.counts ? count.passed : 0, failed: 1, gate: gate.script, seconds };
  if (count.passed + count.failed === 0) return { ...count, failed: 1, gate: `${gate.script} (ran no test)`, seconds };
  return { ...count, gate: gate.script, seconds };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
}
interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

function read(kind: 'vitest' | 'playwright', file: string): Count {
  try {
    const text = readFileSync(file, 'utf8');
    if (kind === 'vitest') {
      const report = JSON.parse(text) as VitestReport;
      return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
    }
    const { stats } = JSON.parse(text) as PlaywrightReport;
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

mkdirSync(RESULTS, { recursive: true });
const only = process.argv.slice(2);
const outcomes: Outcome[] = [];
for (const gate of GATES) if (only.length === 0 || only.includes(gate.script)) outcomes.push(await run(gate));

console.log(`\n${'gate'.padEnd(24)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`);
for (const { gate, passed, failed, skipped, seconds } of outcomes)
  console.log(
    `${gate.padEnd(24)}${String(passed).padStart(8)}${String(failed).padStart(8)}${String(skipped).padStart(9)}${seconds.toFixed(1).padStart(9)}`,
  );
const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
const failed = sum((outcome) => outcome.failed);
const skipped = sum((outcome) => outcome.skipped);
console.log(`\n${sum((outcome) => outcome.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 && outcomes.length > 0 ? 0 : 1;
