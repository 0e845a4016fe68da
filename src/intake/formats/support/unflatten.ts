import type { Json, JsonObject } from '../../../base/json.ts';

interface Tree {
  [key: string]: Json | Tree | undefined;
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const DEEPEST = 12;

/**
 * A record with dotted names as a nested one: `rule.level` → `{rule: {level}}`, also where dotted and nested names are mixed in one record.
 * Empty cells are left out. Where a name is both a value and a parent, the value is dropped.
 */
export function unflatten(record: JsonObject): JsonObject {
  const out = Object.create(null) as Tree;
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value === undefined || value === null || value === '') continue;
    put(out, key, value, 0);
  }
  return out;
}

function put(into: Tree, key: string, value: Json, depth: number): void {
  const parts = key.includes('.') ? key.split('.') : [key];
  if (parts.length > DEEPEST || parts.some((part) => part === '' || FORBIDDEN.has(part))) return;
  let at = into;
  for (let i = 0; i < parts.length - 1; i++) {
    const part = parts[i] ?? '';
    const next = at[part];
    if (isTree(next)) at = next;
    else {
      const fresh = Object.create(null) as Tree;
      at[part] = fresh;
      at = fresh;
    }
  }
  const last = parts[parts.length - 1] ?? '';
  const known = at[last];
  if (isTree(value) && depth < DEEPEST) {
    const branch: Tree = isTree(known) ? known : (Object.create(null) as Tree);
    at[last] = branch;
    for (const inner of Object.keys(value)) {
      const item = value[inner];
      if (item !== undefined && item !== null) put(branch, inner, item, depth + 1);
    }
  } else if (!isTree(known)) at[last] = value;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
