import { expandedFeed } from './bytes/budget.ts';
import { guessEncoding } from './bytes/encoding.ts';
import type { ByteFeed } from './bytes/feed.ts';
import { feedOf, withHead } from './bytes/feed.ts';
import { gunzipFeed } from './bytes/gunzip.ts';
import { kindOfBytes } from './bytes/magic.ts';
import { Job, SinkFailure } from './job.ts';
import type { ReadOptions } from './job.ts';
import { readText } from './read-text.ts';
import { readZip } from './read-zip.ts';
import type { ByteSource, IntakeReport, IntakeSink } from './report.ts';
import { Stop } from './stop.ts';
import { Tally } from './tally.ts';

export type { ReadOptions } from './job.ts';

const HEAD = 256 * 1024;
const EMPTY = 'The file is empty. If the export should hold alerts, export it again.';

/**
 * Reads one source into the sink: what it is and how it is packed is told by its bytes alone. One report a file, for an archive one a member.
 * Never rejects for what the bytes hold; only when the sink itself fails.
 */
export async function readFile(source: ByteSource, options: ReadOptions, sink: IntakeSink): Promise<readonly IntakeReport[]> {
  const job = new Job(source, options, sink);
  try {
    await guarded(job, source.name, [], async () => {
      const feed = feedOf(source.stream(), (count) => (job.doneBytes += count));
      try {
        await readEntry(job, source.name, feed, []);
      } finally {
        await feed.close();
      }
    });
  } catch (error) {
    throw error instanceof SinkFailure ? error.cause : error;
  }
  job.tell();
  return job.reports;
}

/** A file or a member: unpacks until text is met. `packed`: the containers around it, outermost first. */
async function readEntry(job: Job, name: string, feed: ByteFeed, packed: readonly string[]): Promise<void> {
  const { head, ended, feed: whole } = await withHead(feed, HEAD);
  const encoding = guessEncoding(head);
  const kind = kindOfBytes(head, encoding.encoding !== 'utf-8');
  if (kind.kind === 'empty') return refuse(job, name, packed, 'intake/empty', EMPTY);
  if (kind.kind === 'binary') {
    return refuse(
      job,
      name,
      packed,
      'intake/binary',
      `This looks like ${kind.looksLike}, which holds no alerts that can be read. ${kind.remedy}`,
    );
  }
  if (kind.kind === 'text') return readText(job, name, { head, whole: ended, feed: whole, encoding, packed });
  if (packed.length >= job.limits.archiveDepth) {
    return refuse(
      job,
      name,
      packed,
      'intake/too-large',
      `Archives are opened ${job.limits.archiveDepth} deep; this one lies deeper. Unpack it first.`,
    );
  }
  if (kind.kind === 'gzip') return readEntry(job, name, expandedFeed(job, gunzipFeed(whole)), [...packed, 'gzip']);
  return readZip(job, name, whole, [...packed, 'zip'], {
    read: (path, inner, around) => readEntry(job, path, inner, around),
    refuse: (path, around, code, message) => refuse(job, path, around, code, message),
    guarded: (path, around, work) => guarded(job, path, around, work),
  });
}

/** Ends with a report also when the bytes cannot be had. */
async function guarded(job: Job, name: string, packed: readonly string[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof SinkFailure) throw error;
    await refuse(job, name, packed, ...failureOf(error));
  }
}

async function refuse(job: Job, name: string, packed: readonly string[], code: string, message: string): Promise<void> {
  const tally = new Tally(name);
  tally.container = packed.join(' › ');
  tally.reason = 'Not read.';
  tally.fail(code, message);
  tally.cancelled = job.cancelled;
  const report = tally.report();
  job.sink.begin?.(name);
  await job.sink.end?.(report);
  job.reports.push(report);
}

function failureOf(error: unknown): [string, string] {
  if (error instanceof Stop) return [error.code, error.message];
  const word = error instanceof Error ? error.message : String(error);
  return ['intake/unreadable', `The file could not be read to its end (${word.slice(0, 200)}). Was it moved or changed? Drop it again.`];
}
