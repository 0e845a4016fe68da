/** A row that takes more than one row's height, because its alerts are unfolded below it. */
export interface Unfolded {
  readonly index: number;
  /** px below the row itself. */
  readonly extra: number;
}

export interface RowWindow {
  /** Rows drawn: [first, last). */
  readonly first: number;
  readonly last: number;
  /** What to ask for. */
  readonly offset: number;
  readonly limit: number;
}

/** px from the top of the list to the top of a row. `unfolded` is in order of index. */
export function topOf(index: number, rowHeight: number, unfolded: readonly Unfolded[]): number {
  return unfolded.reduce((top, row) => (row.index < index ? top + row.extra : top), index * rowHeight);
}

/** The row at so many px from the top; unfolded alerts belong to the row above them. */
export function rowAtPx(y: number, rowHeight: number, unfolded: readonly Unfolded[]): number {
  let shift = 0;
  for (const { index, extra } of unfolded) {
    const below = (index + 1) * rowHeight + shift;
    if (y < below) break;
    if (y < below + extra) return index;
    shift += extra;
  }
  return Math.floor((y - shift) / rowHeight);
}

/** What part of a long list to draw and to ask for: whole blocks around what is seen, so that scrolling inside them asks nothing. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
  unfolded: readonly Unfolded[] = [],
): RowWindow {
  const overscan = 8;
  const block = 64;
  const first = Math.max(0, Math.min(count, rowAtPx(scrollTop, rowHeight, unfolded) - overscan));
  const last = Math.max(first, Math.min(count, rowAtPx(scrollTop + height, rowHeight, unfolded) + 1 + overscan));
  const offset = Math.max(0, Math.floor(first / block) - 1) * block;
  const limit = (Math.ceil(last / block) + 1) * block - offset;
  return { first, last, offset, limit };
}
