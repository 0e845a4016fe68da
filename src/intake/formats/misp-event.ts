import { isObject, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { indicator } from './support/indicator.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

/** MISP events, wrapped or bare. One event is one alert: what was reported, with its attributes as evidence; a sighting is when it was seen. */
export const mispEvent: RecordImporter = {
  id: 'misp-event',
  label: 'MISP events',
  spec: 'https://www.misp-standard.org/rfc/misp-standard-core.html',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (isAttribute(record)) return 100;
    const seen = own(record, 'Sighting');
    if (isObject(seen) ? hasKey(seen, 'date_sighting') : hasKey(record, 'date_sighting') && hasKey(record, 'attribute_id')) return 100;
    const event = own(record, 'Event');
    if (isObject(event)) return hasKey(event, 'info') ? 100 : 0;
    if (!hasKey(record, 'info')) return 0;
    const marks = ['threat_level_id', 'Attribute', 'analysis', 'Orgc', 'orgc_id', 'attribute_count'].filter((name) =>
      hasKey(record, name),
    ).length;
    return marks >= 2 ? 100 : marks === 1 && (hasKey(record, 'uuid') || hasKey(record, 'date')) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const sighted = own(record, 'Sighting');
    if (isAttribute(record)) attribute(new Ecs(record), ctx);
    else if (isObject(sighted) && hasKey(sighted, 'date_sighting')) sighting(new Ecs(sighted), ctx);
    else if (hasKey(record, 'date_sighting')) sighting(new Ecs(record), ctx);
    else report(record, ctx);
  },
};

function report(record: JsonObject, ctx: ReadContext): void {
  const inner = own(record, 'Event');
  const event = new Ecs(isObject(inner) ? inner : record);
  const level = event.number('threat_level_id');
  const attributes = [...event.objects('Attribute'), ...event.objects('Object').flatMap((one) => one.objects('Attribute'))].filter(
    (one) => one.get('deleted') !== true,
  );
  const tags = [...event.objects('Tag'), ...attributes.flatMap((one) => one.objects('Tag'))].flatMap((tag) => tag.text('name') ?? []);
  const clusters = event
    .objects('Galaxy')
    .flatMap((galaxy) => galaxy.objects('GalaxyCluster'))
    .flatMap((one) => one.text('value') ?? []);
  const attack = [...tags.filter((tag) => /mitre|kill-chain|attack/i.test(tag)), ...clusters];
  const techniques = techniquesOf(attack);
  const tactics = tacticsOf(attack.flatMap((tag) => tag.split(/[="]+/)));
  const seen = [...event.objects('Sighting'), ...attributes.flatMap((one) => one.objects('Sighting'))]
    .filter((one) => (one.text('type') ?? '0') === '0' || one.number('type') === 0)
    .flatMap((one) => one.number('date_sighting') ?? []);
  const actor = tags.map((tag) => /threat-actor="([^"]+)"/.exec(tag)?.[1]).find((name) => name !== undefined);
  const malware = tags
    .map((tag) => /(?:malpedia|tool|ransomware|rat|banker|mitre-malware|mitre-tool)="([^"]+)"/.exec(tag)?.[1])
    .find((name) => name !== undefined);
  ctx.alert(
    defined({
      externalId: event.text('uuid') ?? event.text('id'),
      title: event.text('info') ?? '',
      description: [event.text('Orgc.name'), tags.join(', ')].filter((part) => part !== undefined && part !== '').join(' · ') || undefined,
      severity: level === undefined ? ('unknown' as const) : (BY_NUMBER[level] ?? 'unknown'),
      severityText: level === undefined ? undefined : `threat level ${level}`,
      category: 'Threat intelligence',
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: 'MISP',
      product: 'MISP',
      detectionSource: event.text('Orgc.name'),
      ...timesOf(
        {
          first: seen.length > 0 ? Math.min(...seen) : (event.get('date') ?? event.get('timestamp')),
          ...(seen.length > 0 && { last: Math.max(...seen) }),
          detected:
            event.get('publish_timestamp') === '0' ? event.get('timestamp') : (event.get('publish_timestamp') ?? event.get('timestamp')),
          updated: event.get('timestamp'),
        },
        ctx.assume,
        true,
      ),
      evidence: evidenceOf(attributes),
      threatName: malware?.replace(/ - S\d{4}$/, ''),
      actorName: actor,
    }),
  );
}

/** A row of an attribute search, JSON or CSV: what the event that it belongs to names. */
const isAttribute = (record: JsonObject): boolean =>
  hasKey(record, 'value') && hasKey(record, 'to_ids') && hasKey(record, 'event_id') && hasKey(record, 'type') && hasKey(record, 'category');

/** The attributes of one event become one alert: each is a part of it. */
function attribute(one: Ecs, ctx: ReadContext): void {
  const event = one.at('Event');
  const id = event?.text('uuid') ?? one.text('event_uuid');
  const number = one.text('event_id') ?? '';
  const tags = [...one.objects('Tag').flatMap((tag) => tag.text('name') ?? []), ...one.list('attribute_tag')];
  const techniques = techniquesOf(tags);
  ctx.alert(
    defined({
      externalId: id ?? `event ${number}`,
      title: event?.text('info') ?? one.text('event_info') ?? `MISP event ${number}`,
      severity: 'unknown' as const,
      category: 'Threat intelligence',
      ...(techniques.length > 0 && { techniques }),
      vendor: 'MISP',
      product: 'MISP',
      ...timesOf({ first: one.get('first_seen') ?? one.get('timestamp') ?? one.get('date'), last: one.get('last_seen') }, ctx.assume, true),
      evidence: evidenceOf([one]),
      partial: true,
    }),
  );
}

/** A sighting by itself, as a search for sightings answers it. Types 1 and 2 say that it was none, or is none any more. */
function sighting(one: Ecs, ctx: ReadContext): void {
  const type = one.number('type') ?? 0;
  if (type !== 0) {
    ctx.ignore(type === 1 ? 'false-positive sighting' : 'expiration');
    return;
  }
  const of = one.at('attribute') ?? one.at('Attribute');
  const value = one.text('value') ?? of?.text('value');
  ctx.alert(
    defined({
      externalId: one.text('uuid') ?? one.text('id'),
      idScope: 'misp sighting',
      title: `Sighting: ${value ?? `attribute ${one.text('attribute_id') ?? ''}`}`,
      severity: 'unknown' as const,
      category: 'Threat intelligence',
      vendor: 'MISP',
      product: 'MISP',
      detectionSource: one.text('source') ?? one.text('Organisation.name'),
      ...timesOf({ first: one.get('date_sighting') }, ctx.assume, true),
      evidence: of === undefined ? [] : evidenceOf([of]),
    }),
  );
}

const BY_NUMBER: readonly Severity[] = ['unknown', 'high', 'medium', 'low', 'unknown'];

function evidenceOf(attributes: readonly Ecs[]): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  for (const one of attributes) {
    const forIds = one.get('to_ids') === true || one.get('to_ids') === '1';
    const comment = one.text('comment');
    found.push(
      ...indicator(one.text('type'), one.text('value') ?? one.text('value1'), {
        roles: forIds ? ['suspicious'] : ['contextual'],
        ...(forIds && { verdict: 'suspicious' as const }),
        attributes: { category: one.text('category'), comment },
      }),
    );
  }
  return make.evidenceList(found);
}
