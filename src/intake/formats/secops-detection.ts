import { type JsonObject, own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import { severityOfScore, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';

/** Google SecOps (Chronicle) rule detections and curated detections, with the UDM events they are made of. */
export const secopsDetection: RecordImporter = {
  id: 'secops-detection',
  label: 'Google SecOps (Chronicle) detections',
  spec: 'https://cloud.google.com/chronicle/docs/reference/detection-engine-api',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const id = own(record, 'id');
    const type = own(record, 'type');
    const named = typeof id === 'string' && /^de_/.test(id);
    const typed =
      typeof type === 'string' &&
      /^(?:RULE_DETECTION|GCTI_FINDING|UPPERCASE_ALERT|MACHINE_INTELLIGENCE|DETECTION_TYPE|UEBA|ALERT$)/.test(type);
    if (hasKey(record, 'detection'))
      return named || typed ? 100 : hasKey(record, 'collectionElements') || hasKey(record, 'detectionTime') ? 75 : 0;
    return named && (hasKey(record, 'detectionTime') || hasKey(record, 'createdTime') || typed) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const [first, ...more] = row.each('detection');
    const found = first ?? new Fields({});
    const labels = new Map<string, string>();
    for (const label of [...found.each('rulelabels'), ...found.each('outcomes')]) {
      const key = label.text('key')?.toLowerCase();
      const value = label.word('value');
      if (key !== undefined && value !== undefined && !labels.has(key)) labels.set(key, value);
    }
    const label = (...keys: string[]): string | undefined => keys.map((key) => labels.get(key)).find((value) => value !== undefined);
    const title = found.text('rulename', 'summary') ?? more[0]?.text('rulename') ?? label('rule_name') ?? found.text('description');
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A detection without the name of its rule.');
      return;
    }
    const severity = found.word('severity') ?? label('severity') ?? label('priority');
    const score = found.number('riskscore') ?? Number(label('risk_score', 'riskscore') ?? Number.NaN);
    const feedback = row.at('feedbacksummary').has('verdict') ? row.at('feedbacksummary') : row.at('feedback');
    const window = row.at('timewindow');
    ctx.alert(
      defined({
        externalId: row.text('id'),
        idScope: 'google-secops',
        title,
        description: found.text('description') ?? label('description'),
        severity: severity === undefined ? severityOfScore(score) : severityOfWord(severity),
        severityText: severity ?? (Number.isFinite(score) ? `risk ${score}` : undefined),
        ...judgementOf(feedback.word('verdict'), undefined),
        category: label('type', 'tactic'),
        ...attackOf(
          [...labels].filter(([key]) => key.includes('tactic')).map(([, value]) => value),
          [...labels].filter(([key]) => key.includes('technique') || key.includes('mitre')).map(([, value]) => value),
        ),
        vendor: 'Google',
        product: 'Google Security Operations',
        detectionSource: row.word('type') ?? found.word('ruletype'),
        rule: found.text('ruleid', 'ruleset'),
        ...timesOf(
          {
            first: window.get('starttime') ?? row.get('detectiontime', 'createdtime'),
            last: window.get('endtime'),
            detected: row.get('createdtime', 'detectiontime'),
            updated: row.get('lastupdatedtime'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row, found),
        sourceIncident: row.text('caseid', 'casename'),
        url: found.text('urlbacktoproduct'),
        status: statusOfWord(feedback.word('status')),
      }),
    );
  },
};

function evidenceOf(row: Fields, detection: Fields): Evidence[] {
  const out: (Evidence | undefined)[] = [];
  for (const element of row.each('collectionelements')) {
    for (const reference of element.each('references')) {
      if (reference.has('event')) udm(reference.at('event'), out);
      if (reference.has('entity')) noun(reference.at('entity').at('entity'), 'related', out);
    }
  }
  for (const field of detection.each('detectionfields')) variable(field, out);
  for (const outcome of detection.each('outcomes')) variable(outcome, out);
  return make.evidenceList(out);
}

/** A match variable or an outcome: its name or source says what its value is. */
function variable(field: Fields, out: (Evidence | undefined)[]): void {
  const key = `${field.text('key') ?? ''} ${field.text('source') ?? ''}`.toLowerCase();
  const value = field.text('value');
  if (value === undefined || value.length > 300) return;
  const context = { roles: ['related'] as const };
  if (/hostname|\bhost\b/.test(key)) out.push(make.device({ name: value, ...context }));
  else if (/user(?:id|name|_name)?\b|email/.test(key) && !/agent|count/.test(key)) out.push(make.user({ name: value, ...context }));
  else if (/\bip\b|_ip\b|\.ip/.test(key)) out.push(make.ip(value, context));
  else if (/sha256|sha1|md5|hash/.test(key)) out.push(make.file({ hash: value, ...context }));
  else if (/domain/.test(key)) out.push(make.domain(value, context));
}

/** One event of the Unified Data Model. */
function udm(event: Fields, out: (Evidence | undefined)[]): void {
  noun(event.at('principal'), 'source', out);
  noun(event.at('src'), 'source', out);
  noun(event.at('target'), 'target', out);
  for (const one of [...event.each('about'), ...event.each('intermediary')]) noun(one, 'related', out);
  for (const one of event.each('observer')) noun(one, 'sensor', out);
  const dns = event.at('network').at('dns');
  for (const question of dns.each('questions')) out.push(make.domain(question.text('name'), { roles: ['related'] }));
  const mail = event.at('network').at('email');
  out.push(
    make.mailMessage({
      internetMessageId: mail.text('mailid'),
      subject: mail.list('subject')[0],
      sender: mail.text('from'),
      recipient: mail.list('to')[0],
      roles: ['related'],
    }),
    make.mailbox(mail.text('from'), { roles: ['sender'] }),
  );
  for (const to of mail.list('to')) out.push(make.mailbox(to, { roles: ['recipient'] }));
  for (const result of event.each('securityresult')) out.push(make.named('malware', result.text('threatname'), { roles: ['related'] }));
}

function noun(one: Fields, role: EvidenceRole, out: (Evidence | undefined)[]): void {
  const asset = one.at('asset');
  const host = one.text('hostname') ?? asset.text('hostname');
  const agent = (one.text('assetid') ?? asset.text('assetid', 'productobjectid'))?.replace(/^[^:]*:/, '');
  out.push(
    make.device({
      name: host,
      agentId: agent,
      agentOf: 'secops-asset',
      roles: role === 'source' ? ['source', 'impacted'] : [role],
      attributes: { os: one.text('platform') },
    }),
  );
  for (const address of new Set([...one.list('ip'), ...asset.list('ip')]))
    out.push(make.ip(address, { roles: [role === 'target' ? 'destination' : role], attributes: { port: one.text('port') } }));
  for (const user of [...one.each('user'), ...one.each('group')]) {
    if (user.has('groupdisplayname')) out.push(make.named('securityGroup', user.text('groupdisplayname'), { roles: [role] }));
    else
      out.push(
        make.user({
          name: user.text('userid'),
          mail: user.list('emailaddresses')[0],
          sid: user.text('windowssid'),
          displayName: user.text('userdisplayname'),
          host,
          roles: [role === 'source' ? 'impacted' : role],
        }),
      );
  }
  const process = one.at('process');
  const file = process.at('file');
  const parent = process.at('parentprocess');
  out.push(
    ...processChain(
      [
        {
          pid: process.text('pid'),
          image: file.text('fullpath'),
          commandLine: process.text('commandline'),
          guid: process.text('productspecificprocessid'),
          sha256: file.text('sha256'),
          sha1: file.text('sha1'),
          md5: file.text('md5'),
        },
        {
          pid: parent.text('pid'),
          image: parent.at('file').text('fullpath'),
          commandLine: parent.text('commandline'),
          guid: parent.text('productspecificprocessid'),
          sha256: parent.at('file').text('sha256'),
        },
      ],
      host,
    ),
  );
  const own = one.at('file');
  out.push(
    make.file({ path: own.text('fullpath'), sha256: own.text('sha256'), sha1: own.text('sha1'), md5: own.text('md5'), roles: [role] }),
    make.url(one.text('url'), { roles: [role] }),
    make.domain(one.at('domain').text('name'), { roles: ['related'] }),
    make.registry({
      key: one.at('registry').text('registrykey'),
      valueName: one.at('registry').text('registryvaluename'),
      valueData: one.at('registry').text('registryvaluedata'),
      roles: ['edited'],
    }),
    make.cloudResource(one.at('resource').text('name', 'productobjectid'), {
      roles: [role],
      attributes: { type: one.at('resource').text('resourcetype', 'type') },
    }),
    make.app(one.text('application'), { roles: [role] }),
  );
}
