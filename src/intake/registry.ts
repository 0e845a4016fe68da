import { advancedHunting } from './formats/advanced-hunting.ts';
import { graphAlertsV2 } from './formats/graph-alerts-v2.ts';
import { graphIncidents } from './formats/graph-incidents.ts';
import { sentinelSecurityAlert } from './formats/sentinel-securityalert.ts';
import { sentinelSecurityIncident } from './formats/sentinel-securityincident.ts';
import type { Importer } from './importer.ts';

/** Every format Alertweave reads, one a line, in order of id. The order means nothing to recognition. */
export const IMPORTERS: readonly Importer[] = [
  advancedHunting,
  graphAlertsV2,
  graphIncidents,
  sentinelSecurityAlert,
  sentinelSecurityIncident,
];
