import { isAsset, type EvidenceType, type Verdict } from '../../src/domain/evidence.ts';
import { SEVERITIES, type Severity } from '../../src/domain/severity.ts';
import type { AlertLink, AlertRow, AssetChip, EvidenceRow } from '../../src/worker/api.ts';

/* Invented alerts of incidents 1 (a story), 2 (12 000 alerts) and 3 (without times and entities), and the things they name. */

export const T0 = Date.UTC(2024, 2, 14, 8, 52, 10) * 1000;
export const MIN = 60_000_000;
export const mix = (n: number): number => (Math.imul(n ^ (n >>> 15), 2246822519) >>> 0) % 9973;

export interface Thing {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
  readonly verdict: Verdict;
}
const thing = (id: number, type: EvidenceType, label: string, verdict: Verdict = 'unknown'): Thing => ({ id, type, label, verdict });
export const THINGS: readonly Thing[] = [
  thing(1, 'user', 'mara.lindqvist@harbourline.example'),
  thing(2, 'device', 'WKS-0417'),
  thing(3, 'device', 'FS-01'),
  thing(4, 'device', 'DC-02'),
  thing(5, 'user', 'HARBOURLINE\\svc-backup'),
  thing(6, 'mailbox', 'mara.lindqvist@harbourline.example'),
  thing(7, 'mailMessage', 'Overdue invoice 88213', 'malicious'),
  thing(8, 'file', 'invoice_88213.docm', 'malicious'),
  thing(9, 'process', 'winword.exe (6120)', 'suspicious'),
  thing(10, 'process', 'powershell.exe (7044)', 'malicious'),
  thing(11, 'commandLine', 'powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA…', 'suspicious'),
  thing(12, 'ip', '203.0.113.77', 'malicious'),
  thing(13, 'domain', 'cdn-sync.example', 'suspicious'),
  thing(14, 'url', 'https://cdn-sync.example/a/stage2.ps1', 'malicious'),
  thing(15, 'ip', '10.20.4.17'),
  thing(16, 'file', 'lsass.dmp', 'suspicious'),
  thing(17, 'file', 'C:\\ProgramData\\upd\\svchost.exe', 'malicious'),
  thing(18, 'service', 'UpdateHelper', 'suspicious'),
  ...Array.from({ length: 6 }, (_, i) => thing(30 + i, 'ip', `198.51.100.${20 + i}`)),
];
export const TITLES: readonly (readonly [
  minute: number,
  title: string,
  severity: Severity,
  product: string,
  tactics: readonly string[],
  things: readonly number[],
])[] = [
  [0, 'Email with a malicious macro document delivered', 'medium', 'Microsoft Defender for Office 365', ['TA0001'], [6, 7, 8]],
  [6, 'Office process started a script interpreter', 'high', 'Microsoft Defender for Endpoint', ['TA0002'], [1, 2, 8, 9, 10, 11]],
  [7, 'ET MALWARE Staged PowerShell download', 'high', 'Suricata', ['TA0011'], [15, 12, 13, 14]],
  [8, 'Suspicious PowerShell command line', 'high', 'Microsoft Defender for Endpoint', ['TA0002', 'TA0005'], [1, 2, 10, 11, 14]],
  [19, 'Beaconing to a rare domain', 'medium', 'Suricata', ['TA0011'], [15, 13, 12, 2]],
  [31, 'Process memory of lsass.exe was read', 'high', 'Microsoft Defender for Endpoint', ['TA0006'], [1, 2, 10, 16]],
  [58, 'Logon from a new workstation', 'low', 'Wazuh', ['TA0008'], [5, 3, 15]],
  [64, 'Service created by a remote host', 'medium', 'Microsoft Defender for Endpoint', ['TA0008', 'TA0003'], [5, 3, 17, 18]],
  [71, 'Unsigned binary in ProgramData', 'medium', 'Microsoft Defender for Endpoint', ['TA0003'], [3, 17]],
  [88, 'Directory replication request from a server', 'high', 'Wazuh', ['TA0006'], [5, 4, 3]],
  [102, 'Many outbound connections', 'low', 'Suricata', ['TA0010'], [3, 30, 31, 32, 33, 34, 35]],
  [118, 'Large upload to a rare address', 'medium', 'Suricata', ['TA0010'], [3, 12]],
  [127, 'Backup service account used interactively', 'informational', 'Wazuh', [], [5, 4]],
  [134, 'Volume shadow copies were deleted', 'high', 'Microsoft Defender for Endpoint', ['TA0040'], [3, 5, 17]],
];
export const byId = new Map(THINGS.map((t) => [t.id, t]));
export const chip = (id: number): AssetChip => {
  const t = byId.get(id);
  return { id, type: t?.type ?? 'generic', label: t?.label ?? `thing ${id}` };
};

function linkOf(n: number): AlertLink | null {
  if (n === 0) return null;
  const mine = new Set(TITLES[n]?.[5]);
  let to = n - 1;
  while (to > 0 && !TITLES[to]?.[5].some((id) => mine.has(id))) to--;
  const shared = TITLES[to]?.[5].filter((id) => mine.has(id)) ?? [];
  const gap = ((TITLES[n]?.[0] ?? 0) - (TITLES[to]?.[0] ?? 0)) * MIN;
  return {
    toAlert: to + 1,
    toTitle: TITLES[to]?.[1] ?? '',
    gap,
    score: 0.55 + (n % 5) * 0.08,
    reasons: [
      ...shared.slice(0, 2).map((id, i) => ({
        code: isAsset(byId.get(id)?.type ?? 'generic') ? ('sameAsset' as const) : ('sharedIndicators' as const),
        weight: 2.4 - i * 0.7,
        entity: chip(id),
        text: i === 0 ? 'named by 2 other alerts in these data' : '',
      })),
      { code: 'temporalProximity', weight: 0.6, entity: null, text: 'within the hour' },
    ],
    sentence:
      shared.length > 0
        ? `Both name ${chip(shared[0] ?? 0).label}, ${Math.round(gap / MIN)} min apart.`
        : 'It follows in time on the same network segment.',
  };
}

export const story: readonly AlertRow[] = TITLES.map(([minute, title, severity, product, tactics, things], n) => ({
  id: n + 1,
  key: `a${String(n).padStart(16, '0')}`,
  incident: 1,
  title,
  severity,
  status: n % 4 === 3 ? 'inProgress' : 'new',
  category: 'Malware',
  tactics,
  product,
  detectionSource: product === 'Suricata' ? 'Network' : 'EDR',
  firstActivity: T0 + minute * MIN,
  lastActivity: T0 + (minute + (n % 3 === 1 ? 4 : 0)) * MIN,
  assets: things.filter((id) => isAsset(byId.get(id)?.type ?? 'generic')).map(chip),
  count: n === 4 ? 212 : 1,
  link: linkOf(n),
  raised: false,
}));
export const many: readonly AlertRow[] = Array.from({ length: 12_000 }, (_, n) => ({
  id: 100_000 + n,
  key: `b${n}`,
  incident: 2,
  title: `Port scan from ${198 + (n % 3)}.51.100.${n % 250}`,
  severity: SEVERITIES[mix(n) % 5] ?? 'low',
  status: 'new',
  category: 'Scan',
  tactics: n % 3 === 0 ? ['TA0007'] : [],
  product: n % 4 === 0 ? 'Zeek' : 'Suricata',
  detectionSource: 'Network',
  firstActivity: T0 + mix(n) * 8 * MIN + n * 1000,
  lastActivity: T0 + mix(n) * 8 * MIN + n * 1000,
  assets: [{ id: 2000 + (n % 60), type: 'device', label: `HOST-${n % 60}` }],
  count: 1,
  link: n === 0 ? null : { ...(linkOf(1) as AlertLink), toAlert: 100_000, toTitle: 'Port scan' },
  raised: false,
}));
export const bare: readonly AlertRow[] = [
  { ...(story[0] as AlertRow), id: 900, incident: 3, firstActivity: null, lastActivity: null, assets: [], link: null },
];
export const rowsOf = (incident: number): readonly AlertRow[] =>
  incident === 1 ? story : incident === 2 ? many : incident === 3 ? bare : [];

export function evidenceRow(t: Thing): EvidenceRow {
  const alerts = TITLES.flatMap(([, , , , , things], n) => (things.includes(t.id) ? [n] : []));
  return {
    id: t.id,
    type: t.type,
    label: t.label,
    identifiers: [`${t.type === 'ip' ? 'ip' : 'name'}:${t.label.toLowerCase()}`],
    roles: t.id === 12 ? ['attacker', 'commandAndControl'] : isAsset(t.type) ? ['impacted'] : ['related'],
    verdict: t.verdict,
    remediation: t.id === 8 ? 'remediated' : t.id === 17 ? 'pendingApproval' : 'none',
    alerts: alerts.length,
    firstSeen: T0 + (TITLES[alerts[0] ?? 0]?.[0] ?? 0) * MIN,
    lastSeen: T0 + (TITLES[alerts.at(-1) ?? 0]?.[0] ?? 0) * MIN,
    incidents: t.id % 4 === 0 ? 3 : 1,
    critical: t.id === 4,
  };
}
