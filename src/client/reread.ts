import type { BatchRow } from '../worker/api.ts';

const sourceOf = (name: string): string => name.split(' › ')[0] ?? name;

/**
 * Imports that hold the earlier readings of a file: of the newest drop of that name, or the one of the report `clicked`, and every other drop of the
 * same members with the same sizes. An archive is one drop of many imports.
 */
export function readingsOf(batches: readonly Pick<BatchRow, 'id' | 'name' | 'bytes'>[], file: string, clicked?: number): readonly number[] {
  const ofFile = batches.filter(({ name }) => sourceOf(name) === file).toSorted((a, b) => a.id - b.id);
  const at = clicked === undefined ? ofFile.length - 1 : ofFile.findIndex(({ id }) => id === clicked);
  if (at < 0) return [];
  let [from, to] = [at, at];
  const names = new Set([ofFile[at]?.name]);
  const joins = (a: number, b: number): boolean => (ofFile[b]?.id ?? 0) - (ofFile[a]?.id ?? Infinity) === 1;
  while (joins(from - 1, from) && !names.has(ofFile[from - 1]?.name)) names.add(ofFile[--from]?.name);
  while (joins(to, to + 1) && !names.has(ofFile[to + 1]?.name)) names.add(ofFile[++to]?.name);
  const key = ({ name, bytes }: Pick<BatchRow, 'name' | 'bytes'>): string => `${name}\n${bytes}`;
  const drop = new Set(ofFile.slice(from, to + 1).map(key));
  return ofFile.filter((one) => drop.has(key(one))).map(({ id }) => id);
}
