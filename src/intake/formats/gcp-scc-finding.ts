import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniqueOfName, techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

const NAME = /^(?:organizations|folders|projects)\/[^/]+\/sources\/[^/]+\/(?:locations\/[^/]+\/)?findings\//;
const isName = (value: Json | undefined): boolean => typeof value === 'string' && NAME.test(value);

/** Google Security Command Center findings: notifications, list results, bare findings, tables with dotted headers; and Event Threat Detection log entries. */
export const gcpSccFinding: RecordImporter = {
  id: 'gcp-scc-finding',
  label: 'Google Security Command Center findings',
  spec: 'https://cloud.google.com/security-command-center/docs/reference/rest/v2/organizations.sources.findings',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const finding = own(record, 'finding');
    if (isObject(finding))
      return isName(own(finding, 'name')) ? 100 : hasKey(finding, 'resourceName') && hasKey(finding, 'category') ? 75 : 0;
    if (isName(own(record, 'name')) || isName(own(record, 'finding.name'))) return 100;
    if (hasKey(record, 'finding.category') && hasKey(record, 'finding.resource_name')) return 75;
    const payload = own(record, 'jsonPayload');
    return isObject(payload) && hasKey(payload, 'detectionCategory') ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const whole = hasKey(record, 'finding.name') || hasKey(record, 'finding.category') ? unflatten(record) : record;
    const payload = own(whole, 'jsonPayload');
    const inner = own(whole, 'finding');
    if (isObject(payload)) detection(new Ecs(payload), new Ecs(whole), ctx);
    else finding(new Ecs(camelKeys(isObject(inner) ? inner : whole)), new Ecs(whole), ctx);
  },
};

/** BigQuery and tables write `resource_name` for `resourceName`. */
const camelKeys = (record: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );

function finding(one: Ecs, whole: Ecs, ctx: ReadContext): void {
  const name = one.text('name');
  const category = one.text('category');
  const severity =
    one.word('severity') ??
    one.word('sourceProperties.SeverityLevel') ??
    one.word('sourceProperties.severity') ??
    one.word('sourceProperties.detectionPriority');
  const mitre = one.at('mitreAttack');
  const names = mitre === undefined ? [] : [...mitre.list('primaryTechniques'), ...mitre.list('additionalTechniques')];
  const pairs = mitre?.objects('additionalPairs') ?? [];
  const tactics = tacticsOf([
    ...(mitre === undefined ? [] : [...mitre.list('primaryTactic'), ...mitre.list('additionalTactics')]),
    ...pairs.flatMap((pair) => pair.list('tactic')),
    one.text('sourceProperties.detectionCategory.technique') ?? '',
    (category ?? '').split(':')[0] ?? '',
  ]);
  const link = /\/techniques\/(T\d{4})(?:\/(\d{3}))?/.exec(one.text('sourceProperties.contextUris.mitreUri.url') ?? '');
  const linked = link === null ? [] : [link[2] === undefined ? (link[1] ?? '') : `${link[1] ?? ''}.${link[2]}`];
  const techniques = [...new Set([...techniquesOf([...names, ...linked]), ...names.flatMap((word) => techniqueOfName(word) ?? [])])];
  ctx.alert(
    defined({
      externalId: name,
      title: category ?? one.text('description') ?? name ?? '',
      description: one.text('description') ?? one.text('sourceProperties.Explanation'),
      severity: severityOfWord(severity),
      severityText: severity,
      status: /^muted$/i.test(one.word('mute') ?? '') ? ('resolved' as const) : statusOfWord(one.word('state')),
      category: one.text('findingClass') ?? one.text('sourceProperties.detectionCategory.ruleName'),
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: 'Google',
      product: 'Google Security Command Center',
      detectionSource: one.text('parentDisplayName') ?? one.text('sourceDisplayName') ?? one.text('sourceProperties.ScannerName'),
      rule: one.text('sourceProperties.detectionCategory.ruleName') ?? category,
      ...timesOf(
        {
          first: one.get('eventTime') ?? one.get('createTime'),
          detected: one.get('createTime'),
          updated: one.get('muteUpdateTime') ?? one.get('eventTime'),
        },
        ctx.assume,
      ),
      evidence: evidenceOf(one, whole),
      url: one.text('externalUri'),
      recommendedActions: one.text('nextSteps') ?? one.text('sourceProperties.Recommendation'),
      ...(isPosture(one, category) && { kind: 'posture' as const }),
    }),
  );
}

/** `findingClass` says it; before 2021 there was none: then only detectors write a detection category or a title of the form `Tactic: what`. */
function isPosture(one: Ecs, category: string | undefined): boolean {
  const kind = one.text('findingClass');
  if (kind !== undefined && !/unspecified/i.test(kind))
    return !/^(?:threat|toxic_?combination|chokepoint)$/i.test(kind) || /^(?:toxic|choke)/i.test(kind);
  if (one.at('sourceProperties.detectionCategory') !== undefined || category?.includes(': ') === true) return false;
  return one.text('sourceProperties.ScannerName') !== undefined || /^[A-Z0-9_]+$/.test(category ?? '');
}

function evidenceOf(one: Ecs, whole: Ecs): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const impacted: readonly EvidenceRole[] = ['impacted'];
  const resourceName = one.text('resourceName');
  found.push(
    make.cloudResource(resourceName, {
      roles: impacted,
      name: whole.text('resource.displayName') ?? one.text('assetDisplayName') ?? resourceName?.split('/').pop(),
      attributes: {
        kind: whole.text('resource.type'),
        project: whole.text('resource.projectDisplayName') ?? whole.text('resource.gcpMetadata.projectDisplayName'),
      },
    }),
  );
  access(one, found);
  for (const flow of one.objects('connections')) {
    found.push(
      make.ip(flow.text('sourceIp'), { roles: ['source'], attributes: { port: flow.text('sourcePort') } }),
      make.ip(flow.text('destinationIp'), {
        roles: ['destination'],
        attributes: { port: flow.text('destinationPort'), protocol: flow.text('protocol') },
      }),
    );
  }
  const indicator = one.at('indicator');
  for (const address of indicator?.list('ipAddresses') ?? []) found.push(make.ip(address, { roles: ['suspicious'] }));
  for (const name of indicator?.list('domains') ?? []) found.push(make.domain(name, { roles: ['suspicious'] }));
  for (const uri of indicator?.list('uris') ?? []) found.push(make.url(uri, { roles: ['suspicious'] }));
  for (const signature of indicator?.objects('signatures') ?? [])
    found.push(
      make.named('malware', signature.text('memoryHashSignature.binaryFamily') ?? signature.text('yaraRuleSignature.yaraRule'), {
        roles: ['related'],
      }),
    );
  const host = one.text('sourceProperties.properties.instanceDetails')?.split('/').pop();
  if (host !== undefined) found.push(make.device({ name: host, roles: impacted }));
  for (const process of one.objects('processes')) {
    const args = process.list('args').join(' ');
    found.push(
      make.process({
        pid: process.text('pid'),
        parentPid: process.text('parentPid'),
        image: process.text('binary.path') ?? process.text('name'),
        commandLine: args === '' ? undefined : args,
        host,
        roles: ['related'],
      }),
      make.file({ path: process.text('binary.path'), sha256: process.text('binary.sha256'), roles: ['processImage'] }),
      make.file({ path: process.text('script.path'), sha256: process.text('script.sha256'), roles: ['related'] }),
    );
  }
  for (const file of one.objects('files'))
    found.push(
      make.file({ path: file.text('path') ?? file.text('diskPath.relativePath'), sha256: file.text('sha256'), roles: ['related'] }),
    );
  for (const container of [...one.objects('containers'), ...one.objects('kubernetes.pods').flatMap((pod) => pod.objects('containers'))])
    found.push(
      make.named('container', container.text('imageId') ?? container.text('name'), {
        label: container.text('name'),
        roles: impacted,
        attributes: { image: container.text('uri') },
      }),
    );
  for (const pod of one.objects('kubernetes.pods')) {
    const podName = pod.text('name');
    if (podName !== undefined)
      found.push(make.named('generic', `${pod.text('ns') ?? ''}/${podName}`, { kind: 'k8spod', label: podName, roles: impacted }));
  }
  for (const binding of one.objects('iamBindings'))
    found.push(member(binding.text('member'), ['added'], { role: binding.text('role'), action: binding.text('action') }));
  properties(one, found);
  return make.evidenceList(found);
}

function access(one: Ecs, found: (Evidence | undefined)[]): void {
  const caller = one.at('access');
  if (caller === undefined) return;
  const key = caller.text('serviceAccountKeyName');
  found.push(
    make.user({
      upn: caller.text('principalEmail'),
      name: caller.text('userName') ?? caller.text('principalSubject'),
      roles: ['source'],
      attributes: {
        agent: caller.text('userAgent') ?? caller.text('userAgentFamily'),
        method: caller.text('methodName'),
        service: caller.text('serviceName'),
      },
    }),
    make.ip(caller.text('callerIp'), { roles: ['source'], attributes: { region: caller.text('callerIpGeo.regionCode') } }),
    make.named('generic', key, { kind: 'serviceaccountkey', roles: ['compromised'] }),
  );
  for (const delegate of caller.objects('serviceAccountDelegationInfo'))
    found.push(make.user({ upn: delegate.text('principalEmail'), roles: ['related'] }));
}

/** `user:jane@contoso.com`, `serviceAccount:…` of an IAM binding. */
function member(text: string | undefined, roles: readonly EvidenceRole[], attributes: Record<string, unknown> = {}): Evidence | undefined {
  const name = text?.replace(/^(?:user|serviceAccount|deleted:user|deleted:serviceAccount):/, '').replace(/\?uid=.*$/, '');
  if (text?.startsWith('group:') === true) return make.named('securityGroup', text.slice(6), { roles, attributes });
  return name?.includes('@') === true ? make.user({ upn: name, roles, attributes }) : undefined;
}

/** What Event Threat Detection puts under `sourceProperties.properties`, which differs by detector. */
function properties(one: Ecs, found: (Evidence | undefined)[]): void {
  const facts = one.at('sourceProperties.properties') ?? one.at('properties');
  if (facts === undefined) return;
  found.push(
    make.user({ upn: facts.text('principalEmail') ?? facts.text('serviceAccountName'), roles: ['source'] }),
    make.ip(facts.text('callerIp') ?? facts.text('srcIp') ?? facts.text('ipConnection.srcIp') ?? facts.text('sourceIp'), {
      roles: ['source'],
    }),
    make.ip(facts.text('destIp') ?? facts.text('ipConnection.destIp'), { roles: ['destination'] }),
    make.domain(facts.text('dnsContexts.queryName'), { roles: ['destination'] }),
    make.device({ name: facts.text('vmName') ?? facts.text('instanceId'), roles: ['impacted'] }),
  );
  for (const attempt of facts.objects('attempts'))
    found.push(
      make.ip(attempt.text('sourceIp'), { roles: ['source'] }),
      make.user({ name: attempt.text('username'), host: attempt.text('vmName'), roles: ['target'] }),
      make.device({ name: attempt.text('vmName'), roles: ['impacted'] }),
    );
  for (const name of facts.list('domains')) found.push(make.domain(name, { roles: ['suspicious'] }));
  for (const address of facts.list('ips')) found.push(make.ip(address, { roles: ['suspicious'] }));
  for (const delta of facts.objects('bindingDeltas')) found.push(member(delta.text('member'), ['added'], { role: delta.text('role') }));
  for (const text of facts.list('externalMembers')) found.push(member(text, ['added']));
}

/** A log entry of `threatdetection.googleapis.com%2Fdetection`. */
function detection(payload: Ecs, whole: Ecs, ctx: ReadContext): void {
  const rule = payload.text('detectionCategory.ruleName');
  const severity = payload.word('detectionPriority') ?? whole.word('severity');
  const tactics = tacticsOf(payload.text('detectionCategory.technique'));
  const found: (Evidence | undefined)[] = [];
  const instance = payload.text('properties.instanceDetails');
  found.push(make.cloudResource(instance, { roles: ['impacted'] }), make.device({ name: instance?.split('/').pop(), roles: ['impacted'] }));
  for (const one of payload.objects('affectedResources'))
    found.push(make.cloudResource(one.text('gcpResourceName'), { roles: ['impacted'] }));
  properties(payload, found);
  ctx.alert(
    defined({
      externalId: whole.text('insertId'),
      title:
        [rule?.replaceAll('_', ' '), payload.text('detectionCategory.subRuleName')?.replaceAll('_', ' ')]
          .filter((part) => part !== undefined)
          .join(': ') || 'Event Threat Detection finding',
      severity: severityOfWord(severity),
      severityText: severity,
      category: payload.text('detectionCategory.technique'),
      ...(tactics.length > 0 && { tactics }),
      vendor: 'Google',
      product: 'Google Security Command Center',
      detectionSource: 'Event Threat Detection',
      rule,
      ...timesOf({ first: whole.get('timestamp') ?? payload.get('eventTime'), detected: whole.get('receiveTimestamp') }, ctx.assume),
      evidence: make.evidenceList(found),
    }),
  );
}
