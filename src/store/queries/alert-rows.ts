import { tacticsOfMask } from '../../attack/tactics.ts';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import { REASON_CODES } from '../../domain/reason.ts';
import { severityOfRank } from '../../domain/severity.ts';
import type { WordedReason } from '../../correlate/sentence.ts';
import type { AlertLink, AlertRow, AssetChip } from '../../worker/api.ts';
import { ask, BLOB, defineQuery, idList, INT, INT_OR_NULL, type QueryContext, REAL } from '../query.ts';
import { unpackReasons } from '../reasons.ts';
import { assetsOfAlert, chipsOf, inOrder } from './chips.ts';

export const alertsById = defineQuery<{ readonly ids: readonly number[] }>()({
  columns: { id: INT, category: INT, detection_source: INT, first_activity: INT_OR_NULL, last_activity: INT_OR_NULL, repeats: INT },
  sql: ({ ids }) => ({
    text: `select id, category, detection_source, first_activity, last_activity, repeats
           from alert where id in (select value from json_each(?))`,
    bind: [idList(ids)],
  }),
});
export const linksById = defineQuery<{ readonly ids: readonly number[] }>()({
  columns: { alert: INT, link_to: INT, score: REAL, reasons: BLOB },
  sql: ({ ids }) => ({
    text: 'select alert, link_to, score, reasons from membership where alert in (select value from json_each(?))',
    bind: [idList(ids)],
  }),
});

/** Rows in the order of the ids; ids that name no alert are passed over. */
export function alertRows(context: QueryContext, ids: readonly number[]): AlertRow[] {
  const { db, mirror, terms } = context;
  const assets = new Map(ids.map((id) => [id, assetsOfAlert(context, id)]));
  const links = linksOf(context, ids);
  const chips = chipsOf(context, [...assets.values()].flat());
  const rows = new Map(ask(db, alertsById, { ids }).map((row) => [row.id, row]));
  const out: AlertRow[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    if (row === undefined) continue;
    const i = id - 1;
    out.push({
      id,
      key: mirror.keyOf(id),
      incident: mirror.incident[i] ?? 0,
      title: terms.word(mirror.title[i] ?? 0),
      severity: severityOfRank(mirror.severity[i] ?? 0),
      status: ALERT_STATUSES[mirror.status[i] ?? 0] ?? 'unknown',
      category: terms.word(row.category),
      tactics: tacticsOfMask(mirror.tactics[i] ?? 0),
      product: terms.word(mirror.productTerms[mirror.product[i] ?? 0] ?? 0),
      detectionSource: terms.word(row.detection_source),
      firstActivity: row.first_activity,
      lastActivity: row.last_activity,
      assets: inOrder(chips, assets.get(id) ?? []),
      count: row.repeats,
      link: links.get(id) ?? null,
      raised: id > mirror.observed,
    });
  }
  return out;
}

function linksOf(context: QueryContext, ids: readonly number[]): Map<number, AlertLink> {
  const { db, mirror, terms, words } = context;
  const rows = ask(db, linksById, { ids }).map((row) => ({ ...row, reasons: unpackReasons(row.reasons) }));
  const chips: ReadonlyMap<number, AssetChip> = chipsOf(
    context,
    rows.flatMap((row) => row.reasons.map(({ entity }) => entity)),
  );
  const links = new Map<number, AlertLink>();
  for (const { alert, link_to, score, reasons } of rows) {
    if (reasons.length === 0) continue;
    const worded = reasons.map(({ code, entity, weight }): WordedReason => {
      const chip = chips.get(entity);
      return { code: REASON_CODES[code] ?? 'manualLink', weight, ...(chip !== undefined && { type: chip.type, label: chip.label }) };
    });
    // A raised alert spans its sequence: a gap to the last alert of it would mean nothing.
    const gap =
      link_to === 0 || alert > mirror.observed
        ? Number.NaN
        : Math.abs((mirror.time[alert - 1] ?? Number.NaN) - (mirror.time[link_to - 1] ?? Number.NaN));
    links.set(alert, {
      toAlert: link_to,
      toTitle: link_to === 0 ? '' : terms.word(mirror.title[link_to - 1] ?? 0),
      gap: Number.isNaN(gap) ? null : gap,
      score,
      reasons: worded.map((reason, i) => ({
        code: reason.code,
        weight: reason.weight,
        entity: chips.get(reasons[i]?.entity ?? 0) ?? null,
        text: words.reasonText(reason),
      })),
      sentence: words.linkSentence(worded, Number.isNaN(gap) ? undefined : gap),
    });
  }
  return links;
}

/** Alert ids by time, then key; those without a time last. At the same time raised alerts come last. */
export function inTimeOrder({ mirror }: Pick<QueryContext, 'mirror'>, ids: Iterable<number>): number[] {
  const time = (id: number): number => {
    const at = mirror.time[id - 1] ?? Number.NaN;
    return Number.isNaN(at) ? Infinity : at;
  };
  return [...ids].sort((a, b) => {
    const [x, y] = [time(a), time(b)];
    if (x !== y) return x < y ? -1 : 1;
    return (
      Number(a > mirror.observed) - Number(b > mirror.observed) ||
      (mirror.keyHigh[a - 1] ?? 0) - (mirror.keyHigh[b - 1] ?? 0) ||
      (mirror.keyLow[a - 1] ?? 0) - (mirror.keyLow[b - 1] ?? 0) ||
      a - b
    );
  });
}

/** Reasons of an alert's link with the shared things in words. */
export function reasonsOfAlert(context: QueryContext, alert: number): WordedReason[] {
  const [row] = ask(context.db, linksById, { ids: [alert] });
  const reasons = row === undefined ? [] : unpackReasons(row.reasons);
  const chips = chipsOf(
    context,
    reasons.map(({ entity }) => entity),
  );
  return reasons.map(({ code, entity, weight }) => {
    const chip = chips.get(entity);
    return { code: REASON_CODES[code] ?? 'manualLink', weight, ...(chip !== undefined && { type: chip.type, label: chip.label }) };
  });
}
