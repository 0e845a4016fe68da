import { untrack } from 'svelte';
import type { Failure } from '../base/result.ts';
import type { ParamsOf, QueryName, RowOf } from '../worker/api.ts';
import type { Engine } from './engine.ts';
import { QUERY_TABLES } from './query-tables.ts';

export interface LiveOptions {
  /**
   * For questions that take seconds: one at a time. A newer one stops the one under way, waits for its end, and takes the place of one that waits,
   * so that the worker is never behind by more than one.
   */
  readonly slow?: boolean;
}

/**
 * A query and its parameters: asks again when the parameters or the tables it reads change, keeps the last good rows meanwhile,
 * and drops answers that were overtaken. Make it while a component (or an `$effect.root`) is being set up.
 * Parameters of `undefined` mean: do not ask, hold nothing.
 */
export class LiveQuery<N extends QueryName> {
  /** The last good rows; `undefined` before the first answer. */
  rows = $state.raw<readonly RowOf<N>[] | undefined>(undefined);
  /** What the rows are the answer to: older than the current parameters while a newer answer is on its way. */
  answered = $state.raw<ParamsOf<N> | undefined>(undefined);
  failure = $state.raw<Failure | undefined>(undefined);
  /** A newer answer is on its way. */
  loading = $state(false);

  readonly #engine: Engine;
  readonly #name: N;
  readonly #slow: boolean;
  #asked = 0;
  /** A slow question is with the worker; another waits for its end. */
  #underWay = false;
  #waiting = false;
  #running = false;
  #again = false;
  #key = '';

  constructor(engine: Engine, name: N, params: () => ParamsOf<N> | undefined, { slow = false }: LiveOptions = {}) {
    this.#engine = engine;
    this.#name = name;
    this.#slow = slow;
    $effect.pre(() => {
      const now = params();
      const key = now === undefined ? '' : JSON.stringify(now);
      untrack(() => {
        if (key !== this.#key) this.#ask(key);
      });
    });
    $effect.pre(() => {
      const stop = engine.onChange((tables) => {
        if (this.#key !== '' && QUERY_TABLES[name].some((table) => tables.has(table))) this.#refresh();
      });
      return () => {
        stop();
        this.#asked++;
        this.#waiting = false;
        this.#drop();
      };
    });
  }

  /** For queries of one row. */
  get first(): RowOf<N> | undefined {
    return this.rows?.[0];
  }

  /** The rows are the answer to the parameters of now. */
  get current(): boolean {
    return this.rows !== undefined && !this.loading && this.failure === undefined;
  }

  /** Asks once more, after a failure. */
  retry(): void {
    if (this.#key !== '') this.#ask(this.#key);
  }

  #refresh(): void {
    // One question at a time: a burst of changes during an import costs one more answer, not a queue of them.
    if (this.#running) this.#again = true;
    else this.#ask(this.#key);
  }

  #ask(key: string): void {
    this.#key = key;
    const ticket = ++this.#asked;
    this.#again = false;
    this.#waiting = false;
    if (key === '') {
      this.#running = false;
      this.loading = false;
      this.rows = undefined;
      this.answered = undefined;
      this.failure = undefined;
      this.#drop();
      return;
    }
    this.#running = true;
    this.loading = true;
    if (this.#underWay) {
      this.#waiting = true;
      this.#drop();
      return;
    }
    this.#underWay = this.#slow;
    // The key is the snapshot: a `$state` proxy cannot be posted.
    const params = JSON.parse(key) as ParamsOf<N>;
    void this.#engine.query(this.#name, params).then((answer) => {
      if (this.#slow) this.#underWay = false;
      if (this.#waiting) this.#ask(this.#key);
      if (ticket !== this.#asked) return;
      this.#running = false;
      // Somebody else asked the same of other alerts, or these have changed meanwhile.
      if (!answer.ok && answer.error.code === 'worker/overtaken') {
        this.#ask(this.#key);
        return;
      }
      if (answer.ok) {
        this.rows = answer.value;
        this.answered = params;
        this.failure = undefined;
      } else {
        this.failure = answer.error;
      }
      if (this.#again) this.#ask(this.#key);
      else this.loading = false;
    });
  }

  #drop(): void {
    if (this.#underWay) this.#engine.drop(this.#name);
  }
}
