import { hash64 } from '../../base/hash.ts';
import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { Fields, foldKey, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { windowsEvidence } from './support/windows-event.ts';

/** Chainsaw `hunt`: CSV of any group of versions 1 and 2, JSON and JSONL. One event may meet several rules: it is one alert that names them. */
export const chainsaw: RecordImporter = {
  id: 'chainsaw',
  label: 'Chainsaw hunt',
  spec: 'https://github.com/WithSecureLabs/chainsaw',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject, container): Confidence {
    if (container === 'json') {
      if (isObject(own(record, 'document')) || Array.isArray(own(record, 'documents')))
        return hasKey(record, 'group') && (hasKey(record, 'name') || hasKey(record, 'level')) ? 100 : 0;
      return Array.isArray(own(record, 'detection')) &&
        isObject(own(record, 'event')) &&
        isObject(own(own(record, 'event') as JsonObject, 'Event'))
        ? 100
        : 0;
    }
    if (hasKey(record, 'detections') && hasKey(record, 'timestamp') && hasKey(record, 'path')) return 100;
    return hasKey(record, 'detection_rules') && (hasKey(record, 'system_time') || hasKey(record, 'computer_name')) ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    if (ctx.container === 'table') row(record, ctx);
    else document(record, ctx);
  },
};

function row(record: JsonObject, ctx: ReadContext): void {
  const fields = new Fields(record);
  const names = namesOf(fields.text('detections', 'detectionrules'));
  if (names.length === 0) {
    ctx.reject('intake/no-title', 'A Chainsaw row without a detection.');
    return;
  }
  const host = fields.text('computer', 'computername', 'hostname');
  const data = yaml(fields.text('eventdata', 'data', 'message') ?? '');
  const columns: Record<string, Json> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (typeof value === 'string' && value !== '' && key !== 'path')
      columns[key.replace(/^Event\.(?:EventData|UserData|System)\./, '')] = value;
  }
  emit(
    {
      names,
      time: fields.get('timestamp', 'systemtime'),
      host,
      channel: fields.text('eventsystemchannel', 'channel', 'eventsystemprovider', 'provider'),
      eventId: fields.text('eventid', 'id'),
      recordId: fields.text('recordid', 'eventrecordid'),
      path: fields.text('path'),
      event: new Fields({ ...data, ...columns, ...(fields.text('username') !== undefined && { User: fields.get('username') }) }),
      whole: JSON.stringify(record),
      count: Number(fields.text('count') ?? 1),
    },
    ctx,
  );
}

/** Rules of one event: parted by semicolons, or by the bullets of older versions. */
const namesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/\s*[;\n‣+]\s*/)
    .map((name) => name.replace(/^\(\w+\)\s*/, '').trim())
    .filter((name) => name !== '');

/** `key: value` on lines; values may stand in quotes. */
function yaml(text: string): Record<string, Json> {
  const out: Record<string, Json> = {};
  for (const line of text.split(/\r?\n/)) {
    const m = /^\s*([\w .-]+):\s?(.*)$/.exec(line);
    const key = m?.[1]?.trim();
    if (key === undefined || key === '__proto__' || key in out) continue;
    out[key] = (m?.[2] ?? '').trim().replace(/^(['"])(.*)\1$/, '$2');
  }
  return out;
}

function document(record: JsonObject, ctx: ReadContext): void {
  const hit = new Ecs(record);
  const documents = [...hit.objects('document'), ...hit.objects('documents')];
  const first = documents[0] ?? hit;
  const data = first.at('data') ?? first;
  const event = data.at('Event') ?? hit.at('event.Event') ?? data;
  const system = event.at('System');
  const names = Array.isArray(own(record, 'detection')) ? hit.list('detection') : namesOf(hit.text('name'));
  if (names.length === 0) {
    ctx.reject('intake/no-title', 'A Chainsaw detection without a name.');
    return;
  }
  const inner = event.at('EventData') ?? userData(event) ?? data;
  emit(
    {
      names,
      time: hit.get('timestamp') ?? system?.get('TimeCreated_attributes.SystemTime') ?? system?.get('TimeCreated.#attributes.SystemTime'),
      host: system?.text('Computer'),
      channel: system?.text('Channel') ?? system?.text('Provider_attributes.Name') ?? system?.text('Provider.#attributes.Name'),
      eventId: system?.text('EventID') ?? system?.text('EventID.#text'),
      recordId: system?.text('EventRecordID'),
      path: first.text('path'),
      event: new Fields(inner.record),
      whole: JSON.stringify(first.record),
      count: hit.number('count') ?? (documents.length > 1 ? documents.length : 1),
      level: hit.word('level'),
      tags: hit.list('tags'),
      rule: hit.text('id'),
      description: hit.text('description'),
      group: hit.text('group'),
    },
    ctx,
  );
}

function userData(event: Ecs): Ecs | undefined {
  const data = event.at('UserData');
  const inner = data === undefined ? undefined : Object.values(data.record).find((value) => isObject(value));
  return inner === undefined || !isObject(inner) ? data : new Ecs(inner);
}

interface Hit {
  readonly names: readonly string[];
  readonly time: Json | undefined;
  readonly host: string | undefined;
  readonly channel: string | undefined;
  readonly eventId: string | undefined;
  readonly recordId: string | undefined;
  readonly path: string | undefined;
  readonly event: Fields;
  readonly whole: string;
  readonly count: number;
  readonly level?: string | undefined;
  readonly tags?: readonly string[];
  readonly rule?: string | undefined;
  readonly description?: string | undefined;
  readonly group?: string | undefined;
}

function emit(hit: Hit, ctx: ReadContext): void {
  const tactics = tacticsOf((hit.tags ?? []).map((tag) => tag.replace(/^attack\./i, '')));
  const techniques = techniquesOf(hit.tags ?? []);
  const record =
    hit.recordId === undefined
      ? `#${hash64(hit.whole)}`
      : `${hit.channel ?? foldKey(hit.path ?? '')}/${hit.recordId}/${typeof hit.time === 'string' ? hit.time : ''}`;
  ctx.alert(
    defined({
      externalId: `${hit.host ?? ''}/${record}/${hash64(hit.names.join('\n'))}`,
      title: hit.names.join('; '),
      description: hit.description,
      severity: severityOfWord(hit.level),
      severityText: hit.level,
      category: hit.channel === undefined ? hit.group : hit.eventId === undefined ? hit.channel : `${hit.channel} ${hit.eventId}`,
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: 'WithSecure',
      product: 'Chainsaw',
      detectionSource: hit.channel,
      rule: hit.rule ?? hit.names[0],
      ...timesOf({ first: hit.time }, ctx.assume),
      evidence: make.evidenceList([make.device({ name: hit.host, roles: ['impacted'] }), ...windowsEvidence(hit.event, hit.host)]),
      ...(Number.isSafeInteger(hit.count) && hit.count > 1 && { count: hit.count }),
    }),
  );
}
