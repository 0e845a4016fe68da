import type { DrawnGraph, DrawnNode } from '../../viz/entity-graph/graph.ts';

/** Sets that are replaced, never changed: made here so that a runes module can hold them as raw state. */
export const keysOf = <T>(values: Iterable<T>): ReadonlySet<T> => new Set(values);
export const without = <T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> => new Set([...set].filter((v) => v !== value));
export const nodesByKey = (graph: DrawnGraph): ReadonlyMap<string, DrawnNode> => new Map(graph.nodes.map((n) => [n.key, n]));
