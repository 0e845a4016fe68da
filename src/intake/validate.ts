import { remembered } from '../base/remembered.ts';
import { ALERT_KINDS, ALERT_STATUSES } from '../domain/alert.ts';
import type { AlertDraft } from '../domain/alert.ts';
import { EVIDENCE_ROLES, EVIDENCE_TYPES, MENTIONS_MAX } from '../domain/evidence.ts';
import type { Evidence } from '../domain/evidence.ts';
import { SEVERITIES } from '../domain/severity.ts';
import { DAY } from '../base/time.ts';

const TITLE_MAX = 1_000;
const TEXT_MAX = 64 * 1024;
/** What the store's mirror holds of a count. */
const COUNT_MAX = 0xffffffff;
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
 * The alert as the model allows it: what is beyond its rules is cut or dropped, each told through `mended` by a phrase that completes “n alerts: …”;
 * of more than `MENTIONS_MAX` things named, `tooMany` gets the number left out.
 * Undefined: it has no title, and is none.
 */
export function validAlert(draft: AlertDraft, mended: Mended, tooMany?: (dropped: number) => void): AlertDraft | undefined {
  if (typeof draft.title !== 'string') return undefined;
  const title = cleanTitle(draft.title);
  if (title === '') return undefined;
  const fixes: { -readonly [K in keyof AlertDraft]?: AlertDraft[K] | undefined } = {};
  const fix = <K extends keyof AlertDraft>(key: K, value: AlertDraft[K] | undefined, what: string): void => {
    fixes[key] = value;
    if (what !== '') mended(what);
  };
  if (title.length > TITLE_MAX)
    fix('title', `${title.slice(0, TITLE_MAX - 1)}…`, `title of more than ${TITLE_MAX} characters, cut; the raw record has it all`);
  else if (title !== draft.title) fix('title', title, '');
  if (!LEGAL.has(draft.severity)) fix('severity', 'unknown', 'a severity the model does not know, read as unknown');
  for (const key of LONG_TEXTS) {
    const text = draft[key];
    if (text !== undefined && text.length > TEXT_MAX)
      fix(
        key,
        `${text.slice(0, TEXT_MAX - 1)}…`,
        `${key === 'description' ? 'description' : 'recommended actions'} of more than 65 536 characters, cut; the raw record has it all`,
      );
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
  if (draft.kind !== undefined && !KINDS.has(draft.kind)) fix('kind', undefined, 'a kind the model does not know, left out');
  if (draft.count !== undefined && !(Number.isSafeInteger(draft.count) && draft.count >= 1))
    fix('count', undefined, 'a count that is no whole number, left out');
  if (draft.count !== undefined && draft.count > COUNT_MAX) fix('count', COUNT_MAX, `a count beyond ${COUNT_MAX}, kept as that`);
  if (!draft.evidence.every(isWellFormed)) fix('evidence', draft.evidence.filter(isWellFormed), 'a thing without an identifier, left out');
  const named = fixes.evidence ?? draft.evidence;
  if (named.length > MENTIONS_MAX) {
    const { kept, dropped } = firstMentions(named);
    if (dropped > 0) {
      fix('evidence', kept, '');
      tooMany?.(dropped);
    }
  }
  return Object.keys(fixes).length > 0 ? without({ ...draft, ...fixes }) : draft;
}

/** Mentions of the first `MENTIONS_MAX` different things, repeated ones included, and how many things are beyond. */
function firstMentions(evidence: readonly Evidence[]): { readonly kept: readonly Evidence[]; readonly dropped: number } {
  const seen = new Map<string, boolean>();
  const kept = evidence.filter(({ type, ids }) => {
    const key = `${type}|${ids.join('\u001f')}`;
    const before = seen.get(key);
    if (before !== undefined) return before;
    const fits = seen.size < MENTIONS_MAX;
    seen.set(key, fits);
    return fits;
  });
  return { kept, dropped: Math.max(0, seen.size - MENTIONS_MAX) };
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
const cleanTitle = remembered((title) =>
  /[\p{Cc}\p{Cs}]|^\s|\s$/u.test(title)
    ? title
        .replace(/\p{Cc}+/gu, ' ')
        .replace(/\p{Cs}/gu, '\ufffd')
        .trim()
    : title,
);

export const hasTime = (draft: AlertDraft): boolean =>
  draft.firstActivity !== undefined || draft.lastActivity !== undefined || draft.detected !== undefined;
