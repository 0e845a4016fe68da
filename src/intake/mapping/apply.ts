import type { Json, JsonObject } from '../../base/json.ts';
import type { TimeAssumptions } from '../../base/time.ts';
import { parseTime } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import { stated } from '../../domain/placeholder.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Severity } from '../../domain/severity.ts';
import { statusOfWord } from '../formats/support/states.ts';
import type { FieldId } from './fields.ts';
import type { MappingSpec, SeverityScale } from './spec.ts';
import { valueAt } from './values.ts';

/** One record by a mapping. Where the title says nothing, description, rule or category stand in; undefined when none of them does. */
export function mappedAlert(spec: MappingSpec, record: JsonObject, assumed: TimeAssumptions): AlertDraft | undefined {
  const assume = {
    ...assumed,
    ...(spec.offsetMinutes !== undefined && { offsetMinutes: spec.offsetMinutes }),
    ...(spec.dayFirst !== undefined && { dayFirst: spec.dayFirst }),
  };
  const all = (field: FieldId): readonly string[] => textsOf(spec, record, field);
  const one = (field: FieldId): string | undefined => all(field)[0];
  const title = one('title') ?? [...all('description'), ...all('rule'), ...all('category')].find((text) => !/^[\d.,:/-]+$/.test(text));
  if (title === undefined) return undefined;
  const time = timeOf(spec, record, 'time', assume);
  const last = timeOf(spec, record, 'lastTime', assume);
  const severityText = raw(spec, record, 'severity');
  const tactics = tacticsOf([...all('tactic'), ...all('technique')]);
  const techniques = techniquesOf([...all('technique'), ...all('tactic')]);
  const status = statusOfWord(one('status'));
  const count = Number(one('count') ?? Number.NaN);
  const zoneIsKnown = spec.offsetMinutes !== undefined;
  const optional: { [K in keyof AlertDraft]?: AlertDraft[K] | undefined } = {
    externalId: one('id'),
    description: one('description'),
    severityText,
    status,
    category: one('category'),
    vendor: one('vendor') ?? spec.vendor,
    rule: one('rule'),
    firstActivity: time?.at,
    lastActivity: last?.at,
    timeText: time?.text,
    timeAssumed: time?.assumed.filter((what) => !(what === 'zone' && zoneIsKnown)),
    sourceIncident: one('incident'),
    url: one('link'),
    count: Number.isSafeInteger(count) && count > 1 ? count : undefined,
    tactics: tactics.length > 0 ? tactics : undefined,
    techniques: techniques.length > 0 ? techniques : undefined,
  };
  return {
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<AlertDraft>),
    title,
    severity: mappedSeverity(severityText, spec.severityScale, spec.severityWords),
    product: one('product') ?? spec.product ?? spec.name,
    evidence: evidenceOf(all),
  };
}

function textsOf(spec: MappingSpec, record: JsonObject, field: FieldId): readonly string[] {
  const texts: string[] = [];
  for (const column of spec.columns[field] ?? []) for (const text of flat(valueAt(record, column))) texts.push(text);
  return texts;
}

function flat(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(flat);
  const text = stated(value);
  return text === undefined ? [] : [text];
}

/** As it stands: `none` and `unknown` are words of severity too. */
function raw(spec: MappingSpec, record: JsonObject, field: FieldId): string | undefined {
  for (const column of spec.columns[field] ?? []) {
    const value = valueAt(record, column);
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') return String(value).trim();
  }
  return undefined;
}

interface MappedTime {
  readonly at: NonNullable<AlertDraft['firstActivity']>;
  readonly text: string;
  readonly assumed: readonly ('zone' | 'year' | 'dayMonth')[];
}

function timeOf(spec: MappingSpec, record: JsonObject, field: FieldId, assume: TimeAssumptions): MappedTime | undefined {
  for (const column of spec.columns[field] ?? []) {
    const value = valueAt(record, column);
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const parsed = parseTime(value, assume);
    if (parsed === undefined || parsed.at < 0) continue;
    // `TimeGenerated [UTC]` states the zone in the header.
    const utc = /[[(]utc[\])]$/i.test(column) && assume.offsetMinutes === 0;
    return { at: parsed.at, text: String(value), assumed: utc ? parsed.assumed.filter((what) => what !== 'zone') : parsed.assumed };
  }
  return undefined;
}

/** A severity as word or as number on the mapping's scale. */
export function mappedSeverity(text: string | undefined, scale: SeverityScale, own?: MappingSpec['severityWords']): Severity {
  if (text === undefined) return 'unknown';
  const word = text.toLowerCase();
  const mine = own !== undefined && Object.hasOwn(own, word) ? own[word] : undefined;
  if (mine !== undefined) return mine;
  const number = Number(text);
  if (!Number.isFinite(number)) return severityOfWord(text.replace(/^\d+\s*[-:.]?\s*/, '').replace(/\s*\(.*$/, ''));
  const steps = STEPS[scale];
  if (steps === undefined) return 'unknown';
  if (scale === 'priority') return (['unknown', 'high', 'medium', 'low', 'informational'] as const)[number] ?? 'unknown';
  const [low, medium, high] = steps;
  return number >= high ? 'high' : number >= medium ? 'medium' : number >= low ? 'low' : 'informational';
}

/** From which number on: low, medium, high. Bands of CEF (10), Wazuh (15) and CrowdStrike (100). */
const STEPS: Readonly<Partial<Record<SeverityScale, readonly [number, number, number]>>> = {
  priority: [0, 0, 0],
  upTo5: [2, 3, 4],
  upTo10: [1, 4, 7],
  upTo15: [4, 7, 12],
  upTo100: [20, 40, 60],
};

function evidenceOf(all: (field: FieldId) => readonly string[]): Evidence[] {
  const out: (Evidence | undefined)[] = [];
  const each = (field: FieldId, build: (text: string) => Evidence | undefined): void => {
    for (const text of all(field)) out.push(build(text));
  };
  const roles = (...list: EvidenceRole[]): { readonly roles: readonly EvidenceRole[] } => ({ roles: list });
  const host = all('device')[0];
  each('device', (name) => make.device({ name, ...roles('impacted') }) ?? make.ip(name, roles('impacted')));
  each('user', (name) => make.user({ name, ...roles('impacted'), ...(host !== undefined && { host }) }));
  each('sourceIp', (address) => make.ip(address, roles('source')));
  each('destinationIp', (address) => make.ip(address, roles('destination')));
  each('ip', (address) => make.ip(address));
  const hashes = all('hash').flatMap((text) => text.split(/[\s,;|]+/).map((part) => part.replace(/^[a-z0-9]+=/i, '')));
  const files = all('file');
  if (hashes.length > 0) {
    const byLength = (length: number): string | undefined => hashes.find((hash) => hash.length === length);
    out.push(make.file({ sha256: byLength(64), sha1: byLength(40), md5: byLength(32), ...pathOrName(files[0]) }));
  } else each('file', (text) => make.file(pathOrName(text)));
  each('url', (text) => make.url(text));
  each('domain', (text) => make.domain(text));
  const [image, commandLine, pid] = [all('process')[0], all('commandLine')[0], all('pid')[0]];
  const [parentPid, parentImage] = [all('parentPid')[0], all('parentProcess')[0]];
  if (image !== undefined || commandLine !== undefined || pid !== undefined)
    out.push(
      make.process({ image, commandLine, pid, host, parentPid, parentImage, user: all('user')[0] }),
      // The parent by itself: where another row names it as its process, both are one, and the tree grows.
      make.process({ image: parentImage, pid: parentPid, host, roles: ['parentProcess'] }),
      make.commandLine(commandLine),
    );
  each('sender', (address) => make.mailbox(address, roles('sender')));
  each('recipient', (address) => make.mailbox(address, roles('recipient')));
  return make.evidenceList(out);
}

const pathOrName = (text: string | undefined): { readonly path?: string; readonly name?: string } =>
  text === undefined ? {} : /[\\/]/.test(text) ? { path: text } : { name: text };
