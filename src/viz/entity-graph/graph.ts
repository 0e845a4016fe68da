import { plural } from '../../base/text.ts';
import { EVIDENCE_TYPES, type EvidenceType, isAsset, type Verdict, VERDICTS } from '../../domain/evidence.ts';
import { typePlural } from '../../domain/evidence-names.ts';

/** A node as the worker states it. */
export interface EntityNode {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
  /** µs; of a process, where it is stated. */
  readonly startedAt?: number | null;
  readonly verdict: Verdict;
  readonly alertIds: readonly number[];
  readonly folded: number;
}
export interface EntityEdge {
  readonly source: number;
  readonly target: number;
  readonly relation: string;
  readonly alerts: readonly number[];
}

/** One mark of the drawing: one entity, or several alike under one count. */
export interface DrawnNode {
  /** `12`, or `g12` for a group whose first member is 12. */
  readonly key: string;
  readonly members: readonly EntityNode[];
  readonly type: EvidenceType;
  readonly label: string;
  readonly verdict: Verdict;
  readonly alertIds: readonly number[];
  /** Entities this mark stands for. */
  readonly count: number;
}
/** All relations between two marks, drawn as one line. */
export interface DrawnEdge {
  readonly key: string;
  readonly source: string;
  readonly target: string;
  readonly relations: readonly EdgeRelation[];
  readonly alertIds: readonly number[];
}
export interface EdgeRelation {
  /** From → to, as stated. */
  readonly from: string;
  readonly to: string;
  readonly relation: string;
  readonly alerts: readonly number[];
}
export interface DrawnGraph {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}
export interface DrawOptions {
  readonly hiddenTypes: ReadonlySet<EvidenceType>;
  /** Fold three or more nodes of one type and verdict with the same neighbours into one. */
  readonly group: boolean;
  /** Keys of groups that were opened by hand. */
  readonly opened: ReadonlySet<string>;
}

const GROUP_FROM = 3;

/**
 * Nodes that would bear one label though they were started at different times: a number given to one process after the other. Each gets its
 * start behind its label, in the first of `forms` that tells all of them apart, else in the last.
 */
export function toldApart(nodes: readonly EntityNode[], forms: readonly ((at: number) => string)[]): readonly EntityNode[] {
  const alike = new Map<string, number[]>();
  for (const { type, label, startedAt } of nodes) {
    if (typeof startedAt !== 'number') continue;
    const times = alike.get(`${type}|${label}`);
    if (times) times.push(startedAt);
    else alike.set(`${type}|${label}`, [startedAt]);
  }
  return nodes.map((node) => {
    const times = [...new Set(alike.get(`${node.type}|${node.label}`))];
    const form = forms.find((one) => new Set(times.map(one)).size === times.length) ?? forms.at(-1);
    if (typeof node.startedAt !== 'number' || times.length < 2 || form === undefined) return node;
    return { ...node, label: `${node.label} ${form(node.startedAt)}` };
  });
}

/** Filters, groups and merges parallel edges. Pure; the order of the input does not matter. */
export function drawnGraph(nodes: readonly EntityNode[], edges: readonly EntityEdge[], options: DrawOptions): DrawnGraph {
  const kept = nodes.filter((n) => !options.hiddenTypes.has(n.type)).sort(byRank);
  const ids = new Set(kept.map((n) => n.id));
  const inside = edges.filter((e) => e.source !== e.target && ids.has(e.source) && ids.has(e.target));
  const marks = options.group ? grouped(kept, inside, options.opened) : kept.map(single);
  const keyOf = new Map<number, string>();
  for (const mark of marks) for (const member of mark.members) keyOf.set(member.id, mark.key);
  return { nodes: marks, edges: merged(inside, keyOf, new Map(marks.map((m, i) => [m.key, i]))) };
}

/** Assets first, then what most alerts name: the order of the table twin, and of the seeds of the layout. */
const byRank = (a: EntityNode, b: EntityNode): number =>
  Number(isAsset(b.type)) - Number(isAsset(a.type)) || b.alertIds.length - a.alertIds.length || a.id - b.id;

const single = (node: EntityNode): DrawnNode => ({
  key: String(node.id),
  members: [node],
  type: node.type,
  label: node.label,
  verdict: node.verdict,
  alertIds: node.alertIds,
  count: 1 + node.folded,
});

function grouped(nodes: readonly EntityNode[], edges: readonly EntityEdge[], opened: ReadonlySet<string>): DrawnNode[] {
  const neighbours = new Map<number, string[]>();
  const note = (id: number, other: string): void => {
    const list = neighbours.get(id);
    if (list) list.push(other);
    else neighbours.set(id, [other]);
  };
  for (const edge of edges) {
    note(edge.source, `>${edge.target} ${edge.relation}`);
    note(edge.target, `<${edge.source} ${edge.relation}`);
  }
  const alike = new Map<string, EntityNode[]>();
  for (const node of nodes) {
    const signature = `${node.type}|${node.verdict}|${[...new Set(neighbours.get(node.id))].sort().join(',')}`;
    const list = alike.get(signature);
    if (list) list.push(node);
    else alike.set(signature, [node]);
  }
  const out: DrawnNode[] = [];
  for (const members of alike.values()) {
    const first = members[0];
    if (!first) continue;
    const key = `g${Math.min(...members.map((m) => m.id))}`;
    if (members.length < GROUP_FROM || opened.has(key)) out.push(...members.map(single));
    else out.push(groupOf(key, members, first.type));
  }
  return out.sort((a, b) => rankOf(a) - rankOf(b) || b.alertIds.length - a.alertIds.length || firstId(a) - firstId(b));
}

const rankOf = (mark: DrawnNode): number => (isAsset(mark.type) ? 0 : 1);
const firstId = (mark: DrawnNode): number => mark.members[0]?.id ?? 0;

function groupOf(key: string, members: readonly EntityNode[], type: EvidenceType): DrawnNode {
  const count = members.reduce((sum, m) => sum + 1 + m.folded, 0);
  return {
    key,
    members,
    type,
    label: plural(count, typePlural(type, 1), typePlural(type, 2)),
    verdict: worst(members.map((m) => m.verdict)),
    alertIds: [...new Set(members.flatMap((m) => m.alertIds))].sort((a, b) => a - b),
    count,
  };
}

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS[Math.max(0, ...verdicts.map((v) => VERDICTS.indexOf(v)))] ?? 'unknown';

function merged(edges: readonly EntityEdge[], keyOf: ReadonlyMap<number, string>, order: ReadonlyMap<string, number>): DrawnEdge[] {
  const pairs = new Map<string, Map<string, EdgeRelation>>();
  for (const edge of edges) {
    const from = keyOf.get(edge.source);
    const to = keyOf.get(edge.target);
    if (from === undefined || to === undefined || from === to) continue;
    const key = edgeKey(from, to, order);
    const relations = pairs.get(key) ?? new Map<string, EdgeRelation>();
    pairs.set(key, relations);
    const name = `${from}>${edge.relation}`;
    const known = relations.get(name);
    relations.set(name, {
      from,
      to,
      relation: edge.relation,
      alerts: known ? union(known.alerts, edge.alerts) : union(edge.alerts, []),
    });
  }
  return [...pairs]
    .map(([key, relations]) => {
      const list = [...relations.values()].sort((a, b) =>
        a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : a.from < b.from ? -1 : 1,
      );
      const [source = '', target = ''] = key.split('~');
      return { key, source, target, relations: list, alertIds: list.reduce<readonly number[]>((all, r) => union(all, r.alerts), []) };
    })
    .sort((a, b) => (order.get(a.source) ?? 0) - (order.get(b.source) ?? 0) || (order.get(a.target) ?? 0) - (order.get(b.target) ?? 0));
}

const union = (a: readonly number[], b: readonly number[]): readonly number[] => [...new Set([...a, ...b])].sort((x, y) => x - y);

const edgeKey = (a: string, b: string, order: ReadonlyMap<string, number>): string =>
  (order.get(a) ?? 0) <= (order.get(b) ?? 0) ? `${a}~${b}` : `${b}~${a}`;

/** Types present, in the order of the vocabulary, with how many entities there are of each. */
export function typesOf(nodes: readonly EntityNode[]): readonly { readonly type: EvidenceType; readonly count: number }[] {
  const counts = new Map<EvidenceType, number>();
  for (const node of nodes) counts.set(node.type, (counts.get(node.type) ?? 0) + 1 + node.folded);
  return EVIDENCE_TYPES.filter((t) => counts.has(t)).map((type) => ({ type, count: counts.get(type) ?? 0 }));
}

/** Why there is nothing to draw; `undefined` when there is. */
export function emptyReason(all: number, shown: number, hiddenByFilter: number): string | undefined {
  if (shown > 0) return undefined;
  if (all === 0) return 'The alerts of this incident name no entity: there is nothing to connect.';
  return hiddenByFilter > 0 ? 'Every entity type is switched off. Show all types to see the graph.' : 'No entity is left to draw.';
}
