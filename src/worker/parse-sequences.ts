import * as v from 'valibot';
import { fail, ok, type Result } from '../base/result.ts';
import { type SequenceRule, SEQUENCES } from '../correlate/sequences/rule.ts';
import { Rules } from './sequence-choice.ts';

/** Reads rules from a file: a list of `SequenceRule`. Each fault names the rule, the place in it, and what is wrong. */
export function parseSequences(text: string): Result<readonly SequenceRule[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fail('sequence/bad-json', `The file is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = v.safeParse(Rules, value);
  if (!parsed.success) {
    const faults = parsed.issues.slice(0, 5).map((issue) => `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
    return fail('sequence/bad-rule', `${faults.join('; ')}${parsed.issues.length > 5 ? `; and ${parsed.issues.length - 5} more` : ''}.`);
  }
  // A file that was saved here holds our own rules too: as they stand they are there already.
  const ours = new Set(SEQUENCES.map(plain));
  const rules = (parsed.output as readonly SequenceRule[]).filter((rule) => !ours.has(plain(rule)));
  const ids = [...SEQUENCES, ...rules].map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  return twice === undefined ? ok(rules) : fail('sequence/bad-rule', `Two rules have the id ${twice}.`);
}

/** A rule without the alert it raises: files saved by earlier versions do not have that. */
const plain = ({ id, name, join, steps }: SequenceRule): string => JSON.stringify({ id, name, join, steps });
