/** What part of a long list to ask for, so that scrolling inside it asks nothing: whole blocks around what is seen. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): { readonly first: number; readonly last: number; readonly offset: number; readonly limit: number } {
  const overscan = 8;
  const block = 64;
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - overscan));
  const last = Math.max(first, Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + overscan));
  const offset = Math.max(0, Math.floor(first / block) - 1) * block;
  const limit = (Math.ceil(last / block) + 1) * block - offset;
  return { first, last, offset, limit };
}
