import { ALERT_STATUSES } from '../../domain/alert.ts';
import { CLASSIFICATION_LABELS, DETERMINATION_LABELS } from '../../domain/classification.ts';
import { INCIDENT_STATUS_LABELS } from '../../domain/incident.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import type { Change, Row } from '../../journal/event.ts';
import type { ActivityRow, CommentRow, JournalRow } from '../../worker/api.ts';
import { ask, defineQuery, INT, type QueryContext, TEXT } from '../query.ts';

export const eventsOfSubject = defineQuery<{ readonly incident: number; readonly limit: number }>()({
  columns: { id: TEXT, seq: INT, at: INT, actor: TEXT, kind: TEXT, summary: TEXT, changes: TEXT, undone: INT },
  sql: ({ incident, limit }) => ({
    text: `select e.id, e.seq, e.at, e.actor, e.kind, e.summary, e.changes, e.undone
           from event_subject s join event e on e.seq = s.seq
           where s.subject = (select key from incident where id = ?) order by s.seq desc limit ?`,
    bind: [incident, limit],
  }),
});

const incidentsByKey = defineQuery<{ readonly keys: ReadonlySet<string> }>()({
  columns: { key: TEXT, id: INT },
  sql: ({ keys }) => ({
    text: 'select key, id from incident where key in (select value from json_each(?))',
    bind: [JSON.stringify([...keys])],
  }),
});

/** Newest first. */
export function incidentActivities(
  context: QueryContext,
  params: { readonly incident: number; readonly limit: number },
): readonly ActivityRow[] {
  const rows = ask(context.db, eventsOfSubject, params).map((row) => ({ ...row, changes: JSON.parse(row.changes) as readonly Change[] }));
  const keys = new Set<string>();
  for (const { changes } of rows)
    for (const { before, after } of changes)
      for (const row of [before, after]) for (const name of PLACES) if (typeof row?.[name] === 'string') keys.add(row[name]);
  const numbers = new Map(ask(context.db, incidentsByKey, { keys }).map(({ key, id }) => [key, `#${id}`]));
  return rows.map((row) => ({ ...row, undone: row.undone === 1, changes: row.changes.flatMap((change) => fieldsOf(change, numbers)) }));
}

const FIELDS: Readonly<Record<string, string>> = {
  name: 'Name',
  severity: 'Severity',
  status: 'Status',
  classification: 'Classification',
  determination: 'Determination',
  assigned_to: 'Assigned to',
  tags: 'Tags',
  resolving_note: 'Resolving note',
  redirect_to: 'Merged into',
  verdict: 'Verdict',
  critical: 'Critical asset',
  watched: 'Watched',
  ignored: 'Never links',
  note: 'Note',
  text: 'Comment',
  incident: 'Incident',
  value: 'Value',
};

/** The columns of a decision that changed, in words; times and authors stand on the event itself. */
function fieldsOf({ table, before, after }: Change, numbers: ReadonlyMap<string, string>): ActivityRow['changes'] {
  const names = Object.keys(FIELDS).filter(
    (name) => (Object.hasOwn(before ?? {}, name) || Object.hasOwn(after ?? {}, name)) && !(table === 'comment' && name === 'incident'),
  );
  return names
    .map((name) => ({ field: FIELDS[name] ?? name, before: said(name, before, numbers), after: said(name, after, numbers) }))
    .filter((change) => change.before !== change.after);
}

const LABELS: Readonly<Record<string, string>> = { ...INCIDENT_STATUS_LABELS, ...CLASSIFICATION_LABELS, ...DETERMINATION_LABELS };
const FLAGS: ReadonlySet<string> = new Set(['critical', 'watched', 'ignored']);
/** Columns that name an incident by its key. */
const PLACES: ReadonlySet<string> = new Set(['incident', 'redirect_to']);
const WORDED: ReadonlySet<string> = new Set(['status', 'classification', 'determination']);

function said(name: string, row: Row | null, numbers: ReadonlyMap<string, string>): string {
  const value = row !== null && Object.hasOwn(row, name) ? row[name] : null;
  if (value === null || value === undefined) return name === 'incident' ? 'as correlated' : FLAGS.has(name) ? 'No' : '';
  if (PLACES.has(name)) return numbers.get(String(value)) ?? 'one that is gone';
  if (name === 'severity' && typeof value === 'number') return SEVERITIES[value] ?? '';
  if (FLAGS.has(name)) return value === 0 ? 'No' : 'Yes';
  if (name === 'tags' && typeof value === 'string') return (JSON.parse(value) as readonly string[]).join(', ');
  const word = String(value);
  if (WORDED.has(name))
    return Object.hasOwn(LABELS, word) ? (LABELS[word] ?? word) : (ALERT_STATUSES as readonly string[]).includes(word) ? 'Unknown' : word;
  return word;
}

export const entries = defineQuery<{ readonly kinds: readonly string[]; readonly limit: number }>()({
  columns: { id: TEXT, seq: INT, at: INT, actor: TEXT, kind: TEXT, summary: TEXT, undone: INT },
  sql: ({ kinds, limit }) => ({
    text: `select id, seq, at, actor, kind, summary, undone from event
           where ? = '[]' or kind in (select value from json_each(?)) order by seq desc limit ?`,
    bind: [JSON.stringify(kinds), JSON.stringify(kinds), limit],
  }),
});

const incidentsOfEntries = defineQuery<{ readonly from: number; readonly to: number }>()({
  columns: { seq: INT, id: INT },
  sql: ({ from, to }) => ({
    text: `select s.seq, i.id from event_subject s join incident i on i.key = s.subject where s.seq between ? and ? order by i.id`,
    bind: [from, to],
  }),
});

/** The journal of the workspace, newest first. */
export function journal(
  context: QueryContext,
  params: { readonly kinds: readonly string[]; readonly limit: number },
): readonly JournalRow[] {
  const rows = ask(context.db, entries, params);
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return [];
  const incidents = new Map<number, number[]>(rows.map(({ seq }) => [seq, []]));
  for (const { seq, id } of ask(context.db, incidentsOfEntries, { from: last.seq, to: first.seq })) incidents.get(seq)?.push(id);
  return rows.map((row) => ({ ...row, undone: row.undone === 1, incidents: incidents.get(row.seq) ?? [] }));
}

export const commentsOf = defineQuery<{ readonly incident: number }>()({
  columns: { id: TEXT, at: INT, author: TEXT, text: TEXT },
  sql: ({ incident }) => ({
    text: 'select key as id, at, author, text from comment where incident = (select key from incident where id = ?) order by at, rowid',
    bind: [incident],
  }),
});
export const incidentComments = (context: QueryContext, params: { readonly incident: number }): readonly CommentRow[] =>
  ask(context.db, commentsOf, params);
