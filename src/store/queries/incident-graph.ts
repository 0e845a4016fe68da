import { own } from '../../base/json.ts';
import { parseTime } from '../../base/time.ts';
import { isAsset, VERDICTS } from '../../domain/evidence.ts';
import type { GraphEdge, GraphNode, IncidentGraph } from '../../worker/api.ts';
import { parseAttributes } from '../entity-table.ts';
import { ask, type QueryContext } from '../query.ts';
import { inTimeOrder } from './alert-rows.ts';
import { chipsOf } from './chips.ts';
import { byImportance, entitiesById, gather, type Gathered } from './evidence-rows.ts';
import { joinProcesses, sameProcess } from './same-process.ts';
import { type Mentioned, type Relation, relationsOf, typeOfCode } from './relations.ts';

interface Edge extends Relation {
  readonly alerts: Set<number>;
}

/** Relations of one alert are made of its mentions; alerts beyond this many add nothing a person could see. */
const MOST_ALERTS = 5000;

/**
 * Entities of an incident and what its alerts say ties them. Beyond `maxNodes`, things that hang in the same way on the same one are folded
 * into one node; what is still too many is left out, the least important first. Built-in accounts are left out at once.
 */
export function incidentGraph(
  context: QueryContext,
  { incident, maxNodes }: { readonly incident: number; readonly maxNodes: number },
): readonly IncidentGraph[] {
  const { mirror } = context;
  const alerts = inTimeOrder(context, mirror.alertsOfIncident(incident)).slice(0, MOST_ALERTS);
  const gathered = gather(context, alerts);
  const same = sameProcess(context, gathered);
  joinProcesses(gathered, same);
  const wanted = [...gathered.values()].filter(({ id }) => !mirror.entities.isBuiltin(id)).sort(byImportance(context));
  const edges = edgesOf(context, alerts, wanted, same);
  const fold = wanted.length > maxNodes ? foldsOf(context, wanted, edges) : new Map<number, number>();
  const heads = wanted.filter(({ id }) => !fold.has(id));
  const shown = heads.slice(0, Math.max(1, maxNodes));
  const visible = new Set(shown.map(({ id }) => id));
  const members = new Map<number, Gathered[]>();
  for (const one of wanted) {
    const head = fold.get(one.id);
    if (head !== undefined && visible.has(head)) members.set(head, [...(members.get(head) ?? []), one]);
  }
  const chips = chipsOf(context, visible);
  const started = startTimes(context, visible);
  const nodes = shown.flatMap((one): GraphNode[] => {
    const chip = chips.get(one.id);
    if (chip === undefined) return [];
    const folded = members.get(one.id) ?? [];
    const alertIds = [...new Set([one, ...folded].flatMap((each) => each.alerts))];
    const verdict = Math.max(one.verdict, ...folded.map((each) => each.verdict));
    const startedAt = started.get(one.id) ?? null;
    return [{ ...chip, startedAt, verdict: VERDICTS[verdict - 1] ?? 'unknown', alerts: alertIds.length, alertIds, folded: folded.length }];
  });
  return [
    {
      nodes,
      edges: drawn(edges, fold, visible),
      hidden: gathered.size - wanted.length + heads.slice(shown.length).reduce((sum, { id }) => sum + 1 + foldedInto(fold, id), 0),
    },
  ];
}

const foldedInto = (fold: ReadonlyMap<number, number>, head: number): number => [...fold.values()].filter((id) => id === head).length;

/** µs by entity id: when processes were started, of those that say so. */
function startTimes({ db, mirror }: QueryContext, visible: ReadonlySet<number>): ReadonlyMap<number, number> {
  const ids = [...visible].filter((id) => typeOfCode(mirror.entities.type[id - 1]) === 'process');
  const times = new Map<number, number>();
  for (const { id, attributes } of ids.length === 0 ? [] : ask(db, entitiesById, { ids })) {
    const stated = own(parseAttributes(attributes ?? ''), 'started');
    const at = typeof stated === 'string' || typeof stated === 'number' ? parseTime(stated)?.at : undefined;
    if (at !== undefined) times.set(id, at);
  }
  return times;
}

const NAMED: ReadonlySet<string> = new Set(['user', 'mailbox']);

function edgesOf(
  context: QueryContext,
  alerts: readonly number[],
  wanted: readonly Gathered[],
  same: ReadonlyMap<number, number>,
): readonly Edge[] {
  const { mirror } = context;
  const named = wanted.filter(({ id }) => NAMED.has(typeOfCode(mirror.entities.type[id - 1]))).map(({ id }) => id);
  const labels = chipsOf(context, named);
  const edges = new Map<string, Edge>();
  for (const alert of alerts) {
    const mentioned = new Map<number, Mentioned>();
    mirror.eachRef(alert, (entity, roles) => {
      const canonical = mirror.entities.canonicalId(entity);
      const id = same.get(canonical) ?? canonical;
      if (mirror.entities.isBuiltin(id)) return;
      const label = labels.get(id)?.label;
      mentioned.set(id, {
        id,
        type: typeOfCode(mirror.entities.type[id - 1]),
        roles: roles | (mentioned.get(id)?.roles ?? 0),
        ...(label !== undefined && { label }),
      });
    });
    for (const relation of relationsOf([...mentioned.values()])) {
      const key = `${relation.source}>${relation.target}>${relation.words}`;
      const known = edges.get(key) ?? { ...relation, alerts: new Set<number>() };
      known.alerts.add(alert);
      edges.set(key, known);
    }
  }
  return [...edges.values()];
}

/** Folded entity id → the one it is folded into: same type, no asset, and tied in the same way to the same single thing. */
function foldsOf({ mirror }: QueryContext, wanted: readonly Gathered[], edges: readonly Edge[]): Map<number, number> {
  const ties = new Map<number, Set<string>>();
  const note = (id: number, tie: string): void => {
    const known = ties.get(id);
    if (known === undefined) ties.set(id, new Set([tie]));
    else known.add(tie);
  };
  for (const { source, target, words } of edges) {
    note(source, `>${target} ${words}`);
    note(target, `<${source} ${words}`);
  }
  const heads = new Map<string, number>();
  const fold = new Map<number, number>();
  for (const { id } of wanted) {
    const type = typeOfCode(mirror.entities.type[id - 1]);
    const own = ties.get(id);
    if (isAsset(type) || own?.size !== 1) continue;
    const signature = `${type} ${[...own].join()}`;
    const head = heads.get(signature);
    if (head === undefined) heads.set(signature, id);
    else fold.set(id, head);
  }
  return fold;
}

function drawn(edges: readonly Edge[], fold: ReadonlyMap<number, number>, visible: ReadonlySet<number>): GraphEdge[] {
  const joined = new Map<string, Edge>();
  for (const edge of edges) {
    const source = fold.get(edge.source) ?? edge.source;
    const target = fold.get(edge.target) ?? edge.target;
    if (source === target || !visible.has(source) || !visible.has(target)) continue;
    const key = `${source}>${target}>${edge.words}`;
    const known = joined.get(key);
    if (known === undefined) joined.set(key, { source, target, words: edge.words, alerts: new Set(edge.alerts) });
    else for (const alert of edge.alerts) known.alerts.add(alert);
  }
  return [...joined.values()].map(({ source, target, words, alerts }) => ({ source, target, relation: words, alerts: [...alerts] }));
}
