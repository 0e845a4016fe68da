import { isObject, type JsonObject, own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey, parsedObject } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

/** Okta System Log. Only events of threats are alerts; the audit trail around them is counted as ignored by its type. */
export const oktaSystemLog: RecordImporter = {
  id: 'okta-system-log',
  label: 'Okta System Log',
  spec: 'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const type = own(record, 'eventType') ?? own(record, 'event_type');
    if (typeof type !== 'string' || !/^[a-z][\w-]*(?:\.[\w-]+)+$/i.test(type)) return 0;
    const has = (...names: string[]): boolean => names.some((name) => hasKey(record, name));
    if (!has('published', '@timestamp', 'p_event_time')) return 0;
    return has('actor', 'actor.alternateId', 'actor.id') &&
      has('outcome', 'outcome.result', 'client', 'client.ipAddress', 'displayMessage', 'uuid', 'target')
      ? 100
      : has('actor', 'outcome', 'displayMessage', 'outcome.result')
        ? 75
        : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const event = new Ecs(isObject(own(record, 'actor')) ? record : unflatten(record));
    const type = event.text('eventType') ?? event.text('event_type') ?? '';
    const debug = event.at('debugContext.debugData');
    const risk = riskOf(event, debug);
    const why = threat(type, event, debug, risk);
    if (why === undefined) {
      ctx.ignore(`${type} event`);
      return;
    }
    const severity = event.word('severity');
    const reason = event.text('outcome.reason');
    ctx.alert(
      defined({
        externalId: event.text('uuid'),
        title: event.text('displayMessage') ?? type,
        description: [reason, debug?.text('behaviors'), debug?.text('risk')].filter((part) => part !== undefined).join(' · ') || undefined,
        severity: severityOf(severity, risk, why),
        severityText: risk ?? severity,
        category: type.split('.').slice(0, 2).join('.'),
        ...(tacticOf(type) !== undefined && { tactics: [tacticOf(type) ?? ''] }),
        vendor: 'Okta',
        product: 'Okta',
        detectionSource: debug?.text('threatDetections') ?? why,
        rule: type,
        ...timesOf({ first: event.get('published') ?? event.get('@timestamp') ?? event.get('p_event_time') }, ctx.assume),
        evidence: evidenceOf(event, debug),
      }),
    );
  },
};

/** `{level=HIGH, reasons=…}` as text, or an object. */
function riskOf(event: Ecs, debug: Ecs | undefined): string | undefined {
  const text = debug?.text('risk') ?? debug?.text('riskLevel');
  const level =
    /level=(\w+)/i.exec(text ?? '')?.[1] ?? debug?.text('risk.level') ?? (text !== undefined && /^\w+$/.test(text) ? text : undefined);
  if (level !== undefined) return level.toUpperCase();
  const extra = parsedObject(debug?.get('logOnlySecurityData'));
  const inner = extra === undefined ? undefined : new Ecs(extra).text('risk.level');
  return inner?.toUpperCase() ?? event.text('securityContext.risk.currentLevel')?.toUpperCase();
}

/** Why an event is an alert; undefined for audit. Source: Okta event type catalogue. */
function threat(type: string, event: Ecs, debug: Ecs | undefined, risk: string | undefined): string | undefined {
  if (
    /^security\.(?:threat|attack|breached_credential|session\.detect|trusted_origin\.attack|events?\.provider\.receive_event|authenticator\.lifecycle\.threat)/i.test(
      type,
    )
  )
    return 'threat detection';
  if (
    /suspicious_activity|report_suspicious|\.risk\.(?:detect|change)|risk\.detected|\.threat[._]|credential\.forgot.*abuse|deny_push|attempt_bypass|push_fraud|universal_logout|anomal/i.test(
      type,
    )
  ) {
    if (/\.risk\.change$/i.test(type) && risk === 'LOW') return undefined;
    return 'suspicious activity';
  }
  if (/^user\.account\.lock(?:\.limit)?$/i.test(type)) return 'account locked out';
  if (debug?.get('threatSuspected') === true || /^true$/i.test(debug?.word('threatSuspected') ?? '')) return 'threat suspected';
  if (risk === 'HIGH') return 'high risk';
  return undefined;
}

const RISKS: Readonly<Record<string, Severity>> = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' };
function severityOf(word: string | undefined, risk: string | undefined, why: string): Severity {
  const named = severityOfWord(word);
  const byRisk = risk !== undefined && Object.hasOwn(RISKS, risk) ? RISKS[risk] : undefined;
  if (byRisk !== undefined) return byRisk;
  // Okta writes INFO or WARN for most threats.
  if (why !== 'account locked out' && (named === 'informational' || named === 'unknown')) return 'medium';
  return named === 'informational' ? 'low' : named;
}

const tacticOf = (type: string): string | undefined =>
  /deny_push|attempt_bypass|push_fraud|breached_credential|account\.lock/i.test(type)
    ? 'TA0006'
    : /session\.detect|threat/i.test(type)
      ? 'TA0001'
      : undefined;

function evidenceOf(event: Ecs, debug: Ecs | undefined): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const actor = event.at('actor');
  if (actor !== undefined) found.push(party(actor, ['source']));
  for (const target of event.objects('target')) found.push(party(target, ['target']));
  const client = event.at('client');
  const place = client?.at('geographicalContext');
  const address = client?.text('ipAddress') ?? event.text('request.ipChain.ip');
  found.push(
    make.ip(address, {
      roles: ['source'],
      attributes: {
        country: place?.text('country'),
        city: place?.text('city'),
        asn: event.text('securityContext.asNumber'),
        organisation: event.text('securityContext.asOrg'),
        proxy: event.get('securityContext.isProxy') === true ? true : undefined,
        agent: client?.text('userAgent.rawUserAgent'),
      },
    }),
  );
  for (const hop of event.objects('request.ipChain')) found.push(make.ip(hop.text('ip'), { roles: ['source'] }));
  found.push(
    make.named('session', event.text('authenticationContext.externalSessionId') ?? event.text('authenticationContext.rootSessionId'), {
      kind: 'oktasession',
      roles: ['related'],
    }),
    make.device({
      name: event.text('device.name'),
      agentId: event.text('device.id'),
      agentOf: 'okta',
      roles: ['source'],
      attributes: { os: event.text('device.os_platform') },
    }),
    make.domain(debug?.text('phishingDomain'), { roles: ['suspicious'] }),
  );
  return make.evidenceList(found);
}

function party(one: Ecs, roles: readonly ['source' | 'target']): Evidence | undefined {
  const type = one.text('type') ?? '';
  const id = one.text('id');
  const name = one.text('alternateId');
  if (/^(?:AppInstance|AppUser|Public ?Client ?App)$/i.test(type) && !/user$/i.test(type))
    return make.app(one.text('displayName') ?? name, { appId: id, roles });
  if (/group$/i.test(type)) return make.named('securityGroup', id ?? name, { label: one.text('displayName'), roles });
  if (!/user|^$/i.test(type)) return undefined;
  if (/^(?:system@okta\.com|okta system)$/i.test(name ?? '') || /^system ?principal$/i.test(type)) return undefined;
  return make.user({
    name,
    displayName: one.text('displayName'),
    roles,
    ...(id !== undefined && { vendorId: { vendor: 'okta', value: id } }),
  });
}
