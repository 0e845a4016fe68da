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
  /** By incident of before: the one it carries on in, -1 where it holds nothing. */
  const carriesOn = new Int32Array(1 + highest(before)).fill(-1);
  const parted = new Map<number, Map<number, number>>();
  for (let row = 0; row < before.length; row++) {
    const [b, a] = [before[row] as number, after[row] as number];
    if (carriesOn[b] === -1) carriesOn[b] = a;
    else if (carriesOn[b] !== a && !parted.has(b)) parted.set(b, new Map());
  }
  const splits = [...splitsOf(before, after, parted)].sort((x, y) => x.of - y.of);
  for (const { of, into } of splits) carriesOn[of] = into[0] as number;
  const moves: { row: number; from: number; to: number }[] = [];
  for (let row = 0; parted.size > 0 && row < before.length; row++) {
    const [from, to] = [before[row] as number, after[row] as number];
    if (carriesOn[from] !== to) moves.push({ row, from, to });
  }
  const merges = mergesOf(carriesOn, 1 + highest(after));
  return { merges, splits, moves, before: carriesOn.reduce((n, into) => (into < 0 ? n : n + 1), 0), after: distinct(after) };
}

const highest = (of: Uint32Array): number => of.reduce((most, one) => Math.max(most, one), -1);

function distinct(of: Uint32Array): number {
  const seen = new Uint8Array(1 + highest(of));
  for (const one of of) seen[one] = 1;
  return seen.reduce((n, one) => n + one, 0);
}

function* splitsOf(
  before: Uint32Array,
  after: Uint32Array,
  parted: ReadonlyMap<number, Map<number, number>>,
): Generator<Difference['splits'][number]> {
  if (parted.size === 0) return;
  for (let row = 0; row < before.length; row++) {
    const part = parted.get(before[row] as number);
    if (part !== undefined) part.set(after[row] as number, (part.get(after[row] as number) ?? 0) + 1);
  }
  for (const [of, part] of parted) yield { of, into: [...part].sort((x, y) => y[1] - x[1] || x[0] - y[0]).map(([a]) => a) };
}

function mergesOf(carriesOn: Int32Array, incidents: number): { into: number; from: number[] }[] {
  const heirs = new Uint32Array(incidents);
  for (const into of carriesOn) if (into >= 0) heirs[into] = (heirs[into] as number) + 1;
  const from = new Map<number, number[]>();
  carriesOn.forEach((into, b) => {
    if (into < 0 || (heirs[into] as number) < 2) return;
    const list = from.get(into);
    if (list === undefined) from.set(into, [b]);
    else list.push(b);
  });
  return [...from].sort((x, y) => x[0] - y[0]).map(([into, list]) => ({ into, from: list }));
}
