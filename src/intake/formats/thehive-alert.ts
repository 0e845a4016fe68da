import { isObject, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertStatus } from '../../domain/alert.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { indicator } from './support/indicator.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Alerts of TheHive 3 to 5: of the API, of an export, of a webhook. */
export const theHiveAlert: RecordImporter = {
  id: 'thehive-alert',
  label: 'TheHive alerts',
  spec: 'https://docs.strangebee.com/thehive/api-docs/',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const inner = own(record, 'object');
    const kind = own(record, 'objectType');
    if (isObject(inner) && hasKey(record, 'operation') && typeof kind === 'string' && /^alert$/i.test(kind)) return 100;
    if (hasKey(record, 'title') && hasKey(record, 'sourceRef') && hasKey(record, 'source'))
      return hasKey(record, 'type') || hasKey(record, '_type') ? 100 : 75;
    return 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const inner = own(record, 'object');
    const alert = new Ecs(isObject(inner) && hasKey(record, 'operation') ? inner : record);
    const reference = [alert.text('source'), alert.text('sourceRef')].filter((part) => part !== undefined).join('/');
    const severity = alert.number('severity');
    const tags = alert.list('tags');
    const procedures = [...alert.objects('procedures'), ...alert.objects('procedure')];
    const patterns = procedures.flatMap((one) => [one.text('patternId') ?? '', one.text('patternName') ?? '', one.text('tactic') ?? '']);
    const tactics = tacticsOf([...tags.map((tag) => tag.replace(/^(?:attack|mitre)[.:_-]/i, '')), ...patterns]);
    const techniques = techniquesOf([...tags, ...patterns]);
    ctx.alert(
      defined({
        externalId: alert.text('_id') ?? alert.text('id') ?? (reference === '' ? undefined : `${alert.text('type') ?? ''}/${reference}`),
        title: alert.text('title') ?? reference,
        description: alert.text('description'),
        severity: severity === undefined ? ('unknown' as const) : (BY_NUMBER[severity] ?? 'unknown'),
        severityText: alert.text('severityLabel') ?? (severity === undefined ? undefined : String(severity)),
        status: statusOf(alert),
        assignedTo: alert.text('assignee'),
        category: alert.text('type'),
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'StrangeBee',
        product: alert.text('source') === undefined ? 'TheHive' : `TheHive (${alert.text('source') ?? ''})`,
        detectionSource: alert.text('source'),
        rule: alert.text('type'),
        ...timesOf(
          {
            first: alert.get('date') ?? alert.get('_createdAt') ?? alert.get('createdAt'),
            detected: alert.get('_createdAt') ?? alert.get('createdAt'),
            updated: alert.get('_updatedAt') ?? alert.get('updatedAt') ?? alert.get('lastSyncDate'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(alert),
        sourceIncident: alert.text('caseId') ?? alert.text('case'),
        url: alert.text('externalLink'),
      }),
    );
  },
};

const BY_NUMBER: readonly Severity[] = ['unknown', 'low', 'medium', 'high', 'high'];

function statusOf(alert: Ecs): AlertStatus | undefined {
  const stage = alert.word('stage') ?? alert.word('status');
  const key = (stage ?? '').toLowerCase();
  if (/^(?:ignored|imported|duplicat|falsepositive|indeterminate)/.test(key)) return key === 'imported' ? 'inProgress' : 'resolved';
  if (key === 'updated') return 'new';
  return statusOfWord(stage);
}

function evidenceOf(alert: Ecs): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  for (const one of [...alert.objects('observables'), ...alert.objects('artifacts')]) {
    const ioc = one.get('ioc') === true;
    found.push(
      ...indicator(one.text('dataType'), one.text('data'), ioc ? { roles: ['suspicious'], verdict: 'suspicious' } : { roles: ['related'] }),
    );
    for (const file of one.objects('attachment')) {
      const hashes = file.list('hashes');
      const of = (length: number): string | undefined => hashes.find((hash) => hash.length === length);
      found.push(make.file({ name: file.text('name'), sha256: of(64), sha1: of(40), md5: of(32), roles: ['related'] }));
    }
  }
  return make.evidenceList(found);
}
