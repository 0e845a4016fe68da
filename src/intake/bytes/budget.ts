import type { Job } from '../job.ts';
import { Stop } from '../stop.ts';
import type { ByteFeed } from './feed.ts';

const MB = 1024 * 1024;

/** Counts what comes out of compressed data against the limits of the job, so that a bomb ends early. */
export function expandedFeed(job: Job, feed: ByteFeed): ByteFeed {
  return {
    async next() {
      const chunk = await feed.next();
      if (chunk === undefined) return undefined;
      job.expanded += chunk.length;
      const { expandedBytes, ratio, ratioAfterBytes } = job.limits;
      if (job.expanded > expandedBytes) {
        job.exhausted = true;
        throw new Stop(
          'intake/too-large',
          `More than ${Math.round(expandedBytes / MB)} MB came out of the compressed file; reading stopped there. What came before is kept. Split the export.`,
        );
      }
      if (job.expanded > ratioAfterBytes && job.expanded > ratio * job.doneBytes) {
        job.exhausted = true;
        throw new Stop(
          'intake/bomb',
          `The compressed data expands more than ${ratio} to 1, as only a zip bomb does (limit: ${ratio}:1 after ${Math.round(ratioAfterBytes / MB)} MB). Reading stopped; what came before is kept. If the file is sound, unpack it first.`,
        );
      }
      return chunk;
    },
    close: () => feed.close(),
  };
}
