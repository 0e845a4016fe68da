import { canonicalOrder } from '../../domain/canonical-order.ts';
import type { Mirror } from '../mirror.ts';

/** Alert rows in canonical order, and after them those of our own. The same whatever the order of files. */
export function alertOrder(mirror: Mirror): Uint32Array {
  const { time, keyHigh, keyLow, observed, count } = mirror;
  const order = new Uint32Array(count);
  order.set(canonicalOrder({ count: observed, time, keyHigh, keyLow }));
  for (let row = observed; row < count; row++) order[row] = row;
  return order;
}
