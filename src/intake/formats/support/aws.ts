import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import type { Severity } from '../../../domain/severity.ts';
import type { Ecs } from './ecs.ts';

/* What GuardDuty and Security Hub findings have in common. Documents are read with camel-case keys. */

export type Found = (Evidence | undefined)[];

/** GuardDuty's own id ends its ARN: so the same finding read from Security Hub or OCSF is one alert. */
export const guardDutyId = (arn: string | undefined): string | undefined => /:guardduty:.*\/finding\/([^/]+)$/.exec(arn ?? '')?.[1];
export const GUARDDUTY_SCOPE = 'guardduty-finding';

/** 0.1 to 10. Source: GuardDuty user guide, severity levels. */
export function severityOfTen(value: number | undefined): Severity {
  if (value === undefined) return 'unknown';
  if (value < 1) return 'informational';
  if (value < 4) return 'low';
  return value < 7 ? 'medium' : 'high';
}

/** Words before the colon of a GuardDuty type that stand for a tactic without being its name. */
const PURPOSES: Readonly<Record<string, string>> = {
  backdoor: 'Command and Control',
  trojan: 'Command and Control',
  cryptocurrency: 'Impact',
  unauthorizedaccess: 'Initial Access',
};
export const purposeTactic = (type: string | undefined): string => {
  const purpose = type?.split(/[:/]/)[0] ?? '';
  const key = purpose.toLowerCase();
  return Object.hasOwn(PURPOSES, key) ? (PURPOSES[key] ?? '') : purpose;
};

/** `arn:aws:iam::123456789012:user/jane`, `…:assumed-role/Admin/session` → the account that acts. */
export function awsPrincipal(
  arn: string | undefined,
  name: string | undefined,
  principalId: string | undefined,
  roles: readonly EvidenceRole[],
): Evidence | undefined {
  if (arn === undefined && name === undefined && principalId === undefined) return undefined;
  const last = arn?.split('/').pop();
  const who = name ?? (arn?.includes(':assumed-role/') === true ? arn.split('/')[1] : last);
  return make.user({
    name: who,
    roles,
    ...((arn ?? principalId) !== undefined && { vendorId: { vendor: 'aws', value: arn ?? principalId } }),
    attributes: { arn, principalId },
  });
}

/** Remote addresses, domains and calls of an `action` in any of its kinds. */
export function awsAction(action: Ecs, found: Found, remote: EvidenceRole): void {
  for (const kind of [
    'awsApiCallAction',
    'networkConnectionAction',
    'kubernetesApiCallAction',
    'rdsLoginAttemptAction',
    'portProbeAction',
    'dnsRequestAction',
  ]) {
    const one = action.at(kind);
    if (one !== undefined) oneAction(one, found, remote);
  }
  oneAction(action, found, remote);
}

function oneAction(action: Ecs, found: Found, remote: EvidenceRole): void {
  for (const place of [action, ...action.objects('portProbeDetails')]) {
    const details = place.at('remoteIpDetails');
    if (details === undefined) continue;
    found.push(
      make.ip(details.text('ipAddressV4') ?? details.text('ipAddressV6'), {
        roles: [remote],
        attributes: {
          country: details.text('country.countryName') ?? details.text('country'),
          city: details.text('city.cityName'),
          asn: details.text('organization.asn'),
          organisation: details.text('organization.asnOrg') ?? details.text('organization.org') ?? details.text('organization.isp'),
          port: place.text('remotePortDetails.port'),
        },
      }),
    );
  }
  found.push(foreign(action.text('domain') ?? action.text('domainDetails.domain') ?? action.text('remoteDomain')));
  for (const source of action.list('sourceIps')) found.push(make.ip(source, { roles: ['source'] }));
  for (const login of action.objects('loginAttributes'))
    found.push(make.user({ name: login.text('user'), roles: ['target'], attributes: { application: login.text('application') } }));
}

/** `process` of runtime findings with its lineage. */
export function awsProcess(process: Ecs, host: string | undefined, found: Found): void {
  const lineage = process.objects('lineage');
  const parent = lineage[0];
  const image = process.text('executablePath') ?? process.text('path') ?? process.text('name');
  found.push(
    make.process({
      pid: process.text('pid') ?? process.text('namespacePid'),
      started: process.text('startTime') ?? process.text('launchedAt'),
      image,
      guid: process.text('uuid'),
      host,
      commandLine: process.text('commandLine') ?? process.list('commandLineExample')[0],
      parentPid: process.text('parentPid') ?? parent?.text('pid'),
      parentImage: parent?.text('executablePath'),
      parentGuid: process.text('parentUuid'),
      parentStarted: parent?.text('startTime'),
      user: process.text('user'),
      roles: ['related'],
    }),
    make.file({ path: process.text('executablePath'), sha256: process.text('executableSha256'), roles: ['processImage'] }),
    make.user({ name: process.text('user'), host, roles: ['related'] }),
  );
  for (const one of lineage)
    found.push(
      make.process({
        pid: one.text('pid'),
        started: one.text('startTime'),
        image: one.text('executablePath') ?? one.text('name'),
        guid: one.text('uuid'),
        parentGuid: one.text('parentUuid'),
        host,
        roles: ['parentProcess'],
      }),
    );
}

/** A server as both: the cloud resource and the machine. */
export function awsInstance(instance: Ecs, arn: string | undefined, roles: readonly EvidenceRole[], found: Found): string | undefined {
  const id = instance.text('instanceId') ?? /instance\/(i-[0-9a-f]+)/.exec(arn ?? '')?.[1];
  const tag = instance.objects('tags').find((one) => /^name$/i.test(one.text('key') ?? one.text('name') ?? ''));
  const name = tag?.text('value');
  if (id !== undefined || name !== undefined)
    found.push(
      make.device({
        name: name ?? id,
        agentId: id,
        agentOf: 'ec2',
        roles,
        attributes: { platform: instance.text('platform'), image: instance.text('imageId') },
      }),
    );
  found.push(make.cloudResource(arn, { roles, name: id, attributes: { kind: 'instance' } }));
  for (const card of instance.objects('networkInterfaces')) {
    found.push(make.ip(card.text('privateIpAddress') ?? card.text('privateIp'), { roles }), make.ip(card.text('publicIp'), { roles }));
  }
  return name ?? id;
}

/** A call made by a service of AWS itself names that service. */
const foreign = (name: string | undefined): Evidence | undefined =>
  name === undefined || /(?:^|\.)amazonaws\.com$/i.test(name) ? undefined : make.domain(name, { roles: ['destination'] });
