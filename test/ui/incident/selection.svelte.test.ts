import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { type Clock, Player } from '../../../src/ui/incident/player.svelte.ts';
import { StorySelection } from '../../../src/ui/incident/selection.svelte.ts';
import type { StoryIndex } from '../../../src/ui/incident/story-index.ts';
import { drawnGraph } from '../../../src/viz/entity-graph/graph.ts';

const node = (id: number, alertIds: readonly number[]) => ({
  id,
  type: 'ip' as const,
  label: `n${id}`,
  verdict: 'unknown' as const,
  alertIds,
  folded: 0,
});
const graph = drawnGraph(
  [node(10, [1, 2]), node(11, [2]), node(12, [3])],
  [
    { source: 10, target: 11, relation: 'connected to', alerts: [2] },
    { source: 10, target: 12, relation: 'seen with', alerts: [3] },
  ],
  { group: false, hiddenTypes: new Set(), opened: new Set() },
);
const index: StoryIndex = {
  alertsOf: new Map([
    [10, [1, 2]],
    [11, [2]],
    [12, [3]],
  ]),
  entitiesOf: new Map([
    [1, [10]],
    [2, [10, 11]],
    [3, [12]],
  ]),
  timeOf: new Map(),
  order: [1, 2, 3],
};
const make = (): StorySelection =>
  new StorySelection(
    () => index,
    () => graph,
  );

describe('one selection', () => {
  it('an alert lights its entities and the edges that it states', () => {
    const selection = make();
    selection.pick({ kind: 'alert', id: 2, why: false });
    expect([...selection.lit.entities]).toEqual([10, 11]);
    expect([...selection.lit.edges]).toEqual(['10~11']);
    expect(selection.alert).toBe(2);
  });
  it('an entity lights its alerts, an edge its alerts and both ends', () => {
    const selection = make();
    selection.pick({ kind: 'entity', id: 10 });
    expect([...selection.lit.alerts]).toEqual([1, 2]);
    selection.pick({ kind: 'edge', key: '10~12' });
    expect([...selection.lit.alerts]).toEqual([3]);
    expect([...selection.lit.entities]).toEqual([10, 12]);
  });
  it('steps back the way it came, at last to nothing', () => {
    const selection = make();
    selection.pick({ kind: 'alert', id: 2, why: false });
    selection.pick({ kind: 'alert', id: 2, why: true });
    selection.pick({ kind: 'entity', id: 11 });
    expect(selection.stepBack()).toBe(true);
    expect(selection.picked).toEqual({ kind: 'alert', id: 2, why: true });
    expect(selection.stepBack()).toBe(true);
    expect(selection.picked).toBeUndefined();
    expect(selection.stepBack()).toBe(false);
  });
});

class Beats implements Clock {
  waiting: (() => void) | undefined;
  ms = 0;
  after(ms: number, run: () => void): () => void {
    this.ms = ms;
    this.waiting = run;
    return () => {
      if (this.waiting === run) this.waiting = undefined;
    };
  }
  tick(): void {
    const run = this.waiting;
    this.waiting = undefined;
    run?.();
    flushSync();
  }
}

describe('play', () => {
  it('walks the alerts in time to the end and rests there', () => {
    const beats = new Beats();
    const seen: number[] = [];
    const player = new Player(
      () => index.order,
      (alert) => seen.push(alert),
      beats,
    );
    expect(player.reached).toBeUndefined();
    player.play();
    beats.tick();
    expect([...(player.reached ?? [])]).toEqual([1, 2]);
    beats.tick();
    beats.tick();
    expect(seen).toEqual([1, 2, 3]);
    expect(player.playing).toBe(false);
    expect(beats.waiting).toBeUndefined();
    player.play();
    expect(seen.at(-1)).toBe(1);
    player.stop();
    expect(player.reached).toBeUndefined();
  });
  it('steps, pauses and changes speed', () => {
    const beats = new Beats();
    const seen: number[] = [];
    const player = new Player(
      () => index.order,
      (alert) => seen.push(alert),
      beats,
    );
    player.step(-1);
    expect(seen).toEqual([3]);
    player.step(1);
    expect(player.position).toBe(3);
    player.seek(1);
    player.play();
    const slow = beats.ms;
    player.setSpeed(4);
    expect(beats.ms).toBe(slow / 4);
    player.toggle();
    expect(beats.waiting).toBeUndefined();
  });
  it('has nothing to do without alerts', () => {
    const player = new Player(
      () => [],
      () => undefined,
      new Beats(),
    );
    player.play();
    player.step(1);
    expect(player.playing).toBe(false);
    expect(player.position).toBeUndefined();
  });
});
