import { type Bounds, isFresh, join, mayJoin } from './cluster.ts';
import { mix, type Stories } from './fold.ts';
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
  const small = smallSets(stories.count, bounds);
  const tales = new Tales(stories, facts);
  /** The latest set of each tale, by its hash. */
  const latest = new Map<number, number>();
  for (let i = 0; i < small.count; i++) {
    const members = small.membersOf(i);
    const s = members[0] as number;
    const asset = assetOf(stories, facts, s);
    if (asset < 0) continue;
    const hash = tales.hashOf(members);
    const known = latest.get(hash);
    latest.set(hash, i);
    if (known === undefined) continue;
    const earlier = small.membersOf(known);
    if (!tales.same(members, earlier)) continue;
    const before = earlier[earlier.length - 1] as number;
    const silence = (stories.first[s] as number) - (stories.last[before] as number);
    const [a, b] = [sets.find(s), sets.find(before)];
    if (a === b || silence > LONGEST_SILENCE || !isFresh(bounds, s, before) || !mayJoin(bounds, a, b)) continue;
    links.add(s, before, ROUTINE_SCORE, true);
    links.evidence(asset, ROUTINE_SCORE, before);
    join(bounds, a, b, s, before, ROUTINE_SCORE);
  }
}

/** Sets of several stories as they stand now, by their first story; members ascending. */
interface SmallSets {
  readonly count: number;
  readonly membersOf: (set: number) => Uint32Array;
}

/** Of an incident that is not at hand as a whole nothing can be said. */
function smallSets(stories: number, { sets, labels, beyond }: Bounds): SmallSets {
  const set = new Int32Array(stories).fill(-1);
  const starts: number[] = [0];
  for (let s = 0; s < stories; s++) {
    const size = sets.size[s] as number;
    if (sets.find(s) !== s || size < 2 || size > MOST_STORIES) continue;
    if (labels !== undefined && (beyond?.stories[labels.of[s] as number] ?? 0) > 0) continue;
    set[s] = starts.length - 1;
    starts.push((starts[starts.length - 1] as number) + size);
  }
  const member = new Uint32Array(starts[starts.length - 1] as number);
  const fill = Uint32Array.from(starts);
  for (let s = 0; s < stories; s++) {
    const i = set[sets.find(s)] as number;
    if (i < 0) continue;
    const at = fill[i] as number;
    fill[i] = at + 1;
    member[at] = s;
  }
  return { count: starts.length - 1, membersOf: (i) => member.subarray(starts[i], starts[i + 1]) };
}

/** What an incident tells: its detectors and the things that tell anything, passing ones aside; each once. */
class Tales {
  readonly #stories: Stories;
  readonly #facts: ThingFacts;
  /** By thing: the last turn in which it was met. */
  readonly #met: Uint32Array;
  #turn = 0;

  constructor(stories: Stories, facts: ThingFacts) {
    this.#stories = stories;
    this.#facts = facts;
    this.#met = new Uint32Array(facts.strength.length);
  }

  /** 53 bits, in whatever order the things stand, so that two tales hardly ever share one. */
  hashOf(members: Uint32Array): number {
    let a = 0;
    let b = 0;
    this.#each(members, (thing) => {
      a = (a + mix(thing, 0x811c9dc5)) | 0;
      b = (b + mix(thing, 0x9e3779b9)) | 0;
    });
    return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff);
  }

  same(members: Uint32Array, others: Uint32Array): boolean {
    const mine = this.#each(members);
    const turn = this.#turn;
    let shared = 0;
    const theirs = this.#each(others, (_, before) => {
      if (before === turn) shared++;
    });
    return mine === theirs && mine === shared;
  }

  /** Calls `visit` with each thing and the turn in which it was met before; returns how many there are. */
  #each(members: Uint32Array, visit?: (thing: number, before: number) => void): number {
    const { offset, thing: things } = this.#stories;
    const { entities, strength, kind, kinds } = this.#facts;
    const turn = ++this.#turn;
    let count = 0;
    for (const s of members) {
      const to = offset[s + 1] as number;
      for (let r = offset[s] as number; r < to; r++) {
        const thing = things[r] as number;
        const before = this.#met[thing] as number;
        if (before === turn) continue;
        if (thing < entities && ((strength[thing] as number) < TELLING || kinds.passing[kind[thing] as number] === 1)) continue;
        this.#met[thing] = turn;
        count++;
        visit?.(thing, before);
      }
    }
    return count;
  }
}
