import type { Evidence, Verdict } from './evidence.ts';

/** Drops what a record did not state and joins repeated mentions of one thing in one alert (roles united, the graver verdict kept). */
export function evidenceList(items: readonly (Evidence | undefined)[]): Evidence[] {
  const out: Evidence[] = [];
  if (items.length > FEW) return joined(items, out);
  for (const item of items) {
    if (item === undefined) continue;
    const index = out.findIndex((known) => isSameThing(known, item));
    const known = out[index];
    if (known === undefined) out.push(item);
    else out[index] = merged(known, item);
  }
  return out;
}
/** Up to so many, comparing each with each is faster than making keys of them. */
const FEW = 16;

function isSameThing(a: Evidence, b: Evidence): boolean {
  if (a.type !== b.type || a.ids.length !== b.ids.length) return false;
  for (let i = 0; i < a.ids.length; i++) if (a.ids[i] !== b.ids[i]) return false;
  return true;
}

function joined(items: readonly (Evidence | undefined)[], out: Evidence[]): Evidence[] {
  const at = new Map<string, number>();
  for (const item of items) {
    if (item === undefined) continue;
    const key = `${item.type}|${item.ids.join('\u001f')}`;
    const index = at.get(key);
    const known = index === undefined ? undefined : out[index];
    if (index === undefined || known === undefined) at.set(key, out.push(item) - 1);
    else out[index] = merged(known, item);
  }
  return out;
}

const GRAVITY: Readonly<Record<Verdict, number>> = { unknown: 0, noThreatsFound: 1, suspicious: 2, malicious: 3 };
function merged(a: Evidence, b: Evidence): Evidence {
  const verdict = a.verdict !== undefined && GRAVITY[a.verdict] >= GRAVITY[b.verdict ?? 'unknown'] ? a.verdict : (b.verdict ?? a.verdict);
  const remediation = a.remediation ?? b.remediation;
  const attributes = a.attributes || b.attributes ? { ...b.attributes, ...a.attributes } : undefined;
  return {
    ...a,
    roles: [...new Set([...a.roles, ...b.roles])],
    ...(verdict !== undefined && { verdict }),
    ...(remediation !== undefined && { remediation }),
    ...(attributes !== undefined && { attributes }),
  };
}
