import type { AttributeValue, Evidence, EvidenceRole, EvidenceType, Identifier, RemediationStatus, Verdict } from './evidence.ts';
import { stated } from './placeholder.ts';

/** What any evidence may carry. */
export interface Context {
  readonly roles?: readonly EvidenceRole[];
  readonly verdict?: Verdict | undefined;
  readonly remediation?: RemediationStatus | undefined;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The longest identifier kept; a longer value is cut and marked by its own length so that two long values stay two. */
const LONGEST = 512;
export const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…${text.length}`);
export const id = (kind: string, value: string | undefined): Identifier | undefined =>
  value === undefined || value === '' ? undefined : (`${kind}:${cut(value)}` as Identifier);

/** An evidence of the identifiers that are there; `undefined` where none is. Only the builders call this. */
export function make(
  type: EvidenceType,
  ids: readonly (Identifier | undefined)[],
  label: string,
  context: Context,
  facts: Context['attributes'] = context.attributes,
): Evidence | undefined {
  const kept: Identifier[] = [];
  for (const one of ids) if (one !== undefined && !kept.includes(one)) kept.push(one);
  if (kept.length === 0) return undefined;
  const made: { -readonly [K in keyof Evidence]: Evidence[K] } = { type, ids: kept, label: cut(label), roles: context.roles ?? NO_ROLES };
  if (context.verdict !== undefined) made.verdict = context.verdict;
  if (context.remediation !== undefined) made.remediation = context.remediation;
  const attributes = attributesOf(facts);
  if (attributes !== undefined) made.attributes = attributes;
  return made;
}
const NO_ROLES: readonly EvidenceRole[] = [];

function attributesOf(source: Readonly<Record<string, unknown>> | undefined): Record<string, AttributeValue> | undefined {
  if (source === undefined) return undefined;
  let out: Record<string, AttributeValue> | undefined;
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined || value === null || name === '__proto__') continue;
    if (typeof value === 'boolean') (out ??= fresh())[name] = value;
    else {
      const text = stated(value);
      if (text === undefined) continue;
      (out ??= fresh())[name] = typeof value === 'number' ? value : cut(text);
    }
  }
  return out;
}
const fresh = (): Record<string, AttributeValue> => ({});

/** A kind may come from a record: letters, digits and hyphens of it, so that the first colon of an identifier parts kind and value. */
export function kindName(kind: string | undefined): string | undefined {
  const plain = kind
    ?.toLowerCase()
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, 40);
  return plain === '' ? undefined : plain;
}
