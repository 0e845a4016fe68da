import { middle, plural } from '../../base/text.ts';
import { isAsset, type Verdict, VERDICTS } from '../../domain/evidence.ts';
import { typeHeading, VERDICT_LABELS } from '../../domain/evidence-names.ts';
import type { DrawnEdge, DrawnNode } from './graph.ts';
import { type Bounds, NODE_RADIUS, type PlacedNode } from './layout.ts';

/** What a screen reader says of a node, and its tooltip. */
export function nodeWords(node: DrawnNode): string {
  const what = node.count > 1 ? node.label : `${typeHeading(node.type, 1)} ${node.label}`;
  const verdict = node.verdict === 'unknown' ? '' : `, ${VERDICT_LABELS[node.verdict].toLowerCase()}`;
  return `${what}${verdict}, ${plural(node.alertIds.length, 'alert')}`;
}

export const edgeLabel = (edge: DrawnEdge): string =>
  edge.relations.length === 1 ? (edge.relations[0]?.relation ?? '') : `${edge.relations.length} relations`;

export const shortLabel = (node: DrawnNode, max = 20): string => middle(node.label, max);

/** px of a character, by the size of the letters: nearly the widest, so that a name is rather left out than crossed. */
const CHARACTER = 0.6;

/**
 * Keys of the nodes whose label crosses no node and no other label: assets first, then what is called malicious, then what more alerts name.
 * `scale`: of the letters against the drawing.
 */
export function roomyLabels(nodes: readonly DrawnNode[], at: ReadonlyMap<string, PlacedNode>, scale: number, max: number): Set<string> {
  const size = 11 * scale;
  const found = new Set<string>();
  const taken: Box[] = [];
  const bodies = [...at.values()].map(({ key, x, y }) => ({ key, box: { x, y, width: NODE_RADIUS, height: NODE_RADIUS } }));
  const order = [...nodes].sort(
    (a, b) =>
      Number(isAsset(b.type)) - Number(isAsset(a.type)) ||
      VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) ||
      b.alertIds.length - a.alertIds.length,
  );
  for (const node of order) {
    const place = at.get(node.key);
    if (place === undefined) continue;
    const width = (shortLabel(node, max).length * CHARACTER * size) / 2;
    const box = { x: place.x, y: place.y + NODE_RADIUS + 13 * scale - size / 3, width, height: size / 2 };
    if (taken.some((other) => cross(box, other)) || bodies.some((body) => body.key !== node.key && cross(box, body.box))) continue;
    taken.push(box);
    found.add(node.key);
  }
  return found;
}
/** By its middle, half its width and half its height. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const cross = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) < a.width + b.width && Math.abs(a.y - b.y) < a.height + b.height;

/** Sign in the corner of a node, so that a verdict is not told by colour alone. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = { malicious: '!', suspicious: '?', noThreatsFound: '✓', unknown: '' };

export const shapeOf = (node: DrawnNode): 'square' | 'circle' => (isAsset(node.type) ? 'square' : 'circle');

export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** Zoom that shows all of it, never larger than `most`. */
export function fitView(bounds: Bounds, width: number, height: number, most = 1.25): View {
  if (bounds.width <= 0 || bounds.height <= 0 || width <= 0 || height <= 0) return { k: 1, x: width / 2, y: height / 2 };
  const k = Math.min(most, width / bounds.width, height / bounds.height);
  return { k, x: width / 2 - k * (bounds.x + bounds.width / 2), y: height / 2 - k * (bounds.y + bounds.height / 2) };
}

/** The nearest node in a direction (within 45° first), for the arrow keys. */
export function neighbourInDirection(
  nodes: readonly PlacedNode[],
  from: string,
  direction: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): string | undefined {
  const start = nodes.find((n) => n.key === from);
  if (!start) return nodes[0]?.key;
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    if (node.key === from) continue;
    const [along, across] = turned(node.x - start.x, node.y - start.y, direction);
    if (along <= 0) continue;
    const cost = along + 2.5 * Math.abs(across);
    if (cost < least) {
      least = cost;
      best = node.key;
    }
  }
  return best;
}

function turned(dx: number, dy: number, direction: string): readonly [along: number, across: number] {
  switch (direction) {
    case 'ArrowLeft':
      return [-dx, dy];
    case 'ArrowRight':
      return [dx, dy];
    case 'ArrowUp':
      return [-dy, dx];
    default:
      return [dy, dx];
  }
}

/** How strongly a mark shows: 1, or less where something else is lit, or where its time has not come. */
export function strength(lit: boolean, anyLit: boolean, alertIds: readonly number[], reached: ReadonlySet<number> | undefined): number {
  if (reached !== undefined && !alertIds.some((id) => reached.has(id))) return 0.1;
  return !anyLit || lit ? 1 : 0.28;
}
