import { sortedBy } from '../base/radix.ts';

/** What the order is told from: columns by row. Times may be NaN; the keys are the two halves of 64 bits. */
export interface Ordered {
  readonly count: number;
  readonly time: Float64Array;
  readonly keyHigh: Uint32Array;
  readonly keyLow: Uint32Array;
}

/** Rows in canonical order (time, key), whatever the order in which they came. Alerts without time stand last. */
export function canonicalOrder(input: Ordered): Uint32Array {
  const { count, time } = input;
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = i;
  if (isSorted(input)) return rows;
  const order = sortedBy(time, rows);
  breakTies(input, order);
  return order;
}

const before = (input: Ordered, a: number, b: number): number =>
  (input.keyHigh[a] as number) - (input.keyHigh[b] as number) || (input.keyLow[a] as number) - (input.keyLow[b] as number) || a - b;

const sameTime = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

function isSorted(input: Ordered): boolean {
  const { count, time } = input;
  for (let i = 1; i < count; i++) {
    const a = time[i - 1] as number;
    const b = time[i] as number;
    if (a < b || (!Number.isNaN(a) && Number.isNaN(b))) continue;
    if (!sameTime(a, b) || before(input, i - 1, i) > 0) return false;
  }
  return true;
}

function breakTies(input: Ordered, order: Uint32Array): void {
  const n = order.length;
  for (let i = 0; i < n;) {
    const t = input.time[order[i] as number] as number;
    let j = i + 1;
    while (j < n && sameTime(input.time[order[j] as number] as number, t)) j++;
    if (j - i > 1) order.subarray(i, j).sort((a, b) => before(input, a, b));
    i = j;
  }
}
