import type { SeenSequence, SequenceRule } from './rule.ts';

/** What one alert of our own is about: a rule seen to its end by one person or device, and again over some of the same alerts. */
export interface Episode {
  readonly rule: SequenceRule;
  /** Alert row of each step the first time: what names the episode, however it goes on. */
  readonly first: readonly number[];
  /** Alert rows at each step, in the order in which they were seen. */
  readonly steps: readonly (readonly number[])[];
  /** Entity rows of the person or device. */
  readonly entities: readonly number[];
}
interface Growing {
  readonly rule: SequenceRule;
  readonly first: readonly number[];
  readonly steps: readonly Set<number>[];
  readonly entities: Set<number>;
}

/**
 * Sequences as episodes: one that shares an alert with an earlier one of the same rule and person (or device) goes on with it. Two episodes of a
 * rule that begin with the very same alerts are one, about both. Of one person or device they are given in the order in which they were seen.
 */
export function episodesOf(seen: readonly SeenSequence[]): Episode[] {
  const byAbout = new Map<string, Growing[]>();
  for (const { rule, about, rows, entities } of seen) {
    const key = `${rule.id}/${about}`;
    const open = byAbout.get(key) ?? [];
    byAbout.set(key, open);
    let episode = open.find(({ steps }) => rows.some((row) => steps.some((step) => step.has(row))));
    if (episode === undefined) open.push((episode = { rule, first: rows, steps: rows.map(() => new Set()), entities: new Set() }));
    add(
      episode,
      rows.map((row) => [row]),
      entities,
    );
  }
  const byFirst = new Map<string, Growing>();
  for (const one of [...byAbout.values()].flat()) {
    const key = `${one.rule.id}/${one.first.join()}`;
    const same = byFirst.get(key);
    if (same === undefined) byFirst.set(key, one);
    else add(same, one.steps, one.entities);
  }
  return [...byFirst.values()].map(({ rule, first, steps, entities }) => ({
    rule,
    first,
    steps: steps.map((rows) => [...rows]),
    entities: [...entities],
  }));
}

function add(episode: Growing, steps: readonly Iterable<number>[], entities: Iterable<number>): void {
  steps.forEach((rows, step) => {
    for (const row of rows) episode.steps[step]?.add(row);
  });
  for (const entity of entities) episode.entities.add(entity);
}
