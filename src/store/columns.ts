type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The array itself when it holds `size`, else a larger copy: capacity doubles, so that appending stays cheap. */
export function withRoom<T extends Numbers>(array: T, size: number): T {
  if (size <= array.length) return array;
  let capacity = Math.max(1024, array.length);
  while (capacity < size) capacity *= 2;
  const next = new (array.constructor as new (length: number) => T)(capacity);
  next.set(array);
  return next;
}
