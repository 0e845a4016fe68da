/* The measures of shared/labelled/score.mjs, from labels and incidents in memory. */

export interface Score {
  readonly alerts: number;
  readonly attacks: number;
  readonly incidents: number;
  readonly b3: { readonly p: number; readonly r: number; readonly f1: number };
  readonly attack: { readonly p: number; readonly r: number; readonly f1: number };
  readonly mainShare: number;
  readonly whole: number;
  readonly fragmentation: number;
  readonly overMerged: number;
  /** Share of attacks that share an incident with another. */
  readonly overMergedAttacks: number;
  readonly noiseDrawnIn: number;
  readonly largest: number;
  readonly reduction: number;
  readonly pAtK: number;
  readonly nDcg: number;
  readonly main: ReadonlyMap<string, number>;
}

/** `order`: incidents, most urgent first. */
export function score(labels: readonly (string | null | undefined)[], incident: ArrayLike<number>, order: readonly number[] = []): Score {
  const rows: { readonly c: string; readonly i: number; readonly attack: boolean }[] = [];
  labels.forEach((label, row) => {
    if (label === '?' || label === undefined) return;
    rows.push({ c: label ?? `n-#${row}`, i: incident[row] ?? -1, attack: label !== null && !label.startsWith('n-') });
  });
  const n = rows.length;
  const classes = new Map<string, number>();
  const incidents = new Map<number, number>();
  const cells = new Map<string, Map<number, number>>();
  const isAttack = new Set<string>();
  for (const { c, i, attack } of rows) {
    classes.set(c, (classes.get(c) ?? 0) + 1);
    incidents.set(i, (incidents.get(i) ?? 0) + 1);
    let cell = cells.get(c);
    if (cell === undefined) cells.set(c, (cell = new Map<number, number>()));
    cell.set(i, (cell.get(i) ?? 0) + 1);
    if (attack) isAttack.add(c);
  }
  let b3p = 0;
  let b3r = 0;
  for (const [c, cell] of cells)
    for (const [i, k] of cell) {
      b3p += (k * k) / (incidents.get(i) ?? 1);
      b3r += (k * k) / (classes.get(c) ?? 1);
    }
  const held = new Map<number, Set<string>>();
  let [ap, ar, pieces, mainTotal, whole] = [0, 0, 0, 0, 0];
  const main = new Map<string, number>();
  for (const a of isAttack) {
    const size = classes.get(a) ?? 1;
    let [p, r, best, bestOf] = [0, 0, 0, 1];
    for (const [i, k] of cells.get(a) ?? []) {
      const of = incidents.get(i) ?? 1;
      p += (k * k) / of;
      r += k * k;
      pieces++;
      if (k > best) [best, bestOf] = [k, of];
      let set = held.get(i);
      if (set === undefined) held.set(i, (set = new Set()));
      set.add(a);
    }
    ap += p / size;
    ar += r / size / size;
    mainTotal += best / size;
    main.set(a, best / size);
    if (best / size >= 0.9 && best / bestOf >= 0.9) whole++;
  }
  const k = Math.max(1, isAttack.size);
  const noise = rows.filter((row) => !row.attack);
  const met = new Set<string>();
  const gains = order.map((i) => {
    const fresh = [...(held.get(i) ?? [])].filter((a) => !met.has(a));
    for (const a of fresh) met.add(a);
    return fresh.length > 0 ? 1 : 0;
  });
  let ideal = 0;
  for (let at = 0; at < k; at++) ideal += 1 / Math.log2(at + 2);
  const shared = new Set([...held.values()].filter((set) => set.size > 1).flatMap((set) => [...set]));
  const f1 = (p: number, r: number): number => (p + r === 0 ? 0 : (2 * p * r) / (p + r));
  return {
    alerts: n,
    attacks: isAttack.size,
    incidents: incidents.size,
    b3: { p: b3p / n, r: b3r / n, f1: f1(b3p / n, b3r / n) },
    attack: { p: ap / k, r: ar / k, f1: f1(ap / k, ar / k) },
    mainShare: mainTotal / k,
    whole: whole / k,
    fragmentation: pieces / k,
    overMerged: [...held.values()].filter((set) => set.size > 1).length,
    overMergedAttacks: shared.size / k,
    noiseDrawnIn: noise.length === 0 ? 0 : noise.filter((row) => held.has(row.i)).length / noise.length,
    largest: [...incidents.values()].reduce((most, one) => Math.max(most, one), 0) / Math.max(1, n),
    reduction: 1 - incidents.size / Math.max(1, n),
    pAtK: gains.slice(0, k).reduce<number>((s, g) => s + g, 0) / k,
    nDcg: gains.slice(0, k).reduce<number>((s, g, at) => s + g / Math.log2(at + 2), 0) / ideal,
    main,
  };
}
