import { ask, defineQuery, idList, INT, type QueryContext, TEXT } from '../query.ts';
import { idsOfKey } from '../entity-table.ts';
import type { Gathered } from './evidence-rows.ts';
import { typeOfCode } from './relations.ts';

const entityKeys = defineQuery<{ readonly ids: Iterable<number> }>()({
  columns: { id: INT, key: TEXT },
  sql: ({ ids }) => ({ text: 'select id, key from entity where id in (select value from json_each(?))', bind: [idList(ids)] }),
});

/**
 * Processes that are known by a number alone, as a column of parent pids names them, and the one process of the same number on the same device
 * that the incident knows more of. A number is given again to other processes, so this holds within an incident only, to draw its tree, and
 * where it leaves no choice; nothing is linked by it.
 */
export function sameProcess(context: QueryContext, gathered: ReadonlyMap<number, Gathered>): ReadonlyMap<number, number> {
  const { entities } = context.mirror;
  const processes = [...gathered.keys()].filter((id) => typeOfCode(entities.type[id - 1]) === 'process');
  const stubs = new Map<number, string>();
  const known = new Map<string, number[]>();
  for (const { id, key } of processes.length < 2 ? [] : ask(context.db, entityKeys, { ids: processes })) {
    const ids = idsOfKey(key);
    const pid = ids.find((one) => one.startsWith('pid:') && one.includes('/') && !one.includes('@'));
    if (pid === undefined) continue;
    if (ids.length === 1) stubs.set(id, pid);
    else known.set(pid, [...(known.get(pid) ?? []), id]);
  }
  const same = new Map<number, number>();
  for (const [stub, pid] of stubs) {
    const [one, ...others] = known.get(pid) ?? [];
    if (one !== undefined && others.length === 0) same.set(stub, one);
  }
  return same;
}

/** What is told of a process by its number alone is told of it. */
export function joinProcesses(gathered: Map<number, Gathered>, same: ReadonlyMap<number, number>): void {
  for (const [stub, id] of same) {
    const [one, other] = [gathered.get(id), gathered.get(stub)];
    if (one === undefined || other === undefined) continue;
    gathered.delete(stub);
    const alerts = [...new Set([...one.alerts, ...other.alerts])].sort((a, b) => a - b);
    gathered.set(id, { ...one, alerts, verdict: Math.max(one.verdict, other.verdict), roles: one.roles | other.roles });
  }
}
