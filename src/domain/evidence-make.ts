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
export function make(type: EvidenceType, ids: readonly (Identifier | undefined)[], label: string, context: Context): Evidence | undefined {
  const kept = [...new Set(ids.filter((one): one is Identifier => one !== undefined))];
  if (kept.length === 0) return undefined;
  const attributes = attributesOf(context.attributes);
  return {
    type,
    ids: kept,
    label: cut(label),
    roles: context.roles ?? [],
    ...(context.verdict !== undefined && { verdict: context.verdict }),
    ...(context.remediation !== undefined && { remediation: context.remediation }),
    ...(attributes !== undefined && { attributes }),
  };
}

function attributesOf(source: Readonly<Record<string, unknown>> | undefined): Record<string, AttributeValue> | undefined {
  if (source === undefined) return undefined;
  const out = Object.create(null) as Record<string, AttributeValue>;
  let some = false;
  for (const [name, value] of Object.entries(source)) {
    if (typeof value === 'boolean') out[name] = value;
    else {
      const text = stated(value);
      if (text === undefined) continue;
      out[name] = typeof value === 'number' ? value : cut(text);
    }
    some = true;
  }
  return some ? out : undefined;
}
