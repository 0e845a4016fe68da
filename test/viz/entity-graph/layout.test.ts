import { describe, expect, it } from 'vitest';
import type { EvidenceType } from '../../../src/domain/evidence.ts';
import { drawnGraph, emptyReason, type EntityEdge, type EntityNode, toldApart, typesOf } from '../../../src/viz/entity-graph/graph.ts';
import { forceLayout, laneLayout, NODE_RADIUS, NODE_SPACING } from '../../../src/viz/entity-graph/layout.ts';
import { roomyLabels } from '../../../src/viz/entity-graph/marks.ts';

const node = (id: number, type: EvidenceType, alertIds: readonly number[] = [id], extra: Partial<EntityNode> = {}): EntityNode => ({
  id,
  type,
  label: `${type} ${id}`,
  verdict: 'unknown',
  alertIds,
  folded: 0,
  ...extra,
});
const edge = (source: number, target: number, relation = 'seen with', alerts: readonly number[] = [1]): EntityEdge => ({
  source,
  target,
  relation,
  alerts,
});
const all = { hiddenTypes: new Set<EvidenceType>(), group: false, opened: new Set<string>() };

function meshed(count: number): { nodes: EntityNode[]; edges: EntityEdge[] } {
  const nodes = Array.from({ length: count }, (_, i) => node(i + 1, i % 5 === 0 ? 'device' : i % 3 === 0 ? 'ip' : 'file'));
  const edges = nodes.slice(1).flatMap((n, i) => [edge(n.id, 1 + ((i * 7) % Math.max(1, i + 1))), edge(n.id, 1 + ((i * 13) % count))]);
  return { nodes, edges };
}

describe('processes of one number', () => {
  const clock = (at: number): string => `at ${at % 100}`;
  const dated = (at: number): string => `on ${at}`;
  const labels = (...nodes: readonly EntityNode[]): readonly string[] => toldApart(nodes, [clock, dated]).map(({ label }) => label);
  const run = (id: number, startedAt: number | null, label = 'cmd.exe (7)'): EntityNode => node(id, 'process', [1], { label, startedAt });
  it('bear their start where it is what differs, in the shortest form that tells them apart', () => {
    expect(labels(run(1, 101), run(2, 202), run(3, 5, 'sh (9)'))).toEqual(['cmd.exe (7) at 1', 'cmd.exe (7) at 2', 'sh (9)']);
    expect(labels(run(1, 101), run(2, 201))).toEqual(['cmd.exe (7) on 101', 'cmd.exe (7) on 201']);
  });
  it('stay as they are where nothing is known of it, or it is the same', () => {
    expect(labels(run(1, 101), run(2, null))).toEqual(['cmd.exe (7)', 'cmd.exe (7)']);
    expect(labels(run(1, 101), run(2, 101))).toEqual(['cmd.exe (7)', 'cmd.exe (7)']);
  });
});

describe('drawnGraph', () => {
  it('folds three alike neighbours of one node into one mark with a count, and opens it again', () => {
    const nodes = [node(1, 'device'), node(2, 'ip'), node(3, 'ip', [3], { folded: 2 }), node(4, 'ip'), node(5, 'file')];
    const edges = [2, 3, 4, 5].map((id) => edge(1, id, 'connected to', [id]));
    const graph = drawnGraph(nodes, edges, { ...all, group: true });
    expect(graph.nodes.map((n) => [n.key, n.label, n.count])).toEqual([
      ['1', 'device 1', 1],
      ['g2', '5 IP addresses', 5],
      ['5', 'file 5', 1],
    ]);
    expect(graph.edges.map((e) => [e.key, e.alertIds])).toEqual([
      ['1~g2', [2, 3, 4]],
      ['1~5', [5]],
    ]);
    expect(drawnGraph(nodes, edges, { ...all, group: true, opened: new Set(['g2']) }).nodes).toHaveLength(5);
  });

  it('does not fold nodes whose verdicts or neighbours differ', () => {
    const nodes = [node(1, 'device'), node(2, 'ip'), node(3, 'ip'), node(4, 'ip', [4], { verdict: 'malicious' }), node(5, 'device')];
    const edges = [edge(1, 2), edge(1, 3), edge(1, 4), edge(5, 3)];
    expect(drawnGraph(nodes, edges, { ...all, group: true }).nodes).toHaveLength(5);
  });

  it('draws the relations between two nodes as one line and keeps each direction', () => {
    const graph = drawnGraph(
      [node(1, 'device'), node(2, 'process')],
      [edge(2, 1, 'ran on', [7]), edge(2, 1, 'ran on', [8]), edge(1, 2, 'started', [9])],
      all,
    );
    expect(graph.edges).toHaveLength(1);
    expect(graph.edges[0]?.relations).toEqual([
      { from: '2', to: '1', relation: 'ran on', alerts: [7, 8] },
      { from: '1', to: '2', relation: 'started', alerts: [9] },
    ]);
  });

  it('leaves out hidden types with their edges', () => {
    const graph = drawnGraph([node(1, 'device'), node(2, 'ip')], [edge(1, 2)], { ...all, hiddenTypes: new Set<EvidenceType>(['ip']) });
    expect(graph.nodes.map((n) => n.key)).toEqual(['1']);
    expect(graph.edges).toEqual([]);
  });

  it('does not depend on the order of its input', () => {
    const { nodes, edges } = meshed(40);
    const other = drawnGraph([...nodes].reverse(), [...edges].reverse(), { ...all, group: true });
    expect(other).toEqual(drawnGraph(nodes, edges, { ...all, group: true }));
  });
});

describe('forceLayout', () => {
  it('gives the same picture every time', () => {
    const { nodes, edges } = meshed(60);
    expect(forceLayout(drawnGraph(nodes, edges, all))).toEqual(forceLayout(drawnGraph([...nodes].reverse(), edges, all)));
  });

  it.each([2, 12, 60, 150, 300])('lets no two of %i nodes overlap, and keeps all inside the bounds', (count) => {
    const { nodes, edges } = meshed(count);
    const layout = forceLayout(drawnGraph(nodes, edges, all));
    expect(layout.nodes).toHaveLength(count);
    let least = Number.POSITIVE_INFINITY;
    layout.nodes.forEach((a, i) => {
      for (const b of layout.nodes.slice(i + 1)) least = Math.min(least, Math.hypot(a.x - b.x, a.y - b.y));
      expect(Number.isFinite(a.x) && Number.isFinite(a.y)).toBe(true);
      expect(a.x).toBeGreaterThanOrEqual(layout.bounds.x);
      expect(a.x).toBeLessThanOrEqual(layout.bounds.x + layout.bounds.width);
      expect(a.y).toBeGreaterThanOrEqual(layout.bounds.y);
      expect(a.y).toBeLessThanOrEqual(layout.bounds.y + layout.bounds.height);
    });
    expect(least).toBeGreaterThanOrEqual(NODE_SPACING - 1);
  });

  it('stands unconnected nodes in rows below the rest', () => {
    const nodes = [node(1, 'device'), node(2, 'ip'), node(3, 'file'), node(4, 'file')];
    const layout = forceLayout(drawnGraph(nodes, [edge(1, 2)], all));
    const y = (key: string): number => layout.nodes.find((n) => n.key === key)?.y ?? Number.NaN;
    expect(y('3')).toBe(y('4'));
    expect(y('3')).toBeGreaterThan(Math.max(y('1'), y('2')));
  });

  it('draws an empty graph as nothing, and says why', () => {
    expect(forceLayout(drawnGraph([], [], all)).nodes).toEqual([]);
    expect(emptyReason(0, 0, 0)).toMatch(/name no entity/);
    expect(emptyReason(3, 0, 3)).toMatch(/switched off/);
    expect(emptyReason(3, 1, 2)).toBeUndefined();
  });
});

describe('laneLayout', () => {
  it('puts entities into their lane, left to right by first appearance, without overlap', () => {
    const nodes = [node(1, 'device'), node(2, 'ip'), node(3, 'ip'), node(4, 'file')];
    const times: Readonly<Record<string, number>> = { 1: 10, 2: 30, 3: 20, 4: 20 };
    const lanes: Readonly<Record<string, { index: number; label: string }>> = {
      device: { index: 0, label: 'Devices' },
      ip: { index: 5, label: 'IP addresses' },
      file: { index: 8, label: 'Files' },
    };
    const graph = drawnGraph(nodes, [edge(1, 2)], all);
    const typeOf = new Map(graph.nodes.map((n) => [n.key, n.type]));
    const layout = laneLayout(
      graph,
      (key) => lanes[typeOf.get(key) ?? ''] ?? { index: 99, label: '' },
      (key) => times[key],
    );
    const at = (key: string) => layout.nodes.find((n) => n.key === key) ?? { x: Number.NaN, y: Number.NaN };
    expect(layout.lanes.map((l) => l.label)).toEqual(['Devices', 'IP addresses', 'Files']);
    expect(at('1').x).toBeLessThan(at('3').x);
    expect(at('3').x).toBe(at('4').x);
    expect(at('3').x).toBeLessThan(at('2').x);
    expect(at('3').y).toBe(at('2').y);
    expect(at('4').y).toBeGreaterThan(at('3').y);
  });
});

it('typesOf counts entities with those folded away, in the order of the vocabulary', () => {
  expect(typesOf([node(1, 'file'), node(2, 'device'), node(3, 'file', [], { folded: 4 })])).toEqual([
    { type: 'device', count: 1 },
    { type: 'file', count: 6 },
  ]);
});

describe('roomyLabels', () => {
  const named = (nodes: readonly EntityNode[], places: readonly (readonly [number, number])[], scale = 1): string[] => {
    const at = new Map(places.map(([x, y], i) => [String(i + 1), { key: String(i + 1), x, y }]));
    return [...roomyLabels(drawnGraph(nodes, [], all).nodes, at, scale, 16)].sort();
  };
  it('names all where there is room, and of two that would cross the asset, the malicious one, the one more alerts name', () => {
    const label = 'a name of some length';
    const two = (a: EntityNode, b: EntityNode, apart: number): string[] =>
      named(
        [a, b],
        [
          [0, 0],
          [apart, 0],
        ],
      );
    expect(two(node(1, 'file', [1], { label }), node(2, 'device', [2], { label }), 400)).toEqual(['1', '2']);
    expect(two(node(1, 'file', [1], { label }), node(2, 'device', [2], { label }), 80)).toEqual(['2']);
    expect(two(node(1, 'file', [1, 2, 3], { label }), node(2, 'file', [2], { label, verdict: 'malicious' }), 80)).toEqual(['2']);
    expect(two(node(1, 'file', [1], { label }), node(2, 'file', [2, 3], { label }), 80)).toEqual(['2']);
  });
  it('crosses no other node, and leaves more out the larger the letters are against the drawing', () => {
    const below: readonly (readonly [number, number])[] = [
      [0, 0],
      [0, NODE_RADIUS + 18],
    ];
    expect(named([node(1, 'device'), node(2, 'file')], below)).toEqual(['2']);
    const graph = drawnGraph(meshed(60).nodes, meshed(60).edges, all);
    const at = new Map(forceLayout(graph, 1.6).nodes.map((one) => [one.key, one]));
    const sizes = [1, 1.6, 3].map((scale) => roomyLabels(graph.nodes, at, scale, 16).size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes[0]).toBeGreaterThan(sizes[2] ?? 0);
  });
});
