import { fail, ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { CLASSIFICATION_LABELS, DETERMINATION_LABELS } from '../../domain/classification.ts';
import { INCIDENT_STATUS_LABELS } from '../../domain/incident.ts';
import { SEVERITY_LABELS } from '../../domain/labels.ts';
import { severityRank } from '../../domain/severity.ts';
import { isSystemTag, MAX_TAG_LENGTH, withTags } from '../../domain/tags.ts';
import type { DecideContext, DecisionReader, EventDraft, IncidentDecision, IncidentView } from '../decision.ts';
import type { Row } from '../event.ts';
import { capital, Clauses } from './clauses.ts';
import {
  ChangeSet,
  checkLength,
  MAX_COMMENT,
  MAX_NAME,
  MAX_OWNER,
  nothingChanged,
  openIncidents,
  ownerWord,
  quoted,
  settlePair,
} from './common.ts';

/** One event for one incident or many: those for which nothing is new stay out of it. */
export function changeIncidents(
  ids: readonly number[],
  asked: IncidentDecision,
  reader: DecisionReader,
  context: DecideContext,
): Result<EventDraft> {
  const fault = checkAsked(asked);
  if (!fault.ok) return fault;
  const incidents = openIncidents(ids, reader);
  if (!incidents.ok) return incidents;

  const changes = new ChangeSet(reader, context);
  const touched: IncidentView[] = [];
  const words = new Clauses();
  for (const incident of incidents.value) {
    const settled = settlePair(incident, asked);
    if (!settled.ok) return settled;
    const noted = noteRule(incident, asked, reader);
    if (!noted.ok) return noted;
    const size = changes.size;
    const fields = fieldsOf(incident, asked, settled.value, reader, words);
    changes.patch('incident_decision', incident.key, fields);
    cascade(incident, asked, reader, changes, words);
    if (changes.size > size) touched.push(incident);
  }
  if (touched.length === 0) return nothingChanged();
  return ok({
    kind: 'incident.changed',
    summary: touched.length === 1 ? capital(words.text) : `${plural(touched.length, 'incident')}: ${words.text}`,
    subjects: touched.map((incident) => incident.key),
    changes: changes.list,
  });
}

function checkAsked(asked: IncidentDecision): Result<null> {
  if (asked.status === 'redirected') return fail('journal/status-not-settable', 'Redirected is set by a merge, not by hand.');
  for (const tag of asked.addTags ?? []) {
    const long = checkLength('The tag', tag.trim(), MAX_TAG_LENGTH);
    if (!long.ok) return long;
  }
  const system = [...(asked.addTags ?? []), ...(asked.removeTags ?? [])].find(isSystemTag);
  if (system !== undefined) return fail('journal/system-tag', `${quoted(system)} is a system tag: it cannot be set or removed by hand.`);
  const name = checkLength('The name', asked.name?.trim() ?? '', MAX_NAME);
  if (!name.ok) return name;
  const owner = checkLength('The owner', asked.assignedTo?.trim() ?? '', MAX_OWNER);
  return owner.ok ? checkLength('The note', asked.resolvingNote ?? '', MAX_COMMENT) : owner;
}

/** The setting `resolve.noteRequired` = `true` asks for a note with every resolution. */
function noteRule(incident: IncidentView, asked: IncidentDecision, reader: DecisionReader): Result<null> {
  if (asked.status !== 'resolved' || incident.status === 'resolved') return ok(null);
  if (reader.row('setting', 'resolve.noteRequired')?.['value'] !== 'true') return ok(null);
  const note = (asked.resolvingNote ?? incident.resolvingNote).trim();
  return note === '' ? fail('journal/note-required', 'A note is required to resolve an incident in this workspace.') : ok(null);
}

function fieldsOf(
  incident: IncidentView,
  asked: IncidentDecision,
  pair: Pick<IncidentView, 'classification' | 'determination'>,
  reader: DecisionReader,
  words: Clauses,
): Row {
  const fields: Record<string, string | number | null> = {};
  const name = asked.name?.trim();
  if (name === '') {
    if ((reader.row('incident_decision', incident.key)?.['name'] ?? null) !== null) {
      fields['name'] = null;
      words.plain('name set back to the automatic one');
    }
  } else if (name !== undefined && name !== incident.name) {
    fields['name'] = name;
    words.change('name', quoted(incident.name), quoted(name));
  }
  if (asked.severity !== undefined && asked.severity !== incident.severity) {
    fields['severity'] = severityRank(asked.severity);
    words.change('severity', SEVERITY_LABELS[incident.severity], SEVERITY_LABELS[asked.severity]);
  }
  if (asked.status !== undefined && asked.status !== incident.status) {
    fields['status'] = asked.status;
    words.change('status', INCIDENT_STATUS_LABELS[incident.status], INCIDENT_STATUS_LABELS[asked.status]);
  }
  if (pair.classification !== incident.classification) {
    fields['classification'] = pair.classification;
    words.change('classification', CLASSIFICATION_LABELS[incident.classification], CLASSIFICATION_LABELS[pair.classification]);
  }
  if (pair.determination !== incident.determination) {
    fields['determination'] = pair.determination;
    words.change('determination', DETERMINATION_LABELS[incident.determination], DETERMINATION_LABELS[pair.determination]);
  }
  const owner = asked.assignedTo?.trim();
  if (owner !== undefined && owner !== incident.assignedTo) {
    fields['assigned_to'] = owner;
    words.change('owner', ownerWord(incident.assignedTo), ownerWord(owner));
  }
  const tags = withTags(incident.tags, asked.addTags ?? [], asked.removeTags ?? []);
  const added = tags.filter((tag) => !incident.tags.includes(tag));
  const removed = incident.tags.filter((tag) => !tags.includes(tag));
  if (added.length + removed.length > 0) fields['tags'] = JSON.stringify(tags);
  if (added.length > 0) words.plain(`tagged ${added.map(quoted).join(', ')}`);
  if (removed.length > 0) words.plain(`tag ${removed.map(quoted).join(', ')} removed`);
  const note = asked.resolvingNote?.trim();
  if (note !== undefined && note !== incident.resolvingNote) {
    fields['resolving_note'] = note;
    words.plain(note === '' ? 'resolving note removed' : `resolving note: ${quoted(note)}`);
  }
  return fields;
}

/** Alerts follow the owner always, the resolution on request. */
function cascade(incident: IncidentView, asked: IncidentDecision, reader: DecisionReader, changes: ChangeSet, words: Clauses): void {
  const owner = asked.assignedTo?.trim();
  const resolve = asked.status === 'resolved' && asked.resolveAlerts === true;
  if (owner === undefined && !resolve) return;
  for (const alert of reader.alertsOf(incident.key)) {
    const assign = owner !== undefined && alert.assignedTo !== owner;
    const close = resolve && alert.status !== 'resolved';
    if (assign) words.count('assigned');
    if (close) words.count('resolved');
    const fields = { ...(assign ? { assigned_to: owner } : {}), ...(close ? { status: 'resolved' } : {}) };
    if (assign || close) changes.patch('alert_decision', alert.key, fields);
  }
}

/** Markdown as typed; the page renders it safely. */
export function commentIncident(id: number, text: string, reader: DecisionReader, context: DecideContext): Result<EventDraft> {
  const incidents = openIncidents([id], reader);
  if (!incidents.ok) return incidents;
  if (text.trim() === '') return fail('journal/empty-comment', 'The comment is empty.');
  const long = checkLength('The comment', text, MAX_COMMENT);
  if (!long.ok) return long;
  const [incident] = incidents.value as readonly [IncidentView];
  const row = { incident: incident.key, author: context.actor, at: context.at, text };
  return ok({
    kind: 'incident.commented',
    summary: `Comment added: ${quoted(text.trim().replace(/\s+/g, ' '))}`,
    subjects: [incident.key],
    changes: [{ table: 'comment', key: context.newId(), before: null, after: row }],
  });
}
