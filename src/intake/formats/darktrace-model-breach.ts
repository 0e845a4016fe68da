import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

/** Darktrace model breaches (alerts of a model) and AI Analyst incident events. */
export const darktraceModelBreach: RecordImporter = {
  id: 'darktrace-model-breach',
  label: 'Darktrace model breaches and AI Analyst events',
  spec: 'https://customerportal.darktrace.com/product-guides/main/api-modelbreaches',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'pbid')) return hasKey(record, 'model') || hasKey(record, 'score') || hasKey(record, 'breachUrl') ? 100 : 0;
    if (hasKey(record, 'breachUrl') && hasKey(record, 'model')) return 100;
    // Status of the appliance itself.
    if (hasKey(record, 'alert_name') && hasKey(record, 'priority_level') && hasKey(record, 'last_updated')) return 75;
    return hasKey(record, 'summariser') &&
      (hasKey(record, 'relatedBreaches') || hasKey(record, 'aiaScore') || hasKey(record, 'breachDevices'))
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    if (row.has('alertname', 'prioritylevel')) {
      ctx.ignore('status of the appliance');
      return;
    }
    const model = row.at('model');
    const logic = model.has('now') ? model.at('now') : model.has('then') ? model.at('then') : model;
    const name = logic.text('name') ?? row.text('model', 'modelname', 'title');
    const score = row.number('score') ?? row.number('aiascore', 'groupscore');
    const title = name?.split('::').pop();
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A breach without the name of its model.');
      return;
    }
    const mitre = row.at('mitre').has('techniques') ? row.at('mitre') : logic.at('mitre');
    const word = logic.word('category') ?? row.word('category');
    ctx.alert(
      defined({
        externalId: row.text('pbid', 'id'),
        idScope: row.has('summariser') ? 'darktrace-aia' : 'darktrace',
        title,
        description: row.text('summary') ?? logic.text('description'),
        severity: severityFrom(score, word),
        severityText: score === undefined ? word : `score ${score}`,
        status: row.flag('acknowledged') || isObject(own(record, 'acknowledged')) ? ('resolved' as const) : undefined,
        category: name?.includes('::') === true ? name.slice(0, name.lastIndexOf('::')) : word,
        ...attackOf(
          [...mitre.list('tactics'), ...row.list('mitretactics')],
          [
            ...mitre.list('techniques'),
            ...row.list('mitretechniques'),
            ...row.each('mitretechniques').flatMap((one) => [one.text('techniqueid', 'techniqueID')]),
          ],
        ),
        vendor: 'Darktrace',
        product: row.has('summariser') ? 'Darktrace Cyber AI Analyst' : 'Darktrace',
        rule: logic.text('uuid') ?? row.text('pid', 'policyid', 'summariser'),
        ...timesOf(
          {
            first: periodOf(row, 'start') ?? row.get('time', 'breachtime', 'starttime', 'createdat', 'creationtime'),
            last: periodOf(row, 'end') ?? row.get('endtime'),
            detected: row.get('creationtime', 'createdat', 'time'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
        sourceIncident: row.text('currentgroup', 'incidentid'),
        url: row.text('breachurl', 'incidenteventurl'),
      }),
    );
  },
};

/** Scores are 0 to 1 for a breach, 0 to 100 for the analyst. Categories are words of the product. */
function severityFrom(score: number | undefined, category: string | undefined): Severity {
  const word = category?.toLowerCase();
  if (word === 'critical') return 'high';
  if (word === 'suspicious') return 'medium';
  if (word === 'informational' || word === 'compliance') return word === 'compliance' ? 'low' : 'informational';
  if (score === undefined) return severityOfWord(category);
  const share = score > 1 ? score / 100 : score;
  if (share >= 0.8) return 'high';
  if (share >= 0.5) return 'medium';
  return share >= 0.2 ? 'low' : 'informational';
}

const periodOf = (row: Fields, edge: 'start' | 'end'): string | number | undefined => {
  const value = row.each('periods')[0]?.get(edge);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
};

function device(one: Fields, role: EvidenceRole, out: (Evidence | undefined)[]): void {
  const kind = one.text('typename', 'typelabel') ?? '';
  const name = one.text('hostname', 'devicelabel', 'devicename', 'identifier', 'label');
  // Accounts of cloud and mail services are devices to Darktrace.
  if (/saas|user|email/i.test(kind) || name?.includes('@') === true) {
    const account = one.list('credentials')[0] ?? name?.replace(/^SaaS::[^:]*:\s*/i, '');
    out.push(make.user({ name: account, roles: [role] }));
  } else {
    out.push(
      make.device({
        name,
        // -1 and 0 stand for no device: a message of the system itself.
        agentId: Number(one.text('did')) > 0 ? one.text('did') : undefined,
        agentOf: 'darktrace',
        roles: [role],
        attributes: { mac: one.text('macaddress', 'mac'), kind, vendor: one.text('vendor') },
      }),
    );
    for (const credential of one.list('credentials')) out.push(make.user({ name: credential, host: name, roles: ['contextual'] }));
  }
  for (const address of new Set([one.text('ip', 'ipaddress'), ...one.each('ips').map((ip) => ip.text('ip'))]))
    out.push(make.ip(address, { roles: [role === 'impacted' ? 'source' : role] }));
}

function evidenceOf(row: Fields): Evidence[] {
  const out: (Evidence | undefined)[] = [];
  for (const one of [...row.each('device'), ...row.each('breachdevices'), ...row.each('devices')]) device(one, 'impacted', out);
  for (const component of row.each('triggeredcomponents')) {
    for (const filter of component.each('triggeredfilters')) {
      const kind = (filter.text('filtertype') ?? '').toLowerCase();
      const value = filter.at('trigger').text('value');
      if (/destination ip|external ip/.test(kind)) out.push(make.ip(value, { roles: ['destination'] }));
      else if (/source ip/.test(kind)) out.push(make.ip(value, { roles: ['source'] }));
      else if (/hostname|dns|domain/.test(kind)) out.push(make.domain(value, { roles: ['destination'] }));
      else if (/sha1|md5|sha256|hash/.test(kind)) out.push(make.file({ hash: value, roles: ['related'] }));
      else if (/\buri\b|url/.test(kind) && value?.includes('://') === true) out.push(make.url(value, { roles: ['related'] }));
    }
  }
  findings(row.get('details'), new Set(row.each('breachdevices').map((one) => one.text('did'))), out);
  return make.evidenceList(out);
}

/** What the analyst found: lists of lists of sections with typed values. `known`: devices named already. */
function findings(details: Json | undefined, known: ReadonlySet<string | undefined>, out: (Evidence | undefined)[], depth = 0): void {
  if (Array.isArray(details)) {
    if (depth < 4) for (const one of details as readonly Json[]) findings(one, known, out, depth + 1);
    return;
  }
  if (!isObject(details)) return;
  const section = new Fields(details);
  out.push(make.ip(section.text('ip'), { roles: ['related'] }));
  for (const content of section.each('contents')) {
    const type = content.word('type');
    for (const value of content.each('values')) {
      if (type === 'externalHost') {
        const name = value.text('hostname');
        const address = make.ip(value.text('ip') ?? name, { roles: ['destination'] });
        out.push(address, make.ip(name) === undefined ? make.domain(name, { roles: ['destination'] }) : undefined);
      } else if (type === 'device' && !known.has(value.text('did'))) device(value, 'related', out);
    }
  }
}
