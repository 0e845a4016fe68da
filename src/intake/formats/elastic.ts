import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { ecsEvidence } from './support/ecs-evidence.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey, textOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

/** Elastic Security alerts: documents of `.alerts-security.alerts-*` (8.x) and `.siem-signals-*` (7.x), as hits, `fields`, bare sources and Discover CSV. */
export const elastic: RecordImporter = {
  id: 'elastic',
  label: 'Elastic Security alerts',
  spec: 'https://www.elastic.co/docs/reference/security/fields-and-object-schemas/alert-schema',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const document = documentOf(record);
    for (const key of Object.keys(document)) {
      if (key.startsWith('kibana.alert.')) return 100;
      if (key === 'kibana') {
        const kibana = document[key];
        return isObject(kibana) && hasKey(kibana, 'alert') ? 100 : 0;
      }
      if (key.startsWith('signal.rule.')) return 100;
      if (key === 'signal') {
        const signal = document[key];
        if (isObject(signal) && hasKey(signal, 'rule')) return 100;
      }
    }
    return isEcsAlert(document) ? 50 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const document = documentOf(record);
    const ecs = new Ecs(unflatten(ctx.container === 'table' ? withLists(document) : document));
    const alert = ecs.at('kibana.alert') ?? ecs.at('signal');
    if (alert === undefined) {
      // As its product wrote it, the alert says more than ECS has names for.
      const original = ecs.text('event.original');
      if (original !== undefined && ctx.nested(original, ecs.get('@timestamp'))) return;
      ecsAlert(ecs, textOf(record, '_id'), ctx);
      return;
    }
    const rule = alert.at('rule');
    const title = rule?.text('name') ?? rule?.text('parameters.description') ?? ecs.text('rule.name') ?? ecs.text('message');
    if (title === undefined) {
      ctx.reject('intake/no-title', 'An Elastic alert without a rule name.');
      return;
    }
    if (alert.text('building_block_type') !== undefined) {
      ctx.ignore('building-block alert');
      return;
    }
    const severity = alert.word('severity') ?? rule?.word('severity') ?? rule?.word('parameters.severity');
    const score = alert.number('risk_score') ?? rule?.number('risk_score') ?? rule?.number('parameters.risk_score');
    const threats = [...(rule?.objects('threat') ?? []), ...(rule?.objects('parameters.threat') ?? [])];
    const tactics = tacticsOf([
      ...threats.flatMap((threat) => threat.at('tactic')?.list('id') ?? []),
      ...threats.flatMap((threat) => threat.at('tactic')?.list('name') ?? []),
      ...ecs.list('threat.tactic.id'),
    ]);
    const techniques = techniquesOf([
      ...threats.flatMap((threat) =>
        threat.objects('technique').flatMap((one) => [...one.list('id'), ...one.objects('subtechnique').flatMap((sub) => sub.list('id'))]),
      ),
      ...ecs.list('threat.technique.id'),
      ...ecs.list('threat.technique.subtechnique.id'),
    ]);
    ctx.alert(
      defined({
        externalId: alert.text('uuid') ?? textOf(record, '_id') ?? ecs.text('_id'),
        title,
        description: alert.text('reason') ?? rule?.text('description'),
        severity: severityOf(severity, score),
        severityText: severity ?? (score === undefined ? undefined : `risk ${score}`),
        status: statusOfWord(alert.word('workflow_status') ?? (alert.word('status') === 'active' ? 'open' : alert.word('status'))),
        assignedTo: alert.text('workflow_assignee_ids'),
        category: rule?.text('category') ?? ecs.text('event.category'),
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Elastic',
        product: 'Elastic Security',
        detectionSource: ecs.text('event.module') ?? ecs.text('event.dataset') ?? rule?.text('producer'),
        rule: rule?.text('rule_id') ?? rule?.text('parameters.rule_id') ?? rule?.text('uuid') ?? rule?.text('id'),
        ...timesOf(
          {
            // `@timestamp` is when the rule ran; the event it found stands in original_time.
            first: alert.get('original_time') ?? ecs.get('@timestamp'),
            last: alert.get('last_detected'),
            detected: alert.get('start') ?? ecs.get('@timestamp'),
            updated: alert.get('workflow_status_updated_at') ?? alert.get('updated_at'),
          },
          ctx.assume,
        ),
        evidence: ecsEvidence(ecs),
        url: alert.text('url'),
        recommendedActions: rule?.text('note') ?? rule?.text('parameters.note'),
        threatName: ecs.text('threat.software.name') ?? ecs.text('threat.indicator.name'),
      }),
    );
  },
};

/** What an integration or another sensor ships as an alert, before any rule of Elastic: `event.kind` says so. Source: ECS, allowed values of event.kind. */
function isEcsAlert(document: JsonObject): boolean {
  if (!hasKey(document, '@timestamp')) return false;
  const event = own(document, 'event');
  const kind = own(document, 'event.kind') ?? (isObject(event) ? own(event, 'kind') : undefined);
  return kind === 'alert' || (Array.isArray(kind) && (kind as readonly Json[])[0] === 'alert');
}

/** ECS leaves `event.severity` to its source: up to ten it may be of any scale and direction. */
const scale = (score: number | undefined): number | undefined => (score !== undefined && score > 10 ? score : undefined);

function ecsAlert(ecs: Ecs, id: string | undefined, ctx: ReadContext): void {
  const threat = ecs.text('threat.software.name') ?? ecs.text('threat.indicator.name');
  const title =
    ecs.text('rule.name') ??
    ecs.text('rule.description') ??
    ecs.text('message') ??
    threat ??
    ecs.text('event.reason') ??
    ecs.text('event.action') ??
    ecs.text('event.dataset');
  if (title === undefined) {
    ctx.reject('intake/no-title', 'An ECS alert without rule.name, message, event.reason or event.action.');
    return;
  }
  const techniques = techniquesOf(['id', 'subtechnique.id'].flatMap((name) => ecs.list(`threat.technique.${name}`)));
  const tactics = tacticsOf(['id', 'name'].flatMap((name) => ecs.list(`threat.tactic.${name}`)));
  const level = ecs.word('log.level');
  const score = ecs.number('event.risk_score') ?? ecs.number('event.risk_score_norm') ?? ecs.number('event.severity');
  const vendor = ecs.text('observer.vendor');
  const product = ecs.text('observer.product') ?? ecs.text('event.module') ?? ecs.text('event.dataset');
  ctx.alert(
    defined({
      externalId: ecs.text('event.id') ?? id,
      idScope: ecs.text('event.id') === undefined ? undefined : `ecs ${product ?? ''}`,
      title: title.split('\n', 1)[0] ?? title,
      description: ecs.text('event.reason') ?? ecs.text('message'),
      severity: level === undefined || severityOfWord(level) === 'unknown' ? severityOf(undefined, scale(score)) : severityOfWord(level),
      severityText: level ?? (score === undefined ? undefined : String(score)),
      category: ecs.text('event.category'),
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor,
      product: [vendor, product].filter((part) => part !== undefined).join(' ') || 'ECS alert',
      detectionSource: ecs.text('event.dataset'),
      rule: ecs.text('rule.id') ?? ecs.text('event.code'),
      ...timesOf(
        { first: ecs.get('event.start') ?? ecs.get('@timestamp'), last: ecs.get('event.end'), detected: ecs.get('event.created') },
        ctx.assume,
      ),
      evidence: ecsEvidence(ecs),
      url: ecs.text('event.url'),
      threatName: threat,
    }),
  );
}

/** The word of the alert; else the bands of Elastic's own risk scores. */
function severityOf(word: string | undefined, score: number | undefined): Severity {
  const named = severityOfWord(word);
  if (named !== 'unknown' || score === undefined) return named;
  if (score < 22) return 'low';
  return score < 48 ? 'medium' : 'high';
}

/** The document inside a hit, an es_archiver record or a page of `fields`. */
function documentOf(record: JsonObject): JsonObject {
  const source = own(record, '_source');
  if (isObject(source)) return source;
  const value: Json | undefined = own(record, 'value');
  if (own(record, 'type') === 'doc' && isObject(value)) return documentOf(value);
  const fields = own(record, 'fields');
  if (isObject(fields) && (hasKey(record, '_index') || hasKey(record, '_id'))) return fields;
  return hasKey(record, 'source') && isObject(own(record, 'source')) && hasKey(record, 'index') && hasKey(record, 'id')
    ? (own(record, 'source') as JsonObject)
    : record;
}

const LISTS = /(?:^|\.)(?:ip|resolved_ip)$|^related\./;

/** Discover joins the values of a field in one cell: `10.0.0.4, fe80::1`. */
function withLists(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row).map(([key, cell]) => [key, typeof cell === 'string' && LISTS.test(key) ? cell.split(/,\s+/) : cell]),
  );
}
