type Numbers =
  Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** `from` with room for `needed` entries: itself where it has it, else a copy of half as much again. Typed arrays keep no box per number. */
export function roomFor<T extends Numbers>(from: T, needed: number): T {
  if (needed <= from.length) return from;
  const wider = new (from.constructor as new (length: number) => T)(Math.max(needed, from.length + (from.length >>> 1) + 16));
  wider.set(from);
  return wider;
}
