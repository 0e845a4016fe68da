import { MAPPED_FIELDS, type MappedField } from '../../client/source-memory.ts';
import type { MappingSpec } from '../../worker/api.ts';

/** Which field a column is read as. */
export const fieldOf = (spec: MappingSpec, column: string): MappedField | undefined =>
  MAPPED_FIELDS.find((field) => spec.columns[field]?.includes(column));

/** The mapping with a column read as something else. Of several columns for one field the first in the file that says something wins. */
export function withField(spec: MappingSpec, column: string, field: MappedField | undefined, order: readonly string[]): MappingSpec {
  const columns: { [F in MappedField]?: readonly string[] } = {};
  for (const id of MAPPED_FIELDS) {
    const rest = (spec.columns[id] ?? []).filter((name) => name !== column);
    // A column that comes in takes its place by the order of the file; those that were there keep theirs, which the guess may have ranked.
    const list = id === field ? insert(rest, column, order) : rest;
    if (list.length > 0) columns[id] = list;
  }
  return { ...spec, columns };
}

function insert(list: readonly string[], column: string, order: readonly string[]): readonly string[] {
  const at = list.findIndex((name) => order.indexOf(name) > order.indexOf(column));
  return at < 0 ? [...list, column] : [...list.slice(0, at), column, ...list.slice(at)];
}

/** Columns of the mapping that this file does not have. */
export const strangeColumns = (spec: MappingSpec, order: readonly string[]): readonly string[] =>
  Object.values(spec.columns)
    .flat()
    .filter((name) => !order.includes(name));
