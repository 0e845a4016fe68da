import { type JsonObject, own } from '../../base/json.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { has, hasKey, wordOf } from './support/fields.ts';
import { graphAlert } from './support/graph-alert.ts';
import { graphType } from './support/graph-evidence.ts';

/** Microsoft Graph `security.alert` (alerts_v2): of the API, of SDKs that drop `@odata.type`, of Panther that renames it. */
export const graphAlertsV2: RecordImporter = {
  id: 'graph-alerts-v2',
  label: 'Microsoft Graph security alerts (v2)',
  spec: 'https://learn.microsoft.com/graph/api/resources/security-alert',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'displayName') && !hasKey(record, 'title')) return 0;
    const type =
      has(record, '@odata.type') || has(record, 'at_sign_odata_type') || has(record, 'odata_type') ? graphType(record, '') : undefined;
    // Expanded navigation or `security.alert`; the legacy `microsoft.graph.alert` has vendorInformation.
    if (type === 'alert') return hasKey(record, 'vendorInformation') || hasKey(record, 'eventDateTime') ? 0 : 100;
    if (type !== undefined && type !== 'securityalert') return 0;
    if (hasKey(record, 'vendorInformation') || hasKey(record, 'alertId')) return 0;
    // `$select` leaves fields out: these three are enough where one of them is Graph's own.
    if (!hasKey(record, 'createdDateTime'))
      return hasKey(record, 'serviceSource') && hasKey(record, 'severity') && hasKey(record, 'title') && hasKey(record, 'id') ? 75 : 0;
    if (hasKey(record, 'serviceSource') || hasKey(record, 'alertWebUrl') || hasKey(record, 'providerAlertId')) {
      return hasKey(record, 'severity') || hasKey(record, 'title') ? 100 : 0;
    }
    const evidence = own(record, 'evidence');
    return hasKey(record, 'title') && hasKey(record, 'lastUpdateDateTime') && evidence !== undefined ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const draft = graphAlert(record);
    if (draft === undefined) ctx.reject('intake/no-title', `Alert ${wordOf(record, 'id') ?? ''} has neither title nor category.`);
    else ctx.alert(draft);
  },
};
