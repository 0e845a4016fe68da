import { advancedHunting } from './formats/advanced-hunting.ts';
import { alertweaveAlerts } from './formats/alertweave-alerts.ts';
import { awsAsff } from './formats/aws-asff.ts';
import { cefSyslog } from './formats/cef-syslog.ts';
import { defenderForCloud } from './formats/defender-for-cloud.ts';
import { defenderXdrIncidents } from './formats/defender-xdr-incidents.ts';
import { elastic } from './formats/elastic.ts';
import { entraRiskDetections } from './formats/entra-risk-detections.ts';
import { gcpSccFinding } from './formats/gcp-scc-finding.ts';
import { graphAlertsLegacy } from './formats/graph-alerts-legacy.ts';
import { graphAlertsV2 } from './formats/graph-alerts-v2.ts';
import { graphIncidents } from './formats/graph-incidents.ts';
import { guardDutyFinding } from './formats/guardduty-finding.ts';
import { guideCsv } from './formats/guide-csv.ts';
import { hayabusa } from './formats/hayabusa.ts';
import { leefSyslog } from './formats/leef-syslog.ts';
import { mdeAlerts } from './formats/mde-alerts.ts';
import { ocsfFinding } from './formats/ocsf-finding.ts';
import { oktaSystemLog } from './formats/okta-system-log.ts';
import { portalAlertsCsv } from './formats/portal-alerts-csv.ts';
import { portalIncidentsCsv } from './formats/portal-incidents-csv.ts';
import { sentinelIncidentArm } from './formats/sentinel-incident-arm.ts';
import { sentinelSecurityAlert } from './formats/sentinel-securityalert.ts';
import { sentinelSecurityIncident } from './formats/sentinel-securityincident.ts';
import { sentinelThirdParty } from './formats/sentinel-third-party.ts';
import { suricataEve } from './formats/suricata-eve.ts';
import { wazuh } from './formats/wazuh.ts';
import { snortAlertCsv } from './formats/snort-alert-csv.ts';
import { snortAlertFast } from './formats/snort-alert-fast.ts';
import { snortAlertFull } from './formats/snort-alert-full.ts';
import { snortAlertJson } from './formats/snort-alert-json.ts';
import { suricataFast } from './formats/suricata-fast.ts';
import { zeekNoticeJson } from './formats/zeek-notice-json.ts';
import { zeekNoticeTsv } from './formats/zeek-notice-tsv.ts';
import { crowdstrikeAlertsV2 } from './formats/crowdstrike-alerts-v2.ts';
import { crowdstrikeEventStream } from './formats/crowdstrike-event-stream.ts';
import type { Importer } from './importer.ts';

/** Every format Alertweave reads, one a line. The order means nothing to recognition. */
export const IMPORTERS: readonly Importer[] = [
  advancedHunting,
  alertweaveAlerts,
  awsAsff,
  cefSyslog,
  defenderForCloud,
  defenderXdrIncidents,
  elastic,
  entraRiskDetections,
  gcpSccFinding,
  graphAlertsLegacy,
  graphAlertsV2,
  graphIncidents,
  guardDutyFinding,
  guideCsv,
  hayabusa,
  leefSyslog,
  mdeAlerts,
  ocsfFinding,
  oktaSystemLog,
  portalAlertsCsv,
  portalIncidentsCsv,
  sentinelIncidentArm,
  sentinelSecurityAlert,
  sentinelSecurityIncident,
  sentinelThirdParty,
  snortAlertCsv,
  snortAlertFast,
  snortAlertFull,
  snortAlertJson,
  suricataEve,
  suricataFast,
  wazuh,
  zeekNoticeJson,
  zeekNoticeTsv,
  crowdstrikeAlertsV2,
  crowdstrikeEventStream,
];
