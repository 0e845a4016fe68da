import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { stated } from '../../../domain/placeholder.ts';
import { listIn, objectsIn } from './fields.ts';

const PARTS = new Map<string, readonly string[]>();
function partsOf(path: string): readonly string[] {
  let parts = PARTS.get(path);
  // Paths are written in the code: there are as many as it names.
  if (parts === undefined) PARTS.set(path, (parts = path.split('.')));
  return parts;
}

/** A nested document in which any field may be a list: the first item stands for it. Paths are dotted. */
export class Ecs {
  constructor(readonly record: JsonObject) {}

  #value(path: string): Json | undefined {
    let at: Json | undefined = this.record;
    for (const part of partsOf(path)) {
      if (Array.isArray(at)) at = (at as readonly Json[])[0];
      if (!isObject(at) || !Object.hasOwn(at, part)) return undefined;
      at = at[part];
    }
    return at;
  }
  get(path: string): Json | undefined {
    const value = this.#value(path);
    return Array.isArray(value) ? (value as readonly Json[])[0] : value;
  }
  text(path: string): string | undefined {
    return stated(this.get(path));
  }
  word(path: string): string | undefined {
    const value = this.get(path);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }
  number(path: string): number | undefined {
    const value = this.get(path);
    const n = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    return Number.isFinite(n) ? n : undefined;
  }
  list(path: string): readonly string[] {
    return listIn(this.#value(path));
  }
  at(path: string): Ecs | undefined {
    const value = this.get(path);
    return isObject(value) ? new Ecs(value) : undefined;
  }
  objects(path: string): Ecs[] {
    return objectsIn(this.#value(path)).map((one) => new Ecs(one));
  }
}
