import { TACTICS } from '../../attack/tactics.ts';
import { INCIDENT_STATUSES } from '../../domain/incident.ts';
import { OWN_PRODUCT } from '../../domain/raised.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import type { IncidentFilter } from '../../worker/api.ts';
import { CLASSIFICATIONS } from '../incident-columns.ts';
import { ask, cached, defineQuery, INT, likeContains, type QueryContext } from '../query.ts';
import { watchedThings } from './watched.ts';

/** Bits of the filters that an incident fails. */
export const FAILS = {
  status: 1,
  severity: 2,
  assignee: 4,
  product: 8,
  tactic: 16,
  tag: 32,
  classification: 64,
  posture: 128,
  other: 256,
} as const;

/** Row of `IncidentColumns` → bits of the filters it fails; 0 = shown. */
export type Judge = (row: number) => number;

const REDIRECTED = INCIDENT_STATUSES.indexOf('redirected');

/**
 * Compiles a filter over the columns. Two things are left out unless asked for: incidents poured into another (by status `redirected`),
 * and incidents of nothing but posture findings.
 */
export function judgeOf(context: QueryContext, filter: IncidentFilter): Judge {
  const { incidents } = context;
  const statuses = chosen(filter.statuses, INCIDENT_STATUSES);
  const severities = chosen(filter.severities, SEVERITIES);
  const classifications = chosen(filter.classifications, CLASSIFICATIONS);
  const assignees = filter.assignees?.length ? chosen(filter.assignees, incidents.assignees.values) : undefined;
  const products = anyOf(filter.products, incidents.productSets.values);
  const tags = anyOf(filter.tags, incidents.tagSets.values);
  const tactics = filter.tactics?.length ? maskOf(filter.tactics) : undefined;
  const several =
    filter.multipleProducts === true
      ? incidents.productSets.values.map((names) => names.filter((name) => name !== OWN_PRODUCT).length > 1)
      : undefined;
  const from = filter.from ?? -Infinity;
  const to = filter.to ?? Infinity;
  const timed = filter.from !== undefined || filter.to !== undefined;
  const search = filter.search?.trim() ?? '';
  const found = search === '' ? undefined : searched(context, search);
  const posture = filter.posture === true;
  const watched = filter.watched === true ? watchedThings(context) : undefined;
  const asked = search !== '';
  return (row) => {
    const status = incidents.status[row] ?? 0;
    let fails = 0;
    if (statuses === undefined ? status === REDIRECTED && !asked : !statuses[status]) fails |= FAILS.status;
    if (severities !== undefined && !severities[incidents.severity[row] ?? 0]) fails |= FAILS.severity;
    if (assignees !== undefined && !assignees[incidents.assignee[row] ?? 0]) fails |= FAILS.assignee;
    if (products !== undefined && !products[incidents.products[row] ?? 0]) fails |= FAILS.product;
    if (tactics !== undefined && ((incidents.tactics[row] ?? 0) & tactics) === 0) fails |= FAILS.tactic;
    if (tags !== undefined && !tags[incidents.tags[row] ?? 0]) fails |= FAILS.tag;
    if (classifications !== undefined && !classifications[incidents.classification[row] ?? 0]) fails |= FAILS.classification;
    if (!posture && !asked && incidents.posture[row] === 1) fails |= FAILS.posture;
    if (several !== undefined && !several[incidents.products[row] ?? 0]) fails |= FAILS.other;
    // Without a time nothing overlaps.
    if (timed && !((incidents.first[row] ?? Number.NaN) <= to && (incidents.last[row] ?? Number.NaN) >= from)) fails |= FAILS.other;
    if (watched !== undefined && !watched.has(incidents.id[row] ?? 0)) fails |= FAILS.other;
    if (found !== undefined && found[row] !== 1) fails |= FAILS.other;
    return fails;
  };
}

function chosen<T>(wanted: readonly T[] | undefined, all: readonly T[]): readonly boolean[] | undefined {
  return wanted === undefined || wanted.length === 0 ? undefined : all.map((one) => wanted.includes(one));
}
function anyOf(wanted: readonly string[] | undefined, sets: readonly (readonly string[])[]): readonly boolean[] | undefined {
  return wanted === undefined || wanted.length === 0 ? undefined : sets.map((set) => set.some((one) => wanted.includes(one)));
}
const maskOf = (ids: readonly string[]): number => TACTICS.reduce((mask, { id }, i) => (ids.includes(id) ? mask | (1 << i) : mask), 0);

const namedLike = defineQuery<{ readonly search: string }>()({
  columns: { id: INT },
  sql: ({ search }) => ({ text: "select id from incident where name like ? escape '\\'", bind: [likeContains(search)] }),
});
export const entitiesLike = defineQuery<{ readonly search: string }>()({
  columns: { id: INT },
  sql: ({ search }) => ({
    text: "select id from entity where label like $text escape '\\' or key like $text escape '\\'",
    bind: { $text: likeContains(search) },
  }),
});

/** Rows found by name, by `#7`, or by an entity they name. */
function searched(context: QueryContext, search: string): Uint8Array {
  const { db, mirror, incidents } = context;
  const rows = new Uint8Array(incidents.count);
  const mark = (id: number): void => {
    const row = incidents.rowOf(id);
    if (row >= 0) rows[row] = 1;
  };
  const number = /^#(\d{1,9})$/.exec(search)?.[1];
  if (number !== undefined) {
    mark(Number(number));
    return rows;
  }
  for (const { id } of ask(db, namedLike, { search })) mark(id);
  const byEntity = cached(context, `search ${search}`, `${mirror.revision} ${mirror.entities.count}`, () => {
    const ids = new Set<number>();
    for (const { id } of ask(db, entitiesLike, { search }))
      for (const alert of mirror.alertsOf(id)) ids.add(mirror.incident[alert - 1] ?? 0);
    return ids;
  });
  for (const id of byEntity) mark(id);
  return rows;
}
