import { untrack } from 'svelte';
import type { Failure } from '../base/result.ts';
import type { ParamsOf, QueryName, RowOf } from '../worker/api.ts';
import type { Engine } from './engine.ts';
import { QUERY_TABLES } from './query-tables.ts';

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
  #asked = 0;
  #running = false;
  #again = false;
  #key = '';

  constructor(engine: Engine, name: N, params: () => ParamsOf<N> | undefined) {
    this.#engine = engine;
    this.#name = name;
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
      };
    });
  }

  /** For queries of one row. */
  get first(): RowOf<N> | undefined {
    return this.rows?.[0];
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
    if (key === '') {
      this.#running = false;
      this.loading = false;
      this.rows = undefined;
      this.answered = undefined;
      this.failure = undefined;
      return;
    }
    this.#running = true;
    this.loading = true;
    // The key is the snapshot: a `$state` proxy cannot be posted.
    const params = JSON.parse(key) as ParamsOf<N>;
    void this.#engine.query(this.#name, params).then((answer) => {
      if (ticket !== this.#asked) return;
      this.#running = false;
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
}
