import { fail, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { VERDICT_LABELS } from '../../domain/evidence-names.ts';
import type { Verdict } from '../../domain/evidence.ts';
import type { DecideContext, Decision, DecisionReader, EntityDecision, EntityView, EventDraft } from '../decision.ts';
import type { Row } from '../event.ts';
import { capital, Clauses } from './clauses.ts';
import { ChangeSet, checkLength, MAX_COMMENT, nothingChanged, quoted } from './common.ts';

type Change = Extract<Decision, { readonly kind: 'entity.change' }>;

const FLAGS = [
  ['critical', 'marked critical', 'no longer critical'],
  ['watched', 'put on the watch list', 'taken off the watch list'],
  ['ignored', 'no longer links alerts', 'links alerts again'],
] as const;

/** Marks entities. A flag that is off has no cell; `unknown` takes a verdict by hand back. */
export function changeEntities(change: Change, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  const long = checkLength('The note', change.changes.note ?? '', MAX_COMMENT);
  if (!long.ok) return long;
  const changes = new ChangeSet(reader, context);
  const words = new Clauses();
  const touched: EntityView[] = [];
  for (const id of new Set(change.ids)) {
    const entity = reader.entity(id);
    if (entity === undefined) return fail('journal/not-found', `There is no entity ${id}.`, { id });
    const fields = fieldsOf(change.changes, reader.row('entity_decision', entity.key), words);
    if (Object.keys(fields).length === 0) continue;
    changes.patch('entity_decision', entity.key, fields);
    touched.push(entity);
  }
  const [first] = touched;
  if (first === undefined) return nothingChanged();
  const incident = change.incident === undefined ? undefined : reader.incident(change.incident);
  const head = touched.length === 1 ? quoted(first.label) : plural(touched.length, 'entity', 'entities');
  return ok({
    kind: 'entity.changed',
    summary: `${capital(head)}: ${words.text}`,
    subjects: incident === undefined ? [] : [incident.key],
    changes: changes.list,
  });
}

function fieldsOf(asked: EntityDecision, current: Row | null, words: Clauses): Row {
  const fields: Record<string, string | number | null> = {};
  const before = (current?.['verdict'] ?? 'unknown') as Verdict;
  if (asked.verdict !== undefined && asked.verdict !== before) {
    fields['verdict'] = asked.verdict === 'unknown' ? null : asked.verdict;
    words.change('verdict', VERDICT_LABELS[before], VERDICT_LABELS[asked.verdict]);
  }
  for (const [flag, on, off] of FLAGS) {
    const value = asked[flag];
    if (value === undefined || value === (current?.[flag] === 1)) continue;
    fields[flag] = value ? 1 : null;
    words.plain(value ? on : off);
  }
  const note = asked.note?.trim();
  if (note !== undefined && note !== (current?.['note'] ?? '')) {
    fields['note'] = note === '' ? null : note;
    words.plain(note === '' ? 'note removed' : `note: ${quoted(note)}`);
  }
  return fields;
}
