import { ok, type Result } from '../../base/result.ts';
import { plural } from '../../base/text.ts';
import { CLASSIFICATION_LABELS, DETERMINATION_LABELS } from '../../domain/classification.ts';
import { ALERT_STATUS_LABELS } from '../../domain/labels.ts';
import type { AlertView, DecideContext, Decision, DecisionReader, EventDraft } from '../decision.ts';
import type { Change } from '../event.ts';
import { Clauses } from './clauses.ts';
import { ChangeSet, checkLength, knownAlerts, MAX_COMMENT, MAX_OWNER, nothingChanged, ownerWord, quoted, settlePair } from './common.ts';

type Asked = Extract<Decision, { readonly kind: 'alert.change' }>;

/** Changes alerts without touching their incidents, and comments on them there; subjects are the incidents whose alerts they are. */
export function changeAlerts(
  { ids, changes: asked, comment = '' }: Asked,
  reader: DecisionReader,
  context: DecideContext,
): Result<EventDraft> {
  const commentLength = checkLength('The comment', comment, MAX_COMMENT);
  if (!commentLength.ok) return commentLength;
  const owner = asked.assignedTo?.trim();
  const ownerLength = checkLength('The owner', owner ?? '', MAX_OWNER);
  if (!ownerLength.ok) return ownerLength;
  const alerts = knownAlerts(ids, reader);
  if (!alerts.ok) return alerts;
  const changes = new ChangeSet(reader, context);
  const touched: AlertView[] = [];
  const words = new Clauses();
  for (const alert of alerts.value) {
    const pair = settlePair(alert, asked);
    if (!pair.ok) return pair;
    const fields: Record<string, string> = {};
    if (asked.status !== undefined && asked.status !== alert.status) {
      fields['status'] = asked.status;
      words.change('status', ALERT_STATUS_LABELS[alert.status], ALERT_STATUS_LABELS[asked.status]);
    }
    if (owner !== undefined && owner !== alert.assignedTo) {
      fields['assigned_to'] = owner;
      words.change('owner', ownerWord(alert.assignedTo), ownerWord(owner));
    }
    if (pair.value.classification !== alert.classification) {
      fields['classification'] = pair.value.classification;
      words.change('classification', CLASSIFICATION_LABELS[alert.classification], CLASSIFICATION_LABELS[pair.value.classification]);
    }
    if (pair.value.determination !== alert.determination) {
      fields['determination'] = pair.value.determination;
      words.change('determination', DETERMINATION_LABELS[alert.determination], DETERMINATION_LABELS[pair.value.determination]);
    }
    if (Object.keys(fields).length === 0) continue;
    changes.patch('alert_decision', alert.key, fields);
    touched.push(alert);
  }
  const said = comment.trim();
  const meant = said === '' ? touched : alerts.value;
  const [first] = meant;
  if (first === undefined) return nothingChanged();
  if (said !== '') words.plain('commented');
  const head = meant.length === 1 ? `Alert ${quoted(first.title)}` : plural(meant.length, 'alert');
  return ok({
    kind: 'alert.changed',
    summary: `${head}: ${words.text}`,
    subjects: incidentsOf(meant),
    changes: said === '' ? changes.list : [...changes.list, ...comments(meant, said, context)],
  });
}

const incidentsOf = (alerts: readonly AlertView[]): string[] =>
  [...new Set(alerts.map(({ incident }) => incident))].filter((key) => key !== '');

/** Titles named in a comment on several alerts. */
const NAMED = 5;

/** One comment an incident, which names the alerts of it that are meant. */
function comments(alerts: readonly AlertView[], said: string, { at, actor, newId }: DecideContext): Change[] {
  return incidentsOf(alerts).map((incident) => {
    const titles = alerts.filter((alert) => alert.incident === incident).map(({ title }) => quoted(title));
    const more = titles.length > NAMED ? ` and ${titles.length - NAMED} more` : '';
    const text = `On ${plural(titles.length, 'alert')}: ${titles.slice(0, NAMED).join(', ')}${more}\n\n${said}`;
    return { table: 'comment', key: newId(), before: null, after: { incident, author: actor, at, text } };
  });
}
