import { isObject, type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, hasKey, objectsIn, parsedJson, textOf } from './support/fields.ts';
import { SENTINEL_IDS } from './support/microsoft.ts';
import { instantOf } from './support/moments.ts';
import { securityAlert } from './support/security-alert.ts';
import { defined, judgementOf } from './support/states.ts';

/** Sentinel incidents as Azure resources: of the REST API, of the Python SDK (flat, snake_case), of playbooks (with their alerts). */
export const sentinelIncidentArm: RecordImporter = {
  id: 'sentinel-incident-arm',
  label: 'Microsoft Sentinel incidents (Azure resource)',
  spec: 'https://learn.microsoft.com/rest/api/securityinsights/incidents',
  withAlerts:
    'The REST API gives the alerts of each incident under …/incidents/{id}/alerts; or export the table SecurityAlert and drop it as well.',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const resource = resourceOf(record);
    const type = own(resource, 'type');
    if (typeof type === 'string' && /^microsoft\.securityinsights\/incidents$/i.test(type)) return 100;
    return hasKey(resource, 'incident_number') && (hasKey(resource, 'last_modified_time_utc') || hasKey(resource, 'additional_data'))
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const resource = resourceOf(record);
    const properties = own(resource, 'properties');
    const row = new Fields(isObject(properties) ? properties : resource);
    const provider = row.text('providerincidentid');
    const name = textOf(resource, 'name');
    const id = provider ?? row.text('incidentnumber') ?? name;
    if (id === undefined) {
      ctx.reject('intake/bad-record', 'An incident without a number.');
      return;
    }
    const owner = row.object('owner');
    const alerts = objectsIn(row.get('alerts'));
    const drafts = alerts.map((alert) => {
      const inner = own(alert, 'properties');
      return securityAlert(new Fields(isObject(inner) ? inner : alert), ctx.assume);
    });
    const when = (...names: string[]) => instantOf(row.get(...names), UTC_ASSUMED);
    ctx.incident(
      defined({
        externalId: id,
        idScope: SENTINEL_IDS,
        title: row.text('title') ?? `Incident ${id}`,
        severity: severityOfWord(row.word('severity')),
        status: row.word('status'),
        ...judgementOf(row.word('classification'), row.word('classificationreason')),
        assignedTo: owner === undefined ? undefined : new Fields(owner).text('assignedto', 'userprincipalname', 'email'),
        created: when('createdtimeutc'),
        updated: when('lastmodifiedtimeutc'),
        firstActivity: when('firstactivitytimeutc'),
        lastActivity: when('lastactivitytimeutc'),
        tags: objectsIn(parsedJson(row.get('labels'))).flatMap((label) => textOf(label, 'labelName', 'label_name') ?? []),
        url: row.text('incidenturl'),
        alertIds: drafts.flatMap((draft) => draft?.externalId ?? []),
      }),
    );
    for (const draft of drafts) if (draft !== undefined) ctx.alert({ ...draft, sourceIncident: draft.sourceIncident ?? id });
  },
};

/** A playbook hands the incident over as `object`. */
function resourceOf(record: JsonObject): JsonObject {
  const object = own(record, 'object');
  return isObject(object) && !hasKey(record, 'type') ? object : record;
}
