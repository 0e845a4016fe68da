import { posix } from 'node:path';
import { readSource, type Reference } from './imports.ts';
import { NODE_ONLY, PACKAGES, ROOMS, SPAWNS_WORKER, SQL_ROOM } from './rooms.ts';

/** Path under src → content. */
export type Sources = ReadonlyMap<string, string>;

/**
 * Every breach of the architecture in these sources, as `file:line  import  why`; empty when the house stands as drawn.
 * Takes sources rather than a folder, so that the check itself can be shown planted faults.
 */
export function checkArchitecture(sources: Sources): readonly string[] {
  const faults: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, content] of sources) {
    if (path.endsWith('.svelte') && content.includes('{@html')) faults.push(`${path}  {@html: alert text is written by attackers`);
    if (!/\.(ts|svelte)$/.test(path) || path.endsWith('.d.ts')) continue;
    const room = roomOf(path);
    if (room === undefined) {
      faults.push(`${path}  stands in no room of the architecture`);
      continue;
    }
    const source = readSource(path, content);
    const edges: string[] = [];
    for (const reference of source.references) {
      const fault = judge(path, room, reference);
      if (fault !== undefined) faults.push(`${path}:${reference.line}  ${reference.specifier}  ${fault}`);
      if (reference.kind === 'value' && reference.specifier.startsWith('.')) edges.push(target(path, reference.specifier));
    }
    graph.set(path, edges);
    if (room === SQL_ROOM) continue;
    for (const literal of source.literals)
      if (isSql(literal.text))
        faults.push(`${path}:${literal.line}  ${JSON.stringify(literal.text.trim().slice(0, 40))}  SQL outside ${SQL_ROOM}`);
  }
  for (const cycle of cycles(graph)) faults.push(`${cycle.join(' → ')}  value-import cycle`);
  return faults;
}

/** The room a file stands in: `ui/queue`, `worker` …; undefined when it is in none. */
export function roomOf(path: string): string | undefined {
  const [first = '', second] = path.split('/');
  if (first === 'ui') return second !== undefined && `ui/${second}` in ROOMS ? `ui/${second}` : undefined;
  return path.includes('/') && first in ROOMS ? first : undefined;
}

const target = (from: string, specifier: string): string => posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));

function judge(path: string, room: string, reference: Reference): string | undefined {
  const { specifier, kind } = reference;
  if (!specifier.startsWith('.')) return kind === 'spawn' ? undefined : judgePackage(path, room, specifier, kind);
  const to = target(path, specifier);
  const rule = ROOMS[room];
  const other = roomOf(to);
  if (other === undefined || rule === undefined) return 'leads to no room of the architecture';
  if (kind === 'spawn') return other === room || path === SPAWNS_WORKER ? undefined : `only ${SPAWNS_WORKER} starts the worker`;
  if (other === room || rule.imports.includes(other)) return undefined;
  if (rule.types?.includes(other)) return kind === 'type' ? undefined : `${room} may take types only of ${other}: write \`import type\``;
  if (room.startsWith('ui/') && other.startsWith('ui/')) return `a page never imports a page`;
  return `${room} may not import ${other}`;
}

function judgePackage(path: string, room: string, specifier: string, kind: 'value' | 'type'): string | undefined {
  if (specifier.startsWith('/')) return 'absolute path: write a relative one';
  if (specifier.startsWith('node:'))
    return NODE_ONLY.some((place) => isIn(path, room, place)) ? undefined : 'Node module outside the command line';
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const rule = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
  if (!rule || rule.where.some((place) => isIn(path, room, place))) return undefined;
  if (kind === 'type' && rule.types?.some((place) => isIn(path, room, place))) return undefined;
  return `${name} only in ${rule.where.join(', ')}`;
}

const isIn = (path: string, room: string, place: string): boolean =>
  place === path || place === room || (place.endsWith('/') && path.startsWith(place));

const SQL = [
  /^\s*(with\s+(recursive\s+)?\w+\s*(\([^)]*\))?\s+as\s*\(|select\s[\s\S]*\sfrom\s+[\w("])/,
  /^\s*(insert\s+(or\s+\w+\s+)?into\s+\w|update\s+(or\s+\w+\s+)?\w+\s+set\s|delete\s+from\s+\w|replace\s+into\s+\w)/,
  /^\s*(create\s+(unique\s+|temp\s+|virtual\s+)?(table|index|view|trigger)\s|drop\s+(table|index|view)\s|alter\s+table\s|pragma\s+\w|vacuum\b|attach\s+(database\s)?)/,
];
/** Statement text in one case, as it is written by programs; a sentence of the page (`Select an alert from the list`) is not. */
function isSql(text: string): boolean {
  const word = /^\s*([a-z]+|[A-Z]+)\s/.exec(text)?.[1];
  if (word === undefined) return false;
  const lower = text.toLowerCase();
  return SQL.some((pattern) => pattern.test(lower));
}

/** Strongly connected components of more than one file (or a file importing itself), each as a closed walk. Tarjan 1972. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string): void => {
    const order = index.size;
    index.set(node, order);
    low.set(node, order);
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
      } else if (onStack.has(next)) low.set(node, Math.min(low.get(node) ?? 0, index.get(next) ?? 0));
    }
    if (low.get(node) !== order) return;
    const component = stack.splice(stack.indexOf(node));
    component.forEach((member) => onStack.delete(member));
    if (component.length > 1 || (graph.get(node) ?? []).includes(node)) found.push(walk(graph, component));
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** A shortest way round inside one component, from its first file by name. */
function walk(graph: ReadonlyMap<string, readonly string[]>, component: readonly string[]): string[] {
  const start = [...component].sort()[0] ?? '';
  const inside = new Set(component);
  const queue: string[][] = [[start]];
  const seen = new Set<string>();
  for (let way = queue.shift(); way; way = queue.shift()) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (!inside.has(next) || seen.has(next)) continue;
      seen.add(next);
      queue.push([...way, next]);
    }
  }
  return [start];
}
