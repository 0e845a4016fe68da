import type { JsonObject } from '../../base/json.ts';
import { own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** Trend Vision One Workbench alerts (API 3.0, 2.0). */
export const trendVisionOneWorkbench: RecordImporter = {
  id: 'trend-vision-one-workbench',
  label: 'Trend Vision One Workbench alerts',
  spec: 'https://automation.trendmicro.com/xdr/api-v3#tag/Workbench',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const id = own(record, 'id') ?? own(record, 'workbenchId');
    const named = typeof id === 'string' && id.startsWith('WB-');
    const shaped =
      hasKey(record, 'impactScope') && (hasKey(record, 'matchedRules') || hasKey(record, 'indicators') || hasKey(record, 'model'));
    if (shaped) return 100;
    return named && (hasKey(record, 'model') || hasKey(record, 'workbenchName') || hasKey(record, 'severity')) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const rules = row.each('matchedrules');
    const filters = rules.flatMap((rule) => rule.each('matchedfilters', 'filters'));
    const severity = row.word('severity');
    const id = row.text('id', 'workbenchid');
    const matched = filters
      .map((filter) => filter.text('matcheddatetime', 'filtertime'))
      .filter((time) => time !== undefined)
      .sort();
    const result = row.word('investigationresult');
    ctx.alert(
      defined({
        externalId: id,
        idScope: 'trend-vision-one',
        title: row.text('model', 'workbenchname', 'name', 'modelname') ?? rules[0]?.text('name') ?? `Workbench alert ${id ?? ''}`.trim(),
        description: row.text('description'),
        severity: severityOfWord(severity),
        severityText: severity,
        status: statusOfWord(row.word('status')) ?? statusOfWord(row.word('investigationstatus')),
        ...judgementOf(result ?? row.word('investigationstatus'), undefined),
        assignedTo: row.list('ownerids').join(', ') || undefined,
        category: row.text('modeltype'),
        ...attackOf(
          filters.flatMap((filter) => [...filter.list('mitretacticids', 'tactics')]),
          filters.flatMap((filter) => [...filter.list('mitretechniqueids'), ...filter.list('techniques'), ...filter.list('mitre')]),
        ),
        vendor: 'Trend Micro',
        product: 'Trend Vision One',
        detectionSource: row.text('alertprovider'),
        rule: row.text('modelid') ?? rules[0]?.text('id'),
        ...timesOf(
          {
            first:
              row.get('firstinvestigateddatetime') === undefined
                ? (matched[0] ?? row.get('createddatetime', 'workbenchcompletetimestamp'))
                : (matched[0] ?? row.get('createddatetime')),
            last: matched[matched.length - 1],
            detected: row.get('createddatetime', 'workbenchcompletetimestamp', 'createdtime'),
            updated: row.get('updateddatetime'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
        sourceIncident: row.text('incidentid', 'caseid'),
        url: row.text('workbenchlink'),
      }),
    );
  },
};

function evidenceOf(row: Fields): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const hosts: string[] = [];
  for (const entity of row.at('impactscope').each('entities')) entityOf(entity, hosts, found);
  const only = hosts.length === 1 ? hosts[0] : undefined;
  indicators(row.each('indicators'), only, found);
  return make.evidenceList(found);
}

function entityOf(entity: Fields, hosts: string[], found: (Evidence | undefined)[]): void {
  const type = (entity.text('entitytype') ?? '').toLowerCase();
  const value = entity.at('entityvalue');
  const text = entity.text('entityvalue', 'entityid');
  if (type === 'host' || type === 'endpoint') {
    const name = value.text('name') ?? (value.has('guid') ? undefined : text);
    if (name !== undefined) hosts.push(name);
    found.push(make.device({ name, agentId: value.text('guid'), agentOf: 'trend', roles: ['impacted'] }));
    for (const address of value.list('ips')) found.push(make.ip(address, { roles: ['contextual'] }));
  } else if (type === 'account' || type === 'user') found.push(make.user({ name: text, roles: ['impacted'] }));
  else if (type.includes('email')) found.push(make.mailbox(text, { roles: ['impacted'] }));
  else if (type === 'container') found.push(make.named('container', text, { roles: ['impacted'] }));
  else if (type.startsWith('cloudidentity'))
    found.push(make.user({ displayName: text, vendorId: { vendor: 'aws', value: text }, roles: ['impacted'] }));
  else found.push(make.named('generic', text, { kind: type === '' ? 'generic' : type, roles: ['impacted'] }));
}

/** Indicators are single facts; those of one filter whose field begins alike (`process…`, `parent…`, `object…`) are of one process. */
function indicators(list: readonly Fields[], host: string | undefined, found: (Evidence | undefined)[]): void {
  const groups = new Map<string, Map<string, string>>();
  for (const one of list) {
    const field = one.text('field', 'objecttype') ?? '';
    const type = (one.word('type', 'objecttype') ?? '').toLowerCase();
    const value = one.text('value', 'objectvalue');
    if (value === undefined) {
      const machine = one.at('value', 'objectvalue');
      if (type === 'host')
        found.push(
          make.device({ name: machine.text('name'), agentId: machine.text('guid'), agentOf: 'trend', roles: ['related'] }),
          ...machine.list('ips').map((address) => make.ip(address, { roles: ['related'] })),
        );
      continue;
    }
    const side = /^(process|parent|object)(?=[A-Z])/.exec(field)?.[1];
    if (side !== undefined && /^(?:command_line|fullpath|file_sha|file_md5|process_id|user_account)/.test(type)) {
      const filter = one.list('filterids')[0] ?? '';
      const group = groups.get(filter) ?? new Map<string, string>();
      groups.set(filter, group);
      const key = `${side}:${type}`;
      if (!group.has(key)) group.set(key, value);
      continue;
    }
    found.push(single(type, field, value));
  }
  for (const group of groups.values()) {
    const link = (side: string) => ({
      pid: group.get(`${side}:process_id`),
      image: group.get(`${side}:fullpath`),
      commandLine: group.get(`${side}:command_line`),
      user: group.get(`${side}:user_account`),
      sha256: group.get(`${side}:file_sha256`),
      sha1: group.get(`${side}:file_sha1`),
      md5: group.get(`${side}:file_md5`),
    });
    const object = link('object');
    const chain = [link('process'), link('parent')];
    // What a process acted on is a process where it has a command line, else a file.
    if (object.commandLine !== undefined || object.pid !== undefined) found.push(...processChain([object, ...chain], host));
    else {
      found.push(make.file({ path: object.image, sha256: object.sha256, sha1: object.sha1, md5: object.md5, roles: ['related'] }));
      found.push(...processChain(chain, host));
    }
  }
}

function single(type: string, field: string, value: string): Evidence | undefined {
  const context = { roles: ['related'] as const };
  if (type.includes('sha') || type.includes('md5')) return make.file({ hash: value, ...context });
  if (type === 'ip')
    return make.ip(value, { roles: [/^(?:dst|dest|peer)/i.test(field) ? 'destination' : /^src/i.test(field) ? 'source' : 'related'] });
  if (type === 'domain' || type === 'hostname') return make.domain(value, context) ?? make.device({ name: value, ...context });
  if (type === 'url') return make.url(value, context);
  if (type === 'fullpath' || type === 'filename') return make.file({ path: value, name: value, ...context });
  if (type.startsWith('command_line')) return make.commandLine(value, context);
  if (type === 'registry_key') return make.registry({ key: value, ...context });
  if (type.startsWith('email_sender')) return make.mailbox(value, { roles: ['sender'] });
  if (type.startsWith('email')) return make.mailbox(value, context) ?? make.mailMessage({ internetMessageId: value, ...context });
  if (type === 'user_account') return make.user({ name: value, ...context });
  if (type === 'detection_name') return make.named('malware', value, context);
  return undefined;
}
