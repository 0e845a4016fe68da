import { type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { has, hasKey, listOf, objectsOf, textOf, wordOf } from './support/fields.ts';
import { graphAlert } from './support/graph-alert.ts';
import { graphType } from './support/graph-evidence.ts';
import { MICROSOFT_IDS } from './support/microsoft.ts';
import { instantOf } from './support/moments.ts';
import { defined, judgementOf } from './support/states.ts';

/** Microsoft Graph `security.incident`, with its alerts where the export asked for `$expand=alerts`; else the shell alone. */
export const graphIncidents: RecordImporter = {
  id: 'graph-incidents',
  label: 'Microsoft Graph security incidents',
  spec: 'https://learn.microsoft.com/graph/api/resources/security-incident',
  withAlerts: 'Export them with their alerts, /security/incidents?$expand=alerts, or drop /security/alerts_v2 as well.',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (has(record, '@odata.type') || has(record, 'at_sign_odata_type') || has(record, 'odata_type')) {
      const type = graphType(record, '');
      if (type === 'incident') return 100;
      if (type !== undefined) return 0;
    }
    if (!hasKey(record, 'displayName') || !hasKey(record, 'createdDateTime') || hasKey(record, 'serviceSource')) return 0;
    if (hasKey(record, 'incidentWebUrl') || hasKey(record, 'redirectIncidentId')) return 100;
    if (!hasKey(record, 'severity') && !hasKey(record, 'status')) return 0;
    return hasKey(record, 'customTags') || (hasKey(record, 'alerts') && hasKey(record, 'lastUpdateDateTime')) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const id = textOf(record, 'id');
    if (id === undefined) {
      ctx.reject('intake/bad-record', 'An incident without an id.');
      return;
    }
    const alerts = objectsOf(record, 'alerts');
    const when = (key: string) => instantOf(own(record, key), UTC_ASSUMED);
    ctx.incident(
      defined({
        externalId: id,
        idScope: MICROSOFT_IDS,
        title: textOf(record, 'displayName') ?? `Incident ${id}`,
        severity: severityOfWord(wordOf(record, 'severity')),
        status: wordOf(record, 'status'),
        ...judgementOf(wordOf(record, 'classification'), wordOf(record, 'determination')),
        assignedTo: textOf(record, 'assignedTo'),
        created: when('createdDateTime'),
        updated: when('lastUpdateDateTime'),
        tags: [...listOf(record, 'customTags'), ...listOf(record, 'systemTags')],
        redirectTo: textOf(record, 'redirectIncidentId'),
        url: textOf(record, 'incidentWebUrl'),
        alertIds: alerts.flatMap((alert) => textOf(alert, 'id') ?? []),
      }),
    );
    for (const alert of alerts) {
      const draft = graphAlert(alert, id);
      if (draft === undefined)
        ctx.reject('intake/no-title', `Alert ${wordOf(alert, 'id') ?? ''} of incident ${id} has neither title nor category.`);
      else ctx.alert(draft);
    }
  },
};
