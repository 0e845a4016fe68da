import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src/base/result.ts';
import type { Engine } from '../../../src/client/engine.ts';
import { AlertRows } from '../../../src/ui/incident/alert-rows.svelte.ts';
import type { AlertPageParams, AlertRow, Table } from '../../../src/worker/api.ts';

/** Answers pages of an incident of so many alerts, and says what was asked. */
class Pages {
  readonly asked: AlertPageParams[] = [];
  broken = false;
  title = 'first';
  readonly #count: number;
  #listener: ((tables: ReadonlySet<Table>) => void) | undefined;

  constructor(count: number) {
    this.#count = count;
  }
  get engine(): Engine {
    return {
      query: (_name: string, params: AlertPageParams) => {
        this.asked.push(params);
        if (this.broken) return Promise.resolve(fail('worker/bug', 'broken'));
        const rows = Array.from({ length: Math.max(0, Math.min(params.limit, this.#count - params.offset)) }, (_, i) => ({
          id: params.offset + i,
          title: this.title,
        }));
        return Promise.resolve(ok(rows as unknown as AlertRow[]));
      },
      onChange: (listener: (tables: ReadonlySet<Table>) => void) => {
        this.#listener = listener;
        return () => undefined;
      },
    } as unknown as Engine;
  }
  change(table: Table): void {
    this.#listener?.(new Set([table]));
  }
}

async function within(run: (make: (pages: Pages, stated: number) => AlertRows) => Promise<void>): Promise<void> {
  const stops: (() => void)[] = [];
  await run((pages, stated) => {
    let rows: AlertRows | undefined;
    stops.push(
      $effect.root(() => {
        rows = new AlertRows(
          pages.engine,
          () => 7,
          () => stated,
        );
      }),
    );
    flushSync();
    if (!rows) throw new Error('not made');
    return rows;
  });
  for (const stop of stops) stop();
}
const settled = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
  flushSync();
};

describe('AlertRows', () => {
  it('fetches the first chunk at once, others when they come into sight, none twice', () =>
    within(async (make) => {
      const pages = new Pages(1700);
      const rows = make(pages, 1700);
      await settled();
      expect(rows.total).toBe(1700);
      expect(rows.loaded).toHaveLength(500);
      rows.ensure(1490, 1510);
      rows.ensure(1490, 1510);
      await settled();
      expect(pages.asked.map((p) => p.offset)).toEqual([0, 1000, 1500]);
      expect(rows.at(1600)?.id).toBe(1600);
      expect(rows.at(600)).toBeUndefined();
    }));

  it('knows the true count once the last chunk is here, and reads all for a filter', () =>
    within(async (make) => {
      const pages = new Pages(1203);
      const rows = make(pages, 9999);
      await settled();
      const all = await rows.all();
      expect(all).toHaveLength(1203);
      expect(rows.total).toBe(1203);
    }));

  it('asks again when alerts change, and keeps what it shows meanwhile', () =>
    within(async (make) => {
      const pages = new Pages(10);
      const rows = make(pages, 10);
      await settled();
      pages.title = 'second';
      pages.change('comment');
      expect(pages.asked).toHaveLength(1);
      pages.change('alert');
      expect(rows.at(0)?.title).toBe('first');
      await settled();
      expect(rows.at(0)?.title).toBe('second');
    }));

  it('tells a failure and recovers', () =>
    within(async (make) => {
      const pages = new Pages(10);
      pages.broken = true;
      const rows = make(pages, 10);
      await settled();
      expect(rows.failure?.code).toBe('worker/bug');
      pages.broken = false;
      rows.retry();
      await settled();
      expect(rows.failure).toBeUndefined();
      expect(rows.loaded).toHaveLength(10);
    }));
});
