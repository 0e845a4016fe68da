import type { Failure } from '../../base/result.ts';
import type { Engine } from '../../client/engine.ts';
import type { AlertRow } from '../../worker/api.ts';

const CHUNK = 500;

/** The alerts of one incident in time order, fetched in chunks as they come into sight. Make it during set-up of a component. */
export class AlertRows {
  #chunks = $state.raw<Readonly<Record<number, readonly AlertRow[]>>>({});
  failure = $state.raw<Failure | undefined>(undefined);
  readonly #engine: Engine;
  readonly #incident: () => number;
  readonly #stated: () => number;
  #asked: Readonly<Record<number, Promise<void>>> = {};
  #ticket = 0;

  /** `stated`: how many alerts the incident says it has, known before the rows are. */
  constructor(engine: Engine, incident: () => number, stated: () => number) {
    this.#engine = engine;
    this.#incident = incident;
    this.#stated = stated;
    $effect.pre(() => {
      incident();
      this.#restart(true);
    });
    $effect.pre(() =>
      engine.onChange((tables) => {
        if (tables.has('alert') || tables.has('incident')) this.#restart(false);
      }),
    );
  }

  /** Rows known so far, in order, from the first to the first gap. */
  readonly loaded: readonly AlertRow[] = $derived.by(() => {
    const out: AlertRow[] = [];
    for (let i = 0; this.#chunks[i] !== undefined; i++) out.push(...(this.#chunks[i] ?? []));
    return out;
  });
  readonly total: number = $derived.by(() => {
    const numbers = Object.keys(this.#chunks).map(Number);
    const last = Math.max(-1, ...numbers);
    const size = this.#chunks[last]?.length ?? CHUNK;
    return size < CHUNK ? last * CHUNK + size : Math.max(this.#stated(), last * CHUNK + size);
  });
  get started(): boolean {
    return this.#chunks[0] !== undefined;
  }

  at(position: number): AlertRow | undefined {
    return this.#chunks[Math.floor(position / CHUNK)]?.[position % CHUNK];
  }

  /** Asks for the rows of [from, to) that are not here yet. */
  ensure(from: number, to: number): void {
    for (let chunk = Math.floor(from / CHUNK); chunk * CHUNK < to; chunk++) void this.#load(chunk);
  }

  /** All of them: for filters and for the walk through time. */
  async all(): Promise<readonly AlertRow[]> {
    await this.#load(0);
    for (let chunk = 1; chunk * CHUNK < this.total && this.failure === undefined; chunk++) await this.#load(chunk);
    return this.loaded;
  }

  retry(): void {
    this.#restart(false);
  }

  #restart(forget: boolean): void {
    this.#ticket++;
    const again = forget ? [0] : Object.keys(this.#chunks).map(Number);
    this.#asked = {};
    if (forget) this.#chunks = {};
    for (const chunk of again.length === 0 ? [0] : again) void this.#load(chunk);
  }

  #load(chunk: number): Promise<void> {
    const known = this.#asked[chunk];
    if (known) return known;
    const ticket = this.#ticket;
    const params = { incident: this.#incident(), limit: CHUNK, offset: chunk * CHUNK };
    const work = this.#engine.query('incidentAlerts', params).then((answer) => {
      if (ticket !== this.#ticket) return;
      if (answer.ok) {
        this.#chunks = { ...this.#chunks, [chunk]: answer.value };
        this.failure = undefined;
      } else this.failure = answer.error;
    });
    this.#asked = { ...this.#asked, [chunk]: work };
    return work;
  }
}
