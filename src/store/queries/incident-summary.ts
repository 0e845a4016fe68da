import { tacticName } from '../../attack/tactics.ts';
import { plural } from '../../base/text.ts';
import { durationText } from '../../base/time.ts';
import { EVIDENCE_TYPES } from '../../domain/evidence.ts';
import { severityOfRank } from '../../domain/severity.ts';
import type { IncidentRow } from '../../worker/api.ts';
import type { QueryContext } from '../query.ts';
import { inTimeOrder } from './alert-rows.ts';
import { chipsOf } from './chips.ts';
import { gather } from './evidence-rows.ts';

const NAMED = 3;

/** What an incident is, in a few sentences made of counts alone. Times stand as lengths: the zone is the page's. */
export function incidentSummary(context: QueryContext, row: IncidentRow, alerts: Uint32Array, detectors: number): string[] {
  const { mirror, terms } = context;
  const order = inTimeOrder(context, alerts);
  const first = order[0];
  if (first === undefined) return ['It has no alerts any more.'];
  const title = (id: number): string => `“${terms.word(mirror.title[id - 1] ?? 0)}”`;
  const length = row.firstActivity === null || row.lastActivity === null ? 0 : row.lastActivity - row.firstActivity;
  const sentences = [
    `${plural(alerts.length, 'alert')} of ${plural(detectors, 'kind of detection', 'kinds of detection')} from ${listed(row.products, 'product')}${length > 0 ? ` within ${durationText(length)}` : ''}.`,
  ];
  if (row.assetCount > 0) {
    const what = listed(
      row.assets.map(({ label }) => label),
      'asset',
      row.assetCount,
    );
    sentences.push(`It touches ${plural(row.assetCount, 'asset')}: ${what}.`);
  }
  if (order.length > 1) sentences.push(beginning(order, (id) => mirror.severity[id - 1] ?? 0, title));
  const [from, to] = [row.tactics[0], row.tactics[row.tactics.length - 1]];
  if (from !== undefined && to !== undefined)
    sentences.push(
      from === to
        ? `Its tactic is ${tacticName(from)}.`
        : `Its ${plural(row.tactics.length, 'tactic')} reach from ${tacticName(from)} to ${tacticName(to)}.`,
    );
  const malicious = [...gather(context, alerts).values()]
    .filter(({ verdict }) => verdict === 4)
    .sort((a, b) => b.alerts.length - a.alerts.length);
  if (malicious.length > 0) {
    const chips = chipsOf(
      context,
      malicious.slice(0, NAMED).map(({ id }) => id),
    );
    const names = malicious.slice(0, NAMED).map(({ id }) => chips.get(id)?.label ?? EVIDENCE_TYPES[0]);
    sentences.push(
      `${plural(malicious.length, 'thing')} in it ${malicious.length === 1 ? 'is' : 'are'} called malicious: ${listed(names, 'thing', malicious.length)}.`,
    );
  }
  if (row.activeAlerts < row.alerts)
    sentences.push(
      `${plural(row.alerts - row.activeAlerts, 'alert')} of ${row.alerts} ${row.alerts - row.activeAlerts === 1 ? 'is' : 'are'} resolved.`,
    );
  return sentences;
}

/** The first alert, and the first as grave as any: of several of one severity none is called the gravest, the priority names the rarest. */
function beginning(order: readonly number[], rank: (alert: number) => number, title: (alert: number) => string): string {
  const [first = 0] = order;
  const worst = order.reduce((most, id) => Math.max(most, rank(id)), 0);
  const severity = severityOfRank(worst);
  if (worst === 0) return `It begins with ${title(first)}; no alert states a severity.`;
  if (rank(first) === worst) return `It begins with ${title(first)}, of ${severity} severity; none is graver.`;
  return `It begins with ${title(first)}; the first of ${severity} severity is ${title(order.find((id) => rank(id) === worst) ?? first)}.`;
}

/** `a, b and c`, `a, b, c and 4 more`. */
function listed(names: readonly string[], noun: string, total = names.length): string {
  const shown = names.slice(0, NAMED);
  const more = total - shown.length;
  if (shown.length === 0) return plural(total, noun);
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  const last = shown[shown.length - 1] ?? '';
  return shown.length === 1 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
