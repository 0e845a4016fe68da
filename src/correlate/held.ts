import type { CorrelationResult } from './model.ts';

/** A link of an incident's tree, and what it holds together. */
export interface HoldingLink {
  /** The alert that hangs by the link, and the one it hangs on. */
  readonly row: number;
  readonly parent: number;
  readonly score: number;
  /** Alerts that would leave with `row` if the link were cut. */
  readonly behind: number;
}

/** What holds an incident together: its links, the weakest first; of equals the one that holds most. */
export function heldTogetherBy(result: CorrelationResult, incident: number, limit = 10): HoldingLink[] {
  const rows: number[] = [];
  for (let row = 0; row < result.incident.length; row++) if (result.incident[row] === incident) rows.push(row);
  const behind = subtreeSizes(result, rows);
  const links = rows
    .filter((row) => result.parent[row] !== -1)
    .map((row) => ({
      row,
      parent: result.parent[row] as number,
      score: result.score[row] as number,
      behind: behind.get(row) ?? 1,
    }));
  return links.sort((a, b) => a.score - b.score || b.behind - a.behind || a.row - b.row).slice(0, limit);
}

/** Rows that leave when the link of `row` to its parent is cut: `row` and all that hangs on it. */
export function behindLink(result: CorrelationResult, row: number): number[] {
  const incident = result.incident[row];
  const children = new Map<number, number[]>();
  for (let other = 0; other < result.incident.length; other++) {
    const parent = result.parent[other] as number;
    if (parent < 0 || result.incident[other] !== incident) continue;
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [other]);
    else list.push(other);
  }
  const out = [row];
  for (let i = 0; i < out.length; i++) for (const child of children.get(out[i] as number) ?? []) out.push(child);
  return out.sort((a, b) => a - b);
}

/** Alerts in the subtree of each row. Leaves are taken off again and again, so depth does not matter. */
function subtreeSizes(result: CorrelationResult, rows: readonly number[]): Map<number, number> {
  const size = new Map<number, number>();
  const waiting = new Map<number, number>();
  for (const row of rows) size.set(row, 1);
  for (const row of rows) {
    const parent = result.parent[row] as number;
    if (parent >= 0) waiting.set(parent, (waiting.get(parent) ?? 0) + 1);
  }
  const leaves = rows.filter((row) => !waiting.has(row));
  for (let i = 0; i < leaves.length; i++) {
    const row = leaves[i] as number;
    const parent = result.parent[row] as number;
    if (parent < 0) continue;
    size.set(parent, (size.get(parent) ?? 1) + (size.get(row) ?? 1));
    const left = (waiting.get(parent) ?? 1) - 1;
    waiting.set(parent, left);
    if (left === 0) leaves.push(parent);
  }
  return size;
}
