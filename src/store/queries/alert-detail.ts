import { techniqueName } from '../../attack/techniques.ts';
import type { Classification, Determination } from '../../domain/classification.ts';
import type { AlertDetail } from '../../worker/api.ts';
import { ask, defineQuery, INT, INT_OR_NULL, type QueryContext, TEXT, TEXT_OR_NULL } from '../query.ts';
import { alertRows } from './alert-rows.ts';
import { byImportance, evidenceRows, gather } from './evidence-rows.ts';
import { raisedBy } from './raised.ts';

export const alertById = defineQuery<{ readonly id: number; readonly key: string }>()({
  columns: {
    external_id: TEXT_OR_NULL,
    description: TEXT,
    recommended: TEXT,
    severity_text: INT,
    classification: TEXT,
    determination: TEXT,
    assigned_to: TEXT,
    detected: INT_OR_NULL,
    time_text: TEXT_OR_NULL,
    time_assumed: INT,
    techniques: INT,
    rule: INT,
    url: TEXT_OR_NULL,
    threat: INT,
    source_incident: INT,
    format: INT,
    line: INT,
    byte_offset: INT,
    imported: INT,
    file_name: TEXT,
    container: TEXT,
  },
  sql: ({ id, key }) => ({
    text: `select a.external_id, p.text as description, r.text as recommended, a.severity_text,
             coalesce(d.classification, c.text) as classification, coalesce(d.determination, e.text) as determination,
             coalesce(d.assigned_to, o.text) as assigned_to,
             a.detected, a.time_text, a.time_assumed, a.techniques, a.rule, a.url, a.threat, a.source_incident, a.format, a.line, a.byte_offset,
             coalesce(b.at, 0) as imported, coalesce(b.name, '') as file_name,
             coalesce(b.report ->> '$.container', '') as container
           from alert a join prose p on p.id = a.description join prose r on r.id = a.recommended
             join term c on c.id = a.classification join term e on e.id = a.determination join term o on o.id = a.assigned_to
             left join batch b on b.id = a.batch left join alert_decision d on d.key = $key
           where a.id = $id`,
    bind: { $id: id, $key: key },
  }),
});

const ASSUMED: readonly (readonly [number, string])[] = [
  [1, 'The time states no zone; UTC, or the zone chosen at import, is assumed.'],
  [2, 'The time states no year; it is assumed.'],
  [4, 'The order of day and month is assumed.'],
];

export function alertDetail(context: QueryContext, { id }: { readonly id: number }): readonly AlertDetail[] {
  const { mirror, terms } = context;
  const [row] = alertRows(context, [id]);
  const [more] = ask(context.db, alertById, { id, key: mirror.keyOf(id) });
  if (row === undefined || more === undefined) return [];
  const techniques = terms.word(more.techniques);
  const source = terms.word(more.source_incident);
  const evidence = [...gather(context, [id]).values()].sort(byImportance(context));
  return [
    {
      ...row,
      externalId: more.external_id,
      description: more.description,
      recommendedActions: more.recommended,
      severityText: terms.word(more.severity_text),
      classification: (more.classification === '' ? 'unknown' : more.classification) as Classification,
      determination: (more.determination === '' ? 'unknown' : more.determination) as Determination,
      assignedTo: more.assigned_to,
      detected: more.detected,
      imported: more.imported,
      timeText: more.time_text ?? '',
      timeAssumed: ASSUMED.filter(([bit]) => (more.time_assumed & bit) !== 0)
        .map(([, words]) => words)
        .join(' '),
      techniques: techniques === '' ? [] : techniques.split(' ').map((technique) => ({ id: technique, name: techniqueName(technique) })),
      rule: terms.word(more.rule),
      url: more.url ?? '',
      raisedBy: raisedBy(context, id),
      threatName: terms.word(more.threat),
      sourceIncident: source.slice(source.indexOf(':') + 1),
      // Roles and verdicts are this alert's; how often a thing is named is the workspace's.
      evidence: evidenceRows(context, evidence).map((one) => ({ ...one, alerts: mirror.alertsOf(one.id).length })),
      file: { name: more.file_name, format: terms.word(more.format), line: more.line, offset: more.byte_offset, container: more.container },
    },
  ];
}
