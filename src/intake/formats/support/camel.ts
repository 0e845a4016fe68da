import { isObject, type Json, type JsonObject } from '../../../base/json.ts';

const DEEPEST = 16;

/** The record with the first letter of every key in lower case: SDKs write `AccountId` where the service writes `accountId`. Leading capitals go together: `ARN` → `arn`. */
export function camel(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [lowerFirst(key), value === undefined ? undefined : deep(value, 1)]),
  );
}
function deep(value: Json, depth: number): Json {
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => deep(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [lowerFirst(key), item === undefined ? undefined : deep(item, depth + 1)]),
  );
}
const lowerFirst = (key: string): string => (/^[A-Z]+$/.test(key) ? key.toLowerCase() : key.charAt(0).toLowerCase() + key.slice(1));
