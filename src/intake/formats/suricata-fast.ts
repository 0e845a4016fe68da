import type { TextImporter } from '../importer.ts';
import { confidenceOfLines, FAST_HEAD, fastReader, syslogAuthor } from './support/ids-line.ts';

/** Suricata `fast.log`: a line an alert, the year in four digits; decoder alerts show packet bytes instead of addresses. */
export const suricataFast: TextImporter = {
  id: 'suricata-fast',
  label: 'Suricata fast.log',
  spec: 'https://docs.suricata.io/en/latest/configuration/suricata-yaml.html#line-based-alerts-log-fast-log',
  kind: 'text',
  match: (head) =>
    confidenceOfLines(head, (line) => (FAST_HEAD.test(line) && /^\d\d\/\d\d\/\d{4}-/.test(line)) || syslogAuthor(line) === 'suricata'),
  open: (ctx) => fastReader('fast.log', 'OISF', 'Suricata', ctx),
};
