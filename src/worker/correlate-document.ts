import type { Database } from 'sql.js';
import { type Instant, toIso } from '../base/time.ts';
import { linkSentence, reasonText, type WordedReason } from '../correlate/sentence.ts';
import type { Slice } from '../intake/slice.ts';
import { type DumpedAlert, type DumpedReason, dumpedIncidents, eachDumpedAlert } from '../store/correlation-dump.ts';
import type { FileOutcome } from './intake-job.ts';

export interface DocumentOptions {
  /** Links per incident at the most; undefined: all. */
  readonly limitLinks?: number | undefined;
  readonly alerts: boolean;
}

const iso = (at: number | null): string | null => (at === null ? null : toIso(at as Instant));
const worded = (reason: DumpedReason): WordedReason => ({
  code: reason.code,
  weight: reason.weight,
  ...(reason.entity !== undefined && { type: reason.entity.type, label: reason.entity.label }),
});
const sliceJson = ({ from, to, every }: Slice): object => ({
  ...(from !== undefined && { from: toIso(from) }),
  ...(to !== undefined && { to: toIso(to) }),
  ...(every !== undefined && { every }),
});
const round = (x: number): number => Math.round(x * 1e4) / 1e4;

/** The document of `npm run correlate` (docs/correlate-json.md), in pieces, so that a million alerts never stand in one string. */
export function* correlateDocument(
  db: Database,
  files: readonly FileOutcome[],
  timings: Readonly<Record<string, number>>,
  options: DocumentOptions,
): Generator<string> {
  const fileOf = new Map(files.map((file, index) => [file.batch, index]));
  const alertLines: string[] = [];
  const keys = new Map<number, string>();
  const times = new Map<number, number | null>();
  const members = new Map<number, string[]>();
  const links = new Map<number, string[]>();
  const later: DumpedAlert[] = [];
  eachDumpedAlert(db, options.limitLinks !== 0, (alert) => {
    keys.set(alert.id, alert.key);
    times.set(alert.id, alert.time);
    const list = members.get(alert.incident);
    if (list === undefined) members.set(alert.incident, [alert.key]);
    else list.push(alert.key);
    if (options.alerts) {
      alertLines.push(
        JSON.stringify({
          id: alert.key,
          externalId: alert.externalId,
          file: fileOf.get(alert.batch) ?? null,
          line: alert.raised === undefined ? alert.line : null,
          time: iso(alert.time),
          title: alert.title,
          severity: alert.severity,
          incident: alert.incident === 0 ? null : `i${alert.incident}`,
          ...(alert.raised !== undefined && { raisedBy: alert.raised }),
        }),
      );
    }
    if (alert.linkTo !== 0 && options.limitLinks !== 0) later.push(alert);
  });
  for (const alert of later) {
    let list = links.get(alert.incident);
    if (list === undefined) links.set(alert.incident, (list = []));
    if (options.limitLinks !== undefined && list.length >= options.limitLinks) continue;
    const [here, there] = [alert.time, times.get(alert.linkTo) ?? null];
    const gap = here === null || there === null ? undefined : Math.abs(here - there);
    list.push(
      JSON.stringify({
        a: keys.get(alert.linkTo) ?? null,
        b: alert.key,
        score: round(alert.score),
        gapSeconds: gap === undefined ? null : gap / 1e6,
        text: linkSentence(alert.reasons.map(worded), gap),
        reasons: alert.reasons.map((reason) => ({
          code: reason.code,
          entity: reason.entity === undefined ? null : `${reason.entity.type}:${reason.entity.id}`,
          weight: round(reason.weight),
          text: reasonText(worded(reason)),
        })),
      }),
    );
  }
  yield '{"version":1,\n"files":[';
  yield files
    .map(({ report, counts }) =>
      JSON.stringify({
        name: baseName(report.name),
        format: report.format,
        candidates: report.candidates.map((candidate) => candidate.format),
        alerts: counts.added + counts.updated,
        duplicates: counts.duplicates,
        ignored: report.ignored,
        ...(report.only !== undefined && { only: sliceJson(report.only) }),
        rejected: report.rejected,
        rejectedCount: report.rejectedCount,
        error: report.error === null ? null : { code: report.error.code, message: report.error.message },
      }),
    )
    .join(',\n');
  yield ']';
  if (options.alerts) {
    yield ',\n"alerts":[';
    for (let i = 0; i < alertLines.length; i += 1000) yield `${i === 0 ? '' : ',\n'}${alertLines.slice(i, i + 1000).join(',\n')}`;
    yield ']';
  }
  yield ',\n"incidents":[';
  let first = true;
  for (const incident of dumpedIncidents(db)) {
    const head = JSON.stringify({
      id: `i${incident.id}`,
      title: incident.title,
      severity: incident.severity,
      priority: incident.priority,
      firstActivity: iso(incident.firstActivity),
      lastActivity: iso(incident.lastActivity),
      alerts: members.get(incident.id) ?? [],
    });
    yield `${first ? '' : ',\n'}${head.slice(0, -1)},"links":[${(links.get(incident.id) ?? []).join(',')}]}`;
    first = false;
  }
  yield `],\n"timings":${JSON.stringify(timings)}}\n`;
}

const baseName = (name: string): string => name.replace(/^.*[\\/]/, '');
