import { correlate } from '../../src/correlate/correlate.ts';
import type { OpenIncident, Shown } from '../../src/correlate/increment.ts';
import type { CorrelationInput, CorrelationOptions } from '../../src/correlate/model.ts';
import { type Addition, correlateAddition, type Workspace } from '../../src/correlate/near/addition.ts';
import { Standing } from '../../src/correlate/near/standing.ts';
import { Stages } from '../../src/correlate/stages.ts';
import { PROFILES } from '../../src/correlate/tuning.ts';

/** The same input with these rows alone, in this order. */
export function inputOfRows(input: CorrelationInput, rows: readonly number[]): CorrelationInput {
  const offset = new Uint32Array(rows.length + 1);
  const entity: number[] = [];
  const role: number[] = [];
  rows.forEach((row, i) => {
    for (let r = input.offset[row] ?? 0; r < (input.offset[row + 1] ?? 0); r++) {
      entity.push(input.entity[r] ?? 0);
      role.push(input.role[r] ?? 0);
    }
    offset[i + 1] = entity.length;
  });
  const pick = <T extends Float64Array | Uint32Array | Uint16Array | Uint8Array>(from: T): T => {
    const to = new (from.constructor as new (length: number) => T)(rows.length);
    rows.forEach((row, i) => (to[i] = from[row] ?? 0));
    return to;
  };
  return {
    ...input,
    count: rows.length,
    time: pick(input.time),
    lastTime: pick(input.lastTime),
    keyHigh: pick(input.keyHigh),
    keyLow: pick(input.keyLow),
    detector: pick(input.detector),
    product: pick(input.product),
    severity: pick(input.severity),
    tactics: pick(input.tactics),
    repeats: pick(input.repeats),
    excluded: pick(input.excluded),
    sourceIncident: pick(input.sourceIncident),
    offset,
    entity: Uint32Array.from(entity),
    role: Uint32Array.from(role),
  };
}

/** Rows 0 … n - 1. */
export const firstRows = (input: CorrelationInput, n: number): CorrelationInput =>
  inputOfRows(
    input,
    Array.from({ length: n }, (_, i) => i),
  );

/** A workspace without a store: what additions say is written down as the store writes it. */
export class Worked {
  readonly standing: Standing;
  /** Incident id by row. */
  readonly incident: number[];
  /** By row; -1: the first of a tree. */
  readonly parent: number[];
  readonly open = new Map<number, OpenIncident>();
  /** What a run over everything is told of it. */
  readonly shown: () => Shown;
  readonly #input: CorrelationInput;
  readonly #options: CorrelationOptions;
  #next = 1;

  /** The first `known` rows were woven at once. */
  constructor(
    input: CorrelationInput,
    known: number,
    options: CorrelationOptions,
    worked: Readonly<Record<number, Partial<OpenIncident>>> = {},
  ) {
    const before = firstRows(input, known);
    const stages = new Stages();
    const result = correlate(before, options, PROFILES[options.profile], stages);
    const standing = stages.latest === undefined ? undefined : Standing.of(before, PROFILES[options.profile], stages.latest);
    if (standing === undefined) throw new Error('Nothing tells the time.');
    this.standing = standing;
    this.#input = input;
    this.#options = options;
    this.incident = [...result.incident].map((one) => one + 1);
    this.parent = [...result.parent];
    this.shown = () => ({ incident: result.incident, incidents: [...this.open.values()], result });
    for (let i = 0; i < result.incidents; i++) this.#found(this.incident.filter((id) => id === i + 1).length, worked[i]);
  }

  add(more: number, decided: Partial<Pick<Workspace, 'overrides' | 'sequences' | 'placed'>> = {}): Addition {
    const known = this.incident.length;
    const addition = correlateAddition(
      this.standing,
      {
        overrides: { mustLink: [], cannotLink: [] },
        sequences: [],
        placed: [],
        ...decided,
        count: known + more,
        inputOf: (rows) => inputOfRows(this.#input, rows),
        incidentOf: (row) => this.incident[row] ?? 0,
        open: (ids) => ids.flatMap((id) => this.open.get(id) ?? []),
      },
      this.#options,
    );
    if (addition === undefined) throw new Error('Near to what was placed.');
    const first = this.#next;
    for (let i = 0; i < addition.founded; i++) this.#found(0);
    const into = new Map(addition.merged.map(({ source, target }) => [source, target]));
    const now = (id: number): number => {
      let at = id < 0 ? first - 1 - id : id;
      while (into.has(at)) at = into.get(at) ?? at;
      return at;
    };
    this.incident.forEach((id, row) => (this.incident[row] = now(id)));
    addition.incident.forEach((id) => {
      this.incident.push(now(id));
      this.parent.push(-1);
    });
    for (const { row, to } of addition.links) {
      this.#hang(row);
      this.parent[row] = to;
    }
    return addition;
  }

  #found(alerts: number, worked: Partial<OpenIncident> = {}): void {
    const id = this.#next++;
    this.open.set(id, {
      id,
      status: 'new',
      assignedTo: '',
      classification: 'unknown',
      determination: 'unknown',
      alerts,
      entities: 3,
      worked: false,
      ...worked,
    });
  }

  /** Makes a row the first of its tree. */
  #hang(row: number): void {
    let [at, up] = [row, -1];
    while (at >= 0) {
      const next = this.parent[at] ?? -1;
      this.parent[at] = up;
      [at, up] = [next, at];
    }
  }
}
