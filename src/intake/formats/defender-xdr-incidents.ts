import { isObject, type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, listOf, objectsOf, textOf, wordOf } from './support/fields.ts';
import { mdeDevice, mdeEntities } from './support/mde-evidence.ts';
import { microsoftProduct, MICROSOFT_IDS, productOfAlertId } from './support/microsoft.ts';
import { instantOf, timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** Incidents of api.security.microsoft.com (Microsoft 365 Defender), each with its alerts; also a single one of those alerts, as log shippers split them off. */
export const defenderXdrIncidents: RecordImporter = {
  id: 'defender-xdr-incidents',
  label: 'Defender XDR incidents API',
  spec: 'https://learn.microsoft.com/defender-xdr/api-list-incidents',
  withAlerts: 'Export whole incidents of /api/incidents, with the list “alerts” of each.',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'incidentId') && hasKey(record, 'incidentName')) {
      return hasKey(record, 'alerts') || hasKey(record, 'redirectIncidentId') || (hasKey(record, 'createdTime') && hasKey(record, 'status'))
        ? 100
        : 0;
    }
    if (hasKey(record, 'incidentId') && hasKey(record, 'alerts') && (hasKey(record, 'createdTime') || hasKey(record, 'lastUpdateTime')))
      return 75;
    return hasKey(record, 'alertId') && hasKey(record, 'serviceSource') && hasKey(record, 'creationTime') && hasKey(record, 'title')
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    if (!hasKey(record, 'incidentName')) {
      give(record, undefined, ctx);
      return;
    }
    const id = textOf(record, 'incidentId');
    if (id === undefined) {
      ctx.reject('intake/bad-record', 'An incident without an id.');
      return;
    }
    const alerts = objectsOf(record, 'alerts');
    const name = textOf(record, 'incidentName');
    const when = (key: string) => instantOf(own(record, key), UTC_ASSUMED);
    ctx.incident(
      defined({
        externalId: id,
        idScope: MICROSOFT_IDS,
        // The name may be the number alone.
        title: name === undefined || /^\d+$/.test(name) ? `Incident ${name ?? id}` : name,
        severity: severityOfWord(wordOf(record, 'severity')),
        status: wordOf(record, 'status'),
        ...judgementOf(wordOf(record, 'classification'), wordOf(record, 'determination')),
        assignedTo: textOf(record, 'assignedTo'),
        created: when('createdTime'),
        updated: when('lastUpdateTime'),
        tags: [...listOf(record, 'tags')],
        redirectTo: textOf(record, 'redirectIncidentId'),
        url: textOf(record, 'incidentUri'),
        alertIds: alerts.flatMap((alert) => textOf(alert, 'alertId', 'providerAlertId') ?? []),
      }),
    );
    for (const alert of alerts) give(alert, id, ctx);
  },
};

function give(alert: JsonObject, incident: string | undefined, ctx: ReadContext): void {
  const draft = draftOf(alert, incident);
  if (draft === undefined) ctx.reject('intake/no-title', `Alert ${wordOf(alert, 'alertId') ?? ''} has neither title nor category.`);
  else ctx.alert(draft);
}

function draftOf(alert: JsonObject, incident: string | undefined): AlertDraft | undefined {
  const id = textOf(alert, 'alertId', 'providerAlertId');
  const category = textOf(alert, 'category');
  const title = textOf(alert, 'title') ?? textOf(alert, 'threatFamilyName') ?? category;
  if (title === undefined) return undefined;
  const severity = wordOf(alert, 'severity');
  const tactics = tacticsOf(category);
  const techniques = techniquesOf(listOf(alert, 'mitreTechniques'));
  const found: Evidence[] = [];
  const sink = (evidence: Evidence | undefined): void => {
    if (evidence !== undefined) found.push(evidence);
  };
  const devices = objectsOf(alert, 'devices');
  for (const device of devices) mdeDevice(device, sink, ['impacted']);
  const only = devices.length === 1 && isObject(devices[0]) ? textOf(devices[0], 'mdatpDeviceId') : undefined;
  mdeEntities(objectsOf(alert, 'entities'), only, sink);
  return defined({
    externalId: id,
    idScope: MICROSOFT_IDS,
    title,
    description: textOf(alert, 'description'),
    severity: severityOfWord(severity),
    severityText: severity,
    status: statusOfWord(wordOf(alert, 'status')),
    ...judgementOf(wordOf(alert, 'classification'), wordOf(alert, 'determination')),
    assignedTo: textOf(alert, 'assignedTo'),
    category,
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor: 'Microsoft',
    product: microsoftProduct(wordOf(alert, 'serviceSource')) ?? productOfAlertId(id) ?? 'Microsoft Defender XDR',
    detectionSource: textOf(alert, 'detectionSource'),
    rule: textOf(alert, 'detectorId'),
    ...timesOf(
      {
        first: own(alert, 'firstActivity'),
        last: own(alert, 'lastActivity'),
        detected: own(alert, 'creationTime'),
        updated: own(alert, 'lastUpdatedTime') ?? own(alert, 'lastUpdateTime'),
      },
      UTC_ASSUMED,
      true,
    ),
    evidence: make.evidenceList(found),
    sourceIncident: incident ?? textOf(alert, 'incidentId'),
    threatName: textOf(alert, 'threatFamilyName'),
    actorName: textOf(alert, 'actorName'),
  });
}
