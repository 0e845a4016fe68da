import type { Diagnosis } from '../worker/api.ts';
import { questionsOf } from './import-questions.ts';

/** Members that the same answer fits: of one header, or of one format with the same questions. */
export function likeness(diagnosis: Diagnosis): string {
  const { report, mapping, time } = diagnosis;
  const formats = report.candidates.length > 0 ? report.candidates.map(({ format }) => format) : [report.format];
  return JSON.stringify([mapping?.spec.fingerprint ?? formats, questionsOf(diagnosis), time?.form]);
}

/** In the order in which the keys are met. */
export const groupsBy = <T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly T[])[] => {
  const keys = all.map(keyOf);
  return [...new Set(keys)].map((key) => all.filter((_, i) => keys[i] === key));
};
