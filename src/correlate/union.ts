/** Union–find whose root is the lowest member: the same sets have the same roots, in whatever order they were joined. */
export class UnionFind {
  readonly parent: Uint32Array;
  readonly size: Uint32Array;

  constructor(count: number) {
    this.parent = new Uint32Array(count);
    this.size = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      this.parent[i] = i;
      this.size[i] = 1;
    }
  }

  clone(): UnionFind {
    const copy = new UnionFind(0);
    return Object.assign(Object.create(Object.getPrototypeOf(copy) as object) as UnionFind, {
      parent: this.parent.slice(),
      size: this.size.slice(),
    });
  }

  find(a: number): number {
    const parent = this.parent;
    let x = a;
    let up = parent[x] as number;
    while (up !== x) {
      const above = parent[up] as number;
      parent[x] = above;
      x = above;
      up = parent[x] as number;
    }
    return x;
  }

  /** Joins the sets; returns the root. */
  union(a: number, b: number): number {
    let x = this.find(a);
    let y = this.find(b);
    if (x === y) return x;
    if (y < x) [x, y] = [y, x];
    this.parent[y] = x;
    this.size[x] = (this.size[x] as number) + (this.size[y] as number);
    return x;
  }
}

/** Pairs of sets that must stay apart, kept on the roots; small sets are poured into larger ones. */
export class Conflicts {
  readonly #of = new Map<number, Set<number>>();

  get empty(): boolean {
    return this.#of.size === 0;
  }

  add(sets: UnionFind, a: number, b: number): void {
    const x = sets.find(a);
    const y = sets.find(b);
    if (x === y) return;
    this.#set(x).add(b);
    this.#set(y).add(a);
  }

  /** Whether joining the two would break a "never together". */
  between(sets: UnionFind, a: number, b: number): boolean {
    if (this.#of.size === 0) return false;
    const x = sets.find(a);
    const y = sets.find(b);
    const ofX = this.#of.get(x);
    const ofY = this.#of.get(y);
    if (ofX === undefined || ofY === undefined) return false;
    const [small, other] = ofX.size <= ofY.size ? [ofX, y] : [ofY, x];
    for (const member of small) if (sets.find(member) === other) return true;
    return false;
  }

  /** To be called after a union of roots `a` and `b` into `root`. */
  joined(a: number, b: number, root: number): void {
    if (this.#of.size === 0) return;
    const ofA = this.#of.get(a);
    const ofB = this.#of.get(b);
    if (ofA === undefined && ofB === undefined) return;
    const [large, small] = (ofA?.size ?? 0) >= (ofB?.size ?? 0) ? [ofA, ofB] : [ofB, ofA];
    if (large !== undefined && small !== undefined) for (const member of small) large.add(member);
    this.#of.delete(a);
    this.#of.delete(b);
    if (large !== undefined) this.#of.set(root, large);
  }

  #set(root: number): Set<number> {
    let set = this.#of.get(root);
    if (set === undefined) this.#of.set(root, (set = new Set()));
    return set;
  }
}
