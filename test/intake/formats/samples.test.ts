import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { IMPORTERS } from '../../../src/intake/registry.ts';
import { fileSource, take } from '../sources.ts';

/* Real exports beside the repository: what was kept equals what was counted independently. */

const SAMPLES = new URL('../../../../shared/samples/', import.meta.url).pathname;

/** Folder of the samples → format that reads it. */
const FORMAT_OF: Readonly<Record<string, string>> = {
  graph_alerts_v2: 'graph-alerts-v2',
  graph_incidents: 'graph-incidents',
  defender_streaming_ah: 'advanced-hunting',
  advanced_hunting_csv: 'advanced-hunting',
  sentinel_securityalert_csv: 'sentinel-securityalert',
  loganalytics_query_json: 'sentinel-securityalert',
  sentinel_securityincident_csv: 'sentinel-securityincident',
  suricata_eve: 'suricata-eve',
  splunk_export_suricata: 'suricata-eve',
  wazuh_alerts_json: 'wazuh',
  wazuh_csv: 'wazuh',
  elastic_alert: 'elastic',
  hayabusa_csv: 'hayabusa',
  hayabusa_json: 'hayabusa',
  defender_xdr_incidents_api: 'defender-xdr-incidents',
  mde_alerts_api: 'mde-alerts',
  defender_for_cloud: 'defender-for-cloud',
  entra_user_risk_events: 'entra-risk-detections',
  graph_alerts_legacy: 'graph-alerts-legacy',
  guide_csv: 'guide-csv',
  sentinel_incident_arm_json: 'sentinel-incident-arm',
  sentinel_commonsecuritylog_json: 'sentinel-third-party',
  sentinel_custom_table: 'sentinel-third-party',
};
/** Where the independent count is of incidents: the files hold no alerts. */
const INCIDENTS = new Set(['graph_incidents', 'sentinel_securityincident_csv', 'sentinel_incident_arm_json']);

const rows = existsSync(`${SAMPLES}INDEX.tsv`)
  ? readFileSync(`${SAMPLES}INDEX.tsv`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .filter(([path, folder]) => path !== undefined && folder !== undefined && Object.hasOwn(FORMAT_OF, folder))
  : [];

describe.skipIf(rows.length === 0)('real exports (skipped where ../shared/samples is absent)', () => {
  test.each(rows.map(([path = '', folder = '', , alerts = '']) => ({ path, folder, count: Number(alerts) })))(
    '$path: $count',
    async ({ path, folder, count }) => {
      const { reports, alerts, incidents } = await take(fileSource(`${SAMPLES}${path}`, 'unknown'));
      const [report] = reports;
      expect(report?.error).toBeNull();
      expect(report?.format).toBe(FORMAT_OF[folder]);
      expect(INCIDENTS.has(folder) ? incidents.length : alerts.length).toBe(count);
      const given = new Set([...alerts, ...incidents].map(({ place }) => `${place.line}/${place.offset}`));
      if (alerts.length > 0 && incidents.length === 0)
        expect(alerts.length + (report?.ignored ?? 0) + (report?.rejectedCount ?? 0)).toBe(report?.records);
      else expect(given.size).toBeGreaterThan(0);
      expect(report?.rejected).toEqual([]);
      // Wazuh wraps Suricata's own records.
      const others = alerts.filter(({ format }) => format !== report?.format && !(report?.format === 'wazuh' && format === 'suricata-eve'));
      expect(others).toEqual([]);
    },
  );

  test('every importer of the table is registered', () => {
    const ids = new Set(IMPORTERS.map(({ id }) => id));
    expect(Object.values(FORMAT_OF).filter((id) => !ids.has(id))).toEqual([]);
  });
});
