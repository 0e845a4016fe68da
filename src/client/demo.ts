import * as v from 'valibot';
import { fail, ok, type Result } from '../base/result.ts';

/** Data sets that come with the page, listed in `demo/index.json` beside it. */
const DEMOS = v.array(
  v.object({
    id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
    title: v.string(),
    line: v.string(),
    bytes: v.number(),
    // No way out of the demo folder.
    files: v.array(v.object({ path: v.pipe(v.string(), v.regex(/^(?:[\w-]+\/)*[\w-][\w.-]*$/)), bytes: v.number() })),
  }),
);
export type Demo = v.InferOutput<typeof DEMOS>[number];

export async function listDemos(): Promise<readonly Demo[]> {
  try {
    const answer = await fetch('./demo/index.json');
    const parsed = v.safeParse(DEMOS, await answer.json());
    return parsed.success ? parsed.output : [];
  } catch {
    return [];
  }
}

/** The demo's files, from where the page itself came from. */
export async function fetchDemo(id: string): Promise<Result<readonly File[]>> {
  const demo = (await listDemos()).find((known) => known.id === id);
  if (demo === undefined) return fail('page/demo-missing', `no demo ${id}`, { demo: id });
  try {
    const files = await Promise.all(
      demo.files.map(async ({ path }) => {
        const answer = await fetch(`./demo/${path}`);
        if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
        return new File([await answer.blob()], path.slice(path.lastIndexOf('/') + 1));
      }),
    );
    return ok(files);
  } catch (reason) {
    return fail('page/demo-missing', reason instanceof Error ? reason.message : String(reason), { demo: id });
  }
}
