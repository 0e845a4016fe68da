import { reasonCode } from '../domain/reason.ts';
import type { Given } from './correlate.ts';
import type { Stories } from './fold.ts';
import type { CorrelationInput } from './model.ts';
import type { Conflicts, UnionFind } from './union.ts';

/** Links given before any evidence is weighed, between canonical positions. */
export class DecidedLinks {
  readonly a: number[] = [];
  readonly b: number[] = [];
  /** Reason code of a link made by a decision; -1 for one kept from an earlier run. */
  readonly code: number[] = [];
  /** Row whose link of the earlier run it is; -1 for none. */
  readonly row: number[] = [];
  /** Entity + 1 that the link is about; 0 for none. */
  readonly entity: number[] = [];

  add(a: number, b: number, code: number, row = -1, entity = 0): void {
    this.entity.push(entity);
    this.a.push(a);
    this.b.push(b);
    this.code.push(code);
    this.row.push(row);
  }
}

/** What people, an earlier run or the exporter decided: unions and "never together". A "never" wins over a "must". */
export function decide(
  input: CorrelationInput,
  order: Uint32Array,
  position: Uint32Array,
  stories: Stories,
  sets: UnionFind,
  conflicts: Conflicts,
  given: Given | undefined,
): DecidedLinks {
  const links = new DecidedLinks();
  const storyAt = (c: number): number => stories.storyOf[c] as number;
  const at = (row: number): number => position[row] as number;
  for (const [x, y] of input.overrides.cannotLink) conflicts.add(sets, storyAt(at(x)), storyAt(at(y)));
  const join = (a: number, b: number, code: number, row = -1): void => {
    const x = sets.find(storyAt(a));
    const y = sets.find(storyAt(b));
    if (x === y || conflicts.between(sets, x, y)) return;
    conflicts.joined(x, y, sets.union(x, y));
    links.add(a, b, code, row);
  };
  const pairs = input.overrides.mustLink
    .map(([x, y]) => [Math.min(at(x), at(y)), Math.max(at(x), at(y))] as const)
    .sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  for (const [a, b] of pairs) join(a, b, reasonCode('manualLink'));
  if (given === undefined) return links;
  const { previous } = given;
  if (previous !== undefined) {
    for (let c = 0; c < input.count; c++) {
      const row = order[c] as number;
      const parent = row < previous.parent.length ? (previous.parent[row] as number) : -1;
      if (parent >= 0) join(at(parent), c, -1, row);
    }
  }
  // What is left of a given incident without links between its parts is held together by having been given.
  const before = new Map<number, number>();
  const code = (row: number): number =>
    reasonCode(previous === undefined || row >= previous.incident.length ? 'sourceIncident' : 'manualLink');
  for (let c = 0; c < input.count; c++) {
    const row = order[c] as number;
    const label = given.of[row] as number;
    if (label === 0) continue;
    const other = before.get(label);
    if (other !== undefined) join(other, c, code(row));
    before.set(label, c);
  }
  return links;
}
