import { describe, expect, test } from 'vitest';
import { MemoryDisk } from '../../src/store/persist/memory.ts';
import type { PreviewRow } from '../../src/worker/api.ts';
import { answer } from '../../src/worker/questions.ts';
import type { Workspace } from '../../src/worker/workspace.ts';
import { line } from '../helpers/alert-line.ts';
import { open, run, source } from '../helpers/workspace.ts';

const TRIAL = { profile: 'wide' };
async function filled(): Promise<Workspace> {
  const workspace = await open(new MemoryDisk());
  await workspace.importSources([source('a.ndjson', line('a', 0, 'ws-1', 'jane'), line('b', 5, 'ws-1', 'jane'))], run);
  return workspace;
}

describe('a trial of the correlation', () => {
  test('rests: what is asked meanwhile is answered first', async () => {
    const workspace = await filled();
    // The first question of its kind brings the part that answers it.
    await answer(workspace, 'previewCorrelation', TRIAL);
    const order: string[] = [];
    const trial = answer(workspace, 'previewCorrelation', TRIAL).then((answered) => {
      order.push('trial');
      return answered;
    });
    await answer(workspace, 'incidentCount', { filter: {} }).then(() => order.push('count'));
    expect((await trial).ok).toBe(true);
    expect(order).toEqual(['count', 'trial']);
  });

  test('stops where nobody waits for it any more, and where the alerts have changed meanwhile', async () => {
    const workspace = await filled();
    let asked = 0;
    const dropped = await answer(workspace, 'previewCorrelation', TRIAL, () => ++asked > 1);
    expect(dropped).toMatchObject({ ok: false, error: { code: 'worker/overtaken' } });
    expect(asked).toBe(2);
    const trial = answer(workspace, 'previewCorrelation', TRIAL);
    await workspace.importSources([source('b.ndjson', line('c', 9, 'ws-2', 'omar'))], run);
    expect(await trial).toMatchObject({ ok: false, error: { code: 'worker/overtaken' } });
    const again = await answer(workspace, 'previewCorrelation', TRIAL);
    expect(again.ok && (again.value[0] as PreviewRow).after).toBeGreaterThan(0);
  });
});
