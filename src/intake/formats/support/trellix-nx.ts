import type { JsonObject } from '../../../base/json.ts';
import type { TimeAssumptions } from '../../../base/time.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { severityOfWord } from '../../../domain/severity.ts';
import { attackOf } from './attack.ts';
import { Fields } from './fields.ts';
import { timesOf } from './moments.ts';
import { defined } from './states.ts';

/** An alert of Network or Email Security (NX, EX, CMS, MPS): the notification `{appliance, alert}`. */
export function fireeyeNx(alert: JsonObject, whole: JsonObject, assume: TimeAssumptions): AlertDraft {
  const row = new Fields(alert);
  const outer = new Fields(whole);
  const explanation = row.at('explanation');
  const malware = explanation.at('malwaredetected').each('malware');
  const ips = explanation.at('ipsdetected');
  const name = malware.map((one) => one.text('name')).find((text) => text !== undefined) ?? ips.text('signame', 'signature');
  const kind = row.text('name', 'alerttype', 'type');
  const word = row.word('severity');
  return defined({
    externalId: row.text('uuid', 'id', 'alertid'),
    idScope: 'fireeye-nx',
    title: name ?? row.text('sname') ?? humanised(kind),
    description: explanation.text('analysis', 'urlinfo') ?? humanised(kind),
    severity: severityOfWord(word),
    severityText: word,
    category: kind,
    ...attackOf(
      [],
      explanation.each('mitre', 'mitretechniques').flatMap((one) => [one.text('techniqueid', 'id')]),
    ),
    vendor: 'Trellix',
    product: outer.text('product') === undefined ? 'Trellix Network Security' : `Trellix ${outer.text('product')}`,
    detectionSource: kind,
    rule: ips.text('sigid') ?? malware.map((one) => one.text('sid', 'stype')).find((text) => text !== undefined),
    ...timesOf({ first: row.get('occurred', 'attacktime'), detected: row.get('occurred') }, assume, true),
    evidence: evidenceOf(row, explanation, malware),
    url: row.text('alerturl'),
    threatName: name,
  });
}

const humanised = (kind: string | undefined): string => {
  const text = (kind ?? 'network alert').replace(/-/g, ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

function evidenceOf(row: Fields, explanation: Fields, malware: readonly Fields[]): Evidence[] {
  const blocked = /block|drop|denied/i.test(row.word('action') ?? '') ? ('blocked' as const) : undefined;
  const src = row.at('src');
  const dst = row.at('dst');
  const found: (Evidence | undefined)[] = [
    make.ip(src.text('ip'), { roles: ['source'], attributes: { port: src.text('port'), mac: src.text('mac') } }),
    make.device({ name: src.text('host'), roles: ['source'] }),
    make.url(src.text('url'), { roles: ['source'] }),
    make.ip(dst.text('ip'), { roles: ['destination'], attributes: { port: dst.text('port') } }),
    make.device({ name: dst.text('host'), roles: ['destination'] }),
    make.mailbox(src.text('smtpmailfrom'), { roles: ['sender'] }),
    make.mailMessage({
      internetMessageId: row.at('smtpmessage').text('id'),
      subject: row.at('smtpmessage').text('subject'),
      sender: src.text('smtpmailfrom'),
      recipient: dst.text('smtpto'),
      roles: ['related'],
      remediation: blocked,
    }),
  ];
  for (const to of (dst.text('smtpto', 'smtpcc') ?? '').split(/[,;]\s*/)) found.push(make.mailbox(to, { roles: ['recipient'] }));
  for (const one of malware) {
    found.push(
      make.file({
        md5: one.text('md5sum', 'md5'),
        sha256: one.text('sha256'),
        path: one.text('original', 'filename'),
        roles: ['suspicious'],
        verdict: 'malicious',
        remediation: blocked,
      }),
      make.named('malware', one.text('name'), { roles: ['related'] }),
      one.text('url')?.includes('://') === true ? make.url(one.text('url'), { roles: ['suspicious'] }) : undefined,
      make.domain(one.text('domain'), { roles: ['suspicious'] }),
    );
  }
  for (const one of explanation.at('cncservices').each('cncservice')) {
    found.push(
      make.ip(one.text('address'), {
        roles: ['commandAndControl'],
        attributes: { port: one.text('port'), protocol: one.text('protocol') },
      }) ?? make.domain(one.text('address'), { roles: ['commandAndControl'] }),
      one.text('url')?.includes('://') === true ? make.url(one.text('url'), { roles: ['commandAndControl'] }) : undefined,
    );
  }
  return make.evidenceList(found);
}
