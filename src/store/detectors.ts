import type { Database } from 'sql.js';
import { detectorKey, tagOf } from '../domain/detector-mode.ts';
import type { Mirror } from './mirror.ts';
import { ask, defineQuery, idList, INT, TEXT } from './query.ts';

/** What raised alerts: a product with its rule, or the title where it names no rule. */
export interface DetectorRow {
  /** `detectorKey(product, rule)`. */
  readonly key: string;
  /** Its number in the mirror. */
  readonly detector: number;
  readonly product: string;
  readonly rule: string;
  readonly title: string;
  readonly alerts: number;
  /** Any of its alerts. */
  readonly alert: number;
}

const detectorCounts = defineQuery<Record<string, never>>()({
  columns: { product: TEXT, rule: TEXT, title: TEXT, alerts: INT, alert: INT },
  sql: () => ({
    text: `select p.text as product, r.text as rule, t.text as title, d.alerts, d.alert from (
             select product, case rule when 0 then title else rule end as rule, title, count(*) as alerts, min(id) as alert
             from alert where batch > 0 group by 1, 2
           ) d join term p on p.id = d.product join term r on r.id = d.rule join term t on t.id = d.title`,
    bind: [],
  }),
});

/** All detectors of the workspace. */
export function detectorRows(db: Database, mirror: Mirror): DetectorRow[] {
  return ask(db, detectorCounts, {}).map((row) => ({
    ...row,
    key: detectorKey(row.product, row.rule),
    detector: mirror.detector[row.alert - 1] ?? 0,
  }));
}

const hashTagged = defineQuery<Record<string, never>>()({
  columns: { id: INT, text: TEXT },
  sql: () => ({ text: "select id, text from prose where text like '%#%\\_CORR%#%' escape '\\'", bind: [] }),
});
const describedBy = defineQuery<{ readonly prose: Iterable<number> }>()({
  columns: { id: INT },
  sql: ({ prose }) => ({
    text: 'select id from alert where description in (select value from json_each(?)) order by id',
    bind: [idList(prose)],
  }),
});

/** Mirror rows of alerts whose description begins with a tag about correlation. */
export function taggedRows(db: Database): { readonly exclude: readonly number[]; readonly include: readonly number[] } {
  const prose = ask(db, hashTagged, {});
  const rows = (tag: 'exclude' | 'include'): readonly number[] => {
    const ids = prose.filter(({ text }) => tagOf(text) === tag).map(({ id }) => id);
    return ids.length === 0 ? [] : ask(db, describedBy, { prose: ids }).map(({ id }) => id - 1);
  };
  return { exclude: rows('exclude'), include: rows('include') };
}
