import type { Database } from 'sql.js';
import type { Overrides } from '../correlate/model.ts';
import { EVIDENCE_TYPES, type EvidenceType, type Identifier } from '../domain/evidence.ts';
import { idsOfKey } from './entity-table.ts';
import type { Mirror } from './mirror.ts';
import { eachRow, int, text } from './rows.ts';

/** What each entity is called, in the order of the mirror's entity rows: the input of identity resolution. */
export function readMentions(db: Database): { readonly type: EvidenceType; readonly ids: readonly Identifier[] }[] {
  const mentions: { type: EvidenceType; ids: readonly Identifier[] }[] = [];
  eachRow(db, 'select type, key from entity order by id', [], (row) => {
    mentions.push({ type: EVIDENCE_TYPES[int(row[0])] ?? 'generic', ids: idsOfKey(text(row[1])) });
  });
  return mentions;
}

/** Link rules of a person, by mirror row. A rule about an alert that is not in the workspace waits. */
export function readOverrides(db: Database, mirror: Mirror): Overrides {
  const mustLink: [number, number][] = [];
  const cannotLink: [number, number][] = [];
  eachRow(db, 'select kind, a, b from override order by key', [], (row) => {
    const a = mirror.find(text(row[1]));
    const b = mirror.find(text(row[2]));
    if (a === 0 || b === 0 || a === b) return;
    (text(row[0]) === 'mustLink' ? mustLink : cannotLink).push([a - 1, b - 1]);
  });
  return { mustLink, cannotLink };
}
