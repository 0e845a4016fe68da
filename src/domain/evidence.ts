import type { Brand } from '../base/brand.ts';

/** Assets come first: what an organisation protects. The rest is evidence. Terms of Microsoft Graph security. */
export const ASSET_TYPES = ['device', 'user', 'mailbox', 'app', 'cloudResource'] as const;
export const EVIDENCE_TYPES = [
  ...ASSET_TYPES,
  'ip',
  'url',
  'domain',
  'file',
  'process',
  'commandLine',
  'registryKey',
  'registryValue',
  'mailMessage',
  'mailCluster',
  'oauthApp',
  'session',
  'securityGroup',
  'container',
  'malware',
  'service',
  'generic',
] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];
/** Position in `EVIDENCE_TYPES`: append only, it is stored. */
export const evidenceTypeCode = (type: EvidenceType): number => EVIDENCE_TYPES.indexOf(type);
export const isAsset = (type: EvidenceType): boolean => (ASSET_TYPES as readonly string[]).includes(type);

/** Graph's `evidenceRole`, with `target` `sensor` `sender` `recipient` `processImage` `related` that other products state. Append only: stored as a bit. */
export const EVIDENCE_ROLES = [
  'contextual',
  'scanned',
  'source',
  'destination',
  'created',
  'added',
  'compromised',
  'edited',
  'attacked',
  'attacker',
  'commandAndControl',
  'loaded',
  'suspicious',
  'policyViolator',
  'unknown',
  'target',
  'related',
  'sensor',
  'sender',
  'recipient',
  'processImage',
  'impacted',
  'parentProcess',
  'lateral',
] as const;
export type EvidenceRole = (typeof EVIDENCE_ROLES)[number];
/** Bit set over `EVIDENCE_ROLES`. */
export const roleMask = (...roles: readonly EvidenceRole[]): number =>
  roles.reduce((mask, role) => mask | (1 << EVIDENCE_ROLES.indexOf(role)), 0);

export const VERDICTS = ['unknown', 'noThreatsFound', 'suspicious', 'malicious'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const REMEDIATION_STATUSES = [
  'none',
  'remediated',
  'prevented',
  'blocked',
  'notFound',
  'active',
  'pendingApproval',
  'declined',
  'unremediated',
  'running',
  'partiallyRemediated',
] as const;
export type RemediationStatus = (typeof REMEDIATION_STATUSES)[number];

/**
 * A normalised identifier `kind:value`, e.g. `upn:jane@contoso.com`, `sid:s-1-5-21-…`, `sha256:…`, `fqdn:fs-01.contoso.com`.
 * Equal strings name the same thing *within one evidence type*.
 */
export type Identifier = Brand<string, 'Identifier'>;

export type AttributeValue = string | number | boolean;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** One thing named by one alert. Made by the builders in `evidence-builders.ts`, which normalise and refuse placeholders. */
export interface Evidence {
  readonly type: EvidenceType;
  /** At least one; strongest first. Identifiers of the *same* thing as stated together by one record. */
  readonly ids: readonly Identifier[];
  /** What a person reads: `FS-01`, `jane@contoso.com`. */
  readonly label: string;
  readonly roles: readonly EvidenceRole[];
  readonly verdict?: Verdict;
  readonly remediation?: RemediationStatus;
  /** Facts of the thing (os, path, pid, parent …), flat. */
  readonly attributes?: Attributes;
}

/**
 * Kinds of identifiers that are weak: alone they do not prove that two mentions are the same thing, and never join two strong ones.
 * Source: Microsoft Sentinel, strong and weak identifiers of entities.
 */
const WEAK_KINDS: ReadonlySet<string> = new Set(['name', 'netbios', 'path', 'pid', 'image', 'regname', 'display']);

export const kindOf = (id: Identifier): string => id.slice(0, id.indexOf(':'));
export const valueOf = (id: Identifier): string => id.slice(id.indexOf(':') + 1);
export const isStrong = (id: Identifier): boolean => !WEAK_KINDS.has(kindOf(id));

/** Things one alert may name. The intake tells what is beyond; the store packs no more. */
export const MENTIONS_MAX = 4096;
