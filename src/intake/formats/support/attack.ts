import { tacticsOf } from '../../../attack/tactics.ts';
import { tacticsOfTechnique, techniquesOf } from '../../../attack/techniques.ts';
import type { AlertDraft } from '../../../domain/alert.ts';

type Words = readonly (string | undefined)[];
const present = (words: Words): string[] => words.filter((word): word is string => word !== undefined);

/** Tactics and techniques as fields of a draft, left out where none is named. Where only techniques are, their tactics are told from ATT&CK if there is but one. */
export function attackOf(tacticWords: Words, techniqueWords: Words): Pick<AlertDraft, 'tactics' | 'techniques'> {
  const techniques = techniquesOf(present(techniqueWords));
  // `TA0040 - Impact`
  const named = tacticsOf(present(tacticWords).flatMap((word) => [word, ...word.split(' - ')]));
  const tactics =
    named.length > 0 ? named : tacticsOf(techniques.map(tacticsOfTechnique).flatMap((served) => (served.length === 1 ? served : [])));
  return { ...(tactics.length > 0 && { tactics }), ...(techniques.length > 0 && { techniques }) };
}
