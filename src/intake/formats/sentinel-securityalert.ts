import { isObject, type JsonObject, own } from '../../base/json.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey } from './support/fields.ts';
import { securityAlert } from './support/security-alert.ts';

/** Table `SecurityAlert` of Log Analytics and Sentinel: portal CSV, query API rows, msticpy and pandas re-exports. */
export const sentinelSecurityAlert: RecordImporter = {
  id: 'sentinel-securityalert',
  label: 'Microsoft Sentinel SecurityAlert',
  spec: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/securityalert',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (own(record, 'kind') === 'SecurityAlert' && isObject(own(record, 'properties'))) return 100;
    let hits = 0;
    let id = false;
    let name = false;
    for (const key of Object.keys(record)) {
      const folded = foldKey(key);
      if (folded === 'systemalertid') id = true;
      else if (
        folded === 'intent' ||
        folded === 'alerturi' ||
        folded === 'correlationkey' ||
        folded === 'resourceidentifiers' ||
        folded === 'incidentnumber'
      )
        return 0;
      else if (folded === 'type' && record[key] === 'SecurityAlert') hits += 2;
      else if (TELLING.has(folded)) hits++;
      else if (folded === 'displayname' || folded === 'alertname' || folded === 'alertdisplayname') name = true;
    }
    if (id) return hits >= 2 ? 100 : hits === 1 && name ? 75 : 0;
    return name && hits >= 3 ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const properties = own(record, 'properties');
    const row = new Fields(own(record, 'kind') === 'SecurityAlert' && isObject(properties) ? properties : record);
    const draft = securityAlert(row, ctx.assume);
    if (draft === undefined) ctx.reject('intake/no-title', `Alert ${row.text('systemalertid') ?? ''} has no name.`);
    else ctx.alert(draft);
  },
};

const TELLING = new Set([
  'extendedproperties',
  'entities',
  'providername',
  'vendororiginalid',
  'provideralertid',
  'compromisedentity',
  'alertseverity',
  'processingendtime',
  'alertlink',
  'isincident',
]);
