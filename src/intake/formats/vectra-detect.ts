import type { JsonObject } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Vectra detections: API v2 and v3 of Detect and of the Respond UX, and the JSON of its syslog. Scores of hosts and accounts are no alerts. */
export const vectraDetect: RecordImporter = {
  id: 'vectra-detect',
  label: 'Vectra AI detections',
  spec: 'https://docs.vectra.ai/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (
      hasKey(record, 'detection_category') &&
      (hasKey(record, 'detection_type') || hasKey(record, 'detection_url') || hasKey(record, 'd_type_vname'))
    )
      return 100;
    if (hasKey(record, 'd_type') && hasKey(record, 'd_type_vname')) return 100;
    if (hasKey(record, 'detection_id') && hasKey(record, 'd_detection_details')) return 100;
    return hasKey(record, 'vectra_timestamp') || (hasKey(record, 'headend_addr') && hasKey(record, 'dvchost')) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const title = row.text('detectiontype', 'dtypevname', 'detection', 'dtype', 'customdetection');
    if (title === undefined) {
      ctx.ignore(messageOf(row));
      return;
    }
    const threat = row.number('threat', 'threatscore', 'tscore');
    const certainty = row.number('certainty', 'certaintyscore', 'cscore');
    const category = row.text('detectioncategory', 'category');
    ctx.alert(
      defined({
        externalId: row.text('id', 'detectionid'),
        idScope: 'vectra',
        title,
        description: row.at('summary').text('description') ?? row.text('description'),
        severity: severityOf(threat, certainty),
        severityText: threat === undefined ? undefined : `threat ${threat}${certainty === undefined ? '' : `, certainty ${certainty}`}`,
        status: row.word('state')?.toLowerCase() === 'fixed' ? ('resolved' as const) : statusOfWord(row.word('state')),
        assignedTo: row.text('assignedto'),
        category,
        ...attackOf(
          [
            category
              ?.replace(/^VECTRA\s*/i, '')
              .replace(/_/g, ' ')
              .replace(/\s*\(.*\)$/, ''),
          ],
          [...row.list('mitretechniques', 'mitre'), ...row.each('mitretechniques').map((one) => one.text('id'))],
        ),
        vendor: 'Vectra AI',
        product: 'Vectra AI Platform',
        detectionSource: row.text('datasource', 'sensorname'),
        rule: row.text('dtype', 'triageruleid'),
        ...timesOf(
          {
            first: row.get('firsttimestamp', 'timestamp', 'vectratimestamp', 'detecteddate'),
            last: row.get('lasttimestamp'),
            detected: row.get('createdtimestamp', 'vectratimestamp', 'timestamp'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
        sourceIncident: row.text('campaignid'),
        url: row.text('detectionurl', 'detectionhref', 'href', 'url'),
      }),
    );
  },
};

/** What a message of the syslog is when it is no detection. */
function messageOf(row: Fields): string {
  if (row.has('quadrant') || /SCORING$/i.test(row.word('category') ?? '')) return 'score of a host or account';
  if (row.has('campaignname')) return 'step of a campaign';
  return row.has('action') ? 'lockdown of a host or account' : 'audit or health message';
}

/** The quadrants of the product: both scores from 50 are critical, threat alone high, certainty alone medium. */
function severityOf(threat: number | undefined, certainty: number | undefined): Severity {
  if (threat === undefined && certainty === undefined) return 'unknown';
  const t = threat ?? 0;
  if (t >= 50) return 'high';
  if ((certainty ?? 0) >= 50) return 'medium';
  return t === 0 && (certainty ?? 0) === 0 ? 'informational' : 'low';
}

function evidenceOf(row: Fields): Evidence[] {
  const host = row.at('srchost');
  const account = row.at('srcaccount');
  const name = nameOf(host.text('name') ?? row.text('hostname', 'entityname'));
  const isAccount = row.text('entitytype', 'type') === 'account' || row.has('srcaccount');
  const who = account.text('name') ?? row.text('accountname', 'accountuid') ?? (isAccount ? row.text('entityname') : undefined);
  const out: (Evidence | undefined)[] = [
    isAccount && !host.has('name') && !row.has('hostname')
      ? undefined
      : make.device({ name, agentId: host.text('id') ?? row.text('hostid'), agentOf: 'vectra', roles: ['impacted'] }),
    make.ip(row.text('srcip', 'hostip') ?? host.text('ip'), {
      roles: name === undefined && !isAccount ? ['source', 'impacted'] : ['source'],
    }),
    make.user({ name: bare(who), roles: ['impacted'] }),
  ];
  const address = { roles: ['destination'] as const, attributes: { port: row.text('dddstport') } };
  out.push(make.ip(row.text('dddstip'), address), serviceHost(row.text('servicename')));
  for (const domain of [row.text('dddstdns'), row.text('proxieddst')]) out.push(make.domain(domain, { roles: ['destination'] }));
  for (const one of [...row.each('accountinfo'), ...row.each('serviceinfo')].slice(0, 50))
    out.push(make.user({ name: bare(one.text('accountuid')), roles: ['related'] }));
  const details = [...row.each('groupeddetails'), ...row.each('detectiondetail', 'ddetectiondetails'), row.at('summary'), row];
  for (const one of details) {
    for (const address of [...one.list('dstips'), ...one.list('dstip'), ...one.list('ddip')])
      out.push(make.ip(address, { roles: ['destination'], attributes: { port: one.list('dstports')[0] } }));
    for (const domain of [...one.list('targetdomains'), ...one.list('dstdns'), ...one.list('dddns')])
      out.push(make.domain(domain, { roles: ['destination'] }));
    for (const target of one.each('dsthosts')) {
      out.push(
        make.device({ name: target.text('name', 'dstdns'), agentId: target.text('id'), agentOf: 'vectra', roles: ['target'] }),
        make.ip(target.text('ip'), { roles: ['destination'] }),
      );
    }
    for (const user of [...one.each('srcaccounts', 'accounts')]) out.push(make.user({ name: user.text('name'), roles: ['related'] }));
  }
  return make.evidenceList(out);
}

/** A host without a known name is called `IP-198.51.100.7`, which names nothing. */
const nameOf = (name: string | undefined): string | undefined => (name !== undefined && /^IP-[\d.:a-f]+$/i.test(name) ? undefined : name);

/** `O365:jane@contoso.com` */
const bare = (account: string | undefined): string | undefined => account?.replace(/^[A-Za-z0-9_]+:(?=\S+@)/, '');

/** The host of a Kerberos service name: `TERMSRV/srv-1.contoso.com@CONTOSO.COM`. */
function serviceHost(name: string | undefined): Evidence | undefined {
  const host = /^[\w-]+\/([^/@:\s]+)/.exec(name ?? '')?.[1];
  return make.device({ name: host, roles: ['target'] });
}
