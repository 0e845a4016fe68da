import type { Instant } from '../base/time.ts';
import type { Answers, ReadOptions } from '../intake/job.ts';
import type { Slice } from '../intake/slice.ts';
import type { ImportOptions, PartWanted, ReadAnswers } from './api.ts';

/** What the page asks, as the intake takes it. */
export async function readOptions({ members, only, ...whole }: ImportOptions): Promise<Partial<ReadOptions>> {
  const named = new Map<string, Answers>();
  for (const { name, answers } of members ?? []) named.set(name, await answersOf(answers));
  return {
    ...(await answersOf(whole)),
    ...(named.size > 0 && { members: named }),
    ...(only !== undefined && { only: sliceOf(only) }),
  };
}

async function answersOf({ as, mapping, offsetMinutes, dayFirst, year }: ReadAnswers): Promise<Answers> {
  const assume = {
    ...(offsetMinutes !== undefined && { offsetMinutes }),
    ...(dayFirst !== undefined && { dayFirst }),
    ...(year !== undefined && { year }),
  };
  const mapped = mapping === undefined ? undefined : (await import('../intake/mapping/importer.ts')).mappingImporter(mapping);
  return { assume, ...(as !== undefined && { as }), ...(mapped !== undefined && { mapping: mapped }) };
}

const sliceOf = ({ from, to, every }: PartWanted): Slice => ({
  ...(from !== undefined && { from: from as Instant }),
  ...(to !== undefined && { to: to as Instant }),
  ...(every !== undefined && { every: Math.max(1, Math.floor(every)) }),
});
