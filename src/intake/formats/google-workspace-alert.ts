import { isObject, type JsonObject, own } from '../../base/json.ts';
import { hash64 } from '../../base/hash.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Google Workspace Alert Center. */
export const googleWorkspaceAlert: RecordImporter = {
  id: 'google-workspace-alert',
  label: 'Google Workspace Alert Center',
  spec: 'https://developers.google.com/workspace/admin/alertcenter/reference/rest/v1beta1/alerts',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (!hasKey(record, 'alertId')) return 0;
    const data = own(record, 'data');
    const kind = isObject(data) ? own(data, '@type') : undefined;
    const typed = typeof kind === 'string' && kind.includes('alertcenter');
    if (typed) return 100;
    return hasKey(record, 'customerId') && hasKey(record, 'source') && (hasKey(record, 'type') || hasKey(record, 'data')) ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const alert = new Ecs(record);
    const data = alert.at('data') ?? new Ecs({});
    const id = alert.text('alertId');
    const severity = alert.word('metadata.severity');
    const kind = data.text('@type')?.trim().split('.').pop();
    const type = alert.text('type');
    const detail =
      data.text('displayName') ?? data.text('title') ?? data.text('ruleViolationInfo.ruleInfo.displayName') ?? data.text('name');
    ctx.alert(
      defined({
        // Sample exports repeat one id under many types.
        externalId: id === undefined ? undefined : `${id}/${hash64(`${type ?? ''}\n${kind ?? ''}`)}`,
        title: detail === undefined || type === undefined ? (type ?? detail ?? kind ?? '') : `${type}: ${detail}`,
        description: data.text('description') ?? data.text('header'),
        severity: severityOfWord(severity),
        severityText: severity,
        status: statusOf(alert.word('metadata.status')),
        assignedTo: alert.text('metadata.assignee'),
        category: alert.text('source'),
        ...(tacticOf(kind, type) !== undefined && { tactics: [tacticOf(kind, type) ?? ''] }),
        vendor: 'Google',
        product: 'Google Workspace',
        detectionSource: alert.text('source'),
        rule: kind,
        ...timesOf(
          {
            first: alert.get('startTime') ?? alert.get('createTime'),
            last: alert.get('endTime'),
            detected: alert.get('createTime'),
            updated: alert.get('updateTime') ?? alert.get('metadata.updateTime'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(data),
        url: link(alert.text('securityInvestigationToolLink')),
      }),
    );
  },
};

const link = (text: string | undefined): string | undefined => (text !== undefined && /^https?:\/\//i.test(text) ? text : undefined);
const statusOf = (word: string | undefined): ReturnType<typeof statusOfWord> =>
  /^not_?started$/i.test(word ?? '') ? 'new' : statusOfWord(word);
function tacticOf(kind: string | undefined, type: string | undefined): string | undefined {
  const words = `${kind ?? ''} ${type ?? ''}`;
  if (/phish|spoof|spam|malware/i.test(words)) return 'TA0001';
  if (/leaked password|suspicious login|AccountWarning/i.test(words)) return 'TA0006';
  if (/takeout|DlpRule|data loss|exfil/i.test(words)) return 'TA0010';
  return undefined;
}

function evidenceOf(data: Ecs): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const login = data.at('loginDetails');
  found.push(
    make.user({ upn: data.text('email'), roles: ['impacted'] }),
    make.ip(login?.text('ipAddress') ?? data.text('sourceIp') ?? data.text('ipAddress'), { roles: ['source'] }),
    make.user({
      upn:
        data.text('actorEmail') ??
        data.text('ruleViolationInfo.triggeringUserEmail') ??
        data.text('superAdminPasswordResetEvent.userEmail'),
      roles: ['source'],
    }),
    make.user({ upn: data.text('primaryAdminChangedEvent.updatedAdminEmail'), roles: ['target'] }),
    make.user({ upn: data.text('primaryAdminChangedEvent.previousAdminEmail'), roles: ['related'] }),
  );
  for (const address of data.list('affectedUserEmails')) found.push(make.user({ upn: address, roles: ['impacted'] }));
  const sender = data.text('maliciousEntity.fromHeader') ?? data.text('maliciousEntity.entity.emailAddress');
  found.push(
    make.mailbox(sender, { roles: ['sender'] }),
    make.mailbox(data.text('maliciousEntity.entity.emailAddress'), { roles: ['sender', 'attacker'] }),
  );
  for (const mail of data.objects('messages')) {
    const recipient = mail.text('recipient');
    found.push(
      make.mailMessage({
        internetMessageId: mail.text('messageId'),
        subject: mail.text('subjectText'),
        sender,
        recipient,
        roles: ['related'],
      }),
      make.mailbox(recipient, { roles: ['recipient'] }),
      make.user({ upn: recipient, roles: ['target'] }),
      ...mail.list('attachmentsSha256Hash').map((sha256) => make.file({ sha256, roles: ['related'] })),
    );
  }
  for (const event of data.objects('events')) {
    found.push(
      make.device({
        name: event.text('serialNumber'),
        agentId: event.text('deviceId'),
        agentOf: 'google',
        roles: ['impacted'],
        attributes: { type: event.text('deviceType'), model: event.text('deviceModel') },
      }),
    );
  }
  const info = data.at('ruleViolationInfo');
  if (info !== undefined) {
    found.push(
      make.cloudResource(info.text('resourceInfo.documentId'), { name: info.text('resourceInfo.resourceTitle'), roles: ['related'] }),
    );
    for (const recipient of info.list('recipients')) found.push(make.mailbox(recipient, { roles: ['recipient'] }));
  }
  for (const request of data.objects('requestInfo'))
    for (const developer of request.list('appDeveloperEmail')) found.push(make.user({ upn: developer, roles: ['related'] }));
  return make.evidenceList(found);
}
