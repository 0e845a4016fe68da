/** What another run would change. Incidents are named by their ordinals in the two runs. */
export interface Difference {
  /** Incidents of before that stand as one after. */
  readonly merges: readonly { readonly into: number; readonly from: readonly number[] }[];
  /** Incidents of before whose alerts stand in several after; the first of `into` is the one that carries on. */
  readonly splits: readonly { readonly of: number; readonly into: readonly number[] }[];
  /** Alerts that leave their incident, merges aside. */
  readonly moves: readonly { readonly row: number; readonly from: number; readonly to: number }[];
  readonly before: number;
  readonly after: number;
}

/** Difference of two partitions of the same rows. An incident carries on where most of its alerts are (of equals, the earlier one). Linear. */
export function difference(before: Uint32Array, after: Uint32Array): Difference {
  const parts = new Map<number, Map<number, number>>();
  let most = -1;
  const there = new Set<number>();
  for (let row = 0; row < before.length; row++) {
    const b = before[row] as number;
    const a = after[row] as number;
    if (b > most) most = b;
    there.add(a);
    let part = parts.get(b);
    if (part === undefined) parts.set(b, (part = new Map<number, number>()));
    part.set(a, (part.get(a) ?? 0) + 1);
  }
  const carriesOn = new Int32Array(most + 1).fill(-1);
  const heirs = new Map<number, number[]>();
  const splits: { of: number; into: number[] }[] = [];
  for (const [b, part] of [...parts].sort((x, y) => x[0] - y[0])) {
    const into = [...part].sort((x, y) => y[1] - x[1] || x[0] - y[0]).map(([a]) => a);
    const main = into[0] as number;
    carriesOn[b] = main;
    heirs.set(main, [...(heirs.get(main) ?? []), b]);
    if (into.length > 1) splits.push({ of: b, into });
  }
  const moves: { row: number; from: number; to: number }[] = [];
  for (let row = 0; row < before.length; row++) {
    const from = before[row] as number;
    const to = after[row] as number;
    if (carriesOn[from] !== to) moves.push({ row, from, to });
  }
  const merges = [...heirs]
    .filter(([, from]) => from.length > 1)
    .sort((x, y) => x[0] - y[0])
    .map(([into, from]) => ({ into, from }));
  return { merges, splits, moves, before: parts.size, after: there.size };
}
