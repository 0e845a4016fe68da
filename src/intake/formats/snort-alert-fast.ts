import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';
import { FAST_HEAD, fastDraft, fastLine, shareOf, syslogAuthor } from './support/ids-line.ts';

const YEARLESS = /^\d\d\/\d\d-/;

/** Snort `alert_fast`. Snort states no year (option `-y` adds two digits); Suricata states four. */
export const snortAlertFast: TextImporter = {
  id: 'snort-alert-fast',
  label: 'Snort alert_fast',
  spec: 'https://docs.snort.org/start/alert_logging',
  kind: 'text',
  match(head: string): Confidence {
    const share = shareOf(
      head,
      (line) => (FAST_HEAD.test(line) && (YEARLESS.test(line) || /^\d\d\/\d\d\/\d\d-/.test(line))) || syslogAuthor(line) === 'snort',
    );
    return share > 0.5 ? 100 : share > 0.1 ? 50 : 0;
  },
  open(ctx: ReadContext): TextReader {
    return {
      line(text: string): void {
        if (text.trim() === '') return;
        const line = fastLine(text);
        if (line === undefined)
          ctx.reject('intake/bad-record', 'Not a line of alert_fast: a time, [**] [gid:sid:rev] and a message are due.');
        else ctx.alert(fastDraft(line, 'Cisco', 'Snort', ctx));
      },
      end: () => undefined,
    };
  },
};
