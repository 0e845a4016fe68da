import { expose } from 'comlink';
import { ok, type Result } from '../../src/base/result.ts';
import { DAY, HOUR, MINUTE } from '../../src/base/time.ts';
import { storyAnswer } from './fake-story.ts';
import type {
  AssetChip,
  BatchRow,
  CommandOutcome,
  EngineApi,
  EngineState,
  Facet,
  ImportOutcome,
  IncidentFilter,
  IncidentPageParams,
  IncidentRow,
  Table,
} from '../../src/worker/api.ts';

/*
 * A stand-in for the worker with invented rows, for looking at screens while the real one is being built, and with many more rows
 * than a demo has. Never shipped: only test/helpers/fake-vite.config.ts puts it in the worker's place.
 * The number in a file's name is how many incidents it makes: `50000.json`.
 */
const NOW = Date.UTC(2026, 4, 14, 12, 4) * 1000;
const NAMES = [
  'Multi-stage incident involving initial access and credential access on 3 devices reported by multiple sources',
  'Suspicious PowerShell on FS-01',
  'Password spray against 12 users',
  'Impossible travel of jane.doe@contoso.example',
  'ET SCAN Potential SSH scan outbound',
  'Malware prevented on WKS-0231',
  'Login from an unfamiliar location, reported by one source: Microsoft Entra ID Protection',
];
const PRODUCTS = ['Microsoft Defender for Endpoint', 'Suricata', 'Wazuh', 'Elastic Security', 'Microsoft Entra ID Protection'];
const TACTICS = ['TA0001', 'TA0002', 'TA0006', 'TA0008', 'TA0011', 'TA0010'];
const OWNERS = ['', '', '', 'Jo', 'Amira'];
const TYPES = ['device', 'user', 'ip', 'mailbox', 'cloudResource'] as const;

const NO_REMOVAL = { names: ['1.json'], alerts: 0, shared: 0, vanishing: 0, shrinking: 0, decided: 0, rawBytes: 0, restorable: true };

let rows: IncidentRow[] = [];
let batches: BatchRow[] = [];
let tell: (tables: readonly Table[]) => void = () => undefined;
let show: (state: EngineState) => void = () => undefined;
let state: EngineState = {
  phase: 'ready',
  storage: 'opfs',
  saved: true,
  snapshotAt: NOW,
  warning: null,
  failure: null,
  undo: { undo: null, redo: null },
};

const pick = <T>(all: readonly T[], i: number): T => all[((i % all.length) + all.length) % all.length] as T;
const mix = (i: number): number => Math.imul(i ^ 0x9e3779b9, 0x85ebca6b) >>> 8;

function incident(id: number): IncidentRow {
  const r = mix(id);
  const priority = 100 - ((r + id) % 97);
  const alerts = 1 + (r % 40);
  const assets: AssetChip[] = Array.from({ length: Math.min(3, 1 + (r % 5)) }, (_, k) => ({
    id: id * 10 + k,
    type: pick(TYPES, r + k),
    label: pick(['FS-01', 'jane.doe@contoso.example', '203.0.113.77', 'finance@contoso.example', '/subscriptions/2f/vm/web-7'], r + k),
  }));
  return {
    id,
    key: `i${id}`,
    name: `${pick(NAMES, r)}${id > 7 ? ` (${id})` : ''}`,
    severity: priority > 85 ? 'high' : priority > 50 ? 'medium' : priority > 20 ? 'low' : priority > 8 ? 'informational' : 'unknown',
    severityOverridden: id % 11 === 0,
    status: pick(['new', 'new', 'new', 'inProgress', 'resolved'] as const, r >> 3),
    classification: pick(['unknown', 'unknown', 'truePositive', 'falsePositive'] as const, r >> 4),
    determination: 'unknown',
    assignedTo: pick(OWNERS, r >> 5),
    tags: id % 4 === 0 ? ['ransomware', 'VIP'] : [],
    priority,
    alerts,
    activeAlerts: Math.max(0, alerts - (r % 4)),
    entities: alerts * 3,
    assets,
    assetCount: 1 + (r % 5),
    products: PRODUCTS.slice(0, 1 + (r % 3)),
    tactics: TACTICS.slice(0, r % 6),
    firstActivity: NOW - (r % 14) * DAY - 2 * HOUR,
    lastActivity: id % 23 === 0 ? null : NOW - (r % 14) * DAY - (r % 59) * MINUTE,
    watched: 0,
    lastUpdate: NOW - (r % 3) * HOUR,
  };
}

function passes(row: IncidentRow, f: IncidentFilter, except?: string): boolean {
  const has = (name: keyof IncidentFilter, list: readonly string[] | undefined, values: readonly string[]): boolean =>
    name === except || list === undefined || list.length === 0 || values.some((value) => list.includes(value));
  return (
    has('statuses', f.statuses, [row.status]) &&
    has('severities', f.severities, [row.severity]) &&
    has('assignees', f.assignees, [row.assignedTo]) &&
    has('products', f.products, row.products) &&
    has('tactics', f.tactics, row.tactics) &&
    has('tags', f.tags, row.tags) &&
    has('classifications', f.classifications, [row.classification]) &&
    (f.multipleProducts !== true || row.products.length > 1) &&
    (f.from === undefined || (row.lastActivity ?? 0) >= f.from) &&
    (f.to === undefined || (row.firstActivity ?? 0) <= f.to) &&
    (f.search === undefined || f.search === '' || `${row.name} #${row.id}`.toLowerCase().includes(f.search.toLowerCase()))
  );
}
const SEVERITY = ['unknown', 'informational', 'low', 'medium', 'high'];
function ordered(p: Omit<IncidentPageParams, 'limit' | 'offset'>): IncidentRow[] {
  const key = (row: IncidentRow): string | number => (p.sort === 'severity' ? SEVERITY.indexOf(row.severity) : (row[p.sort] ?? -1));
  const sign = p.descending ? -1 : 1;
  return rows.filter((row) => passes(row, p.filter)).sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : a.id - b.id));
}
function facet(filter: IncidentFilter, name: keyof IncidentFilter, values: (row: IncidentRow) => readonly string[]): Facet[] {
  const counts = new Map<string, number>();
  for (const row of rows) if (passes(row, filter, name)) for (const value of values(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

function answer(name: string, params: never): readonly unknown[] {
  const p = params as IncidentPageParams & { id: number; bins: number; from: number | null; to: number | null };
  switch (name) {
    case 'overview': {
      const times = rows.flatMap((row) => row.lastActivity ?? []);
      return [
        {
          alerts: rows.reduce((sum, row) => sum + row.alerts, 0),
          incidents: rows.length,
          openIncidents: rows.filter((row) => row.status !== 'resolved').length,
          entities: rows.length * 3,
          batches: batches.length,
          parts: [],
          firstActivity: rows.length === 0 ? null : NOW - 14 * DAY,
          lastActivity: times.reduce<number | null>((max, at) => Math.max(max ?? 0, at), null),
        },
      ];
    }
    case 'incidentPage':
      return ordered(p).slice(p.offset, p.offset + p.limit);
    case 'incidentCount':
      return [{ count: ordered({ ...p, sort: 'name', descending: false }).length }];
    case 'incidentIds':
      return ordered(p).map(({ id }) => ({ id }));
    case 'incidentFacets':
      return [
        {
          total: rows.filter((row) => passes(row, p.filter)).length,
          statuses: facet(p.filter, 'statuses', (row) => [row.status]),
          severities: facet(p.filter, 'severities', (row) => [row.severity]),
          assignees: facet(p.filter, 'assignees', (row) => [row.assignedTo]),
          products: facet(p.filter, 'products', (row) => row.products),
          tactics: facet(p.filter, 'tactics', (row) => row.tactics),
          tags: facet(p.filter, 'tags', (row) => row.tags),
          classifications: facet(p.filter, 'classifications', (row) => [row.classification]),
        },
      ];
    case 'alertHistogram': {
      const from = p.from ?? NOW - 14 * DAY;
      const width = ((p.to ?? NOW) - from) / p.bins;
      return Array.from({ length: p.bins }, (_, i) => ({
        from: from + i * width,
        to: from + (i + 1) * width,
        counts: i % 9 === 0 ? [0, 0, 0, 0, 0] : [0, mix(i) % 7, mix(i + 3) % 30, mix(i + 9) % 18, mix(i + 77) % 9],
      }));
    }
    case 'incidentDetail': {
      const row = rows.find(({ id }) => id === p.id);
      return row === undefined
        ? []
        : [
            {
              ...row,
              namePinned: false,
              resolvingNote: row.status === 'resolved' ? 'Patched and closed.' : '',
              factors: [
                { label: 'Severity', points: 40, explanation: 'Two alerts of high severity' },
                { label: 'Breadth of tactics', points: 24, explanation: '4 tactics, from initial access to lateral movement' },
                { label: 'Sources', points: 15, explanation: '3 products agree' },
                { label: 'Rarity', points: row.priority - 79, explanation: 'The rarest detector fired twice in these data' },
              ],
              redirectedTo: null,
              summary: [
                '14 alerts of 3 products over 2 h 14 min on 3 devices and 2 users.',
                'They are linked by one account and one address.',
              ],
              techniques: [{ id: 'T1059.001', name: 'PowerShell', alerts: 3 }],
              tacticCounts: row.tactics.map((id, i) => ({ id, name: id, alerts: 5 - (i % 4) })),
              detectors: 5,
            },
          ];
    }
    case 'batches':
      return batches;
    case 'knownTags':
      return [
        { value: 'ransomware', count: 4 },
        { value: 'VIP', count: 2 },
      ];
    case 'knownOwners':
      return [
        { value: 'Jo', count: 4 },
        { value: 'Amira', count: 2 },
      ];
    case 'formats':
      return ['Microsoft Graph alerts', 'Suricata EVE', 'Wazuh alerts', 'Elastic Security alerts', 'Hayabusa'].map((label) => ({
        id: label.toLowerCase().replaceAll(' ', '-'),
        label,
        spec: '',
      }));
    default:
      return [];
  }
}

const fake: EngineApi = {
  open(_actor, onChange, onState) {
    tell = onChange;
    show = onState;
    return Promise.resolve(state);
  },
  mendFile: () => Promise.resolve(ok({ blob: new Blob(['toy\n']), name: 'alerts.rejected.csv', records: 1, without: 0 })),
  previewRemoval: () => Promise.resolve(ok(NO_REMOVAL)),
  removeImports: () => Promise.resolve(ok(NO_REMOVAL)),
  restoreImports: () => Promise.resolve(ok(null)),
  takeOver: () => Promise.resolve(state),
  diagnose: () => Promise.resolve(ok([])),
  diffExports: (_job, { file: before }, { file: after }) => {
    const side = { alerts: 1, unnamed: 0, formats: ['graph-alerts-v2'], doubts: [] };
    const fields = { severity: 'high', status: 'resolved', assignedTo: 'Amira', classification: '' } as const;
    const row = { id: 'a1', title: 'Suspicious sign-in', product: 'Microsoft Defender XDR', at: NOW, fields };
    return Promise.resolve(
      ok({
        before: { ...side, name: before.name },
        after: { ...side, name: after.name },
        added: 0,
        changed: 1,
        vanished: 0,
        same: 0,
        changedBy: { severity: 0, status: 1, assignedTo: 0, classification: 0 },
        rows: { added: [], changed: [{ ...row, changes: [{ field: 'status', before: 'new', after: 'resolved' }] }], vanished: [] },
        csv: new Blob(['Difference\r\n']),
      }),
    );
  },
  async importFiles(_job, files, _options, onProgress): Promise<Result<ImportOutcome>> {
    for (const [i, file] of files.entries()) {
      for (let k = 0; k <= 10; k++) {
        onProgress({
          phase: 'reading',
          file: file.name,
          fileNumber: i + 1,
          files: files.length,
          doneBytes: (file.size * k) / 10,
          totalBytes: file.size,
          alerts: k * 100,
          elapsedMs: 300 + k * 30,
        });
        await new Promise((resolve) => setTimeout(resolve, file.name.startsWith('slow') ? 400 : 5));
      }
      const count = Number(/\d+/.exec(file.name)?.[0] ?? 10);
      rows = [...rows, ...Array.from({ length: count }, (_, k) => incident(rows.length + k + 1))];
      batches = [...batches, report(file, count)];
    }
    tell(['incident', 'alert', 'entity', 'batch']);
    return ok({
      reports: batches.slice(-files.length),
      added: 100,
      updated: 0,
      duplicates: 0,
      cancelled: false,
      raised: 0,
      withdrawn: 0,
      timings: { readMs: 1, storeMs: 1, correlateMs: 1, totalMs: 3 },
    });
  },
  cancel: () => undefined,
  query: (name, params) => Promise.resolve(ok(storyAnswer(name, params) ?? answer(name, params as never))),
  command(command): Promise<Result<CommandOutcome>> {
    if (command.kind === 'incident.change') {
      const { addTags = [], removeTags = [], ...rest } = command.changes;
      rows = rows.map((row) =>
        command.ids.includes(row.id)
          ? { ...row, ...rest, tags: [...new Set([...row.tags, ...addTags])].filter((tag) => !removeTags.includes(tag)) }
          : row,
      );
    }
    state = { ...state, undo: { undo: 'Status changed', redo: null } };
    show(state);
    tell(['incident', 'activity']);
    return Promise.resolve(ok({ summary: 'Status changed from New to In progress', eventId: 'e1' }));
  },
  setActor: () => undefined,
  exportAlerts: () => Promise.resolve(ok(new Blob(['{}\n']))),
  wipe() {
    rows = [];
    batches = [];
    tell(['incident', 'alert', 'entity', 'batch']);
    return Promise.resolve(ok(null));
  },
};

function report(file: File, count: number): BatchRow {
  const bad = file.name.includes('bad');
  return {
    id: batches.length + 1,
    at: NOW,
    added: count * 8,
    updated: bad ? 3 : 0,
    duplicates: bad ? 12 : 0,
    name: file.name,
    format: bad ? null : 'graph-alerts-v2',
    reason: bad ? 'No importer recognised the first records.' : 'Every record has alertWebUrl, evidence and serviceSource.',
    candidates: [],
    encoding: 'UTF-8',
    container: 'gzip › JSON array',
    bytes: file.size,
    records: count * 9,
    alerts: count * 8,
    sourceIncidents: 0,
    ignored: count,
    ignoredBy: { 'flow record': count },
    rejectedCount: bad ? 2 : 0,
    rejected: bad
      ? [
          { line: 12, code: 'intake/bad-json', message: 'Unexpected end of JSON input' },
          { line: 40_312, code: 'intake/no-time', message: 'neither createdDateTime nor firstActivityDateTime' },
        ]
      : [],
    notes: ['The file ends at exactly 10 000 records: the export may be capped.'],
    error: bad ? { code: 'intake/cut-off', message: 'the JSON array is not closed', details: { line: 40_313 } } : null,
    cancelled: false,
  };
}

expose(fake);
