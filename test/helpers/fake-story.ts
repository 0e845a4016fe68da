import { ASSET_TYPES, EVIDENCE_TYPES, type EvidenceType, isAsset, type Verdict } from '../../src/domain/evidence.ts';
import { SEVERITIES, type Severity } from '../../src/domain/severity.ts';
import type {
  ActivityRow,
  AlertDetail,
  AlertLink,
  AlertRow,
  AssetChip,
  CommentRow,
  EntityDetail,
  EvidenceRow,
  IncidentDetail,
  IncidentGraph,
  IncidentTimeline,
} from '../../src/worker/api.ts';

/** Invented incidents for looking at the incident page without a worker: 1 a story, 2 one of 12 000 alerts, 3 one without times and entities, 4 failing. */
const T0 = Date.UTC(2024, 2, 14, 8, 52, 10) * 1000;
const MIN = 60_000_000;
const mix = (n: number): number => (Math.imul(n ^ (n >>> 15), 2246822519) >>> 0) % 9973;

interface Thing {
  readonly id: number;
  readonly type: EvidenceType;
  readonly label: string;
  readonly verdict: Verdict;
}
const thing = (id: number, type: EvidenceType, label: string, verdict: Verdict = 'unknown'): Thing => ({ id, type, label, verdict });
const THINGS: readonly Thing[] = [
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
const TITLES: readonly (readonly [
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
const byId = new Map(THINGS.map((t) => [t.id, t]));
const chip = (id: number): AssetChip => {
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

const story: readonly AlertRow[] = TITLES.map(([minute, title, severity, product, tactics, things], n) => ({
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
const many: readonly AlertRow[] = Array.from({ length: 12_000 }, (_, n) => ({
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
many.toSorted((a, b) => (a.firstActivity ?? 0) - (b.firstActivity ?? 0));
const bare: readonly AlertRow[] = [
  { ...(story[0] as AlertRow), id: 900, incident: 3, firstActivity: null, lastActivity: null, assets: [], link: null },
];
const rowsOf = (incident: number): readonly AlertRow[] => (incident === 1 ? story : incident === 2 ? many : incident === 3 ? bare : []);

function evidenceRow(t: Thing): EvidenceRow {
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

function graphOf(incident: number): IncidentGraph {
  if (incident === 3) return { nodes: [], edges: [], hidden: 0 };
  if (incident === 2) {
    const nodes = Array.from({ length: 300 }, (_, i) => ({
      id: 2000 + i,
      type: i < 60 ? ('device' as const) : (EVIDENCE_TYPES[ASSET_TYPES.length + (i % 6)] ?? 'ip'),
      label: i < 60 ? `HOST-${i}` : `198.51.100.${i}`,
      verdict: i % 37 === 0 ? ('malicious' as const) : ('unknown' as const),
      alerts: 3,
      alertIds: [100_000 + i, 100_060 + i],
      startedAt: null,
      folded: 0,
    }));
    const edges = nodes.slice(60).flatMap((n, i) => [
      { source: n.id, target: 2000 + (mix(i) % 60), relation: 'connected to', alerts: [100_000 + i] },
      { source: n.id, target: 2000 + (mix(i + 7) % 60), relation: 'seen with', alerts: [100_001 + i] },
    ]);
    return { nodes, edges, hidden: 4210 };
  }
  const edge = (source: number, target: number, relation: string, alerts: readonly number[]) => ({ source, target, relation, alerts });
  return {
    nodes: THINGS.map((t) => ({
      ...t,
      alerts: evidenceRow(t).alerts,
      alertIds: TITLES.flatMap(([, , , , , things], n) => (things.includes(t.id) ? [n + 1] : [])),
      startedAt: null,
      folded: 0,
    })),
    edges: [
      edge(7, 6, 'sent to', [1]),
      edge(7, 8, 'contained', [1]),
      edge(8, 2, 'seen on', [2]),
      edge(9, 2, 'ran on', [2]),
      edge(9, 10, 'started', [2]),
      edge(10, 2, 'ran on', [2, 4]),
      edge(10, 11, 'ran with', [2, 4]),
      edge(1, 2, 'logged on to', [2, 4, 6]),
      edge(10, 14, 'connected to', [4]),
      edge(14, 13, 'is of', [3]),
      edge(15, 12, 'connected to', [3, 5]),
      edge(15, 13, 'resolved', [3, 5]),
      edge(10, 16, 'wrote', [6]),
      edge(5, 3, 'logged on to', [7, 8, 14]),
      edge(15, 3, 'connected to', [7]),
      edge(18, 3, 'ran on', [8]),
      edge(17, 3, 'seen on', [8, 9]),
      edge(18, 17, 'started', [8]),
      edge(5, 4, 'logged on to', [10, 13]),
      edge(3, 4, 'connected to', [10]),
      edge(3, 12, 'sent to', [12]),
      ...[30, 31, 32, 33, 34, 35].map((id) => edge(3, id, 'connected to', [11])),
    ],
    hidden: 3,
  };
}

function timelineOf(incident: number): IncidentTimeline {
  const marks = rowsOf(incident).flatMap((row) => {
    const at = row.firstActivity;
    if (at === null) return [];
    const base = { alert: row.id, title: row.title, severity: row.severity, from: at, to: row.lastActivity ?? at };
    return row.assets.length === 0
      ? [{ ...base, lane: 0, raised: false }]
      : row.assets.map((a) => ({ ...base, lane: a.id, raised: false }));
  });
  const lanes = new Map(rowsOf(incident).flatMap((r) => r.assets.map((a) => [a.id, a] as const)));
  return { lanes: [...lanes.values()], marks, undated: incident === 3 ? 1 : 0, hidden: 0 };
}

const detailOf = (row: AlertRow): AlertDetail => ({
  ...row,
  raisedBy: null,
  externalId: `da6378${row.id}`,
  description: 'An Office application started a script interpreter with an encoded command line.\nThis is how macro droppers begin.',
  recommendedActions: '1. Isolate the device.\n2. Collect an investigation package.',
  severityText: row.severity === 'high' ? 'Critical' : row.severity,
  classification: 'unknown',
  determination: 'unknown',
  assignedTo: '',
  detected: row.firstActivity === null ? null : row.firstActivity + 2 * MIN,
  imported: T0 + 9000 * MIN,
  timeText: '2024-03-14T08:58:10.1234567Z',
  timeAssumed: row.product === 'Suricata' ? 'The time states no zone; UTC is assumed.' : '',
  techniques: [{ id: 'T1059.001', name: 'PowerShell' }],
  rule: 'office-child-process',
  url: 'https://security.example/alerts/da6378',
  threatName: '',
  sourceIncident: '924565',
  evidence: (TITLES[row.id - 1]?.[5] ?? []).flatMap((id) => {
    const t = byId.get(id);
    return t ? [evidenceRow(t)] : [];
  }),
  file: {
    name: 'export.zip › alerts_v2.json',
    format: 'graph-alerts-v2',
    line: 41 + row.id,
    offset: 182_300 + row.id * 911,
    container: 'zip › JSON array',
  },
});

function entityOf(id: number): EntityDetail | undefined {
  const t = byId.get(id);
  if (!t) return undefined;
  const row = evidenceRow(t);
  return {
    ...row,
    identifiers: [...row.identifiers, 'sid:s-1-5-21-397955417-626881126-188441444-3842', 'upn:mara.lindqvist@harbourline.example'],
    attributes: [
      { name: 'Operating system', value: 'Windows 11 23H2' },
      { name: 'Onboarding', value: 'onboarded' },
    ],
    incidentList: [
      { id: 1, name: 'Multi-stage incident', severity: 'high', status: 'new', alerts: row.alerts },
      { id: 2, name: 'Port scans from many addresses', severity: 'low', status: 'resolved', alerts: 12 },
    ],
    recentAlerts: story.filter((a) => TITLES[a.id - 1]?.[5].includes(id)),
    notLinking: t.id === 15 ? 'A private address names another machine at each site, so sharing it joins nothing.' : '',
    ignored: false,
    watched: false,
    listed: [],
    aliases: t.type === 'user' ? [{ id: 900, label: 'mlindqvist', because: 'the same security identifier in one record', apart: [] }] : [],
  };
}

const activities: readonly ActivityRow[] = [
  {
    id: 'e1',
    seq: 1,
    at: T0 + 9000 * MIN,
    actor: 'Alertweave',
    kind: 'correlation.ran',
    summary: 'Made of 14 alerts by the correlation',
    undone: false,
    changes: [],
  },
  {
    id: 'e2',
    seq: 2,
    at: T0 + 9010 * MIN,
    actor: 'Amira',
    kind: 'incident.changed',
    summary: 'Assigned to Amira, status set to In progress',
    undone: false,
    changes: [
      { field: 'assignedTo', before: '', after: 'Amira' },
      { field: 'status', before: 'New', after: 'In progress' },
    ],
  },
  {
    id: 'e3',
    seq: 3,
    at: T0 + 9020 * MIN,
    actor: 'Amira',
    kind: 'incident.changed',
    summary: 'Severity set to Low',
    undone: true,
    changes: [{ field: 'severity', before: 'High', after: 'Low' }],
  },
  {
    id: 'e4',
    seq: 4,
    at: T0 + 9021 * MIN,
    actor: 'Amira',
    kind: 'event.undone',
    summary: 'Took back: Severity set to Low',
    undone: false,
    changes: [{ field: 'severity', before: 'Low', after: 'High' }],
  },
  { id: 'e5', seq: 5, at: T0 + 9030 * MIN, actor: 'Jo', kind: 'incident.commented', summary: 'Commented', undone: false, changes: [] },
];
let comments: readonly CommentRow[] = [
  {
    id: 'c1',
    at: T0 + 9030 * MIN,
    author: 'Jo',
    text: '**Contained** `WKS-0417` at 11:20.\n\n- memory image taken\n- see [ticket](https://tickets.example/4711)\n\n> user remembers enabling macros\n\n<script>alert(1)</script> stays text, [this](javascript:alert(1)) too.',
  },
];

const summary = [
  '14 alerts of 3 products over 2 h 14 min on 3 devices, with 2 users and 1 mailbox.',
  'It begins with “Email with a malicious macro document delivered” and reaches impact on FS-01.',
  '203.0.113.77 stands in 3 alerts of two products; 8 files and 6 IP addresses are named.',
];

/** The rows of a query of the incident page, or undefined when it is none. */
export function storyAnswer(name: string, params: unknown): readonly unknown[] | undefined {
  const p = params as { id: number; incident: number; alert: number; limit: number; offset: number };
  switch (name) {
    case 'incidentDetail':
      if (p.id > 3) return undefined;
      return [detail(p.id)];
    case 'incidentAlerts':
      return rowsOf(p.incident).slice(p.offset, p.offset + p.limit);
    case 'incidentGraph':
      return [graphOf(p.incident)];
    case 'incidentTimeline':
      return [timelineOf(p.incident)];
    case 'incidentEvidence':
      return p.incident === 1 ? THINGS.map(evidenceRow) : [];
    case 'incidentActivities':
      return activities;
    case 'incidentComments':
      return comments;
    case 'alertDetail': {
      const row = [...story, ...bare, ...many].find((r) => r.id === p.id);
      return row ? [detailOf(row)] : [];
    }
    case 'entityDetail': {
      const entity = entityOf(p.id);
      return entity ? [entity] : [];
    }
    case 'rawRecord':
      return [
        {
          text: JSON.stringify({
            id: `da6378${p.alert}`,
            title: TITLES[p.alert - 1]?.[1],
            severity: 'high',
            evidence: THINGS.slice(0, 4),
            big: 1,
          }),
          truncated: false,
        },
      ];
    default:
      return undefined;
  }
}

export function storyComment(text: string): void {
  comments = [...comments, { id: `c${comments.length + 1}`, at: T0 + 9100 * MIN, author: 'Amira', text }];
}

function detail(id: number): IncidentDetail {
  const rows = rowsOf(id);
  const assets = new Map(rows.flatMap((r) => r.assets.map((a) => [a.id, a] as const)));
  const tactics = ['TA0001', 'TA0002', 'TA0003', 'TA0005', 'TA0006', 'TA0008', 'TA0011', 'TA0010', 'TA0040'];
  return {
    id,
    key: `i${String(id).padStart(16, 'f')}`,
    name:
      id === 1
        ? 'Multi-stage incident involving initial access and impact on WKS-0417 and 2 other devices'
        : id === 2
          ? 'Port scans from many addresses on 60 devices'
          : 'Alert without entities',
    severity: 'high',
    severityOverridden: id === 2,
    status: 'new',
    classification: 'unknown',
    determination: 'unknown',
    assignedTo: '',
    tags: id === 1 ? ['ransomware', 'Tier 0'] : [],
    priority: 91,
    alerts: rows.length,
    activeAlerts: Math.round(rows.length * 0.7),
    entities: 24,
    assets: [...assets.values()].slice(0, 6),
    assetCount: assets.size,
    products: [...new Set(rows.map((r) => r.product))],
    tactics: id === 1 ? tactics : [],
    firstActivity: rows[0]?.firstActivity ?? null,
    lastActivity: rows.at(-1)?.lastActivity ?? null,
    watched: 0,
    lastUpdate: T0 + 9030 * MIN,
    namePinned: false,
    resolvingNote: '',
    factors: [
      { label: 'Severity', points: 40, explanation: 'Six alerts of high severity' },
      { label: 'Breadth of tactics', points: 24, explanation: '9 tactics, from initial access to impact' },
      { label: 'Sources', points: 15, explanation: '3 products agree' },
      { label: 'Critical asset', points: 12, explanation: 'DC-02 is on the list' },
    ],
    redirectedTo: null,
    summary: id === 1 ? summary : [`${rows.length} alerts.`],
    techniques:
      id === 1
        ? [
            { id: 'T1566.001', name: 'Spearphishing Attachment', alerts: 1 },
            { id: 'T1059.001', name: 'PowerShell', alerts: 3 },
            { id: 'T1003.001', name: 'LSASS Memory', alerts: 1 },
          ]
        : [],
    tacticCounts: id === 1 ? tactics.map((t, i) => ({ id: t, name: t, alerts: 4 - (i % 4) })) : [],
    detectors: 12,
  };
}
