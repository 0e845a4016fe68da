export interface RowWindow {
  readonly first: number;
  /** One past the last row drawn. */
  readonly end: number;
  /** Heights of what is left out above and below, px. */
  readonly above: number;
  readonly below: number;
}

/** Rows of one height of which only those in sight, and a few around, are drawn. */
export function windowRows(total: number, rowHeight: number, scrollTop: number, viewHeight: number, spare = 8): RowWindow {
  const first = Math.min(Math.max(0, Math.floor(scrollTop / rowHeight) - spare), Math.max(0, total - 1));
  const end = Math.max(first, Math.min(total, Math.ceil((scrollTop + viewHeight) / rowHeight) + spare));
  return { first, end, above: first * rowHeight, below: Math.max(0, total - end) * rowHeight };
}

/** Scroll position at which a row is in sight; unchanged when it is already. `head`: px covered by a sticky header. */
export function scrollToRow(row: number, rowHeight: number, scrollTop: number, viewHeight: number, head = 0): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight + head;
  return bottom > scrollTop + viewHeight ? bottom - viewHeight : scrollTop;
}

/** Positions of the rows drawn, for a keyed `{#each}`. */
export const positions = (shown: RowWindow): readonly number[] =>
  Array.from({ length: shown.end - shown.first }, (_, i) => shown.first + i);
