import type { JsonObject } from '../../base/json.ts';
import { plural } from '../../base/text.ts';
import type { FieldId, MappingField } from './fields.ts';
import { FIELDS, foldName, namesOf } from './fields.ts';
import type { MappingSpec, SeverityScale } from './spec.ts';
import { fingerprintOf } from './spec.ts';
import type { ColumnLook, Look } from './values.ts';
import { looksOf, share } from './values.ts';

export interface Guess {
  readonly spec: MappingSpec;
  /** Why each field was guessed, for the dialog: `by its name`, `its values are addresses`. */
  readonly because: Readonly<Partial<Record<FieldId, string>>>;
  /** Fields without which this is no file of alerts. */
  readonly missing: readonly ('title' | 'time')[];
  /** What a name promised and the values broke, in sentences for the report. */
  readonly doubts: readonly string[];
  /** Names and values together leave little doubt that these are alerts. */
  readonly sure: boolean;
  /** Every column that was seen, in the order of the file, with a few of its values. */
  readonly columns: readonly ColumnSample[];
}

export interface ColumnSample {
  readonly name: string;
  /** Cut to 120 characters each. */
  readonly samples: readonly string[];
}

/** Fields that a column of this look may be read as, when its name says nothing. */
const BY_LOOK: Readonly<Partial<Record<Look, FieldId>>> = {
  ip: 'ip',
  hash: 'hash',
  upn: 'user',
  sid: 'user',
  url: 'url',
  domain: 'domain',
  technique: 'technique',
};
/** Ids and keys of 32, 40 or 64 hex digits look like hashes. */
const NO_HASH = /(?:id|key|token|etag)$/i;
const LOOK_WORD: Readonly<Partial<Record<Look, string>>> = {
  ip: 'addresses',
  hash: 'hashes',
  upn: 'mail addresses or user names',
  sid: 'SIDs',
  url: 'URLs',
  domain: 'domains',
  technique: 'ATT&CK techniques',
  time: 'times',
  severity: 'severities',
};

/** A field taken by name must not be contradicted by the values. */
const MUST_LOOK: Readonly<Partial<Record<FieldId, readonly Look[]>>> = {
  time: ['time'],
  lastTime: ['time'],
  sourceIp: ['ip'],
  destinationIp: ['ip'],
  ip: ['ip'],
  hash: ['hash'],
  pid: ['number'],
  parentPid: ['number'],
  count: ['number'],
  severity: ['severity', 'number'],
};

/** Proposes what each column is, from its name and its values. `rows` are a sample; a few hundred are plenty. */
export function guessMapping(columns: readonly string[], rows: readonly JsonObject[], name = 'Mapping'): Guess {
  const looks = looksOf(columns, rows);
  const taken = new Set<string>();
  const found: Partial<Record<FieldId, string[]>> = {};
  const because: Partial<Record<FieldId, string>> = {};
  const doubts: string[] = [];
  const give = (field: FieldId, column: string, why: string): void => {
    (found[field] ??= []).push(column);
    because[field] ??= why;
    taken.add(column);
  };
  for (const field of FIELDS) {
    for (const column of ranked(field, looks)) {
      if (taken.has(column.name) || !fits(field.id, column)) continue;
      if (field.id === 'id' && !tellsApart(column)) {
        doubts.push(
          `“${column.name}” is not taken for the id of an alert: ${plural(column.distinct, 'value')} in ${plural(column.filled, 'record')}. Alerts are told apart by all they say.`,
        );
        continue;
      }
      give(field.id, column.name, 'by its name');
      if (field.many !== true || (field.id === 'time' && found.time?.length === 3)) break;
    }
  }
  for (const column of looks) {
    if (taken.has(column.name) || column.filled === 0) continue;
    for (const [look, field] of Object.entries(BY_LOOK) as [Look, FieldId][]) {
      if (share(column, look) < 0.8 || (look === 'hash' && NO_HASH.test(column.name))) continue;
      give(look === 'url' && /link$/i.test(column.name) ? 'link' : field, column.name, `its values are ${LOOK_WORD[look] ?? look}`);
      break;
    }
    if (found.time === undefined && share(column, 'time') > 0.9) give('time', column.name, 'its values are times');
    else if (found.severity === undefined && share(column, 'severity') > 0.9 && column.distinct <= 8)
      give('severity', column.name, 'its values are severities');
  }
  const severity = looks.find(({ name: column }) => column === found.severity?.[0]);
  const missing = (['title', 'time'] as const).filter((id) => found[id] === undefined);
  return {
    spec: { v: 1, fingerprint: fingerprintOf(columns), name, columns: found, severityScale: scaleOf(severity) },
    because,
    missing,
    doubts,
    sure: missing.length === 0 && isSure(found),
    columns: looks.map((look) => ({ name: look.name, samples: look.samples.slice(0, 3).map((text) => text.slice(0, 120)) })),
  };
}

/** Columns whose name is an alias of the field: the better alias first, then the order of the file. */
function ranked(field: MappingField, looks: readonly ColumnLook[]): readonly ColumnLook[] {
  const aliases = [...(field.strong ?? []), ...field.aliases];
  return looks
    .map((column) => ({ column, rank: rankOf(column.name, aliases) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column);
}

function rankOf(column: string, aliases: readonly string[]): number {
  let best = Number.POSITIVE_INFINITY;
  // A whole name counts more than its last part.
  for (const [depth, name] of namesOf(column).entries()) {
    const at = aliases.indexOf(name);
    if (at >= 0) best = Math.min(best, at + depth * 100);
  }
  return best;
}

function fits(field: FieldId, column: ColumnLook): boolean {
  const must = MUST_LOOK[field];
  if (column.filled === 0) return field !== 'time' && field !== 'title';
  if (must !== undefined) return must.reduce((sum, look) => sum + share(column, look), 0) >= 0.6;
  if (field === 'title') return share(column, 'text') + share(column, 'domain') >= 0.5;
  if (field === 'user' || field === 'device') return share(column, 'time') < 0.5 && share(column, 'ip') < 0.9;
  return true;
}

/** Whether each record has a value of its own there. Versions of one alert may share one where the name says that it is an alert's id. */
function tellsApart(column: ColumnLook): boolean {
  const share = column.filled === 0 ? 1 : column.distinct / column.filled;
  return share === 1 || (share >= 0.5 && /alertid$|^offenseid$/.test(foldName(column.name)));
}

/** Names that say a title in a table of alerts, and could say something else in another table. */
const TELLING = new Set(['title', 'rule', 'msg', 'signature', 'detection', 'detections', 'alert', 'threat']);

/** By a name that only alerts have; or by a telling one beside a severity or a rule. Always with something that it happened to. */
function isSure(found: Readonly<Partial<Record<FieldId, readonly string[]>>>): boolean {
  const strong = FIELDS.find(({ id }) => id === 'title')?.strong ?? [];
  const subject = (['device', 'user', 'sourceIp', 'destinationIp', 'ip', 'hash', 'url'] as const).some((id) => found[id] !== undefined);
  const graded = found.severity !== undefined || found.rule !== undefined;
  return (
    subject &&
    found.title?.some((column) => {
      const name = foldName(column);
      return column.split('.').length <= 2 && (strong.includes(name) || (graded && TELLING.has(name)));
    }) === true
  );
}

function scaleOf(column: ColumnLook | undefined): SeverityScale {
  if (column === undefined || share(column, 'number') < 0.5) return 'words';
  if (foldName(column.name).endsWith('priority')) return 'priority';
  if (column.largest <= 5) return 'upTo5';
  if (column.largest <= 10) return 'upTo10';
  return column.largest <= 15 ? 'upTo15' : 'upTo100';
}
