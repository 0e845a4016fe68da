import { hash64 } from '../../base/hash.ts';
import { type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { awsAction, awsInstance, awsPrincipal, type Found, GUARDDUTY_SCOPE, guardDutyId, severityOfTen } from './support/aws.ts';
import { camel } from './support/camel.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** AWS Security Finding Format of Security Hub, of any product that sends to it. Checks of configuration and of software are posture. */
export const awsAsff: RecordImporter = {
  id: 'aws-asff',
  label: 'AWS Security Hub findings (ASFF)',
  spec: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const has = (name: string): boolean => hasKey(record, name) || hasKey(record, name.charAt(0).toLowerCase() + name.slice(1));
    // A query may leave the ARN out; the version of the schema is ASFF's own.
    if (!has('ProductArn')) return own(record, 'SchemaVersion') === '2018-10-08' && has('GeneratorId') && has('Title') ? 75 : 0;
    return has('AwsAccountId') || has('GeneratorId') ? 100 : has('Resources') || has('Severity') || has('Id') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const finding = new Ecs(camel(record));
    const id = finding.text('id');
    const types = [...finding.list('types'), ...finding.list('findingProviderFields.types')];
    const guardDuty = guardDutyId(id);
    const [severity, severityText] = severityOf(finding);
    const tactics = tacticsOf(types.flatMap((type) => (type.startsWith('TTPs/') ? [type.split('/')[1] ?? ''] : [])));
    const workflow = finding.word('workflow.status') ?? finding.word('workflowState');
    const state = finding.word('recordState');
    const product =
      finding.text('productName') ??
      finding.text('productFields.aws/securityhub/ProductName') ??
      finding.text('productArn')?.split('/').pop();
    const techniques = techniquesOf([...types, finding.text('generatorId') ?? '']);
    ctx.alert(
      defined({
        externalId:
          guardDuty ??
          (id === undefined ? undefined : `${id}${id.startsWith('arn:') ? '' : `#${hash64(finding.text('productArn') ?? '')}`}`),
        ...(guardDuty !== undefined && { idScope: GUARDDUTY_SCOPE }),
        title: finding.text('title') ?? finding.text('generatorId') ?? types[0] ?? '',
        description: finding.text('description'),
        severity,
        severityText,
        status: /^archived$/i.test(state ?? '') ? ('resolved' as const) : statusOfWord(workflow),
        category: types[0],
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: finding.text('companyName') ?? 'AWS',
        product: guardDuty === undefined ? (product ?? 'AWS Security Hub') : 'Amazon GuardDuty',
        detectionSource: guardDuty === undefined ? undefined : 'AWS Security Hub',
        rule: finding.text('generatorId'),
        ...timesOf(
          {
            first: finding.get('firstObservedAt') ?? finding.get('createdAt') ?? finding.get('lastObservedAt') ?? finding.get('updatedAt'),
            last: finding.get('lastObservedAt'),
            detected: finding.get('createdAt'),
            updated: finding.get('updatedAt'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(finding),
        url: finding.text('sourceUrl'),
        recommendedActions: finding.text('remediation.recommendation.text'),
        threatName: finding.text('malware.name'),
        ...(isPosture(finding, types) && { kind: 'posture' as const }),
      }),
    );
  },
};

function isPosture(finding: Ecs, types: readonly string[]): boolean {
  if (types.some((type) => /^(?:TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)\b/i.test(type))) return false;
  return (
    types.some((type) => /^Software and Configuration Checks/i.test(type)) ||
    finding.at('compliance') !== undefined ||
    finding.at('vulnerabilities') !== undefined
  );
}

function severityOf(finding: Ecs): [Severity, string | undefined] {
  for (const place of ['severity', 'findingProviderFields.severity']) {
    const label = finding.word(`${place}.label`);
    const named = severityOfWord(label);
    if (named !== 'unknown') return [named, label];
  }
  for (const place of ['severity', 'findingProviderFields.severity']) {
    const normalised = finding.number(`${place}.normalized`);
    if (normalised !== undefined)
      return [normalised < 1 ? 'informational' : normalised < 40 ? 'low' : normalised < 70 ? 'medium' : 'high', String(normalised)];
  }
  const product = finding.number('severity.product');
  return [product === undefined || product > 10 ? 'unknown' : severityOfTen(product), product === undefined ? undefined : String(product)];
}

function evidenceOf(finding: Ecs): Evidence[] {
  const found: Found = [];
  const account = finding.text('awsAccountId');
  for (const resource of finding.objects('resources')) oneResource(resource, found);
  const network = finding.at('network');
  if (network !== undefined) {
    found.push(
      make.ip(network.text('sourceIpV4') ?? network.text('sourceIpV6'), {
        roles: ['source'],
        attributes: { port: network.text('sourcePort') },
      }),
      make.ip(network.text('destinationIpV4') ?? network.text('destinationIpV6'), {
        roles: ['destination'],
        attributes: { port: network.text('destinationPort') },
      }),
      make.domain(network.text('sourceDomain'), { roles: ['source'] }),
      make.domain(network.text('destinationDomain'), { roles: ['destination'] }),
    );
  }
  const process = finding.at('process');
  if (process !== undefined)
    found.push(
      make.process({
        image: process.text('path') ?? process.text('name'),
        pid: process.text('pid'),
        parentPid: process.text('parentPid'),
        started: process.text('launchedAt'),
        roles: ['related'],
      }),
    );
  for (const malware of finding.objects('malware'))
    found.push(
      make.named('malware', malware.text('name'), { roles: ['related'] }),
      make.file({ path: malware.text('path'), roles: ['suspicious'] }),
    );
  for (const indicator of finding.objects('threatIntelIndicators'))
    found.push(indicatorOf(indicator.text('type'), indicator.text('value')));
  for (const threat of finding.objects('threats')) {
    found.push(make.named('malware', threat.text('name'), { roles: ['related'] }));
    for (const file of threat.objects('filePaths'))
      found.push(make.file({ path: file.text('filePath'), name: file.text('fileName'), hash: file.text('hash'), roles: ['suspicious'] }));
  }
  const action = finding.at('action');
  if (action !== undefined) awsAction(action, found, 'source');
  const detection = finding.at('detection.sequence');
  if (detection !== undefined) {
    for (const actor of detection.objects('actors'))
      found.push(awsPrincipal(undefined, actor.text('user.name'), actor.text('user.uid'), ['attacker']));
    for (const end of detection.objects('endpoints')) found.push(make.ip(end.text('ip'), { roles: ['source'] }));
  }
  if (account !== undefined && !found.some((one) => one !== undefined))
    found.push(
      make.cloudResource(`arn:aws:iam::${account}:root`, {
        name: `AWS account ${account}`,
        roles: ['impacted'],
        attributes: { region: finding.text('region') },
      }),
    );
  return make.evidenceList(found);
}

function oneResource(resource: Ecs, found: Found): void {
  const type = resource.text('type') ?? '';
  const id = resource.text('id');
  const details = resource.at('details');
  const actor = /^actor$/i.test(resource.text('resourceRole') ?? '');
  const roles: readonly EvidenceRole[] = actor ? ['attacker'] : ['impacted'];
  if (/^AwsAccount$/i.test(type)) return;
  if (/^AwsEc2Instance$/i.test(type)) {
    const instance = details?.at('awsEc2Instance');
    awsInstance(instance ?? resource, id, roles, found);
    for (const address of instance?.list('ipV4Addresses') ?? []) found.push(make.ip(address, { roles }));
    return;
  }
  if (/^AwsIamUser$/i.test(type)) {
    found.push(awsPrincipal(id, details?.text('awsIamUser.userName'), undefined, roles));
    return;
  }
  if (/^AwsIamAccessKey$/i.test(type)) {
    const key = details?.at('awsIamAccessKey');
    found.push(
      make.named('generic', key?.text('accessKeyId') ?? id?.split(':').pop(), { kind: 'accesskey', roles }),
      awsPrincipal(
        key?.text('sessionContext.sessionIssuer.arn'),
        key?.text('userName') ?? key?.text('principalName'),
        key?.text('principalId'),
        roles,
      ),
    );
    return;
  }
  if (/^Container$/i.test(type)) {
    const one = details?.at('container');
    found.push(make.named('container', id, { label: one?.text('name') ?? id, roles, attributes: { image: one?.text('imageName') } }));
    return;
  }
  found.push(
    make.cloudResource(id?.startsWith('<') === true ? undefined : id, {
      roles,
      attributes: { kind: type, region: resource.text('region') },
    }),
  );
}

function indicatorOf(type: string | undefined, value: string | undefined): Evidence | undefined {
  const roles: readonly EvidenceRole[] = ['suspicious'];
  if (/IPV?[46]/i.test(type ?? '')) return make.ip(value, { roles });
  if (/DOMAIN/i.test(type ?? '')) return make.domain(value, { roles });
  if (/URL/i.test(type ?? '')) return make.url(value, { roles });
  if (/HASH/i.test(type ?? '')) return make.file({ hash: value, roles });
  if (/EMAIL/i.test(type ?? '')) return make.mailbox(value, { roles });
  return make.named('generic', value, { kind: (type ?? 'indicator').toLowerCase().replace(/[^a-z0-9]/g, ''), roles });
}
