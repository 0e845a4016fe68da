import { expect, test } from 'vitest';
import { zeekNoticeJson } from '../../../src/intake/formats/zeek-notice-json.ts';
import { describeImporter } from '../describe-importer.ts';
import { onlyAlert, told } from './collect.ts';

describeImporter(zeekNoticeJson);

test.each([
  ['203.0.113.9', 'Conn::IN_RESP', 'ip ip:203.0.113.9 [suspicious]'],
  ['evil.example.net', 'DNS::IN_REQUEST', 'domain domain:evil.example.net [suspicious]'],
  ['evil.example.net/a.php', 'HTTP::IN_URL', 'url url:http://evil.example.net/a.php [suspicious]'],
  ['invoice.scr', 'SMB::IN_FILE_NAME', 'file name:invoice.scr [suspicious]'],
  ['bad@example.net', 'SMTP::IN_FROM', 'mailbox mail:bad@example.net [suspicious]'],
])('an intel hit on %s at %s names its indicator', (indicator, seen, evidence) => {
  const alert = onlyAlert(zeekNoticeJson, {
    ts: 1_709_284_211.5,
    note: 'Intel::Notice',
    msg: `Intel hit on ${indicator} at ${seen}`,
    sub: indicator,
    actions: ['Notice::ACTION_LOG'],
  });
  expect(told(alert.evidence)).toEqual([evidence]);
});
