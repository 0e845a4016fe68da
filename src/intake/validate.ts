import { ALERT_KINDS, ALERT_STATUSES } from '../domain/alert.ts';
import type { AlertDraft } from '../domain/alert.ts';
import { EVIDENCE_ROLES, EVIDENCE_TYPES } from '../domain/evidence.ts';
import type { Evidence } from '../domain/evidence.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { DAY } from '../base/time.ts';

export const TITLE_MAX = 1_000;
export const EVIDENCE_MAX = 5_000;
const TEXT_MAX = 64 * 1024;
/** Exact as a JS number, and no product is older or writes later. */
const LATEST = 285 * 365.25 * DAY;

const TIMES = ['firstActivity', 'lastActivity', 'detected', 'updated'] as const;
const LONG_TEXTS = ['description', 'recommendedActions'] as const;
const TYPES: ReadonlySet<string> = new Set(EVIDENCE_TYPES);
const ROLES: ReadonlySet<string> = new Set(EVIDENCE_ROLES);
const STATUSES: ReadonlySet<string> = new Set(ALERT_STATUSES);
const KINDS: ReadonlySet<string> = new Set(ALERT_KINDS);
const LEGAL: ReadonlySet<string> = new Set(SEVERITIES);

export type Mended = (what: string) => void;

/**
 * The alert as the model allows it: what is beyond its rules is cut or dropped, each told through `mended` by a phrase that completes “n alerts: …”.
 * Undefined: it has no title, and is none.
 */
export function validAlert(draft: AlertDraft, mended: Mended): AlertDraft | undefined {
  if (typeof draft.title !== 'string' || draft.title.trim() === '') return undefined;
  const fixes: { -readonly [K in keyof AlertDraft]?: AlertDraft[K] | undefined } = {};
  const fix = <K extends keyof AlertDraft>(key: K, value: AlertDraft[K] | undefined, what: string): void => {
    fixes[key] = value;
    if (what !== '') mended(what);
  };
  const title = cleanTitle(draft.title);
  if (title.length > TITLE_MAX) fix('title', `${title.slice(0, TITLE_MAX - 1)}…`, `title of more than ${TITLE_MAX} characters, cut`);
  else if (title !== draft.title) fix('title', title, '');
  if (!LEGAL.has(draft.severity)) fix('severity', 'unknown', 'a severity the model does not know, read as unknown');
  for (const key of LONG_TEXTS) {
    const text = draft[key];
    if (text !== undefined && text.length > TEXT_MAX)
      fix(key, `${text.slice(0, TEXT_MAX - 1)}…`, 'description of more than 65 536 characters, cut');
  }
  for (const key of TIMES) {
    const at = draft[key];
    if (at !== undefined && !(Number.isInteger(at) && at >= 0 && at < LATEST))
      fix(key, undefined, 'a time outside of 1970 to 2255, dropped');
  }
  const first = 'firstActivity' in fixes ? fixes.firstActivity : draft.firstActivity;
  const last = 'lastActivity' in fixes ? fixes.lastActivity : draft.lastActivity;
  if (first !== undefined && last !== undefined && first > last) {
    fix('firstActivity', last, 'the end stood before the beginning; the two times were exchanged');
    fix('lastActivity', first, '');
  }
  if (draft.status !== undefined && !STATUSES.has(draft.status)) fix('status', undefined, 'a status the model does not know, left out');
  if (draft.kind !== undefined && !KINDS.has(draft.kind)) fix('kind', undefined, '');
  if (draft.count !== undefined && !(Number.isSafeInteger(draft.count) && draft.count >= 1))
    fix('count', undefined, 'a count that is no whole number, left out');
  if (draft.evidence.length > EVIDENCE_MAX)
    fix(
      'evidence',
      draft.evidence.slice(0, EVIDENCE_MAX).filter(isWellFormed),
      `more than ${EVIDENCE_MAX} things named, the rest left out`,
    );
  else if (!draft.evidence.every(isWellFormed))
    fix('evidence', draft.evidence.filter(isWellFormed), 'a thing without an identifier, left out');
  return Object.keys(fixes).length > 0 ? without({ ...draft, ...fixes }) : draft;
}

/** Drops the keys whose value is undefined. */
function without(draft: { readonly [K in keyof AlertDraft]?: AlertDraft[K] | undefined }): AlertDraft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as unknown as AlertDraft;
}

export function isWellFormed(evidence: Evidence): boolean {
  if (!TYPES.has(evidence.type) || evidence.ids.length === 0 || evidence.label === '') return false;
  for (const id of evidence.ids) {
    const colon = id.indexOf(':');
    if (colon < 1 || colon === id.length - 1) return false;
  }
  return evidence.roles.every((role) => ROLES.has(role));
}

/** One line, no control characters, no half of a surrogate pair: a title stands in tables and in file names. */
function cleanTitle(title: string): string {
  return /[\p{Cc}\p{Cs}]|^\s|\s$/u.test(title)
    ? title
        .replace(/\p{Cc}+/gu, ' ')
        .replace(/\p{Cs}/gu, '\ufffd')
        .trim()
    : title;
}

export const hasTime = (draft: AlertDraft): boolean =>
  draft.firstActivity !== undefined || draft.lastActivity !== undefined || draft.detected !== undefined;
