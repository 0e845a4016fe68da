import { isObject, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import {
  awsAction,
  awsInstance,
  awsPrincipal,
  awsProcess,
  type Found,
  GUARDDUTY_SCOPE,
  guardDutyId,
  purposeTactic,
  severityOfTen,
} from './support/aws.ts';
import { camel } from './support/camel.ts';
import { Ecs } from './support/ecs.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

/** Amazon GuardDuty findings as the service writes them (camel case: S3 export, EventBridge) and as its SDKs do (Pascal case: `aws guardduty get-findings`). */
export const guardDutyFinding: RecordImporter = {
  id: 'guardduty-finding',
  label: 'Amazon GuardDuty findings',
  spec: 'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (isTableRow(record)) return 100;
    const type = own(record, 'type') ?? own(record, 'Type');
    if (typeof type !== 'string' || hasKey(record, 'ProductArn') || hasKey(record, 'productArn')) return 0;
    const service = own(record, 'service') ?? own(record, 'Service');
    if (isObject(service) && (own(service, 'serviceName') ?? own(service, 'ServiceName')) === 'guardduty') return 100;
    const arn = own(record, 'arn') ?? own(record, 'Arn') ?? own(record, 'ARN');
    if (typeof arn === 'string' && arn.includes(':guardduty:')) return 100;
    if (!/^[A-Z][A-Za-z]+:[A-Z][A-Za-z0-9]+\/[A-Z]/.test(type)) return 0;
    // Macie grades by an object, with types of the same form.
    const graded = own(record, 'severity') ?? own(record, 'Severity');
    const known = graded !== undefined && !isObject(graded) && (hasKey(record, 'id') || hasKey(record, 'Id'));
    return known && (hasKey(record, 'accountId') || hasKey(record, 'AccountId') || isObject(service)) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const finding = new Ecs(camel(isTableRow(record) ? ofTable(record) : record));
    const type = finding.text('type');
    const arn = finding.text('arn');
    const id = finding.text('id') ?? guardDutyId(arn);
    const severity = finding.number('severity');
    const service = finding.at('service');
    const words = [purposeTactic(type), ...finding.list('service.detection.sequence.uid')];
    const signals = finding.objects('service.detection.sequence.sequenceIndicators');
    const tactics = tacticsOf([
      ...words,
      ...signals.filter((one) => one.text('key') === 'ATTACK_TACTIC').flatMap((one) => one.list('values')),
    ]);
    const techniques = techniquesOf(signals.filter((one) => one.text('key') === 'ATTACK_TECHNIQUE').flatMap((one) => one.list('values')));
    const archived = service?.get('archived');
    const count = finding.number('service.count');
    ctx.alert(
      defined({
        externalId: id,
        idScope: GUARDDUTY_SCOPE,
        title: finding.text('title') ?? type ?? '',
        description: finding.text('description'),
        severity: severityOfTen(severity),
        severityText: severity === undefined ? undefined : String(severity),
        status: archived === undefined ? undefined : archived === true || archived === 'true' ? ('resolved' as const) : ('new' as const),
        category: type?.split(/[:/]/)[0],
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'AWS',
        product: 'Amazon GuardDuty',
        detectionSource: service?.text('featureName'),
        rule: type,
        ...timesOf(
          {
            first: finding.get('service.eventFirstSeen') ?? finding.get('createdAt') ?? finding.get('updatedAt'),
            last: finding.get('service.eventLastSeen'),
            detected: finding.get('createdAt'),
            updated: finding.get('updatedAt'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(finding, service),
        ...(count !== undefined && Number.isSafeInteger(count) && count > 1 && { count }),
      }),
    );
  },
};

/** A row of the table `AWSGuardDuty` of Sentinel: the finding with other names, its objects as JSON text in a CSV. */
const isTableRow = (record: JsonObject): boolean =>
  hasKey(record, 'ActivityType') && (hasKey(record, 'ServiceDetails') || hasKey(record, 'ResourceDetails'));

function ofTable(record: JsonObject): JsonObject {
  const row = new Fields(record);
  return {
    id: row.get('id'),
    arn: row.get('arn'),
    type: row.get('activitytype'),
    title: row.get('title'),
    description: row.get('description'),
    severity: row.get('severity'),
    accountId: row.get('accountid'),
    region: row.get('region'),
    createdAt: row.get('timecreated', 'timegenerated'),
    updatedAt: row.get('timegenerated'),
    service: row.object('servicedetails'),
    resource: row.object('resourcedetails'),
  };
}

function evidenceOf(finding: Ecs, service: Ecs | undefined): Evidence[] {
  const found: Found = [];
  const actor = /^actor$/i.test(service?.text('resourceRole') ?? '');
  const roles: readonly EvidenceRole[] = actor ? ['impacted', 'source'] : ['impacted', 'attacked'];
  const region = finding.text('region') ?? '';
  const account = finding.text('accountId') ?? '';
  const resource = finding.at('resource');
  const host = resource === undefined ? undefined : resources(resource, region, account, roles, found);
  if (service !== undefined) {
    const action = service.at('action');
    if (action !== undefined) awsAction(action, found, actor ? 'destination' : 'source');
    const process = service.at('runtimeDetails.process');
    if (process !== undefined) awsProcess(process, host, found);
    runtime(service, found);
    scans(service, found);
    sequence(service, found);
    for (const intelligence of service.objects('evidence.threatIntelligenceDetails')) {
      for (const name of intelligence.list('threatNames')) found.push(make.named('malware', name, { roles: ['related'] }));
      found.push(make.file({ sha256: intelligence.text('threatFileSha256'), roles: ['suspicious'] }));
    }
  }
  if (!found.some((one) => one !== undefined) && account !== '')
    found.push(
      make.cloudResource(`arn:aws:iam::${account}:root`, { name: `AWS account ${account}`, roles: ['impacted'], attributes: { region } }),
    );
  return make.evidenceList(found);
}

function resources(resource: Ecs, region: string, account: string, roles: readonly EvidenceRole[], found: Found): string | undefined {
  let host: string | undefined;
  const instance = resource.at('instanceDetails');
  if (instance !== undefined) {
    const id = instance.text('instanceId');
    host = awsInstance(instance, id === undefined ? undefined : `arn:aws:ec2:${region}:${account}:instance/${id}`, roles, found);
    found.push(make.cloudResource(instance.text('iamInstanceProfile.arn'), { roles: ['contextual'] }));
  }
  const key = resource.at('accessKeyDetails');
  if (key !== undefined) {
    const id = key.text('principalId');
    const userName = key.text('userName');
    found.push(
      make.user({
        name: userName,
        roles,
        ...(id !== undefined && { vendorId: { vendor: 'aws', value: id } }),
        attributes: { userType: key.text('userType'), account },
      }),
      make.named('generic', key.text('accessKeyId'), { kind: 'accesskey', roles: ['compromised'] }),
    );
  }
  for (const bucket of resource.objects('s3BucketDetails'))
    found.push(
      make.cloudResource(bucket.text('arn') ?? bucket.text('name'), { name: bucket.text('name'), roles, attributes: { kind: 'bucket' } }),
    );
  for (const [path, idKey] of [
    ['eksClusterDetails', 'arn'],
    ['ecsClusterDetails', 'arn'],
    ['lambdaDetails', 'functionArn'],
    ['rdsDbInstanceDetails', 'dbInstanceArn'],
    ['rdsLimitlessDbDetails', 'dbShardGroupArn'],
  ] as const) {
    const one = resource.at(path);
    if (one !== undefined)
      found.push(
        make.cloudResource(one.text(idKey) ?? one.text('dbInstanceIdentifier'), {
          roles,
          name: one.text('name') ?? one.text('functionName') ?? one.text('dbInstanceIdentifier'),
        }),
      );
  }
  found.push(
    make.user({
      name: resource.text('rdsDbUserDetails.user'),
      roles: ['target'],
      attributes: { database: resource.text('rdsDbUserDetails.database') },
    }),
  );
  const kubernetes = resource.at('kubernetesDetails');
  if (kubernetes !== undefined) {
    const who = kubernetes.text('kubernetesUserDetails.username');
    if (who !== undefined) found.push(make.user({ name: who, vendorId: { vendor: 'kubernetes', value: who }, roles: ['related'] }));
    const workload = kubernetes.at('kubernetesWorkloadDetails');
    const name = workload?.text('name');
    if (workload !== undefined && name !== undefined) {
      found.push(
        make.named('generic', `${workload.text('namespace') ?? ''}/${name}`, {
          kind: 'k8sworkload',
          label: name,
          roles,
          attributes: { type: workload.text('type') },
        }),
      );
      containers(workload.objects('containers'), roles, found);
    }
  }
  containers(resource.objects('containerDetails'), roles, found);
  containers(resource.objects('ecsClusterDetails.taskDetails.containers'), roles, found);
  for (const volume of [
    ...resource.objects('ebsVolumeDetails.scannedVolumeDetails'),
    ...resource.objects('ebsVolumeDetails.skippedVolumeDetails'),
  ])
    found.push(make.cloudResource(volume.text('volumeArn'), { roles }));
  return host;
}

function containers(list: readonly Ecs[], roles: readonly EvidenceRole[], found: Found): void {
  for (const one of list)
    found.push(
      make.named('container', one.text('id') ?? one.text('name'), {
        label: one.text('name') ?? one.text('id'),
        roles,
        attributes: { image: one.text('image') },
      }),
    );
}

function runtime(service: Ecs, found: Found): void {
  const context = service.at('runtimeDetails.context');
  if (context === undefined) return;
  found.push(
    make.file({
      path: context.text('modifiedFile') ?? context.text('modulePath') ?? context.text('scriptPath') ?? context.text('libraryPath'),
      sha256: context.text('moduleSha256'),
      roles: ['related'],
    }),
  );
  const target = context.at('targetProcess');
  if (target !== undefined) awsProcess(target, undefined, found);
}

function scans(service: Ecs, found: Found): void {
  const named = service.objects('ebsVolumeScanDetails.scanDetections.threatDetectedByName.threatNames');
  for (const threat of [...named, ...service.objects('malwareScanDetails.threats')]) {
    found.push(make.named('malware', threat.text('name'), { roles: ['related'], verdict: 'malicious' }));
    for (const file of [...threat.objects('filePaths'), ...threat.objects('itemPaths')])
      found.push(
        make.file({
          path: file.text('filePath') ?? file.text('nestedItemPath'),
          name: file.text('fileName'),
          hash: file.text('hash'),
          roles: ['suspicious'],
          verdict: 'malicious',
        }),
      );
  }
}

/** Extended threat detection: who, from where, on what. */
function sequence(service: Ecs, found: Found): void {
  const detection = service.at('detection.sequence');
  if (detection === undefined) return;
  for (const actor of detection.objects('actors')) {
    const uid = actor.text('user.uid') ?? actor.text('id');
    found.push(awsPrincipal(uid?.startsWith('arn:') === true ? uid : undefined, actor.text('user.name'), uid, ['attacker']));
    const process = actor.at('process');
    if (process !== undefined)
      found.push(
        make.process({ image: process.text('path') ?? process.text('name'), roles: ['related'] }),
        make.file({ path: process.text('path'), sha256: process.text('sha256'), roles: ['processImage'] }),
      );
  }
  for (const end of detection.objects('endpoints'))
    found.push(
      make.ip(end.text('ip'), { roles: ['source'], attributes: { port: end.text('port'), country: end.text('location.country') } }),
      make.domain(end.text('domain'), { roles: ['related'] }),
    );
  for (const one of detection.objects('resources')) {
    const uid = one.text('uid');
    found.push(
      /accesskey/i.test(one.text('resourceType') ?? '')
        ? make.named('generic', one.text('name') ?? uid, { kind: 'accesskey', roles: ['compromised'] })
        : make.cloudResource(uid, { name: one.text('name'), roles: ['impacted'] }),
    );
  }
}
