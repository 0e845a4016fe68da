import type { Json, JsonObject } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { textOf } from './fields.ts';

/** Takes each evidence as it is found. */
export type Sink = (evidence: Evidence | undefined) => void;
/** A context whose attributes are there to be added to. */
export type FullContext = make.Context & { attributes: Record<string, unknown> };
/** Reads what stands under a key of the present item as evidence of its own; `roles` where it states none. */
export type Nested = (key: string, roles?: readonly EvidenceRole[]) => void;

/** Evidence of a type this build does not know: its name or id, with its plain facts, so that nothing a record says is lost. */
export function generic(type: string, item: JsonObject, out: Sink, context: make.Context): void {
  const facts: Record<string, unknown> = { ...context.attributes };
  for (const [key, value] of Object.entries(item)) if (isPlain(value) && !COMMON.has(key)) facts[key] = value;
  const value =
    textOf(item, 'resourceId', 'id', 'url', 'name', 'displayName', 'address', 'value') ??
    Object.entries(facts)
      .map(([, fact]) => fact)
      .find((fact): fact is string => typeof fact === 'string' && fact.trim() !== '');
  out(
    make.named('generic', value, {
      ...context,
      kind: type === 'unknown' ? 'generic' : type,
      label: textOf(item, 'displayName', 'name') ?? value,
      attributes: facts,
    }),
  );
}
const COMMON = new Set([
  '@odata.type',
  'at_sign_odata_type',
  'verdict',
  'remediationStatus',
  'remediationStatusDetails',
  'createdDateTime',
  'entityType',
  'evidenceCreationTime',
  'type',
  'Type',
  '$id',
]);
const isPlain = (value: Json | undefined): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
