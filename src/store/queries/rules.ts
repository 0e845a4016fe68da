import { modeOfText } from '../../domain/detector-mode.ts';
import type { EvidenceType } from '../../domain/evidence.ts';
import type { ListName, Rule } from '../../domain/rule.ts';
import type {
  DetectorCounts,
  DetectorListRow,
  DetectorParams,
  IdentityRuleRow,
  LinkRuleRow,
  ListCounts,
  ListParams,
  ListRow,
  RuleEnd,
} from '../../worker/api.ts';
import { detectorRows, taggedRows } from '../detectors.ts';
import { idsOfKey } from '../entity-table.ts';
import { ask, cached, defineQuery, INT_OR_NULL, type QueryContext, TEXT, TEXT_OR_NULL } from '../query.ts';
import { readRules } from '../rules.ts';
import { incidentHeads } from './incident-heads.ts';
import { thingsOfRules } from './listed.ts';
import { titleOf } from './related.ts';

export const marked = defineQuery<Record<string, never>>()({
  columns: { key: TEXT, ignored: INT_OR_NULL, critical: INT_OR_NULL, watched: INT_OR_NULL, note: TEXT_OR_NULL, updated: INT_OR_NULL },
  sql: () => ({ text: 'select key, ignored, critical, watched, note, updated from entity_decision order by key', bind: [] }),
});
const COLUMN = { ignore: 'ignored', critical: 'critical', watch: 'watched' } as const satisfies Readonly<Record<ListName, string>>;

export function listCounts(context: QueryContext): readonly ListCounts[] {
  const rules = readRules(context.db);
  const marks = ask(context.db, marked, {});
  const count = (list: ListName): number =>
    rules.filter(({ kind }) => kind === list).length + marks.filter((mark) => mark[COLUMN[list]] === 1).length;
  return [{ ignore: count('ignore'), critical: count('critical'), watch: count('watch') }];
}

/** Entries of a list, the newest first. */
export function listEntries(context: QueryContext, { list, search, limit }: ListParams): readonly ListRow[] {
  const wanted = search.trim().toLowerCase();
  const fits = (row: Omit<ListRow, 'things' | 'alerts'>): boolean =>
    wanted === '' || [row.type, row.id, row.note].some((part) => part.toLowerCase().includes(wanted));
  const found = [...ruleEntries(context, list), ...markEntries(context, list)]
    .filter(fits)
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
  const things = thingsOfRules(context);
  return found.map((row) => {
    const ids = row.key === null ? new Set([context.mirror.entities.canonicalId(row.entity ?? 0)]) : (things.get(row.key) ?? new Set());
    return { ...row, things: ids.size, alerts: alertsNaming(context, ids) };
  });
}

/** An alert that names several of these counts once. */
function alertsNaming({ mirror }: QueryContext, ids: Iterable<number>): number {
  const seen = new Uint8Array(mirror.count + 1);
  let found = 0;
  for (const id of ids)
    for (const alert of mirror.alertsOf(id)) {
      if (seen[alert] === 0) found++;
      seen[alert] = 1;
    }
  return found;
}

function ruleEntries({ db }: QueryContext, list: ListName): Omit<ListRow, 'things' | 'alerts'>[] {
  return readRules(db)
    .filter(({ kind }) => kind === list)
    .map(({ key, a, b, at, actor, note }) => {
      const type = a as EvidenceType;
      return { key, entity: null, type, id: b, note: note ?? '', at, actor };
    });
}

function markEntries({ db, mirror }: QueryContext, list: ListName): Omit<ListRow, 'things' | 'alerts'>[] {
  return ask(db, marked, {}).flatMap((mark) => {
    const entity = mirror.entities.idOf(mark.key);
    const id = idsOfKey(mark.key)[0];
    if (mark[COLUMN[list]] !== 1 || id === undefined) return [];
    const type = (mark.key.slice(0, mark.key.indexOf('|')) || 'generic') as EvidenceType;
    return entity === 0 ? [] : [{ key: null, entity, type, id, note: mark.note ?? '', at: mark.updated ?? 0, actor: '' }];
  });
}

/** “Always” and “never together”, the newest first. */
export function linkRules(context: QueryContext): readonly LinkRuleRow[] {
  const rules = readRules(context.db)
    .filter((rule): rule is Rule & { readonly kind: LinkRuleRow['kind'] } => rule.kind === 'mustLink' || rule.kind === 'cannotLink')
    .sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1));
  const { mirror } = context;
  const alerts = rules.flatMap(({ a, b }) => [mirror.find(a), mirror.find(b)]).filter((id) => id !== 0);
  const incidents = new Map(
    ask(context.db, incidentHeads, { ids: new Set(alerts.map((id) => mirror.incident[id - 1] ?? 0)) }).map((head) => [head.id, head]),
  );
  const end = (key: string): RuleEnd => {
    const id = mirror.find(key);
    if (id === 0) return { alert: null, title: '', incident: null };
    const incident = incidents.get(mirror.incident[id - 1] ?? 0);
    return { alert: id, title: titleOf(context, id), incident: incident === undefined ? null : { id: incident.id, name: incident.name } };
  };
  return rules.map(({ key, kind, a, b, note, at, actor }) => ({ key, kind, a: end(a), b: end(b), note: note ?? '', at, actor }));
}

/** Decisions about identity, the newest first. */
export function identityRules({ db }: QueryContext): readonly IdentityRuleRow[] {
  return readRules(db)
    .flatMap(({ key, kind, a, b, note, at, actor }): IdentityRuleRow[] => {
      const rest = { key, note: note ?? '', at, actor };
      if (kind === 'noIdentity') return [{ ...rest, kind, type: a as EvidenceType, ids: [b] }];
      if (kind !== 'sameThing' && kind !== 'twoThings') return [];
      const type = a.slice(0, a.indexOf('|')) as EvidenceType;
      return [{ ...rest, kind, type, ids: [a, b].map((one) => one.slice(one.indexOf('|') + 1)) }];
    })
    .sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1));
}

/** Detectors, those a person decided on first, then the loudest. */
export function detectors(context: QueryContext, { search, limit }: DetectorParams): readonly DetectorListRow[] {
  const { db, mirror } = context;
  const wanted = search.trim().toLowerCase();
  const rules = new Map(
    readRules(db)
      .filter(({ kind }) => kind === 'detector')
      .map((rule) => [rule.a, rule]),
  );
  const tags = tagsOfDetectors(context);
  const rows = allDetectors(context).filter(
    ({ product, rule, title }) => wanted === '' || [product, rule, title].some((part) => part.toLowerCase().includes(wanted)),
  );
  rows.sort((a, b) => Number(rules.has(b.key)) - Number(rules.has(a.key)) || b.alerts - a.alerts || (a.key < b.key ? -1 : 1));
  const shown = rows.slice(0, limit);
  const incidents = new Map(shown.map(({ detector }) => [detector, new Set<number>()]));
  for (let row = 0; row < mirror.count; row++) incidents.get(mirror.detector[row] ?? 0)?.add(mirror.incident[row] ?? 0);
  return shown.map(({ key, detector, product, rule, title, alerts }) => {
    const decided = rules.get(key);
    return {
      key,
      product,
      rule,
      title,
      alerts,
      incidents: incidents.get(detector)?.size ?? 0,
      tag: tags.get(detector) ?? null,
      mode: decided === undefined ? null : (modeOfText(decided.b) ?? null),
      ruleKey: decided?.key ?? null,
    };
  });
}

export function detectorSummary(context: QueryContext): readonly DetectorCounts[] {
  const rows = allDetectors(context);
  const decided = readRules(context.db).filter(({ kind }) => kind === 'detector').length;
  return [{ detectors: rows.length, decided, tagged: tagsOfDetectors(context).size }];
}

const allDetectors = (context: QueryContext): ReturnType<typeof detectorRows> => [
  ...cached(context, 'detectors', String(context.mirror.revision), () => detectorRows(context.db, context.mirror)),
];

/** By number of the detector: what its rule's description asks for. */
function tagsOfDetectors(context: QueryContext): ReadonlyMap<number, 'exclude' | 'include'> {
  return cached(context, 'detector-tags', String(context.mirror.revision), () => {
    const tags = new Map<number, 'exclude' | 'include'>();
    const { exclude, include } = taggedRows(context.db);
    for (const row of include) tags.set(context.mirror.detector[row] ?? 0, 'include');
    for (const row of exclude) tags.set(context.mirror.detector[row] ?? 0, 'exclude');
    return tags;
  });
}
