export interface RootedForest {
  /** By canonical position: the position it hangs on, -1 for the first of a tree. */
  readonly parent: Int32Array;
  /** By canonical position: index of the link to the parent, -1 for none. */
  readonly link: Int32Array;
  readonly tree: Uint32Array;
  readonly trees: number;
}

/** Hangs each tree on its first alert. The links must be a forest over `count` positions. Linear. */
export function rootForest(count: number, a: Uint32Array, b: Uint32Array): RootedForest {
  const offset = new Uint32Array(count + 1);
  for (const end of [a, b]) for (const c of end) offset[c + 1] = (offset[c + 1] as number) + 1;
  for (let c = 0; c < count; c++) offset[c + 1] = (offset[c + 1] as number) + (offset[c] as number);
  const fill = offset.slice(0, count);
  const incident = new Uint32Array(a.length * 2);
  for (let l = 0; l < a.length; l++) {
    for (const c of [a[l] as number, b[l] as number]) {
      const at = fill[c] as number;
      fill[c] = at + 1;
      incident[at] = l;
    }
  }
  const parent = new Int32Array(count).fill(-1);
  const link = new Int32Array(count).fill(-1);
  const tree = new Uint32Array(count);
  const seen = new Uint8Array(count);
  const queue = new Uint32Array(count);
  let trees = 0;
  for (let c = 0; c < count; c++) {
    if (seen[c] === 1) continue;
    seen[c] = 1;
    let head = 0;
    let tail = 0;
    queue[tail++] = c;
    while (head < tail) {
      const at = queue[head++] as number;
      tree[at] = trees;
      const to = offset[at + 1] as number;
      for (let i = offset[at] as number; i < to; i++) {
        const l = incident[i] as number;
        const other = (a[l] as number) === at ? (b[l] as number) : (a[l] as number);
        if (seen[other] === 1) continue;
        seen[other] = 1;
        parent[other] = at;
        link[other] = l;
        queue[tail++] = other;
      }
    }
    trees++;
  }
  return { parent, link, tree, trees };
}
