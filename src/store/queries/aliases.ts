import { type EvidenceType, type Identifier, isStrong, valueOf } from '../../domain/evidence.ts';
import type { RuleDraft } from '../../domain/rule.ts';
import type { EntityAlias } from '../../worker/api.ts';
import { idsOfKey } from '../entity-table.ts';
import { ask, type QueryContext } from '../query.ts';
import { readRules } from '../rules.ts';
import { entitiesById } from './evidence-rows.ts';
import { typeOfCode } from './relations.ts';

/** The other mentions that are taken for the same thing as this one, each with why and with what would part it. */
export function aliasesOf(context: QueryContext, entity: number): EntityAlias[] {
  const { db, mirror, identityLinks } = context;
  const mentions = ask(db, entitiesById, { ids: mirror.mentionsOf(entity) });
  if (mentions.length < 2) return [];
  const ids = new Map(mentions.map(({ id, key }) => [id, idsOfKey(key)]));
  const type = typeOfCode(mirror.entities.type[entity - 1]);
  const same = readRules(db).filter(({ kind }) => kind === 'sameThing');
  return mentions
    .filter(({ id }) => id !== entity)
    .map(({ id, label }) => {
      const link = identityLinks.find(({ a, b }) => a === id - 1 || b === id - 1);
      if (link === undefined) return { id, label, because: 'names the same thing', apart: [] };
      const mine = ids.get(id) ?? [];
      const other = ids.get((link.a === id - 1 ? link.b : link.a) + 1) ?? [];
      const decided = same.filter(({ a, b }) => mine.some((one) => a === `${type}|${one}` || b === `${type}|${one}`));
      return {
        id,
        label,
        because: BECAUSE[link.how](valueOf(link.via)),
        apart:
          link.how === 'decided'
            ? decided.map(({ a, b }): RuleDraft => ({ kind: 'twoThings', a, b }))
            : partings(type, mine, other, link.via),
      };
    });
}

const BECAUSE: Readonly<Record<QueryContext['identityLinks'][number]['how'], (value: string) => string>> = {
  stated: (value) => `both state ${value}`,
  onlyOwner: (value) => `the only one named ${value}`,
  sameName: (value) => `the same name in one domain, ${value}`,
  decided: () => 'a person said that they are the same',
};

/** “These are two”, where each has a name of its own; and that the shared name says nothing, which parts all who share it. */
function partings(type: EvidenceType, mine: readonly Identifier[], other: readonly Identifier[], via: Identifier): RuleDraft[] {
  const own = (ids: readonly Identifier[], not: readonly Identifier[]): Identifier | undefined => {
    const left = ids.filter((id) => !not.includes(id) && id !== via);
    return left.find(isStrong) ?? left[0];
  };
  const [x, y] = [own(mine, other), own(other, mine)];
  const two: RuleDraft[] = x === undefined || y === undefined ? [] : [{ kind: 'twoThings', a: `${type}|${x}`, b: `${type}|${y}` }];
  return [...two, { kind: 'noIdentity', a: type, b: via }];
}
