import { hash64 } from '../../base/hash.ts';
import { isObject, own } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import { fail, ok } from '../../base/result.ts';
import { SEVERITIES } from '../../domain/severity.ts';
import type { Severity } from '../../domain/severity.ts';
import { FIELD_IDS } from './fields.ts';
import type { FieldId } from './fields.ts';

/** How numbers state severity. `priority`: 1 is worst, as Snort has it. */
export const SEVERITY_SCALES = ['words', 'priority', 'upTo5', 'upTo10', 'upTo15', 'upTo100'] as const;
export type SeverityScale = (typeof SEVERITY_SCALES)[number];

/** How the columns of one kind of file are read. Plain JSON, to be kept, handed on and taken in again. */
export interface MappingSpec {
  readonly v: 1;
  /** Of the column names, so that the next file of the kind finds it. */
  readonly fingerprint: string;
  readonly name: string;
  readonly columns: Readonly<Partial<Record<FieldId, readonly string[]>>>;
  readonly severityScale: SeverityScale;
  /** Words of the file that say a severity in their own way. */
  readonly severityWords?: Readonly<Record<string, Severity>>;
  /** What to say where no column says it. */
  readonly product?: string;
  readonly vendor?: string;
  /** Minutes east of UTC for times without a zone. */
  readonly offsetMinutes?: number;
  readonly dayFirst?: boolean;
}

/** Independent of the order of the columns. */
export const fingerprintOf = (columns: readonly string[]): string => `f${hash64([...columns].sort().join('\n'))}`;

export const writeMapping = (spec: MappingSpec): string => `${JSON.stringify(spec, null, 2)}\n`;

/** Takes a mapping from a file: only what is known is taken. */
export function readMapping(text: string): Result<MappingSpec> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return fail('intake/bad-mapping', 'The mapping is not JSON.');
  }
  if (!isObject(value) || own(value, 'v') !== 1) return fail('intake/bad-mapping', 'This is no mapping of version 1.');
  const columns = own(value, 'columns');
  const fingerprint = own(value, 'fingerprint');
  if (!isObject(columns) || typeof fingerprint !== 'string') return fail('intake/bad-mapping', 'The mapping names no columns.');
  const kept: Partial<Record<FieldId, readonly string[]>> = {};
  for (const id of FIELD_IDS) {
    const list = own(columns, id);
    if (!Array.isArray(list)) continue;
    const names = (list as readonly Json[]).filter((name): name is string => typeof name === 'string' && name !== '');
    if (names.length > 0) kept[id] = names;
  }
  if (kept.title === undefined) return fail('intake/bad-mapping', 'The mapping has no column for the title.');
  const scale = SEVERITY_SCALES.find((one) => one === own(value, 'severityScale')) ?? 'words';
  const [name, product, vendor, offset, dayFirst] = ['name', 'product', 'vendor', 'offsetMinutes', 'dayFirst'].map((key) =>
    own(value, key),
  );
  const severityWords = wordsOf(own(value, 'severityWords'));
  return ok({
    v: 1,
    fingerprint,
    name: typeof name === 'string' && name !== '' ? name : 'Mapping',
    columns: kept,
    severityScale: scale,
    ...(severityWords !== undefined && { severityWords }),
    ...(typeof product === 'string' && product !== '' && { product }),
    ...(typeof vendor === 'string' && vendor !== '' && { vendor }),
    ...(typeof offset === 'number' && Math.abs(offset) <= 14 * 60 && { offsetMinutes: offset }),
    ...(typeof dayFirst === 'boolean' && { dayFirst }),
  });
}

function wordsOf(value: Json | undefined): Record<string, Severity> | undefined {
  if (!isObject(value)) return undefined;
  const out = Object.create(null) as Record<string, Severity>;
  for (const [word, severity] of Object.entries(value)) {
    const known = SEVERITIES.find((one) => one === severity);
    if (known !== undefined) out[word.toLowerCase()] = known;
  }
  return out;
}
