import { EVIDENCE_TYPES, type EvidenceType } from './evidence.ts';

export const DETECTOR_MODES = ['correlate', 'alone', 'byRule', 'byEntities', 'byTypes'] as const;
export type DetectorModeName = (typeof DETECTOR_MODES)[number];

/**
 * How the alerts of one detector are grouped. `correlate`: like any other, whatever its tag says. The others take it out of the correlation:
 * `alone`, each alert its own incident; `byRule`, all its alerts; `byEntities`, those that name the same things; `byTypes`, those that name
 * the same things of some types. Source: alert grouping of Microsoft Sentinel's analytics rules.
 */
export interface DetectorMode {
  readonly mode: DetectorModeName;
  /** How long after its first alert a group takes more. */
  readonly hours: number;
  /** For `byTypes`. */
  readonly types: readonly EvidenceType[];
}

/** Alerts one group holds at the most; the next one opens another. Sentinel's limit. */
export const MOST_GROUPED = 150;
/** Sentinel's default time frame, hours. */
export const DEFAULT_HOURS = 5;
export const MOST_HOURS = 8760;

const UNIT = '\u001f';
export const detectorKey = (product: string, rule: string): string => `${product}${UNIT}${rule}`;

export const modeText = ({ mode, hours, types }: DetectorMode): string =>
  JSON.stringify({ mode, ...(grouped(mode) && { hours }), ...(mode === 'byTypes' && { types }) });
const grouped = (mode: DetectorModeName): boolean => mode !== 'correlate' && mode !== 'alone';

/** Reads what `modeText` writes; `undefined` for anything else. */
export function modeOfText(text: string): DetectorMode | undefined {
  try {
    const value = JSON.parse(text) as { readonly mode?: unknown; readonly hours?: unknown; readonly types?: unknown } | null;
    const mode = DETECTOR_MODES.find((known) => known === value?.mode);
    const hours = typeof value?.hours === 'number' && value.hours > 0 && value.hours <= MOST_HOURS ? value.hours : DEFAULT_HOURS;
    const types = Array.isArray(value?.types) ? EVIDENCE_TYPES.filter((type) => (value.types as unknown[]).includes(type)) : [];
    return mode === undefined || (mode === 'byTypes' && types.length === 0) ? undefined : { mode, hours, types };
  } catch {
    return undefined;
  }
}

/**
 * What a rule's description asks for at its very beginning: `#DONT_CORR#` leaves its alerts out, `#INC_CORR#` takes them in.
 * Any case, blanks allowed. Source: Microsoft Defender XDR, exclude analytics rules from correlation.
 */
export function tagOf(description: string): 'exclude' | 'include' | undefined {
  const tag = /^\s*#\s*(DONT_CORR|INC_CORR)\s*#/i.exec(description)?.[1]?.toUpperCase();
  return tag === undefined ? undefined : tag === 'DONT_CORR' ? 'exclude' : 'include';
}
