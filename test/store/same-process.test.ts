import { expect, test } from 'vitest';
import type { QueryContext } from '../../src/store/query.ts';
import type { Gathered } from '../../src/store/queries/evidence-rows.ts';
import { joinProcesses, sameProcess } from '../../src/store/queries/same-process.ts';
import { EVIDENCE_TYPES } from '../../src/domain/evidence.ts';
import { entityKey } from '../../src/store/entity-table.ts';
import { openTestDatabase } from '../helpers/database.ts';

const gathered = (id: number, alerts: number[]): Gathered => ({
  id,
  roles: 1 << id,
  verdict: id,
  remediation: 0,
  remediationAt: 0,
  alerts,
  first: 0,
  last: 0,
});

async function same(...processes: readonly (readonly string[])[]): Promise<readonly (readonly [number, number])[]> {
  const db = await openTestDatabase();
  const type = EVIDENCE_TYPES.indexOf('process');
  for (const [i, ids] of processes.entries())
    db.run('insert into entity (id, key, type, label) values (?, ?, ?, ?)', [i + 1, entityKey('process', ids), type, '']);
  const all = new Map(processes.map((_, i) => [i + 1, gathered(i + 1, [])]));
  const context = { db, mirror: { entities: { type: new Uint8Array(processes.length).fill(type) } } } as unknown as QueryContext;
  return [...sameProcess(context, all)];
}

test('a number on a device is the one process of that number there, where there is no choice', async () => {
  expect(await same(['pid:fs-01/7'], ['pid:fs-01/7', 'image:a.exe'], ['pid:fs-02/7', 'image:b.exe'])).toEqual([[1, 2]]);
  expect(await same(['pid:fs-01/7'], ['pid:fs-01/7', 'image:a.exe'], ['pid:fs-01/7', 'image:b.exe'])).toEqual([]);
  expect(await same(['pid:fs-01/7'], ['pid:fs-01/7@2024', 'image:a.exe'], ['pid:7', 'image:c.exe'])).toEqual([]);
});

test('what is told of the number is told of the process', () => {
  const all = new Map([1, 2, 3].map((id) => [id, gathered(id, [4 - id, 9])]));
  joinProcesses(all, new Map([[1, 2]]));
  expect([...all.values()].map(({ id, alerts, verdict, roles }) => [id, alerts, verdict, roles])).toEqual([
    [2, [2, 3, 9], 2, 6],
    [3, [1, 9], 3, 8],
  ]);
});
