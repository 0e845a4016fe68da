import type { CorrelationInput, Overrides } from '../correlate/model.ts';
import type { Mirror } from './mirror.ts';

/**
 * What `correlate` reads: the alerts of the files and the entities, rows from 0. Columns are views that hold until the next write; the
 * references are copied, mapped to canonical entities, and an entity that an alert names twice is named once, roles united.
 */
export function correlationInput(mirror: Mirror, canonical: Uint32Array, overrides: Overrides): CorrelationInput {
  const { observed } = mirror;
  const column = <T extends { subarray(from: number, to: number): T }>(of: T): T => of.subarray(0, observed);
  const refs = new References(mirror, canonical, observed, mirror.refTop);
  for (let row = 0; row < observed; row++) refs.take(row);
  return { count: observed, ...columnsOf(mirror, column), ...refs.columns(), entities: entitiesOf(mirror), overrides };
}

/** The same of these rows alone, in their order: columns are copies. Entities keep their numbers. */
export function inputOfRows(mirror: Mirror, rows: readonly number[]): CorrelationInput {
  const column = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(of: T): T => {
    const some = new (of.constructor as new (length: number) => T)(rows.length);
    rows.forEach((row, i) => (some[i] = of[row] ?? 0));
    return some;
  };
  let size = 0;
  for (const row of rows) size += mirror.refSize[row] ?? 0;
  const refs = new References(mirror, mirror.entities.canonical, rows.length, size);
  for (const row of rows) refs.take(row);
  const overrides = { mustLink: [], cannotLink: [] };
  return { count: rows.length, ...columnsOf(mirror, column), ...refs.columns(), entities: entitiesOf(mirror), overrides };
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const columnsOf = (mirror: Mirror, column: <T extends Column & { subarray(from: number, to: number): T }>(of: T) => T) => ({
  time: column(mirror.time),
  lastTime: column(mirror.lastTime),
  keyHigh: column(mirror.keyHigh),
  keyLow: column(mirror.keyLow),
  detector: column(mirror.detector),
  product: column(mirror.product),
  severity: column(mirror.severity),
  tactics: column(mirror.tactics),
  repeats: column(mirror.repeats),
  excluded: column(mirror.excluded),
  sourceIncident: column(mirror.sourceIncident),
});

const entitiesOf = ({ entities: { count, type, flags } }: Mirror): CorrelationInput['entities'] => ({
  count,
  type: type.subarray(0, count),
  flags: flags.subarray(0, count),
});

/** References of alerts taken one after the other, each entity of an alert once. */
class References {
  readonly #mirror: Mirror;
  readonly #canonical: Uint32Array;
  readonly #offset: Uint32Array;
  readonly #entity: Uint32Array;
  readonly #role: Uint32Array;
  #taken = 0;
  #top = 0;

  constructor(mirror: Mirror, canonical: Uint32Array, alerts: number, references: number) {
    this.#mirror = mirror;
    this.#canonical = canonical;
    this.#offset = new Uint32Array(alerts + 1);
    this.#entity = new Uint32Array(references);
    this.#role = new Uint32Array(references);
  }

  take(row: number): void {
    const { refStart, refSize, refEntity, refRole } = this.#mirror;
    const begin = this.#top;
    const start = refStart[row] ?? 0;
    const end = start + (refSize[row] ?? 0);
    for (let at = start; at < end; at++) {
      const raw = (refEntity[at] ?? 0) - 1;
      const entity = this.#canonical[raw] ?? raw;
      let known = begin;
      while (known < this.#top && this.#entity[known] !== entity) known++;
      this.#entity[known] = entity;
      this.#role[known] = (known === this.#top ? 0 : (this.#role[known] ?? 0)) | (refRole[at] ?? 0);
      if (known === this.#top) this.#top++;
    }
    this.#offset[++this.#taken] = this.#top;
  }

  columns(): Pick<CorrelationInput, 'offset' | 'entity' | 'role'> {
    return { offset: this.#offset, entity: this.#entity.subarray(0, this.#top), role: this.#role.subarray(0, this.#top) };
  }
}
