import type { EvidenceType } from '../../domain/evidence.ts';
import type { SourceIncidents } from '../../domain/source-incidents.ts';
import type { CorrelationSettings, CorrelationTrial } from '../../worker/api.ts';

type Profile = CorrelationSettings['profile'];
type TypeRow = CorrelationSettings['types'][number];

/** What a person has typed; `undefined` where the profile's own number holds. */
export interface Chosen {
  readonly window?: number | undefined;
  readonly strength?: number | undefined;
}
export interface CorrelationForm {
  readonly profile: Profile;
  readonly sourceIncidents: SourceIncidents;
  readonly types: Readonly<Partial<Record<EvidenceType, Chosen>>>;
}

const differs = ({ window, strength }: Chosen): boolean => window !== undefined || strength !== undefined;
const chosenOf = (row: TypeRow): Chosen => ({
  ...(row.window === row.defaultWindow ? {} : { window: row.window }),
  ...(row.strength === row.defaultStrength ? {} : { strength: row.strength }),
});

/** The form as the settings in force fill it. */
export function formOf(settings: CorrelationSettings): CorrelationForm {
  const types: Partial<Record<EvidenceType, Chosen>> = {};
  for (const row of settings.types) {
    const chosen = chosenOf(row);
    if (differs(chosen)) types[row.type] = chosen;
  }
  return { profile: settings.profile, sourceIncidents: settings.sourceIncidents, types };
}

export const MOST_HOURS = 8760;
/** Why a number cannot be used; undefined when it can. */
export function faultOf({ window, strength }: Chosen): string | undefined {
  if (window !== undefined && !(window >= 0 && window <= MOST_HOURS)) return `A window is between 0 and ${MOST_HOURS} hours.`;
  if (strength !== undefined && !(strength >= 0 && strength <= 1)) return 'A strength is between 0 and 1.';
  return undefined;
}
export const isValid = (form: CorrelationForm): boolean => Object.values(form.types).every((chosen) => faultOf(chosen) === undefined);

/** Value of the setting `correlation`; null when all is as it comes. */
export function settingOf(form: CorrelationForm): string | null {
  const types = Object.fromEntries(Object.entries(form.types).filter(([, chosen]) => differs(chosen)));
  if (form.profile === 'normal' && form.sourceIncidents === 'ignore' && Object.keys(types).length === 0) return null;
  return JSON.stringify({ profile: form.profile, sourceIncidents: form.sourceIncidents, types });
}

export const sameForm = (a: CorrelationForm, b: CorrelationForm): boolean => sorted(a) === sorted(b);
const sorted = ({ profile, sourceIncidents, types }: CorrelationForm): string =>
  JSON.stringify([
    profile,
    sourceIncidents,
    Object.entries(types)
      .filter(([, chosen]) => differs(chosen))
      .map(([type, { window, strength }]) => [type, window ?? null, strength ?? null])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  ]);

/** The form as a trial. What is in force and was taken back in the form is stated as the profile's number: a trial only adds. */
export function trialOf(form: CorrelationForm, settings: CorrelationSettings): CorrelationTrial {
  const now = formOf(settings).types;
  const types: Partial<Record<EvidenceType, { window: number; strength: number }>> = {};
  for (const { type, byProfile } of settings.types) {
    const chosen = form.types[type] ?? {};
    if (!differs(chosen) && now[type] === undefined) continue;
    const base = byProfile[form.profile];
    types[type] = { window: chosen.window ?? base.window, strength: chosen.strength ?? base.strength };
  }
  return { profile: form.profile, sourceIncidents: form.sourceIncidents, types };
}
