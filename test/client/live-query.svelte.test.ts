import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import { fail, ok, type Result } from '../../src/base/result.ts';
import type { Engine } from '../../src/client/engine.ts';
import { type LiveOptions, LiveQuery } from '../../src/client/live-query.svelte.ts';
import type { Table } from '../../src/worker/api.ts';

interface Asked {
  readonly params: unknown;
  readonly answer: (result: Result<readonly { count: number }[]>) => Promise<void>;
}

/** An engine whose answers are given by the test, in the order it likes. */
function scripted(): {
  engine: Engine;
  asked: Asked[];
  dropped: string[];
  change: (...tables: Table[]) => void;
  listeners: () => number;
} {
  const asked: Asked[] = [];
  const dropped: string[] = [];
  const listeners = new Set<(tables: ReadonlySet<Table>) => void>();
  const engine = {
    query: (_name: string, params: unknown) =>
      new Promise((resolve) => {
        asked.push({
          params,
          answer: async (result) => {
            resolve(result);
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
    drop: (name: string) => dropped.push(name),
    onChange: (listener: (tables: ReadonlySet<Table>) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Engine;
  return {
    engine,
    asked,
    dropped,
    change: (...tables) => listeners.forEach((listener) => listener(new Set(tables))),
    listeners: () => listeners.size,
  };
}

const at = (asked: Asked[], i: number): Asked => {
  const one = asked[i];
  if (one === undefined) throw new Error(`question ${i} was not asked`);
  return one;
};

describe('a live query', () => {
  function setup(first: string | undefined = 'a', options: LiveOptions = {}) {
    const wire = scripted();
    let search = $state<string | undefined>(first);
    let query!: LiveQuery<'incidentCount'>;
    const stop = $effect.root(() => {
      query = new LiveQuery(wire.engine, 'incidentCount', () => (search === undefined ? undefined : { filter: { search } }), options);
    });
    flushSync();
    const set = (value: string | undefined): void => {
      search = value;
      flushSync();
    };
    return { ...wire, query, set, stop };
  }

  test('asks at once and shows the answer', async () => {
    const { query, asked, stop } = setup();
    expect(query.rows).toBeUndefined();
    expect(query.loading).toBe(true);
    await at(asked, 0).answer(ok([{ count: 3 }]));
    expect(query.first).toEqual({ count: 3 });
    expect(query.loading).toBe(false);
    stop();
  });

  test('asks again when a parameter changes and keeps the old rows meanwhile', async () => {
    const { query, asked, set, stop } = setup();
    await at(asked, 0).answer(ok([{ count: 3 }]));
    set('b');
    expect(asked).toHaveLength(2);
    expect(at(asked, 1).params).toEqual({ filter: { search: 'b' } });
    expect(query.first).toEqual({ count: 3 });
    expect(query.loading).toBe(true);
    stop();
  });

  test('does not ask again for equal parameters', async () => {
    const { asked, set, stop } = setup();
    await at(asked, 0).answer(ok([{ count: 3 }]));
    set('b');
    set('b');
    expect(asked).toHaveLength(2);
    stop();
  });

  test('drops an answer that was overtaken', async () => {
    const { query, asked, set, stop } = setup();
    set('b');
    await at(asked, 1).answer(ok([{ count: 2 }]));
    await at(asked, 0).answer(ok([{ count: 1 }]));
    expect(query.first).toEqual({ count: 2 });
    stop();
  });

  test('asks again when a table it reads changes, and only then', async () => {
    const { asked, change, stop } = setup();
    await at(asked, 0).answer(ok([{ count: 3 }]));
    change('comment');
    expect(asked).toHaveLength(1);
    change('incident');
    expect(asked).toHaveLength(2);
    stop();
  });

  test('a burst of changes while it waits costs one more question', async () => {
    const { query, asked, change, stop } = setup();
    change('alert');
    change('alert');
    change('incident');
    expect(asked).toHaveLength(1);
    await at(asked, 0).answer(ok([{ count: 1 }]));
    expect(asked).toHaveLength(2);
    expect(query.loading).toBe(true);
    await at(asked, 1).answer(ok([{ count: 9 }]));
    expect(asked).toHaveLength(2);
    expect(query.first).toEqual({ count: 9 });
    stop();
  });

  test('a slow one is asked one at a time: of the newer ones the newest alone, and what was overtaken is never shown', async () => {
    const { query, asked, set, stop } = setup('a', { slow: true });
    for (const search of ['b', 'c', 'd']) set(search);
    expect(asked).toHaveLength(1);
    await at(asked, 0).answer(ok([{ count: 1 }]));
    expect(query.rows).toBeUndefined();
    expect(query.current).toBe(false);
    expect(asked.map(({ params }) => params)).toEqual([{ filter: { search: 'a' } }, { filter: { search: 'd' } }]);
    await at(asked, 1).answer(ok([{ count: 4 }]));
    expect(query.first).toEqual({ count: 4 });
    expect(query.current).toBe(true);
    set('e');
    expect(query.current).toBe(false);
    stop();
  });

  test('a slow one that is no longer wanted is not asked when its turn comes', async () => {
    const { query, asked, set, stop } = setup('a', { slow: true });
    set('b');
    set(undefined);
    await at(asked, 0).answer(ok([{ count: 1 }]));
    expect(query.rows).toBeUndefined();
    set('c');
    set('d');
    stop();
    await at(asked, 1).answer(ok([{ count: 3 }]));
    expect(asked).toHaveLength(2);
  });

  test('a slow one that is overtaken or no longer wanted is dropped by the worker too; others never are', () => {
    const { dropped, set, stop } = setup('a', { slow: true });
    set('b');
    expect(dropped).toEqual(['incidentCount']);
    set(undefined);
    expect(dropped).toHaveLength(2);
    stop();
    const plain = setup('a');
    plain.set('b');
    plain.stop();
    expect(plain.dropped).toEqual([]);
  });

  test('what the worker dropped because the alerts changed is asked again', async () => {
    const { query, asked, stop } = setup('a', { slow: true });
    await at(asked, 0).answer(fail('worker/overtaken', 'Something newer was asked for meanwhile.'));
    expect(query.failure).toBeUndefined();
    expect(query.loading).toBe(true);
    await at(asked, 1).answer(ok([{ count: 2 }]));
    expect(query.first).toEqual({ count: 2 });
    stop();
  });

  test('a failure is kept beside the last good rows, and a retry clears it', async () => {
    const { query, asked, change, stop } = setup();
    await at(asked, 0).answer(ok([{ count: 3 }]));
    change('alert');
    await at(asked, 1).answer(fail('worker/bug', 'boom'));
    expect(query.failure?.code).toBe('worker/bug');
    expect(query.first).toEqual({ count: 3 });
    query.retry();
    await at(asked, 2).answer(ok([{ count: 4 }]));
    expect(query.failure).toBeUndefined();
    expect(query.first).toEqual({ count: 4 });
    stop();
  });

  test('without parameters it asks nothing and holds nothing', async () => {
    const { query, asked, set, stop } = setup();
    await at(asked, 0).answer(ok([{ count: 3 }]));
    set(undefined);
    expect(query.rows).toBeUndefined();
    expect(query.loading).toBe(false);
    expect(asked).toHaveLength(1);
    stop();
  });

  test('after its owner is gone it listens to nothing', async () => {
    const { query, asked, stop, listeners } = setup();
    stop();
    await at(asked, 0).answer(ok([{ count: 3 }]));
    expect(query.rows).toBeUndefined();
    expect(listeners()).toBe(0);
  });
});
