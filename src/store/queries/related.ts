import type { MergeSuggestionRow, RelatedIncidentRow, SuggestionRow } from '../../worker/api.ts';
import { ask, defineQuery, INT, type QueryContext, REAL } from '../query.ts';
import { chipsOf, inOrder } from './chips.ts';
import { incidentRows } from './incident-rows.ts';

/** An incident with what it shares: entity ids and term ids of titles. */
export interface Related {
  readonly incident: number;
  readonly score: number;
  readonly entities: readonly number[];
  readonly titles: readonly number[];
}

const SHOWN = 8;

export function relatedRows(context: QueryContext, related: readonly Related[]): RelatedIncidentRow[] {
  const rows = new Map(
    incidentRows(
      context,
      related.map(({ incident }) => incident),
    ).map((row) => [row.id, row]),
  );
  const chips = chipsOf(
    context,
    related.flatMap(({ entities }) => entities.slice(0, SHOWN)),
  );
  return related.flatMap((one) => {
    const row = rows.get(one.incident);
    if (row === undefined) return [];
    const detections = one.titles.slice(0, SHOWN).map((title) => context.terms.word(title));
    return [{ ...row, score: one.score, shared: inOrder(chips, one.entities.slice(0, SHOWN)), detections }];
  });
}

const suggestionsOf = defineQuery<{ readonly incident: number }>()({
  columns: { other: INT, via: INT, score: REAL },
  sql: ({ incident }) => ({
    text: `select case when a = ? then b else a end as other, via, score from suggestion where a = ? or b = ? order by score desc limit 20`,
    bind: [incident, incident, incident],
  }),
});

/** Merges the correlation saw and held back, the strongest first. */
export function suggestions(context: QueryContext, params: { readonly incident: number }): SuggestionRow[] {
  const found = ask(context.db, suggestionsOf, params);
  const rows = new Map(
    incidentRows(
      context,
      found.map(({ other }) => other),
    ).map((row) => [row.id, row]),
  );
  return found.flatMap(({ other, via, score }) => {
    const row = rows.get(other);
    return row === undefined ? [] : [{ other: row, viaAlert: via, viaTitle: titleOf(context, via), score }];
  });
}

// A merge with one that is done, or that was poured away, is not offered.
const OFFERED = `from suggestion s join incident a on a.id = s.a join incident b on b.id = s.b
  where a.status not in ('resolved', 'redirected') and b.status not in ('resolved', 'redirected') and a.alerts > 0 and b.alerts > 0`;
const offeredMerges = defineQuery<{ readonly limit: number }>()({
  columns: { a: INT, b: INT, via: INT, score: REAL },
  sql: ({ limit }) => ({ text: `select s.a, s.b, s.via, s.score ${OFFERED} order by s.score desc, s.a, s.b limit ?`, bind: [limit] }),
});
const offeredMergeCount = defineQuery<Record<string, never>>()({
  columns: { count: INT },
  sql: () => ({ text: `select count(*) as count ${OFFERED}`, bind: [] }),
});

/** Merges held back anywhere among open incidents, the strongest first. */
export function mergeSuggestions(context: QueryContext, params: { readonly limit: number }): MergeSuggestionRow[] {
  const found = ask(context.db, offeredMerges, params);
  const rows = new Map(incidentRows(context, [...new Set(found.flatMap(({ a, b }) => [a, b]))]).map((row) => [row.id, row]));
  return found.flatMap(({ a, b, via, score }) => {
    const [one, other] = [rows.get(a), rows.get(b)];
    return one === undefined || other === undefined ? [] : [{ a: one, b: other, viaAlert: via, viaTitle: titleOf(context, via), score }];
  });
}
export const mergeSuggestionCount = (context: QueryContext): readonly { readonly count: number }[] =>
  ask(context.db, offeredMergeCount, {});

export const titleOf = ({ mirror, terms }: Pick<QueryContext, 'mirror' | 'terms'>, alert: number): string =>
  terms.word(mirror.title[alert - 1] ?? 0);
