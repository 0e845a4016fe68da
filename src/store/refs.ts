import {
  EVIDENCE_ROLES,
  REMEDIATION_STATUSES,
  VERDICTS,
  type Evidence,
  type EvidenceRole,
  type RemediationStatus,
  type Verdict,
} from '../domain/evidence.ts';
import { ByteWriter } from './bytes.ts';

/** One mention of an entity by an alert. */
export interface Ref {
  /** Entity id. */
  readonly entity: number;
  /** Bit set over EVIDENCE_ROLES. */
  readonly roles: number;
  /** Verdict and remediation in one byte, each 0 where the record states none: see `stateOf`. */
  readonly state: number;
}

/** Verdict (position + 1) in the high half, remediation (position + 1) in the low half. */
export const stateOf = (verdict: Verdict | undefined, remediation: RemediationStatus | undefined): number =>
  ((verdict === undefined ? 0 : VERDICTS.indexOf(verdict) + 1) << 4) |
  (remediation === undefined ? 0 : REMEDIATION_STATUSES.indexOf(remediation) + 1);
export const verdictOf = (state: number): Verdict => VERDICTS[(state >> 4) - 1] ?? 'unknown';
export const remediationOf = (state: number): RemediationStatus => REMEDIATION_STATUSES[(state & 15) - 1] ?? 'none';

const ROLE_BITS = new Map<EvidenceRole, number>(EVIDENCE_ROLES.map((role, i) => [role, 1 << i]));
export function roleMask(roles: readonly EvidenceRole[]): number {
  let mask = 0;
  for (const role of roles) mask |= ROLE_BITS.get(role) ?? 0;
  return mask;
}
export const rolesOfMask = (mask: number): EvidenceRole[] => EVIDENCE_ROLES.filter((_, i) => (mask & (1 << i)) !== 0);

export const refOf = (entity: number, evidence: Evidence): Ref => ({
  entity,
  roles: roleMask(evidence.roles),
  state: stateOf(evidence.verdict, evidence.remediation),
});

const writer = new ByteWriter();

/** The references of one alert as its blob: per reference entity (varint), roles (varint), state (byte). */
export function packRefs(refs: readonly Ref[]): Uint8Array {
  writer.clear();
  for (const ref of refs) {
    writer.varint(ref.entity);
    writer.varint(ref.roles);
    writer.byte(ref.state);
  }
  return writer.take();
}

export function unpackRefs(bytes: Uint8Array): Ref[] {
  const refs: Ref[] = [];
  readRefs(bytes, (entity, roles, state) => refs.push({ entity, roles, state }));
  return refs;
}

/** Calls back per reference without making objects: a workspace has millions. */
export function readRefs(bytes: Uint8Array, visit: (entity: number, roles: number, state: number) => void): void {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < bytes.length) {
    const entity = varint();
    const roles = varint();
    visit(entity, roles, bytes[at++] ?? 0);
  }
}

/**
 * References united by entity, in order of appearance; roles are joined. Where both state a verdict or a remediation,
 * `newer` says whether the second list wins; otherwise the graver verdict stays and the remediation that was known first.
 */
export function uniteRefs(known: readonly Ref[], more: readonly Ref[], newer: boolean): Ref[] {
  const at = new Map<number, number>();
  const out: Ref[] = [];
  for (const list of [known, more]) {
    for (const ref of list) {
      const index = at.get(ref.entity);
      const before = index === undefined ? undefined : out[index];
      if (index === undefined || before === undefined) {
        at.set(ref.entity, out.length);
        out.push(ref);
      } else {
        out[index] = {
          entity: ref.entity,
          roles: before.roles | ref.roles,
          state: unitedState(before.state, ref.state, newer && list === more),
        };
      }
    }
  }
  return out;
}

function unitedState(known: number, more: number, newer: boolean): number {
  const verdict = newer && more >> 4 !== 0 ? more >> 4 : Math.max(known >> 4, more >> 4);
  const stated = newer ? [more & 15, known & 15] : [known & 15, more & 15];
  return (verdict << 4) | (stated[0] === 0 ? (stated[1] ?? 0) : (stated[0] ?? 0));
}
