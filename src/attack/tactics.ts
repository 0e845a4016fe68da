import { TACTICS, tacticName } from '../domain/tactic.ts';

// Their words belong to the domain, so that the page's side may name them; callers of this room need not know.
export { TACTICS, tacticName };

const squeeze = (word: string): string => word.toLowerCase().replace(/[^a-z]/g, '');
const BY_ID = new Map(TACTICS.map((tactic) => [tactic.id, tactic]));
const BY_WORD = new Map(TACTICS.map((tactic) => [squeeze(tactic.name), tactic.id]));
// Other spellings that products use for a whole tactic: Hayabusa abbreviations, GuardDuty purposes, British spelling.
for (const [word, id] of [
  ['recon', 'TA0043'],
  ['resdev', 'TA0042'],
  ['initaccess', 'TA0001'],
  ['exec', 'TA0002'],
  ['persis', 'TA0003'],
  ['privesc', 'TA0004'],
  ['evas', 'TA0005'],
  ['defenceevasion', 'TA0005'],
  ['stealth', 'TA0005'],
  ['credaccess', 'TA0006'],
  ['disc', 'TA0007'],
  ['latmov', 'TA0008'],
  ['collect', 'TA0009'],
  ['c2', 'TA0011'],
  ['cnc', 'TA0011'],
  ['commandcontrol', 'TA0011'],
  ['exfil', 'TA0010'],
  ['preattack', 'TA0043'],
] as const) {
  BY_WORD.set(word, id);
}

/**
 * Tactic ids named in a word or list: `TA0002 - Execution`, `Lateral_Movement`, `CommandAndControl`, `attack.credential_access`,
 * `DefenseEvasion, Discovery`. Words that name no tactic give nothing. Kill-chain order, no repeats.
 */
export function tacticsOf(text: string | readonly string[] | undefined): string[] {
  if (text === undefined) return [];
  const found = new Set<string>();
  for (const part of typeof text === 'string' ? [text] : text) {
    for (const id of part.match(/\bTA\d{4}\b/gi) ?? []) if (BY_ID.has(id.toUpperCase())) found.add(id.toUpperCase());
    for (const word of part.split(/[,;|/¦\n]+/)) {
      const id = BY_WORD.get(squeeze(word.replace(/^\s*(?:attack\.|mitre_|mitre )/i, '')));
      if (id !== undefined) found.add(id);
    }
  }
  return TACTICS.filter((tactic) => found.has(tactic.id)).map((tactic) => tactic.id);
}

/** Bit set over `TACTICS`. */
export function tacticMask(ids: readonly string[]): number {
  let mask = 0;
  TACTICS.forEach((tactic, i) => {
    if (ids.includes(tactic.id)) mask |= 1 << i;
  });
  return mask;
}
export const tacticsOfMask = (mask: number): string[] => TACTICS.filter((_, i) => (mask & (1 << i)) !== 0).map((t) => t.id);
