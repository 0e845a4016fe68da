import type { ActivityRow, AlertDetail, AlertRow, CommentRow, EntityDetail, IncidentDetail } from '../../src/worker/api.ts';
import { T0, MIN, THINGS, TITLES, byId, story, many, bare, rowsOf, evidenceRow } from './fake-alerts.ts';
import { graphOf, timelineOf } from './fake-graph.ts';

/* Invented incidents for looking at the incident page without a worker; the fourth fails. */

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
const comments: readonly CommentRow[] = [
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
