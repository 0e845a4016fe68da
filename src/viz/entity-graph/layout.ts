import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3';
import type { DrawnGraph } from './graph.ts';

/** Half the side of a node, px, at zoom 1. All nodes are of one size: size would claim a meaning. */
export const NODE_RADIUS = 17;
/** Least distance between the centres of two nodes, px. */
export const NODE_SPACING = 64;
const LABEL_BELOW = 20;
const LANE_NAME = 130;
/** Columns by which a later first appearance stands further right, at the least. */
const LATER = 0.35;

export interface PlacedNode {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}
export interface PlacedEdge {
  readonly key: string;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Lane {
  readonly label: string;
  readonly y: number;
  readonly height: number;
}
export interface GraphLayout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  /** Encloses every node with its label. */
  readonly bounds: Bounds;
  /** Only of the lane layout. */
  readonly lanes: readonly Lane[];
}

interface Point extends SimulationNodeDatum {
  readonly key: string;
  x: number;
  y: number;
}

/**
 * Forces run to rest, without animation: the same graph always gets the same picture (d3-force draws its jitter from a fixed linear
 * congruential generator, and the seeds are set here). `aspect`: width / height of the pane. Nodes without an edge stand in rows below.
 */
export function forceLayout(graph: DrawnGraph, aspect = 1.6): GraphLayout {
  const degree = new Map<string, number>();
  for (const edge of graph.edges) for (const key of [edge.source, edge.target]) degree.set(key, (degree.get(key) ?? 0) + 1);
  const joined = graph.nodes.filter((n) => degree.has(n.key));
  const points: Point[] = joined.map((n, i) => {
    const angle = i * Math.PI * (3 - Math.sqrt(5));
    const radius = NODE_SPACING * Math.sqrt(i + 0.5);
    return { key: n.key, x: radius * Math.cos(angle) * Math.sqrt(aspect), y: (radius * Math.sin(angle)) / Math.sqrt(aspect) };
  });
  const links: SimulationLinkDatum<Point>[] = graph.edges.map((e) => ({ source: e.source, target: e.target }));
  const widen = Math.min(3, Math.max(1, aspect));
  const simulation = forceSimulation(points)
    .force('charge', forceManyBody<Point>().strength(-420).distanceMax(600))
    .force(
      'link',
      forceLink<Point, SimulationLinkDatum<Point>>(links)
        .id((p) => p.key)
        .distance((l) => linkLength(l, degree)),
    )
    .force('collide', forceCollide<Point>(NODE_SPACING / 2 + 6).iterations(2))
    .force('x', forceX<Point>(0).strength(0.05 / widen))
    .force('y', forceY<Point>(0).strength(0.05 * widen))
    .stop();
  simulation.tick(points.length <= 120 ? 300 : 180);
  separate(points);
  stretch(points, aspect);
  return finish(graph, [...points, ...rowsBelow(graph, degree, points, aspect)], []);
}

/** A hub's spokes are longer, so that its neighbours fit around it. */
function linkLength(link: SimulationLinkDatum<Point>, degree: ReadonlyMap<string, number>): number {
  const most = Math.max(...[link.source, link.target].map((end) => (typeof end === 'object' ? (degree.get(end.key) ?? 1) : 1)));
  return 84 + 7 * Math.sqrt(most);
}

/** Pushes apart what the forces left too close, until no two nodes overlap (or 200 rounds have passed). */
function separate(points: Point[]): void {
  for (let round = 0; round < 200; round++) {
    let moved = false;
    for (let i = 0; i < points.length; i++)
      for (let j = i + 1; j < points.length; j++) {
        const a = points[i];
        const b = points[j];
        if (!a || !b) continue;
        const dx = b.x - a.x;
        const dy = b.y - a.y;
        const distance = Math.hypot(dx, dy);
        if (distance >= NODE_SPACING - 0.01) continue;
        moved = true;
        const push = (NODE_SPACING - distance) / 2 + 0.01;
        const ux = distance > 1e-6 ? dx / distance : 1;
        const uy = distance > 1e-6 ? dy / distance : 0;
        a.x -= ux * push;
        a.y -= uy * push;
        b.x += ux * push;
        b.y += uy * push;
      }
    if (!moved) return;
  }
}

const MOST_STRETCH = 1.9;

/** Pulls the picture apart along the pane's free side, so that labels get the room there is. Only ever apart: nothing comes to overlap. */
function stretch(points: Point[], aspect: number): void {
  if (points.length < 2) return;
  const spread = (of: (p: Point) => number): number => Math.max(...points.map(of)) - Math.min(...points.map(of)) + 2 * NODE_SPACING;
  const now = spread((p) => p.x) / spread((p) => p.y);
  const factor = Math.min(MOST_STRETCH, now > aspect ? now / aspect : aspect / now);
  for (const p of points) {
    if (now > aspect) p.y *= factor;
    else p.x *= factor;
  }
}

function rowsBelow(graph: DrawnGraph, degree: ReadonlyMap<string, number>, above: readonly Point[], aspect: number): Point[] {
  const alone = graph.nodes.filter((n) => !degree.has(n.key));
  if (alone.length === 0) return [];
  const stepX = NODE_SPACING * 1.7;
  const stepY = NODE_SPACING * 1.15;
  const left = above.length === 0 ? 0 : Math.min(...above.map((p) => p.x));
  const right = above.length === 0 ? 0 : Math.max(...above.map((p) => p.x));
  const top = above.length === 0 ? 0 : Math.max(...above.map((p) => p.y)) + NODE_SPACING * 1.5;
  const perRow = Math.max(3, Math.ceil((right - left) / stepX), Math.ceil(Math.sqrt((alone.length * aspect * stepY) / stepX)));
  const width = (Math.min(perRow, alone.length) - 1) * stepX;
  const start = (left + right - width) / 2;
  return alone.map((n, i) => ({ key: n.key, x: start + (i % perRow) * stepX, y: top + Math.floor(i / perRow) * stepY }));
}

/**
 * One lane per class, columns in the order in which entities first appear. Columns are an order, not a scale: the timeline below has the scale.
 * `laneOf`: index and label of a node's lane; `firstSeen`: µs, or undefined, which sorts last.
 */
export function laneLayout(
  graph: DrawnGraph,
  laneOf: (key: string) => { readonly index: number; readonly label: string },
  firstSeen: (key: string) => number | undefined,
): GraphLayout {
  const order = graph.nodes
    .map((n, i) => ({ key: n.key, i, at: firstSeen(n.key) ?? Number.POSITIVE_INFINITY, lane: laneOf(n.key) }))
    .sort((a, b) => (a.at === b.at ? a.i - b.i : a.at - b.at));
  const used = new Map<number, string>();
  for (const item of order) used.set(item.lane.index, item.lane.label);
  const laneIndexes = [...used.keys()].sort((a, b) => a - b);
  const height = NODE_SPACING + LABEL_BELOW + 8;
  const free = new Map<number, number>();
  const step = NODE_SPACING * 1.5;
  const points: Point[] = [];
  let lastAt: number | undefined;
  let column = 0;
  let furthest = 0;
  for (const item of order) {
    if (lastAt !== undefined && item.at !== lastAt) column = Math.max(column, furthest) + LATER;
    lastAt = item.at;
    const at = Math.max(free.get(item.lane.index) ?? 0, column);
    furthest = Math.max(furthest, at);
    free.set(item.lane.index, at + 1);
    points.push({ key: item.key, x: at * step, y: laneIndexes.indexOf(item.lane.index) * height + height / 2 - LABEL_BELOW / 2 });
  }
  const lanes = laneIndexes.map((index, i) => ({ label: used.get(index) ?? '', y: i * height, height }));
  return finish(graph, points, lanes);
}

function finish(graph: DrawnGraph, points: readonly Point[], lanes: readonly Lane[]): GraphLayout {
  const at = new Map(points.map((p) => [p.key, { key: p.key, x: round(p.x), y: round(p.y) }]));
  const nodes = graph.nodes.flatMap((n) => at.get(n.key) ?? []);
  const edges = graph.edges.flatMap((edge) => {
    const a = at.get(edge.source);
    const b = at.get(edge.target);
    return a && b ? [trimmed(edge.key, a, b)] : [];
  });
  const bounds = boundsOf(nodes);
  return { nodes, edges, bounds: lanes.length === 0 ? bounds : withLabels(bounds, lanes), lanes };
}

/** Room for the names of the lanes at the left. */
const withLabels = (b: Bounds, lanes: readonly Lane[]): Bounds => {
  const bottom = Math.max(b.y + b.height, ...lanes.map((l) => l.y + l.height));
  const y = Math.min(b.y, ...lanes.map((l) => l.y));
  return { x: b.x - LANE_NAME, y, width: b.width + LANE_NAME, height: bottom - y };
};

const round = (n: number): number => Math.round(n * 10) / 10;

/** A line from rim to rim. */
function trimmed(key: string, a: PlacedNode, b: PlacedNode): PlacedEdge {
  const distance = Math.max(1, Math.hypot(b.x - a.x, b.y - a.y));
  const cut = Math.min(NODE_RADIUS + 3, distance / 2);
  const ux = (b.x - a.x) / distance;
  const uy = (b.y - a.y) / distance;
  return { key, x1: round(a.x + ux * cut), y1: round(a.y + uy * cut), x2: round(b.x - ux * cut), y2: round(b.y - uy * cut) };
}

function boundsOf(nodes: readonly PlacedNode[]): Bounds {
  if (nodes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const xs = nodes.map((n) => n.x);
  const ys = nodes.map((n) => n.y);
  const x = Math.min(...xs) - NODE_RADIUS - 44;
  const y = Math.min(...ys) - NODE_RADIUS - 10;
  return { x, y, width: Math.max(...xs) + NODE_RADIUS + 44 - x, height: Math.max(...ys) + NODE_RADIUS + LABEL_BELOW + 8 - y };
}
