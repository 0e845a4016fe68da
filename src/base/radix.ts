const DIGITS = 65_536;

/**
 * `rows` by their `value`, ascending or descending; equals stay as given, NaN stands last. Radix sort of the IEEE bits, from the lowest digit:
 * linear, and several times faster than a sort by comparison.
 */
export function sortedBy(value: Float64Array, rows: Uint32Array<ArrayBuffer>, descending = false): Uint32Array<ArrayBuffer> {
  const n = rows.length;
  if (n < 2) return rows.slice();
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const bits = new Uint32Array(2);
  const number = new Float64Array(bits.buffer);
  const flip = descending ? 0xffffffff : 0;
  for (let i = 0; i < n; i++) {
    const x = value[rows[i] as number] as number;
    if (Number.isNaN(x)) {
      low[i] = 0xffffffff;
      high[i] = 0xffffffff;
      continue;
    }
    number[0] = x === 0 ? 0 : x;
    const negative = (bits[1] as number) >>> 31 === 1;
    low[i] = (negative ? ~(bits[0] as number) : (bits[0] as number)) ^ flip;
    high[i] = (negative ? ~(bits[1] as number) : (bits[1] as number) | 0x80000000) ^ flip;
  }
  let from = new Uint32Array(n);
  for (let i = 0; i < n; i++) from[i] = i;
  let to = new Uint32Array(n);
  const counts = new Uint32Array(DIGITS + 1);
  for (const [word, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      const digit = ((word[i] as number) >>> shift) & 0xffff;
      counts[digit + 1] = (counts[digit + 1] as number) + 1;
    }
    if (counts[(((word[0] as number) >>> shift) & 0xffff) + 1] === n) continue;
    for (let d = 0; d < DIGITS; d++) counts[d + 1] = (counts[d + 1] as number) + (counts[d] as number);
    for (let i = 0; i < n; i++) {
      const at = from[i] as number;
      const digit = ((word[at] as number) >>> shift) & 0xffff;
      const place = counts[digit] as number;
      counts[digit] = place + 1;
      to[place] = at;
    }
    [from, to] = [to, from];
  }
  for (let i = 0; i < n; i++) to[i] = rows[from[i] as number] as number;
  return to;
}
