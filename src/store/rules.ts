import type { Database } from 'sql.js';
import type { IdentityRules, Named } from '../correlate/identity.ts';
import type { Overrides } from '../correlate/model.ts';
import type { EvidenceType } from '../domain/evidence.ts';
import { isRuleKind, type Rule } from '../domain/rule.ts';
import type { Mirror } from './mirror.ts';
import { eachRow, int, text } from './rows.ts';

/** All rules of the workspace, by key. A kind this build does not know is left out. */
export function readRules(db: Database): readonly Rule[] {
  const rules: Rule[] = [];
  eachRow(db, 'select key, kind, a, b, at, actor, note from override order by key', [], (row) => {
    const kind = text(row[1]);
    if (!isRuleKind(kind)) return;
    rules.push({ key: text(row[0]), kind, a: text(row[2]), b: text(row[3]), at: int(row[4]), actor: text(row[5]), note: text(row[6]) });
  });
  return rules;
}

/** Link rules by mirror row. A rule about an alert that is not in the workspace waits. */
export function overridesOf(rules: readonly Rule[], mirror: Mirror): Overrides {
  const found: { mustLink: [number, number][]; cannotLink: [number, number][] } = { mustLink: [], cannotLink: [] };
  for (const rule of rules) {
    if (rule.kind !== 'mustLink' && rule.kind !== 'cannotLink') continue;
    const [a, b] = [mirror.find(rule.a), mirror.find(rule.b)];
    if (a !== 0 && b !== 0 && a !== b && Math.max(a, b) <= mirror.observed) found[rule.kind].push([a - 1, b - 1]);
  }
  return found;
}

const namedOf = (stated: string): Named => {
  const at = stated.indexOf('|');
  return { type: stated.slice(0, at) as EvidenceType, id: stated.slice(at + 1) };
};

export function identityRulesOf(rules: readonly Rule[]): IdentityRules {
  const pairs = (kind: Rule['kind']): (readonly [Named, Named])[] =>
    rules.filter((rule) => rule.kind === kind).map(({ a, b }) => [namedOf(a), namedOf(b)] as const);
  return {
    same: pairs('sameThing'),
    apart: pairs('twoThings'),
    none: rules.filter(({ kind }) => kind === 'noIdentity').map(({ a, b }) => ({ type: a as EvidenceType, id: b })),
  };
}
