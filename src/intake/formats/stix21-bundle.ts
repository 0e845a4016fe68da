import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfScore } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { observable, patternEvidence, type Resolve } from './support/stix-objects.ts';

const ID = /^[a-z][a-z0-9-]+--[0-9a-f]{8}-[0-9a-f-]{27}$/i;
const isStix = (value: Json | undefined): boolean => {
  if (!isObject(value)) return false;
  const id = own(value, 'id');
  return typeof id === 'string' && typeof own(value, 'type') === 'string' && ID.test(id);
};

/** STIX 2.0 and 2.1: sightings are alerts, and observed data that no sighting refers to. Indicators, malware, actors and the rest are context. */
export const stix21Bundle: RecordImporter = {
  id: 'stix21-bundle',
  label: 'STIX 2 bundle',
  spec: 'https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const objects = own(record, 'objects');
    if (own(record, 'type') === 'bundle')
      return Array.isArray(objects) || hasKey(record, 'spec_version') || hasKey(record, 'id') ? 100 : 75;
    if (Array.isArray(objects) && (objects as readonly Json[]).some(isStix)) return 75;
    return isStix(record) && (hasKey(record, 'spec_version') || hasKey(record, 'created') || hasKey(record, 'modified')) ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const listed = own(record, 'objects');
    const objects =
      own(record, 'type') !== 'bundle' && isStix(record)
        ? [record]
        : Array.isArray(listed)
          ? (listed as readonly Json[]).filter(isObject)
          : [];
    const byId = new Map<string, Ecs>();
    for (const object of objects) {
      const id = own(object, 'id');
      if (typeof id === 'string') byId.set(id, new Ecs(object));
    }
    const all = objects.map((object) => new Ecs(object));
    const sightings = all.filter((one) => one.text('type') === 'sighting');
    const used = new Set(sightings.flatMap((one) => one.list('observed_data_refs')));
    const observed = all.filter((one) => one.text('type') === 'observed-data' && !used.has(one.text('id') ?? ''));
    for (const one of sightings) sighting(one, byId, all, ctx);
    for (const one of observed) observation(one, byId, ctx);
    if (sightings.length + observed.length === 0)
      ctx.ignore(objects.length === 1 ? `${all[0]?.text('type') ?? ''} object, context` : 'bundle of context without sightings');
  },
};

function sighting(one: Ecs, byId: ReadonlyMap<string, Ecs>, all: readonly Ecs[], ctx: ReadContext): void {
  const ref = one.text('sighting_of_ref');
  const of = ref === undefined ? undefined : byId.get(ref);
  const kind = of?.text('type') ?? ref?.split('--')[0];
  const found: (Evidence | undefined)[] = [];
  patternEvidence(of?.text('pattern'), ['suspicious'], found);
  if (kind === 'malware' || kind === 'tool') found.push(make.named('malware', of?.text('name'), { roles: ['related'] }));
  for (const data of one.list('observed_data_refs')) {
    const observed = byId.get(data);
    if (observed !== undefined) contents(observed, byId, found);
  }
  for (const where of one.list('where_sighted_refs')) {
    const place = byId.get(where);
    if (place?.text('identity_class') === 'system') found.push(make.device({ name: place.text('name'), roles: ['impacted'] }));
  }
  const patterns = related(of, byId, all);
  const phases = [of, ...patterns]
    .flatMap((object) => object?.objects('kill_chain_phases') ?? [])
    .flatMap((phase) => phase.text('phase_name') ?? []);
  const techniques = techniquesOf(
    [of, ...patterns]
      .flatMap((object) => object?.objects('external_references') ?? [])
      .flatMap((outside) => outside.text('external_id') ?? []),
  );
  const tactics = tacticsOf(phases);
  const name = of?.text('name') ?? of?.text('description') ?? of?.text('pattern');
  const confidence = one.number('confidence');
  const count = one.number('count');
  ctx.alert(
    defined({
      externalId: one.text('id'),
      idScope: 'stix',
      title: name === undefined ? `Sighting of ${ref ?? 'an unknown object'}` : `Sighting: ${name}`,
      description: one.text('description') ?? of?.text('description'),
      severity: 'unknown' as const,
      category: kind,
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      product: producer(one, byId) ?? 'STIX',
      detectionSource: where(one, byId),
      rule: ref,
      ...timesOf(
        {
          first: one.get('first_seen') ?? one.get('last_seen') ?? one.get('created'),
          last: one.get('last_seen'),
          detected: one.get('created'),
          updated: one.get('modified'),
        },
        ctx.assume,
      ),
      evidence: make.evidenceList(found),
      ...(kind === 'malware' && of !== undefined && { threatName: of.text('name') }),
      ...((kind === 'threat-actor' || kind === 'intrusion-set') && of !== undefined && { actorName: of.text('name') }),
      ...(confidence !== undefined && { severityText: `confidence ${confidence}` }),
      ...(count !== undefined && Number.isSafeInteger(count) && count > 1 && { count }),
    }),
  );
}

function observation(one: Ecs, byId: ReadonlyMap<string, Ecs>, ctx: ReadContext): void {
  const found: (Evidence | undefined)[] = [];
  contents(one, byId, found);
  const inner = one.at('objects');
  const items = [
    ...one.list('object_refs').flatMap((ref) => byId.get(ref) ?? []),
    ...(inner === undefined ? [] : Object.values(inner.record).flatMap((item) => (isObject(item) ? [new Ecs(item)] : []))),
  ];
  // stix-shifter puts the finding of a product beside what it saw.
  const finding = items.find(
    (item) => /^x-(?:ibm|oca)-(?:finding|event)$/.test(item.text('type') ?? '') && (item.text('name') ?? item.text('action')) !== undefined,
  );
  const evidence = make.evidenceList(found);
  const score = finding?.number('severity');
  const techniques = techniquesOf(
    items.flatMap((item) =>
      [...item.objects('ttp_tagging_refs'), ...item.objects('extensions.mitre-attack-ext')].flatMap(
        (tag) => tag.text('technique_id') ?? [],
      ),
    ),
  );
  const count = one.number('number_observed');
  ctx.alert(
    defined({
      externalId: one.text('id'),
      idScope: 'stix',
      title:
        finding?.text('name') ??
        finding?.text('action') ??
        `Observed: ${evidence[0]?.label ?? (items.map((item) => item.text('type') ?? '').join(', ') || 'data')}`,
      description: finding?.text('description'),
      severity: score === undefined ? ('unknown' as const) : severityOfScore(score),
      ...(score !== undefined && { severityText: String(score) }),
      category: 'observed-data',
      ...(techniques.length > 0 && { techniques }),
      product: producer(one, byId) ?? 'STIX',
      ...timesOf(
        {
          first: one.get('first_observed') ?? one.get('created'),
          last: one.get('last_observed'),
          detected: one.get('created'),
          updated: one.get('modified'),
        },
        ctx.assume,
      ),
      evidence,
      ...(count !== undefined && Number.isSafeInteger(count) && count > 1 && { count }),
    }),
  );
}

/** 2.1 refers to objects of the bundle, 2.0 holds them under keys of its own. */
function contents(observed: Ecs, byId: ReadonlyMap<string, Ecs>, found: (Evidence | undefined)[]): void {
  const inner = observed.at('objects');
  const resolve: Resolve = (ref) => {
    if (ref === undefined) return undefined;
    const item = inner === undefined ? undefined : own(inner.record, ref);
    return isObject(item) ? new Ecs(item) : byId.get(ref);
  };
  if (inner !== undefined)
    for (const item of Object.values(inner.record)) if (isObject(item)) observable(new Ecs(item), resolve, ['related'], found);
  for (const ref of observed.list('object_refs')) {
    const item = byId.get(ref);
    if (item !== undefined) observable(item, resolve, ['related'], found);
  }
}

/** Attack patterns an object uses or indicates. */
function related(of: Ecs | undefined, byId: ReadonlyMap<string, Ecs>, all: readonly Ecs[]): Ecs[] {
  const id = of?.text('id');
  if (id === undefined) return [];
  return all
    .filter((one) => one.text('type') === 'relationship' && one.text('source_ref') === id)
    .flatMap((one) => byId.get(one.text('target_ref') ?? '') ?? [])
    .filter((one) => one.text('type') === 'attack-pattern');
}

const producer = (one: Ecs, byId: ReadonlyMap<string, Ecs>): string | undefined => byId.get(one.text('created_by_ref') ?? '')?.text('name');
const where = (one: Ecs, byId: ReadonlyMap<string, Ecs>): string | undefined =>
  one
    .list('where_sighted_refs')
    .map((ref) => byId.get(ref)?.text('name'))
    .find((name) => name !== undefined);
