import type { CorrelationInput } from './model.ts';

/** Rows in canonical order (time, key), whatever the order in which they came. Alerts without time stand last. */
export function canonicalOrder(input: Pick<CorrelationInput, 'count' | 'time' | 'keyHigh' | 'keyLow'>): Uint32Array {
  const { count, time } = input;
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  if (!isSorted(input)) {
    order = byTime(time, order);
    breakTies(input, order);
  }
  return order;
}

const before = (input: Pick<CorrelationInput, 'keyHigh' | 'keyLow'>, a: number, b: number): number =>
  (input.keyHigh[a] as number) - (input.keyHigh[b] as number) || (input.keyLow[a] as number) - (input.keyLow[b] as number) || a - b;

const sameTime = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

function isSorted(input: Pick<CorrelationInput, 'count' | 'time' | 'keyHigh' | 'keyLow'>): boolean {
  const { count, time } = input;
  for (let i = 1; i < count; i++) {
    const a = time[i - 1] as number;
    const b = time[i] as number;
    if (a < b || (!Number.isNaN(a) && Number.isNaN(b))) continue;
    if (!sameTime(a, b) || before(input, i - 1, i) > 0) return false;
  }
  return true;
}

/** Least-significant-digit radix sort of the IEEE bits, made to sort as numbers; NaN last. Stable, linear. */
function byTime(time: Float64Array, order: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const n = order.length;
  const bits = new Uint32Array(2);
  const value = new Float64Array(bits.buffer);
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const t = time[i] as number;
    if (Number.isNaN(t)) {
      low[i] = 0xffffffff;
      high[i] = 0xffffffff;
      continue;
    }
    value[0] = t === 0 ? 0 : t;
    const negative = (bits[1] as number) >>> 31 === 1;
    low[i] = negative ? ~(bits[0] as number) : (bits[0] as number);
    high[i] = negative ? ~(bits[1] as number) : (bits[1] as number) | 0x80000000;
  }
  let from = order;
  let to = new Uint32Array(n);
  const counts = new Uint32Array(65537);
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
    for (let d = 0; d < 65536; d++) counts[d + 1] = (counts[d + 1] as number) + (counts[d] as number);
    for (let i = 0; i < n; i++) {
      const row = from[i] as number;
      const digit = ((word[row] as number) >>> shift) & 0xffff;
      const at = counts[digit] as number;
      counts[digit] = at + 1;
      to[at] = row;
    }
    [from, to] = [to, from];
  }
  return from;
}

function breakTies(input: Pick<CorrelationInput, 'time' | 'keyHigh' | 'keyLow'>, order: Uint32Array): void {
  const n = order.length;
  for (let i = 0; i < n;) {
    const t = input.time[order[i] as number] as number;
    let j = i + 1;
    while (j < n && sameTime(input.time[order[j] as number] as number, t)) j++;
    if (j - i > 1) order.subarray(i, j).sort((a, b) => before(input, a, b));
    i = j;
  }
}
