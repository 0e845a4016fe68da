import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { typePlural } from '../../domain/evidence-names.ts';
import { EVIDENCE_TYPES } from '../../domain/evidence.ts';
import { WEIGHT_LABELS } from '../../domain/priority-words.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import { SOURCE_INCIDENT_LABELS, SOURCE_INCIDENTS } from '../../domain/source-incidents.ts';
import type { Standard } from '../decision.ts';
import { quoted } from './common.ts';

/** What stands where nothing was chosen for a type of evidence. */
const OF_PROFILE = 'the profile’s';

/**
 * What two values of the setting `correlation` say differently, each with before and after: `profile from normal to wide`. Empty where nothing
 * that has a word differs. Null: the default.
 */
export function correlationChanges(before: string | null, after: string | null): readonly string[] {
  return changesOf(stated(before), stated(after), OF_PROFILE);
}

/** The same of the setting `priority`, which states what differs from the standard: `severity high from 12 to 7`. */
export const weightChanges = (before: string | null, after: string | null, standard: Standard['weights'] = {}): readonly string[] =>
  changesOf(weights({ ...standard, ...parsed(before) }), weights({ ...standard, ...parsed(after) }), 'the default');

/** What two values of the setting `sequences` say differently: `“Phishing …” switched off`. */
export function sequenceChanges(
  before: string | null,
  after: string | null,
  builtin: Standard['sequenceName'] = () => undefined,
): readonly string[] {
  const [was, is] = [parsed(before), parsed(after)];
  const names = new Map([...ownRules(was), ...ownRules(is)]);
  const only = (these: readonly string[], those: readonly string[], said: string): readonly string[] =>
    these.filter((id) => !those.includes(id)).map((id) => `${quoted(names.get(id) ?? builtin(id) ?? id)} ${said}`);
  const [offThen, off, raiseThen, raise] = [texts(was, 'off'), texts(is, 'off'), texts(was, 'raise'), texts(is, 'raise')];
  const [ownThen, ownNow] = [ownRules(was), ownRules(is)].map((rules) => rules.map(([id]) => id));
  return [
    ...only(ownNow ?? [], ownThen ?? [], 'added'),
    ...only(ownThen ?? [], ownNow ?? [], 'taken away'),
    ...only(off, offThen, 'switched off'),
    ...only(offThen, off, 'switched on'),
    ...only(raise, raiseThen, 'raises an alert'),
    ...only(raiseThen, raise, 'raises no alert'),
  ];
}

function changesOf(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>, otherwise: string): readonly string[] {
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((what) => ({ what, from: was.get(what) ?? otherwise, to: is.get(what) ?? otherwise }))
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

function weights(choice: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const severity = choice['severity'];
  return new Map([
    ...(Array.isArray(severity)
      ? severity.map((weight, rank): [string, string] => [`severity ${SEVERITIES[rank] ?? rank}`, String(weight)])
      : []),
    ...Object.entries(WEIGHT_LABELS).flatMap(([key, label]): [string, string][] => {
      const weight = choice[key];
      return typeof weight === 'number' ? [[label.toLowerCase(), String(weight)]] : [];
    }),
  ]);
}

const texts = (value: JsonObject, key: string): readonly string[] => {
  const list = own(value, key);
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
};

/** Ids and names of the rules a person has added. */
function ownRules(value: JsonObject): readonly (readonly [string, string])[] {
  const list = own(value, 'own');
  return (Array.isArray(list) ? list : []).flatMap((rule) => {
    const [id, name] = ['id', 'name'].map((key) => own(object(rule as Json), key));
    return typeof id === 'string' && typeof name === 'string' ? [[id, name] as const] : [];
  });
}

const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function parsed(value: string | null): JsonObject {
  try {
    return object(JSON.parse(value ?? '{}') as Json);
  } catch {
    return {};
  }
}
