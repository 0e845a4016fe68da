import { advancedHunting } from './formats/advanced-hunting.ts';
import { alertweaveAlerts } from './formats/alertweave-alerts.ts';
import { elastic } from './formats/elastic.ts';
import { graphAlertsV2 } from './formats/graph-alerts-v2.ts';
import { graphIncidents } from './formats/graph-incidents.ts';
import { hayabusa } from './formats/hayabusa.ts';
import { sentinelSecurityAlert } from './formats/sentinel-securityalert.ts';
import { sentinelSecurityIncident } from './formats/sentinel-securityincident.ts';
import { suricataEve } from './formats/suricata-eve.ts';
import { wazuh } from './formats/wazuh.ts';
import type { Importer } from './importer.ts';

/** Every format Alertweave reads, one a line, in order of id. The order means nothing to recognition. */
export const IMPORTERS: readonly Importer[] = [
  advancedHunting,
  alertweaveAlerts,
  elastic,
  graphAlertsV2,
  graphIncidents,
  hayabusa,
  sentinelSecurityAlert,
  sentinelSecurityIncident,
  suricataEve,
  wazuh,
];
