import type { Json, JsonObject } from '../../base/json.ts';
import { isObject } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey, parsedJson } from './support/fields.ts';
import { SENTINEL_IDS } from './support/microsoft.ts';
import { instantOf } from './support/moments.ts';
import { defined, judgementOf } from './support/states.ts';

/** Table `SecurityIncident` of Sentinel: one row per update of an incident; the row written last wins. It holds no alerts, only their SystemAlertIds. */
export const sentinelSecurityIncident: RecordImporter = {
  id: 'sentinel-securityincident',
  label: 'Microsoft Sentinel SecurityIncident',
  spec: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityincident',
  withAlerts: 'The alerts stand in the table SecurityAlert: export that for the same days and drop it as well.',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    let number = false;
    let alerts = false;
    let type = false;
    for (const key of Object.keys(record)) {
      const folded = foldKey(key);
      if (folded === 'incidentnumber') number = true;
      else if (folded === 'alertids' || folded === 'relatedanalyticruleids' || folded === 'bookmarkids') alerts = true;
      else if (folded === 'type' && record[key] === 'SecurityIncident') type = true;
      else if (folded === 'systemalertid' || folded === 'additionalproperties' || folded === 'properties') return 0;
    }
    return (number && alerts) || (type && number) ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const id = row.text('providerincidentid') ?? row.text('incidentnumber', 'incidentname');
    if (id === undefined) {
      ctx.reject('intake/bad-record', 'An incident without a number.');
      return;
    }
    const owner = row.object('owner');
    const closed = row.text('closedtime');
    ctx.incident(
      defined({
        externalId: id,
        idScope: SENTINEL_IDS,
        title: row.text('title') ?? `Incident ${id}`,
        severity: severityOfWord(row.word('severity')),
        status: row.word('status') ?? (closed === undefined ? undefined : 'Closed'),
        ...judgementOf(row.word('classification'), row.word('classificationreason')),
        assignedTo: owner === undefined ? undefined : new Fields(owner).text('assignedto', 'userprincipalname', 'email'),
        created: instantOf(row.get('createdtime'), UTC_ASSUMED),
        updated: instantOf(row.get('lastmodifiedtime', 'timegenerated'), UTC_ASSUMED),
        firstActivity: instantOf(row.get('firstactivitytime'), UTC_ASSUMED),
        lastActivity: instantOf(row.get('lastactivitytime'), UTC_ASSUMED),
        tags: labelsOf(row.get('labels')),
        url: row.text('incidenturl'),
        alertIds: [...row.list('alertids')],
      }),
    );
  },
};

function labelsOf(value: Json | undefined): string[] {
  const parsed = parsedJson(value);
  if (!Array.isArray(parsed)) return [];
  return (parsed as readonly Json[]).flatMap((label) => {
    const text = isObject(label) ? (label['labelName'] ?? label['LabelName']) : label;
    return typeof text === 'string' && text !== '' ? [text] : [];
  });
}
