/**
 * 64-bit key → number above 0, by open addressing with linear probing in two Uint32 and one value per slot:
 * 12 bytes a slot, where a Map of strings takes ten times as much. No removal.
 */
export class KeyTable {
  #high = new Uint32Array(2048);
  #low = new Uint32Array(2048);
  #value = new Uint32Array(2048);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** 0 when the key is not there. */
  get(high: number, low: number): number {
    return this.#value[this.#slot(high, low)] ?? 0;
  }

  set(high: number, low: number, value: number): void {
    if (this.#count * 2 >= this.#value.length) this.#grow();
    const slot = this.#slot(high, low);
    if (this.#value[slot] === 0) this.#count++;
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#value[slot] = value;
  }

  #slot(high: number, low: number): number {
    const mask = this.#value.length - 1;
    let slot = (Math.imul(high, 0x9e3779b1) ^ low) & mask;
    while (this.#value[slot] !== 0 && (this.#high[slot] !== high || this.#low[slot] !== low)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [high, low, value] = [this.#high, this.#low, this.#value];
    const size = value.length * 2;
    this.#high = new Uint32Array(size);
    this.#low = new Uint32Array(size);
    this.#value = new Uint32Array(size);
    for (let i = 0; i < value.length; i++) {
      if (value[i] === 0) continue;
      const slot = this.#slot(high[i] ?? 0, low[i] ?? 0);
      this.#high[slot] = high[i] ?? 0;
      this.#low[slot] = low[i] ?? 0;
      this.#value[slot] = value[i] ?? 0;
    }
  }
}

/**
 * Hashes text given in pieces to two 32-bit numbers, without joining the pieces. Seeded anew in each session, so that no file can
 * prepare two names that meet; therefore never stored.
 */
export class PieceHash {
  readonly #seed = Math.floor(Math.random() * 0xffffffff);
  high = 0;
  low = 0;

  start(): this {
    this.high = this.#seed;
    this.low = ~this.#seed;
    return this;
  }

  add(piece: string): this {
    let { high, low } = this;
    for (let i = 0; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      high = Math.imul(high ^ unit, 0xcc9e2d51);
      high = (high << 15) | (high >>> 17);
      low = Math.imul(low ^ (unit + 0x165667b1), 0x27d4eb2f);
      low = (low << 13) | (low >>> 19);
    }
    this.high = high;
    this.low = low;
    return this;
  }

  end(): this {
    this.high = mixed(this.high ^ (this.low >>> 7)) >>> 0;
    this.low = mixed(this.low ^ this.high) >>> 0;
    return this;
  }
}

function mixed(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The two halves of 16 hex digits, from `start` on. */
export const highOf = (hex: string, start = 0): number => Number.parseInt(hex.slice(start, start + 8), 16) >>> 0;
export const lowOf = (hex: string, start = 0): number => Number.parseInt(hex.slice(start + 8, start + 16), 16) >>> 0;

/** Compressed sparse rows: the entries of row i are `value[offset[i]]` … `value[offset[i + 1] - 1]`, ascending. */
export interface Rows {
  readonly offset: Uint32Array;
  readonly value: Uint32Array;
}

/** The reverse of `pairs` by counting sort. `visit` is run twice and must give the same (row, value) pairs, values ascending. */
export function reverseRows(rows: number, visit: (emit: (row: number, value: number) => void) => void): Rows {
  const offset = new Uint32Array(rows + 1);
  visit((row) => {
    offset[row + 1] = (offset[row + 1] ?? 0) + 1;
  });
  for (let i = 0; i < rows; i++) offset[i + 1] = (offset[i + 1] ?? 0) + (offset[i] ?? 0);
  const value = new Uint32Array(offset[rows] ?? 0);
  const next = offset.slice();
  visit((row, entry) => {
    const at = next[row] ?? 0;
    value[at] = entry;
    next[row] = at + 1;
  });
  return { offset, value };
}
