import { type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import { listOf, objectOf, textOf } from './fields.ts';
import type { FullContext, Sink } from './sink.ts';

export function mailOf(item: JsonObject): make.MailFacts {
  return {
    networkMessageId: own(item, 'networkMessageId'),
    internetMessageId: own(item, 'internetMessageId'),
    subject: own(item, 'subject'),
    sender: own(item, 'sender'),
    recipient: own(item, 'recipient'),
  };
}

export function message(item: JsonObject, out: Sink, context: FullContext): void {
  const p1 = objectOf(item, 'p1Sender');
  const p2 = objectOf(item, 'p2Sender');
  const from = (p2 && textOf(p2, 'emailAddress')) ?? (p1 && textOf(p1, 'emailAddress')) ?? textOf(item, 'p2Sender', 'p1Sender', 'sender');
  const to = textOf(item, 'recipientEmailAddress', 'recipient');
  out(
    make.mailMessage({
      ...context,
      ...mailOf(item),
      sender: from,
      recipient: to,
      attributes: {
        ...context.attributes,
        received: textOf(item, 'receivedDateTime'),
        deliveryAction: textOf(item, 'deliveryAction'),
        deliveryLocation: textOf(item, 'deliveryLocation'),
        direction: textOf(item, 'antiSpamDirection'),
        threats: listOf(item, 'threats').join(', '),
        detectedBy: listOf(item, 'threatDetectionMethods').join(', '),
        urls: textOf(item, 'urlCount'),
        attachments: textOf(item, 'attachmentsCount'),
        language: textOf(item, 'language'),
        envelopeSender: p1 && textOf(p1, 'emailAddress'),
      },
    }),
  );
  out(make.mailbox(from, { roles: ['sender'] }));
  const envelope = p1 && textOf(p1, 'emailAddress');
  if (envelope !== undefined && envelope !== from) out(make.mailbox(envelope, { roles: ['sender'] }));
  out(make.mailbox(to, { roles: ['recipient'] }));
  out(make.ip(own(item, 'senderIp'), { roles: ['source'] }));
  for (const link of listOf(item, 'urls')) out(make.url(link, { roles: ['related'] }));
}
