import { advancedHunting } from './formats/advanced-hunting.ts';
import { aitAdsLabelledCsv } from './formats/ait-ads-labelled-csv.ts';
import { alertweaveAlerts } from './formats/alertweave-alerts.ts';
import { awsAsff } from './formats/aws-asff.ts';
import { cefSyslog } from './formats/cef-syslog.ts';
import { chainsaw } from './formats/chainsaw.ts';
import { crowdstrikeAlertsV2 } from './formats/crowdstrike-alerts-v2.ts';
import { crowdstrikeEventStream } from './formats/crowdstrike-event-stream.ts';
import { defenderForCloud } from './formats/defender-for-cloud.ts';
import { defenderXdrIncidents } from './formats/defender-xdr-incidents.ts';
import { elastic } from './formats/elastic.ts';
import { entraRiskDetections } from './formats/entra-risk-detections.ts';
import { falcoJson } from './formats/falco-json.ts';
import { falcoText } from './formats/falco-text.ts';
import { gcpSccFinding } from './formats/gcp-scc-finding.ts';
import { googleWorkspaceAlert } from './formats/google-workspace-alert.ts';
import { graphAlertsLegacy } from './formats/graph-alerts-legacy.ts';
import { graphAlertsV2 } from './formats/graph-alerts-v2.ts';
import { graphIncidents } from './formats/graph-incidents.ts';
import { guardDutyFinding } from './formats/guardduty-finding.ts';
import { guideCsv } from './formats/guide-csv.ts';
import { hayabusa } from './formats/hayabusa.ts';
import { leefSyslog } from './formats/leef-syslog.ts';
import { mdeAlerts } from './formats/mde-alerts.ts';
import { mispEvent } from './formats/misp-event.ts';
import { ocsfFinding } from './formats/ocsf-finding.ts';
import { oktaSystemLog } from './formats/okta-system-log.ts';
import { ossecAlertsJson } from './formats/ossec-alerts-json.ts';
import { ossecAlertsLog } from './formats/ossec-alerts-log.ts';
import { plasoL2tcsv } from './formats/plaso-l2tcsv.ts';
import { portalAlertsCsv } from './formats/portal-alerts-csv.ts';
import { portalIncidentsCsv } from './formats/portal-incidents-csv.ts';
import { sentinelIncidentArm } from './formats/sentinel-incident-arm.ts';
import { sentinelSecurityAlert } from './formats/sentinel-securityalert.ts';
import { sentinelSecurityIncident } from './formats/sentinel-securityincident.ts';
import { sentinelThirdParty } from './formats/sentinel-third-party.ts';
import { snortAlertCsv } from './formats/snort-alert-csv.ts';
import { snortAlertFast } from './formats/snort-alert-fast.ts';
import { snortAlertFull } from './formats/snort-alert-full.ts';
import { snortAlertJson } from './formats/snort-alert-json.ts';
import { stix21Bundle } from './formats/stix21-bundle.ts';
import { suricataEve } from './formats/suricata-eve.ts';
import { suricataFast } from './formats/suricata-fast.ts';
import { tetragonJson } from './formats/tetragon-json.ts';
import { theHiveAlert } from './formats/thehive-alert.ts';
import { timesketch } from './formats/timesketch.ts';
import { wazuh } from './formats/wazuh.ts';
import { zeekNoticeJson } from './formats/zeek-notice-json.ts';
import { zeekNoticeTsv } from './formats/zeek-notice-tsv.ts';
import { zircolite } from './formats/zircolite.ts';
import { splunkNotable } from './formats/splunk-notable.ts';
import { splunkSearch } from './formats/splunk-search.ts';
import { splunkXml } from './formats/splunk-xml.ts';
import { sentineloneThreat } from './formats/sentinelone-threat.ts';
import { sentineloneAlert } from './formats/sentinelone-alert.ts';
import { cortexXdrAlerts } from './formats/cortex-xdr-alerts.ts';
import { sophosCentral } from './formats/sophos-central.ts';
import { trendVisionOneWorkbench } from './formats/trend-vision-one-workbench.ts';
import { harfanglabAlert } from './formats/harfanglab-alert.ts';
import { carbonBlack } from './formats/carbon-black.ts';
import { secopsDetection } from './formats/secops-detection.ts';
import { trellixFireeye } from './formats/trellix-fireeye.ts';
import { darktraceModelBreach } from './formats/darktrace-model-breach.ts';
import { vectraDetect } from './formats/vectra-detect.ts';
import { ciscoSecureEndpoint } from './formats/cisco-secure-endpoint.ts';
import { qradarOffense } from './formats/qradar-offense.ts';
import { trellixEpoXml } from './formats/trellix-epo-xml.ts';
import type { Importer } from './importer.ts';

/** Every format Alertweave reads, one a line, in order of id. The order means nothing to recognition. */
export const IMPORTERS: readonly Importer[] = [
  advancedHunting,
  aitAdsLabelledCsv,
  alertweaveAlerts,
  awsAsff,
  cefSyslog,
  chainsaw,
  crowdstrikeAlertsV2,
  crowdstrikeEventStream,
  defenderForCloud,
  defenderXdrIncidents,
  elastic,
  entraRiskDetections,
  falcoJson,
  falcoText,
  gcpSccFinding,
  googleWorkspaceAlert,
  graphAlertsLegacy,
  graphAlertsV2,
  graphIncidents,
  guardDutyFinding,
  guideCsv,
  hayabusa,
  leefSyslog,
  mdeAlerts,
  mispEvent,
  ocsfFinding,
  oktaSystemLog,
  ossecAlertsJson,
  ossecAlertsLog,
  plasoL2tcsv,
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
  stix21Bundle,
  suricataEve,
  suricataFast,
  tetragonJson,
  theHiveAlert,
  timesketch,
  wazuh,
  zeekNoticeJson,
  zeekNoticeTsv,
  zircolite,
  splunkNotable,
  splunkSearch,
  splunkXml,
  sentineloneThreat,
  sentineloneAlert,
  cortexXdrAlerts,
  sophosCentral,
  trendVisionOneWorkbench,
  harfanglabAlert,
  carbonBlack,
  secopsDetection,
  trellixFireeye,
  darktraceModelBreach,
  vectraDetect,
  ciscoSecureEndpoint,
  qradarOffense,
  trellixEpoXml,
];
