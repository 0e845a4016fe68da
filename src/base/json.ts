/** JSON as it comes out of a file: nothing about it is known. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Own property only, so that `__proto__` and `constructor` of a hostile record are never met. What an object inherits are functions, which
 * no JSON holds, and `__proto__`: looking at the value is several times as fast as asking whose the key is.
 */
export function own(record: JsonObject, key: string): Json | undefined {
  const value = record[key];
  return typeof value === 'function' || (key === '__proto__' && !Object.hasOwn(record, key)) ? undefined : value;
}
