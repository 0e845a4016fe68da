import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';
import { FAST_HEAD, fastDraft, fastLine, shareOf, syslogAuthor } from './support/ids-line.ts';

/** Suricata `fast.log`: a line an alert, the year in four digits; decoder alerts show packet bytes instead of addresses. */
export const suricataFast: TextImporter = {
  id: 'suricata-fast',
  label: 'Suricata fast.log',
  spec: 'https://docs.suricata.io/en/latest/configuration/suricata-yaml.html#line-based-alerts-log-fast-log',
  kind: 'text',
  match(head: string): Confidence {
    const share = shareOf(head, (line) => (FAST_HEAD.test(line) && /^\d\d\/\d\d\/\d{4}-/.test(line)) || syslogAuthor(line) === 'suricata');
    return share > 0.5 ? 100 : share > 0.1 ? 50 : 0;
  },
  open(ctx: ReadContext): TextReader {
    return {
      line(text: string): void {
        if (text.trim() === '') return;
        const line = fastLine(text);
        if (line === undefined)
          ctx.reject('intake/bad-record', 'Not a line of fast.log: a time, [**] [gid:sid:rev] and a message are due.');
        else ctx.alert(fastDraft(line, 'OISF', 'Suricata', ctx));
      },
      end: () => undefined,
    };
  },
};
