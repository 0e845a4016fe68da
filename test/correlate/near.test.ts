import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Beyond } from '../../src/correlate/cluster.ts';
import type { Given } from '../../src/correlate/correlate.ts';
import { correlateIncrement } from '../../src/correlate/increment.ts';
import { mentionsOf } from '../../src/correlate/mentions.ts';
import type { CorrelationInput, CorrelationOptions } from '../../src/correlate/model.ts';
import { keyOfDetector } from '../../src/correlate/near/known-stories.ts';
import type { Standing } from '../../src/correlate/near/standing.ts';
import { DEFAULT_MERGE_RULES } from '../../src/domain/merge-refusals.ts';
import { type Knowledge, type Prepared, Stages } from '../../src/correlate/stages.ts';
import { NORMAL as TUNING } from '../../src/correlate/tuning.ts';
import { inputOf, small, type Small, smalls } from './arbitrary.ts';
import { Worked } from './rows.ts';

const NORMAL: CorrelationOptions = { profile: 'normal', sourceIncidents: 'ignore' };
/** Two alerts an hour apart tell the time. */
const timed = smalls.map((alerts): Small[] => [
  { at: 0, detector: 6, tactic: 0, entities: [] },
  { at: 1, detector: 6, tactic: 0, entities: [] },
  ...alerts,
]);

describe('a few alerts into a large workspace', () => {
  test('what was shown together stays together, resolved incidents take nothing, each incident is one tree', () => {
    const cases = fc.record({ old: timed, more: fc.array(smalls, { maxLength: 3 }), resolved: fc.array(fc.nat(20), { maxLength: 4 }) });
    fc.assert(
      fc.property(cases, ({ old, more, resolved }) => {
        const input = inputOf([...old, ...more.flat()]);
        const worked = new Worked(input, old.length, NORMAL, Object.fromEntries(resolved.map((i) => [i, { status: 'resolved' as const }])));
        for (const alerts of more) {
          const before = [...worked.incident];
          worked.add(alerts.length);
          const home = new Map<number, number>();
          before.forEach((was, row) => {
            const is = worked.incident[row] ?? 0;
            expect(home.get(was) ?? is).toBe(is);
            home.set(was, is);
          });
          for (const [id, { status }] of worked.open)
            if (status === 'resolved') expect(sizeOf(worked.incident, id)).toBe(sizeOf(before, id));
        }
        expect(worked.incident).toHaveLength(input.count);
        expectForest(worked);
      }),
      { numRuns: 200 },
    );
  });

  const clock: readonly Small[] = [
    { at: 0, detector: 6, tactic: 0, entities: [] },
    { at: 1, detector: 6, tactic: 0, entities: [] },
  ];
  const alert = (at: number, entities: readonly number[], detector: number): Small => ({ at, detector, tactic: 3, entities });
  const OLD = [...clock, alert(2, [0, 12], 0), alert(2.2, [1, 13], 1)];

  test('one that two incidents share things with brings them together, unless they are to be kept apart', () => {
    const input = inputOf([...OLD, alert(2.4, [0, 12, 1, 13], 2)]);
    const free = new Worked(input, OLD.length, NORMAL);
    const addition = free.add(1);
    expect(addition.merged).toHaveLength(1);
    expect(new Set([2, 3, 4].map((row) => free.incident[row])).size).toBe(1);
    const apart = new Worked(input, OLD.length, NORMAL);
    const held = apart.add(1, { overrides: { mustLink: [], cannotLink: [[2, 3]] } });
    expect(held.merged).toEqual([]);
    expect(apart.incident[2]).not.toBe(apart.incident[3]);
    expect([apart.incident[2], apart.incident[3]]).toContain(apart.incident[4]);
    expect(held.suggestions).toMatchObject([{ via: 4 }]);
  });

  test('each new link says why in things of the workspace; a known order of events joins what shares nothing', () => {
    const input = inputOf([...OLD, alert(2.4, [1, 13], 2), alert(90, [7], 3)]);
    const worked = new Worked(input, OLD.length, NORMAL);
    const { links } = worked.add(2, { sequences: [{ from: 2, to: 5, entity: 7 }] });
    expect(links.map(({ row, to }) => [row, to].sort((a, b) => a - b))).toEqual([
      [3, 4],
      [2, 5],
    ]);
    const [shared, followed] = links.map(({ reasons }) => reasons.flatMap(({ entity }) => (entity === 0 ? [] : [entity - 1])));
    expect(new Set(shared)).toEqual(new Set([1, 13]));
    expect(followed).toEqual([7]);
    expect(worked.incident[5]).toBe(worked.incident[2]);
  });

  test('the incidents are those of a run over everything that knows no more', () => {
    fc.assert(
      fc.property(fc.record({ old: timed, more: fc.array(small, { maxLength: 12 }) }), ({ old, more }) => {
        fc.pre(!more.some((late) => old.some((known) => isRepeat(late, known) && known.at > late.at)));
        const input = inputOf([...old, ...more]);
        const worked = new Worked(input, old.length, NORMAL);
        const shown = worked.shown();
        worked.add(more.length);
        const whole = correlateIncrement(
          shown,
          input,
          NORMAL,
          DEFAULT_MERGE_RULES,
          TUNING,
          taught(worked.standing, input, shown.incidents.length),
        );
        expect(canonical(worked.incident)).toEqual(canonical([...whole.result.incident]));
      }),
      { numRuns: 300 },
    );
  });
});

/** One that comes late and was first begins a story of its own, where a run over everything would tell the known one as its repeat. */
const isRepeat = (a: Small, b: Small): boolean =>
  a.detector === b.detector && [...a.entities].sort().join() === [...b.entities].sort().join();

/** Each number as the place of its first appearance. */
const canonical = (of: readonly number[]): number[] => of.map((one) => of.indexOf(one));

/** What a standing knows, for a run over everything. */
function taught(standing: Standing, input: CorrelationInput, incidents: number): { knowledge: Knowledge; beyond: Beyond } {
  const { stories: known } = standing;
  const storyOf = ({ order, stories }: Prepared, s: number): number =>
    known.of(order[stories.member[stories.memberOffset[s] ?? 0] ?? 0] ?? 0);
  const none = (): Uint32Array => new Uint32Array(incidents + 1);
  const size = new Uint32Array(input.count);
  const knowledge: Knowledge = {
    prepare: (all, tuning, given?: Given) => {
      const prepared = new Stages().prepare(all, tuning, given);
      const { stories, things, facts } = prepared;
      const words = Array.from({ length: things.count }, (_, t) =>
        standing.wordOf(t < things.entities ? t : keyOfDetector(t - things.entities)),
      );
      for (let s = 0; s < stories.count; s++) size[s] = (stories.memberOffset[s + 1] ?? 0) - (stories.memberOffset[s] ?? 0);
      const novelty = Float64Array.from({ length: stories.count }, (_, s) => known.novelty[storyOf(prepared, s)] ?? 0);
      return {
        ...prepared,
        facts: {
          ...facts,
          timeless: false,
          strength: Float64Array.from(words, ({ strength }) => strength),
          background: Float64Array.from(words, ({ background }) => background),
          outbreak: Float64Array.from({ length: stories.count }, (_, s) => known.outbreak[storyOf(prepared, s)] ?? 0),
          pair: Uint8Array.from({ length: stories.count }, (_, s) => known.pair[storyOf(prepared, s)] ?? 0),
          mentions: mentionsOf(stories, things.count, novelty),
          novelty,
        },
      };
    },
    heard: (prepared) => ({
      voice: Float64Array.from({ length: 10 }, (_, d) => standing.voice[d] ?? 1),
      core: Uint32Array.from({ length: prepared.stories.count }, (_, s) => known.core[storyOf(prepared, s)] ?? 0),
    }),
  };
  return { knowledge, beyond: { stories: none(), alerts: none(), news: none(), mixed: new Uint8Array(incidents + 1), size } };
}

const sizeOf = (incident: readonly number[], id: number): number => incident.filter((one) => one === id).length;

/** Parents lead to one first alert per incident, and never out of it. */
function expectForest({ incident, parent }: Worked): void {
  const firsts = new Map<number, number>();
  incident.forEach((id, row) => {
    let at = row;
    for (let steps = 0; (parent[at] ?? -1) >= 0; at = parent[at] ?? -1) {
      expect(incident[parent[at] ?? -1]).toBe(id);
      expect(++steps).toBeLessThan(incident.length);
    }
    expect(firsts.get(id) ?? at).toBe(at);
    firsts.set(id, at);
  });
}
