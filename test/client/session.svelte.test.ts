import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok, type Result } from '../../src/base/result.ts';
import { Busy } from '../../src/client/busy.ts';
import type { Engine } from '../../src/client/engine.ts';
import { Session } from '../../src/client/session.svelte.ts';
import type { CommandOutcome } from '../../src/worker/api.ts';

// No address bar here.
vi.mock('../../src/client/router.svelte.ts', () => ({ router: {} }));
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** An engine whose answers are given when the test says so. */
function waiting(): { readonly session: Session; readonly answers: ((answer: Result<CommandOutcome>) => void)[] } {
  const answers: ((answer: Result<CommandOutcome>) => void)[] = [];
  const engine = {
    onState: () => () => undefined,
    command: () => new Promise<Result<CommandOutcome>>((resolve) => answers.push(resolve)),
  };
  return { session: new Session(engine as unknown as Engine, new Busy(() => undefined)), answers };
}

test('only a decision that takes long is told of while it is carried out', async () => {
  const { session, answers } = waiting();
  const [long, short] = [session.act({ kind: 'undo' }), session.act({ kind: 'redo' })];
  vi.advanceTimersByTime(200);
  answers[1]?.(ok({ summary: 'Redone' } as CommandOutcome));
  await short;
  expect(session.acting).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(session.acting).toBe(1);
  answers[0]?.({ ok: false, error: { code: 'worker/crashed', message: 'gone' } });
  expect(await long).toBe(false);
  expect(session.acting).toBe(0);
});
