import * as fc from 'fast-check';
import type { Instant } from '../../src/base/time.ts';
import type { AlertDraft } from '../../src/domain/alert.ts';
import type { Evidence, EvidenceRole, Identifier } from '../../src/domain/evidence.ts';
import type { IntakeReport, PlacedAlert } from '../../src/intake/report.ts';

/** 2024-03-01T09:00:00Z. */
export const T0 = Date.UTC(2024, 2, 1, 9) * 1000;
export const at = (minutes: number): Instant => (T0 + minutes * 60_000_000) as Instant;

export const device = (name: string, roles: readonly EvidenceRole[] = ['impacted']): Evidence => ({
  type: 'device',
  ids: [`fqdn:${name}.contoso.com` as Identifier, `netbios:${name}` as Identifier],
  label: name.toUpperCase(),
  roles,
  attributes: { os: 'Windows 11' },
});
export const user = (name: string): Evidence => ({
  type: 'user',
  ids: [`upn:${name}@contoso.com` as Identifier],
  label: `${name}@contoso.com`,
  roles: ['impacted'],
});
export const ip = (address: string, roles: readonly EvidenceRole[] = ['source']): Evidence => ({
  type: 'ip',
  ids: [`ip:${address}` as Identifier],
  label: address,
  roles,
});

export const draft = (over: Partial<AlertDraft> = {}): AlertDraft => ({
  title: 'Suspicious sign-in',
  severity: 'medium',
  product: 'Test product',
  firstActivity: at(0),
  evidence: [device('fs-01'), user('jane')],
  ...over,
});
export const placed = (over: Partial<AlertDraft> = {}, line = 1, format = 'test-format'): PlacedAlert => ({
  draft: draft(over),
  place: { line, offset: line * 100, length: 99 },
  format,
});

export const report = (name = 'alerts.json', over: Partial<IntakeReport> = {}): IntakeReport => ({
  name,
  format: 'test-format',
  reason: 'it says so',
  candidates: [],
  encoding: 'UTF-8',
  container: 'NDJSON',
  bytes: 1000,
  records: 1,
  alerts: 1,
  sourceIncidents: 0,
  ignored: 0,
  ignoredBy: {},
  rejectedCount: 0,
  rejected: [],
  notes: [],
  error: null,
  cancelled: false,
  ...over,
});

const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc.constantFrom('fs-01', 'ws-02', 'dc-03', 'ws-04').map((name) => device(name)),
  fc.constantFrom('jane', 'john', 'ann').map(user),
  fc
    .tuple(fc.constantFrom('10.0.0.5', '203.0.113.7', '198.51.100.9'), fc.constantFrom<EvidenceRole>('source', 'destination', 'target'))
    .map(([address, role]) => ip(address, [role])),
  fc.record({
    type: fc.constant('file' as const),
    ids: fc.constantFrom('aa', 'bb', 'cc').map((hash) => [`sha256:${hash}` as Identifier]),
    label: fc.constant('mimikatz.exe'),
    roles: fc.constantFrom<EvidenceRole[]>([], ['suspicious']),
    verdict: fc.constantFrom('unknown', 'suspicious', 'malicious'),
    remediation: fc.constantFrom('none', 'blocked', 'active'),
    attributes: fc.constantFrom({ path: 'C:\\' }, { size: 3 }, { __proto__x: true }),
  }),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

/** Drafts that often meet: few ids, few entities, parts and versions among them. */
export const anyPlaced: fc.Arbitrary<PlacedAlert> = fc
  .record({
    externalId: optional(fc.constantFrom('1', '2', '3', '4', '5', '6')),
    idScope: fc.constantFrom(undefined, 'microsoft'),
    title: fc.constantFrom('Suspicious sign-in', 'Malware', 'Port scan'),
    description: optional(fc.constantFrom('long text', 'other text')),
    severity: fc.constantFrom('unknown', 'low', 'medium', 'high'),
    status: optional(fc.constantFrom('new', 'resolved')),
    tactics: optional(fc.constantFrom(['TA0001'], ['TA0002', 'TA0006'])),
    techniques: optional(fc.constantFrom(['T1059'], ['T1078', 'T1003.001'])),
    product: fc.constantFrom('Suricata', 'Defender', 'Wazuh'),
    rule: optional(fc.constantFrom('r1', 'r2')),
    firstActivity: optional(fc.integer({ min: 0, max: 600 }).map(at)),
    lastActivity: optional(fc.integer({ min: 600, max: 900 }).map(at)),
    updated: optional(fc.integer({ min: 0, max: 3 }).map(at)),
    evidence: fc.array(anyEvidence, { maxLength: 5 }),
    kind: optional(fc.constantFrom('posture', 'detection')),
    count: optional(fc.integer({ min: 1, max: 4 })),
    site: optional(fc.constantFrom('berlin', 'oslo')),
    partial: optional(fc.boolean()),
    sourceIncident: optional(fc.constantFrom('77', '78')),
    url: optional(fc.constant('https://example.test/')),
    line: fc.integer({ min: 1, max: 99 }),
    format: fc.constantFrom('a-format', 'b-format'),
  })
  .map(({ line, format, ...fields }) => {
    const stated = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    return { draft: stated as unknown as AlertDraft, place: { line, offset: -1, length: -1 }, format };
  });
