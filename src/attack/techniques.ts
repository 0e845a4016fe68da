import { TACTICS } from './tactics.ts';
import data from './enterprise-techniques.json' with { type: 'json' };

const TECHNIQUES: Readonly<Record<string, readonly string[]>> = data.techniques;

/** `Command and Scripting Interpreter: PowerShell` for `T1059.001`; the id itself when it is not in this version. */
export function techniqueName(id: string): string {
  const own = Object.hasOwn(TECHNIQUES, id) ? TECHNIQUES[id]?.[0] : undefined;
  if (own === undefined) return id;
  const dot = id.indexOf('.');
  const parent = dot < 0 ? undefined : TECHNIQUES[id.slice(0, dot)]?.[0];
  return parent === undefined ? own : `${parent}: ${own}`;
}

/** Tactic ids a technique serves, in kill-chain order. */
export function tacticsOfTechnique(id: string): string[] {
  const letters = Object.hasOwn(TECHNIQUES, id) ? (TECHNIQUES[id]?.[1] ?? '') : '';
  const served = new Set(Array.from(letters, (letter) => data.tactics[letter.charCodeAt(0) - 97]));
  return TACTICS.filter((tactic) => served.has(tactic.id)).map((tactic) => tactic.id);
}

/** Technique ids in any text or list: `Valid Accounts (T1078)`, `attack.t1003.001`, `["T1047"]`. Upper case, in order of appearance, no repeats. */
export function techniquesOf(text: string | readonly string[] | undefined): string[] {
  if (text === undefined) return [];
  const found = new Set<string>();
  for (const part of typeof text === 'string' ? [text] : text) {
    for (const id of part.match(/\bT\d{4}(?:\.\d{3})?\b/gi) ?? []) found.add(id.toUpperCase());
  }
  return [...found];
}

let byName: Map<string, string> | undefined;
const squeeze = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The id of a technique by its name in any spelling, `VALID_ACCOUNTS`, `Brute Force: Password Guessing`; where a name is one of several, the first in order of id. */
export function techniqueOfName(name: string): string | undefined {
  byName ??= new Map(
    Object.keys(TECHNIQUES)
      .sort()
      .reverse()
      .flatMap(
        (id) =>
          [
            [squeeze(TECHNIQUES[id]?.[0] ?? ''), id],
            [squeeze(techniqueName(id)), id],
          ] as const,
      ),
  );
  return byName.get(squeeze(name));
}
