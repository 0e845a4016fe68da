import type { JsonObject } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { type ChainLink, processChain, realmOf } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';
import { unflatten } from './support/unflatten.ts';

/** SentinelOne alerts: custom rules (STAR, `alertInfo` + `ruleInfo`) and the unified alerts of the Singularity Operations Center (GraphQL). */
export const sentineloneAlert: RecordImporter = {
  id: 'sentinelone-alert',
  label: 'SentinelOne alerts (STAR and unified)',
  spec: 'https://www.sentinelone.com/platform/singularity-api/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (
      hasKey(record, 'alertInfo') &&
      (hasKey(record, 'ruleInfo') || hasKey(record, 'sourceProcessInfo') || hasKey(record, 'agentDetectionInfo'))
    )
      return 100;
    if (hasKey(record, 'alertInfo.alertId') || hasKey(record, 'ruleInfo.name')) return 100;
    return hasKey(record, 'detectedAt') && hasKey(record, 'detectionSource') && (hasKey(record, 'name') || hasKey(record, 'analytics'))
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(Object.keys(record).some((key) => key.includes('.')) ? unflatten(record) : record);
    if (row.has('alertinfo') || row.has('ruleinfo')) star(row, ctx);
    else unified(row, ctx);
  },
};

function star(row: Fields, ctx: ReadContext): void {
  const alert = row.at('alertinfo');
  const rule = row.at('ruleinfo');
  const severity = rule.word('severity');
  const id = alert.text('alertid') ?? row.text('id');
  ctx.alert(
    defined({
      externalId: id,
      idScope: 'sentinelone',
      title: rule.text('name') ?? alert.text('indicatorname', 'eventtype') ?? `SentinelOne alert ${id ?? ''}`.trim(),
      description: rule.text('description') ?? alert.text('indicatordescription'),
      severity: severityOfWord(severity),
      severityText: severity,
      status: statusOfWord(alert.word('incidentstatus')),
      ...judgementOf(alert.word('analystverdict'), undefined),
      category: alert.text('indicatorcategory', 'eventtype'),
      ...attackOf(
        [rule.text('description', 'name'), alert.text('indicatorcategory')],
        [rule.text('name'), rule.text('description'), alert.text('indicatordescription')],
      ),
      vendor: 'SentinelOne',
      product: 'SentinelOne Singularity',
      detectionSource: alert.text('source', 'hittype'),
      rule: rule.text('id'),
      ...timesOf(
        { first: alert.get('createdat'), detected: alert.get('reportedat', 'createdat'), updated: alert.get('updatedat') },
        ctx.assume,
      ),
      evidence: starEvidence(row, alert),
      sourceIncident: row.at('sourceprocessinfo').text('storyline'),
      threatName: alert.text('tiindicatorvalue') === undefined ? undefined : alert.text('tiindicatorsource'),
    }),
  );
}

const source = (info: Fields): ChainLink => ({
  pid: info.text('pid'),
  started: info.get('pidstarttime'),
  image: info.text('filepath', 'name'),
  commandLine: info.text('commandline'),
  guid: info.text('uniqueid'),
  user: info.text('user', 'effectiveuser', 'realuser', 'loginuser'),
  sha256: info.text('filehashsha256'),
  sha1: info.text('filehashsha1'),
  md5: info.text('filehashmd5'),
  attributes: { integrity: info.text('integritylevel'), signer: info.text('filesigneridentity') },
});

function starEvidence(row: Fields, alert: Fields): Evidence[] {
  const seen = row.at('agentdetectioninfo');
  const now = row.at('agentrealtimeinfo');
  const host = seen.text('name', 'computername') ?? now.text('name', 'computername');
  const by = row.at('sourceprocessinfo');
  const target = row.at('targetprocessinfo');
  const key = alert.text('registrykeypath', 'registrypath');
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      domain: realmOf(seen.text('domain') ?? now.text('domain')),
      agentId: seen.text('uuid') ?? now.text('uuid') ?? now.text('id'),
      agentOf: 'sentinelone',
      roles: ['impacted'],
      attributes: {
        os: seen.text('osname') ?? now.text('os'),
        kind: seen.text('machinetype') ?? now.text('machinetype'),
        version: seen.text('version'),
      },
    }),
    make.user({ name: by.text('user', 'effectiveuser'), host, roles: ['impacted'] }),
    ...processChain([source(by), source(row.at('sourceparentprocessinfo'))], host),
    make.process({
      pid: target.text('tgtprocpid'),
      image: target.text('tgtprocimagepath', 'tgtprocname'),
      commandLine: target.text('tgtproccmdline'),
      guid: target.text('tgtprocuid'),
      host,
      roles: ['target'],
    }),
    make.file({
      path: target.text('tgtfilepath'),
      sha256: target.text('tgtfilehashsha256'),
      sha1: target.text('tgtfilehashsha1'),
      roles: ['related'],
    }),
    make.file({ path: alert.text('modulepath'), sha1: alert.text('modulesha1'), roles: ['loaded'] }),
    make.ip(alert.text('srcip', 'srcmachineip'), { roles: ['source'], attributes: { port: alert.text('srcport') } }),
    make.ip(alert.text('dstip'), {
      roles: ['destination'],
      attributes: { port: alert.text('dstport'), direction: alert.text('neteventdirection') },
    }),
    make.domain(alert.text('dnsrequest'), { roles: ['related'] }),
    make.registry({ key, valueData: alert.text('registryvalue'), roles: ['edited'] }),
    make.user({
      name: alert.text('loginsusername'),
      domain: realmOf(alert.text('loginaccountdomain')),
      sid: alert.text('loginaccountsid'),
      host,
      roles: ['target'],
    }),
    indicator(alert.text('tiindicatorvalue')),
    make.named('container', row.at('containerinfo').text('id', 'name'), {
      label: row.at('containerinfo').text('name'),
      roles: ['impacted'],
    }),
  ];
  return make.evidenceList(found);
}

function indicator(value: string | undefined): Evidence | undefined {
  const context = { roles: ['suspicious'] as const };
  return make.file({ hash: value, ...context }) ?? make.url(value, context);
}

function unified(row: Fields, ctx: ReadContext): void {
  const assets = [...row.each('asset'), ...row.each('assets')];
  const process = row.at('process');
  const file = process.at('file');
  const severity = row.word('severity');
  const id = row.text('externalid', 'id');
  const from = row.at('detectionsource');
  const host = assets.map((one) => one.text('name')).find((name) => name !== undefined);
  const confidence = row.word('confidencelevel')?.toLowerCase();
  const verdict = confidence === 'malicious' || confidence === 'suspicious' ? confidence : undefined;
  const found: (Evidence | undefined)[] = assets.map((one) =>
    /user|identity/i.test(one.text('category', 'type') ?? '')
      ? make.user({ name: one.text('name'), roles: ['impacted'] })
      : /cloud|storage/i.test(one.text('category') ?? '') && one.text('agentuuid') === undefined
        ? make.cloudResource(one.text('id', 'name'), { name: one.text('name'), roles: ['impacted'] })
        : make.device({
            name: one.text('name'),
            domain: realmOf(one.text('domain')),
            agentId: one.text('agentuuid', 'id'),
            agentOf: 'sentinelone',
            roles: ['impacted'],
            attributes: { os: one.text('osversion', 'ostype'), kind: one.text('type', 'subcategory') },
          }),
  );
  for (const one of assets) {
    for (const address of [one.text('ipaddress', 'lastreportedip'), ...one.list('ipaddresses')])
      found.push(make.ip(address, { roles: ['contextual'] }));
    found.push(make.user({ name: one.text('lastloggedinuser'), host: one.text('name'), roles: ['contextual'] }));
  }
  found.push(
    ...processChain(
      [
        {
          image: file.text('path', 'name'),
          commandLine: process.text('cmdline', 'commandline'),
          user: process.text('username'),
          sha256: file.text('sha256'),
          sha1: file.text('sha1'),
          md5: file.text('md5'),
        },
        { image: process.text('parentname') },
      ],
      host,
      { verdict },
    ),
    make.user({ name: process.text('username'), host, roles: ['impacted'] }),
  );
  for (const one of [...row.each('observables'), ...row.each('indicators')]) found.push(indicator(one.text('value')));
  const analytics = row.at('analytics');
  ctx.alert(
    defined({
      externalId: id,
      idScope: 'sentinelone',
      title: row.text('name') ?? analytics.text('name') ?? `SentinelOne alert ${id ?? ''}`.trim(),
      description: row.text('description'),
      severity: severityOfWord(severity),
      severityText: severity,
      status: statusOfWord(row.word('status')),
      ...judgementOf(row.word('analystverdict'), undefined),
      assignedTo: row.at('assignee').text('fullname', 'email') ?? row.text('assignee'),
      category: row.text('classification') ?? analytics.text('category'),
      ...attackOf(
        [...row.each('mitreattacks', 'attacks', 'mitre').flatMap((one) => [one.text('tactic'), one.at('tactic').text('name', 'uid')])],
        [
          ...row
            .each('mitreattacks', 'attacks', 'mitre')
            .flatMap((one) => [one.text('technique'), one.at('technique').text('uid', 'name')]),
          row.text('name'),
          row.text('description'),
        ],
      ),
      vendor: from.text('vendor') ?? 'SentinelOne',
      product: from.text('product') ?? row.text('detectionsource') ?? 'SentinelOne Singularity',
      detectionSource: analytics.text('category', 'type'),
      rule: analytics.text('uid', 'name'),
      ...timesOf(
        {
          first: row.get('firstseenat', 'detectedat'),
          last: row.get('lastseenat'),
          detected: row.get('detectedat', 'createdat'),
          updated: row.get('updatedat'),
        },
        ctx.assume,
      ),
      evidence: make.evidenceList(found),
      sourceIncident: row.text('storylineid'),
    }),
  );
}
