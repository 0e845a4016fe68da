import * as v from 'valibot';
import { fail, ok, type Result } from '../base/result.ts';
import { SEVERITIES } from '../domain/severity.ts';
import type { Diagnosis, ImportOptions, MappingSpec, ReadAnswers } from '../worker/api.ts';
import { offsetOf } from './zone-offset.ts';

/** What a column may be read as, by the name that mappings use. */
export type MappedField = keyof MappingSpec['columns'];

/** Words for each field, in the order of the dialog. A field of the contract without words does not compile. */
export const FIELD_WORDS: Readonly<Record<MappedField, string>> = {
  title: 'Title',
  time: 'Time (first activity)',
  severity: 'Severity',
  id: 'Id',
  description: 'Description',
  lastTime: 'Time of last activity',
  status: 'Status',
  category: 'Category',
  rule: 'Rule id',
  product: 'Product',
  vendor: 'Vendor',
  technique: 'ATT&CK technique',
  tactic: 'ATT&CK tactic',
  device: 'Device',
  user: 'User',
  sourceIp: 'Source address',
  destinationIp: 'Destination address',
  ip: 'Address',
  file: 'File',
  hash: 'File hash',
  url: 'URL',
  domain: 'Domain',
  process: 'Process',
  commandLine: 'Command line',
  pid: 'Process id',
  parentProcess: 'Parent process',
  parentPid: 'Parent process id',
  sender: 'Sender',
  recipient: 'Recipient',
  count: 'Count',
  incident: 'Incident of the product',
  link: 'Link to the product',
};
export const MAPPED_FIELDS = Object.keys(FIELD_WORDS) as readonly MappedField[];

const SCALES = ['words', 'priority', 'upTo5', 'upTo10', 'upTo15', 'upTo100'] as const satisfies readonly MappingSpec['severityScale'][];
export type SeverityScale = (typeof SCALES)[number];
export const SCALE_WORDS: Readonly<Record<SeverityScale, string>> = {
  words: 'Words (high, medium, low)',
  priority: 'Priority: 1 is worst',
  upTo5: 'Number up to 5',
  upTo10: 'Number up to 10 (CEF)',
  upTo15: 'Number up to 15 (Wazuh)',
  upTo100: 'Number up to 100',
};

const text = v.pipe(v.string(), v.minLength(1));
const names = v.pipe(v.array(text), v.readonly());
const COLUMNS = v.object(
  Object.fromEntries(MAPPED_FIELDS.map((field) => [field, v.exactOptional(names)])) as Record<
    MappedField,
    v.ExactOptionalSchema<typeof names, undefined>
  >,
);
/** A mapping as it is kept: the form that the intake writes and reads. What is not known is left out. */
export const MAPPING = v.object({
  v: v.literal(1),
  fingerprint: text,
  name: v.fallback(text, 'Mapping'),
  columns: v.pipe(
    COLUMNS,
    v.check((columns) => (columns.title ?? []).length > 0),
  ),
  severityScale: v.fallback(v.picklist(SCALES), 'words'),
  severityWords: v.exactOptional(v.record(v.string(), v.picklist(SEVERITIES))),
  product: v.exactOptional(text),
  vendor: v.exactOptional(text),
  offsetMinutes: v.exactOptional(v.pipe(v.number(), v.minValue(-840), v.maxValue(840))),
  dayFirst: v.exactOptional(v.boolean()),
});

/** Characters; a mapping of thousands of columns is smaller. */
const MOST_MAPPING = 1 << 20;
/** Keys that no mapping has and that poison objects they are copied into. */
const POISON: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A mapping out of a file that somebody handed on: it may come from anybody, and is refused as a whole where it is not what it should be. */
export function readMappingFile(content: string): Result<MappingSpec> {
  if (content.length > MOST_MAPPING) return fail('intake/bad-mapping', 'The file is too large for a mapping.');
  let poison: string | undefined;
  let value: unknown;
  try {
    value = JSON.parse(content, (key, inner: unknown) => {
      if (POISON.has(key)) poison = key;
      return inner;
    });
  } catch {
    return fail('intake/bad-mapping', 'The mapping is not JSON.');
  }
  if (poison !== undefined) return fail('intake/bad-mapping', `The mapping has a key “${poison}”, which no mapping has.`);
  const parsed = v.safeParse(MAPPING, value);
  return parsed.success
    ? ok(parsed.output)
    : fail('intake/bad-mapping', 'This is no mapping of version 1, or it names no column for the title.');
}

export const writeMappingFile = (spec: MappingSpec): string => `${JSON.stringify(spec, null, 2)}\n`;

/** Of the settings, what this module asks. */
export interface SourceMemory {
  mapping(fingerprint: string): MappingSpec | undefined;
  sourceZone(source: string): string | undefined;
  format(fingerprint: string): string | undefined;
}

/** Under what name the zone of a source is remembered: its format, or the header where no format is known. */
export function sourceKeyOf({ report, mapping }: Diagnosis): string | undefined {
  if (mapping !== undefined) return mapping.spec.fingerprint;
  return report.format === null || report.format === 'mapped' ? undefined : report.format;
}

/** What is known already about files like this one: its mapping, its format where several fit, and the offset of its zone at its first alert. */
export function rememberedAnswers(diagnosis: Diagnosis, memory: SourceMemory): ReadAnswers {
  const fingerprint = diagnosis.mapping?.spec.fingerprint;
  const mapping = fingerprint === undefined ? undefined : memory.mapping(fingerprint);
  const format = fingerprint === undefined ? undefined : memory.format(fingerprint);
  const as = diagnosis.report.candidates.some((guess) => guess.format === format) ? format : undefined;
  const source = sourceKeyOf(diagnosis);
  const zone = source === undefined ? undefined : memory.sourceZone(source);
  return {
    ...(as !== undefined ? { as } : mapping !== undefined && { mapping }),
    ...(zone !== undefined && { offsetMinutes: offsetOf(zone, diagnosis.time?.first ?? Date.now() * 1000) }),
  };
}

/** Answers of a file as the worker takes them: for the file itself, or by the names of its members where it has several. */
export function optionsOf(groups: readonly { readonly names: readonly string[]; readonly answers: ReadAnswers }[]): ImportOptions {
  const [first] = groups;
  if (first === undefined) return {};
  if (groups.length === 1 && first.names.length === 1) return first.answers;
  const members = groups
    .filter(({ answers }) => Object.keys(answers).length > 0)
    .flatMap(({ names, answers }) => names.map((name) => ({ name, answers })));
  return members.length === 0 ? {} : { members };
}
