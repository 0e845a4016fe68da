import { type Bounds, isFresh, join, mayJoin } from './cluster.ts';
import type { Stories } from './fold.ts';
import type { StoryLinks } from './links.ts';
import type { ThingFacts } from './rates.ts';
import { assetOf, LONGEST_SILENCE, ROUTINE_SCORE, TELLING } from './routine.ts';

/** Stories of an incident that may be one of several of its kind. What is larger hardly comes again to the letter. */
const MOST_STORIES = 64;

/**
 * After routine was bundled: incidents of several detections that tell the very same again, the same detections about the same things and nothing
 * beside, are one that came back. As with a single series, none is touched that tells anything of its own.
 */
export function bundleRecurring(stories: Stories, facts: ThingFacts, bounds: Bounds, links: StoryLinks): void {
  const { sets } = bounds;
  const lastOfTale = new Map<string, number>();
  for (const members of smallSets(stories, bounds)) {
    const tale = taleOf(stories, facts, members);
    if (tale === undefined) continue;
    const before = lastOfTale.get(tale);
    lastOfTale.set(tale, members[members.length - 1] as number);
    const s = members[0] as number;
    if (before === undefined) continue;
    const silence = (stories.first[s] as number) - (stories.last[before] as number);
    const [a, b] = [sets.find(s), sets.find(before)];
    if (a === b || silence > LONGEST_SILENCE || !isFresh(bounds, s, before) || !mayJoin(bounds, a, b)) continue;
    links.add(s, before, ROUTINE_SCORE, true);
    links.evidence(assetOf(stories, facts, s), ROUTINE_SCORE, before);
    join(bounds, a, b, s, before, ROUTINE_SCORE);
  }
}

/** Stories of each set of several, ascending, the sets by their first. */
function smallSets(stories: Stories, { sets }: Bounds): Iterable<readonly number[]> {
  const members = new Map<number, number[]>();
  for (let s = 0; s < stories.count; s++) {
    const root = sets.find(s);
    const size = sets.size[root] as number;
    if (size < 2 || size > MOST_STORIES) continue;
    const list = members.get(root);
    if (list === undefined) members.set(root, [s]);
    else list.push(s);
  }
  return members.values();
}

/** What an incident tells: its detectors and the things that tell anything, passing ones aside; undefined where its first story names no asset. */
function taleOf(stories: Stories, facts: ThingFacts, members: readonly number[]): string | undefined {
  if (assetOf(stories, facts, members[0] as number) < 0) return undefined;
  const tale = new Set<number>();
  for (const s of members) {
    const to = stories.offset[s + 1] as number;
    for (let r = stories.offset[s] as number; r < to; r++) {
      const thing = stories.thing[r] as number;
      const counts =
        thing >= facts.entities || ((facts.strength[thing] as number) >= TELLING && facts.kinds.passing[facts.kind[thing] as number] === 0);
      if (counts) tale.add(thing);
    }
  }
  return [...tale].sort((a, b) => a - b).join();
}
