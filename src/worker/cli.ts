/* `npm run --silent correlate -- [options] FILE...`: intake, store and correlation of the page, run in Node. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type Instant, parseTime } from '../base/time.ts';
import type { CorrelationOptions, Profile } from '../correlate/model.ts';
import { SEQUENCES } from '../correlate/sequences/rule.ts';
import { SOURCE_INCIDENTS, type SourceIncidents } from '../domain/source-incidents.ts';
import type { ByteSource } from '../intake/report.ts';
import { isPart, type Slice } from '../intake/slice.ts';
import { memoryPersistence } from '../store/persist/memory.ts';
import { correlateDocument } from './correlate-document.ts';
import { SEQUENCE_SETTING } from './sequence-choice.ts';
import { loadSql } from './sql-node.ts';
import { Workspace } from './workspace.ts';

const USAGE = `usage: npm run --silent correlate -- [options] FILE...
  --profile strict|normal|wide     how much evidence a link needs (normal)
  --source-incidents keep|suggest|ignore   the exporter's own incidents: as they are, added to by evidence, or woven anew (ignore)
  --respect-source-incidents       the same as --source-incidents suggest
  --raise-alerts RULE,...|all      sequence rules that raise an alert of their own (none)
  --limit-links N                  links printed per incident
  --no-alerts                      leave out "alerts"
  --from TIME, --to TIME           only alerts that begin in this time (2024-03-01T09:10Z; UTC where no zone is said)
  --sample N                       only one alert in N, the same ones each time
`;

interface Arguments {
  readonly files: readonly string[];
  readonly correlation: CorrelationOptions;
  /** Ids of sequence rules. */
  readonly raise: readonly string[];
  readonly limitLinks: number | undefined;
  readonly alerts: boolean;
  readonly only: Slice;
}

function argumentsOf(argv: readonly string[]): Arguments | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        profile: { type: 'string', default: 'normal' },
        'source-incidents': { type: 'string' },
        'respect-source-incidents': { type: 'boolean', default: false },
        'raise-alerts': { type: 'string' },
        'limit-links': { type: 'string' },
        'no-alerts': { type: 'boolean', default: false },
        from: { type: 'string' },
        to: { type: 'string' },
        sample: { type: 'string' },
      },
    });
    const { profile } = values;
    const raise = raisersNamed(values['raise-alerts']);
    const limitLinks = wholeNumber(values['limit-links'], 0);
    const only = sliceOf(values);
    const sourceIncidents = values['source-incidents'] ?? (values['respect-source-incidents'] ? 'suggest' : 'ignore');
    if (
      !isProfile(profile) ||
      !isSourceIncidents(sourceIncidents) ||
      raise === undefined ||
      limitLinks === null ||
      only === undefined ||
      positionals.length === 0
    )
      return undefined;
    return {
      files: positionals,
      correlation: { profile, sourceIncidents },
      raise,
      limitLinks,
      alerts: !values['no-alerts'],
      only,
    };
  } catch {
    return undefined;
  }
}

/** Undefined: a rule that does not exist. */
function raisersNamed(text = ''): readonly string[] | undefined {
  const ids = SEQUENCES.map(({ id }) => id);
  if (text === 'all') return ids;
  const named = text.split(',').filter((id) => id !== '');
  return named.every((id) => ids.includes(id)) ? named : undefined;
}

/** Null: given, and no whole number from `least` up. */
function wholeNumber(text: string | undefined, least: number): number | undefined | null {
  if (text === undefined) return undefined;
  const value = Number(text);
  return text.trim() !== '' && Number.isSafeInteger(value) && value >= least ? value : null;
}

/** Undefined: a time or a number that cannot be read, or an end before its beginning. */
function sliceOf(values: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly sample?: string | undefined;
}): Slice | undefined {
  const [from, to] = [values.from, values.to].map((text): Instant | undefined | null =>
    text === undefined ? undefined : (parseTime(text)?.at ?? null),
  );
  const every = wholeNumber(values.sample, 1);
  if (from === null || to === null || every === null) return undefined;
  if (from !== undefined && to !== undefined && from > to) return undefined;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }), ...(every !== undefined && { every }) };
}

const isSourceIncidents = (text: string): text is SourceIncidents => (SOURCE_INCIDENTS as readonly string[]).includes(text);
const isProfile = (text: string): text is Profile => text === 'strict' || text === 'normal' || text === 'wide';

/** A file that cannot be opened fails in its stream, and so in its report. */
function sourceOf(path: string): ByteSource {
  const stat = statSync(path, { throwIfNoEntry: false });
  return {
    name: basename(path),
    size: stat?.size ?? -1,
    ...(stat !== undefined && { modified: stat.mtimeMs }),
    stream: () => Readable.toWeb(createReadStream(path, { highWaterMark: 1 << 20 })) as ReadableStream<Uint8Array>,
  };
}

async function run(args: Arguments): Promise<number> {
  const workspace = await Workspace.open({
    sql: await loadSql(),
    persistence: memoryPersistence(),
    codec: undefined,
    keep: false,
    actor: () => 'correlate',
  });
  if (!workspace.ok) {
    process.stderr.write(`${workspace.error.message}\n`);
    return 1;
  }
  workspace.value.weaver.options = { ...args.correlation, types: {} };
  const { raise } = args;
  if (raise.length > 0) {
    const value = JSON.stringify({ off: [], raise, own: [] });
    const decided = await workspace.value.decide({ kind: 'setting.change', key: SEQUENCE_SETTING, value });
    if (!decided.ok) throw new Error(decided.error.message);
  }
  const totals = await workspace.value.importSources(args.files.map(sourceOf), {
    ...(isPart(args.only) && { options: { only: args.only } }),
    isCancelled: () => false,
  });
  const timings = {
    readMs: Math.round(totals.timings.readMs),
    storeMs: Math.round(totals.timings.storeMs),
    correlateMs: Math.round(totals.timings.correlateMs),
    totalMs: Math.round(totals.timings.totalMs),
  };
  for (const { report } of totals.files) {
    if (report.error !== null) process.stderr.write(`${report.name}: ${report.error.message}\n`);
  }
  for (const piece of correlateDocument(workspace.value.db, totals.files, timings, args)) {
    if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
  return totals.files.some(({ report }) => report.error === null || report.alerts > 0) ? 0 : 1;
}

const args = argumentsOf(process.argv.slice(2));
if (args === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await run(args);
}
