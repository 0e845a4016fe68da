import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { typePlural } from '../../domain/evidence-names.ts';
import { EVIDENCE_TYPES } from '../../domain/evidence.ts';
import { SOURCE_INCIDENT_LABELS, SOURCE_INCIDENTS } from '../../domain/source-incidents.ts';

/** What stands where nothing was chosen for a type of evidence. */
const OF_PROFILE = 'the profile’s';

/**
 * What two values of the setting `correlation` say differently, each with before and after: `profile from normal to wide`. Empty where nothing
 * that has a word differs. Null: the default.
 */
export function correlationChanges(before: string | null, after: string | null): readonly string[] {
  const [was, is] = [stated(before), stated(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((what) => ({ what, from: was.get(what) ?? OF_PROFILE, to: is.get(what) ?? OF_PROFILE }))
    .filter(({ from, to }) => from !== to)
    .map(({ what, from, to }) => `${what} from ${from} to ${to}`);
}

/** Each thing a value states, by its name. */
function stated(value: string | null): ReadonlyMap<string, string> {
  const choice = parsed(value);
  const profile = own(choice, 'profile');
  // As earlier versions wrote it.
  const respected = own(choice, 'respectSourceIncidents') === true ? 'suggest' : 'ignore';
  const source = SOURCE_INCIDENTS.find((one) => one === own(choice, 'sourceIncidents')) ?? respected;
  const found = new Map([
    ['profile', typeof profile === 'string' ? profile : 'normal'],
    ['incidents that stand in the files', `“${SOURCE_INCIDENT_LABELS[source]}”`],
  ]);
  const types = object(own(choice, 'types'));
  for (const type of EVIDENCE_TYPES) {
    const { window, strength } = object(own(types, type));
    const of = typePlural(type, 2);
    if (typeof window === 'number') found.set(`window of ${of}`, `${window} h`);
    if (typeof strength === 'number') found.set(`strength of ${of}`, String(strength));
  }
  return found;
}

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function parsed(value: string | null): JsonObject {
  try {
    return object(JSON.parse(value ?? '{}') as Json);
  } catch {
    return {};
  }
}
