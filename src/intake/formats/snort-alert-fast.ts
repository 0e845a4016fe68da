import type { TextImporter } from '../importer.ts';
import { confidenceOfLines, FAST_HEAD, fastReader, syslogAuthor } from './support/ids-line.ts';

const YEARLESS = /^\d\d\/\d\d-/;

/** Snort `alert_fast`. Snort states no year (option `-y` adds two digits); Suricata states four. */
export const snortAlertFast: TextImporter = {
  id: 'snort-alert-fast',
  label: 'Snort alert_fast',
  spec: 'https://docs.snort.org/start/alert_logging',
  kind: 'text',
  match: (head) =>
    confidenceOfLines(
      head,
      (line) => (FAST_HEAD.test(line) && (YEARLESS.test(line) || /^\d\d\/\d\d\/\d\d-/.test(line))) || syslogAuthor(line) === 'snort',
    ),
  open: (ctx) => fastReader('alert_fast', 'Cisco', 'Snort', ctx),
};
