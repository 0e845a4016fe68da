import { describe, expect, test } from 'vitest';
import { ok } from '../../src/base/result.ts';
import { Busy } from '../../src/client/busy.ts';
import { OPENING, WorkerEngine, type EngineEndpoint } from '../../src/client/engine.ts';
import type { EngineState, Table } from '../../src/worker/api.ts';

function setup(part: Partial<EngineEndpoint>) {
  const shown: boolean[] = [];
  const busy = new Busy((now) => shown.push(now));
  const endpoint = { open: () => Promise.resolve({ ...OPENING, phase: 'ready' }), ...part } as EngineEndpoint;
  return { engine: new WorkerEngine(endpoint, 'jo', busy), busy, shown };
}

describe('the engine', () => {
  test('holds questions until the workspace is open', async () => {
    let open!: (state: EngineState) => void;
    const asked: string[] = [];
    const { engine } = setup({
      open: () => new Promise((resolve) => (open = resolve)),
      query: (name) => {
        asked.push(name);
        return Promise.resolve(ok([]));
      },
    });
    const answer = engine.query('overview', {});
    await Promise.resolve();
    expect(asked).toEqual([]);
    open({ ...OPENING, phase: 'ready' });
    await answer;
    expect(asked).toEqual(['overview']);
    expect(engine.state.phase).toBe('ready');
  });

  test('a throw of the worker is a failure with a code', async () => {
    const { engine } = setup({ query: () => Promise.reject(new Error('boom')) });
    expect(await engine.query('overview', {})).toEqual({ ok: false, error: { code: 'worker/bug', message: 'boom' } });
  });

  test('when the worker dies, nobody waits for ever', async () => {
    const { engine } = setup({ query: () => new Promise(() => undefined) });
    const answer = engine.query('overview', {});
    await new Promise((resolve) => setTimeout(resolve));
    engine.crashed('out of memory');
    expect(await answer).toMatchObject({ ok: false, error: { code: 'worker/crashed' } });
    expect(engine.state.phase).toBe('failed');
    expect(await engine.query('overview', {})).toMatchObject({ ok: false, error: { code: 'worker/crashed' } });
  });

  test('a workspace that cannot open says why to every question', async () => {
    const failure = { code: 'store/newer-workspace', message: 'version 9' };
    const { engine } = setup({ open: () => Promise.resolve({ ...OPENING, phase: 'failed', failure }) });
    expect(await engine.query('overview', {})).toEqual({ ok: false, error: failure });
  });

  test('what leaves is a plain copy', async () => {
    const sent: unknown[] = [];
    const { engine } = setup({
      query: (_name, params) => {
        sent.push(params);
        return Promise.resolve(ok([]));
      },
    });
    const filter = { search: 'x' };
    await engine.query('incidentCount', { filter });
    expect(sent).toEqual([{ filter }]);
    expect((sent[0] as { filter: object }).filter).not.toBe(filter);
  });

  test('passes changes on until told to stop', async () => {
    let tell!: (tables: readonly Table[]) => void;
    const { engine } = setup({
      open: (_actor, onChange) => {
        tell = onChange;
        return Promise.resolve({ ...OPENING, phase: 'ready' });
      },
    });
    const seen: string[][] = [];
    const stop = engine.onChange((tables) => seen.push([...tables]));
    tell(['alert']);
    stop();
    tell(['incident']);
    expect(seen).toEqual([['alert']]);
    await engine.query('overview', {}).catch(() => undefined);
  });
});

describe('busy', () => {
  test('work caused by an answer is counted before idle is announced', async () => {
    const shown: boolean[] = [];
    const busy = new Busy((now) => shown.push(now));
    const first = busy.hold();
    busy.opened();
    first();
    const second = busy.hold();
    expect(shown).not.toContain(false);
    second();
    second();
    await busy.whenIdle();
    expect(shown.at(-1)).toBe(false);
    expect(busy.active).toBe(false);
  });
});
