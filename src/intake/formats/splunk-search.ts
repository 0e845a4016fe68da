import { type JsonObject, own } from '../../base/json.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { behindHead } from '../text/behind-head.ts';
import { hasKey } from './support/fields.ts';

/** Events of any product as a Splunk search gives them out: the record itself stands in `_raw` and is read by its own reader. */
export const splunkSearch: RecordImporter = {
  id: 'splunk-search',
  label: 'Splunk search export with _raw',
  spec: 'https://docs.splunk.com/Documentation/Splunk/latest/Search/Exportsearchresults',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const raw = own(record, '_raw');
    if (typeof raw !== 'string' || !SPLUNK.some((key) => hasKey(record, key))) return 0;
    return inner(raw) === undefined ? 0 : 50;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const raw = own(record, '_raw');
    const text = typeof raw === 'string' ? inner(raw) : undefined;
    if (text === undefined || !ctx.nested(text, own(record, '_time'))) ctx.ignore('Splunk event of no known format');
  },
};

const SPLUNK = ['_time', '_indextime', '_cd', '_bkt', '_si', '_sourcetype', 'sourcetype', 'splunk_server', '_serial', 'index'];

/** What may be a record of another product: JSON, also behind a syslog header, or a line of CEF or LEEF. */
function inner(raw: string): string | undefined {
  const text = raw.trim();
  if (text.startsWith('{') || text.startsWith('<')) return text;
  const behind = behindHead(text);
  if (behind !== undefined) return text.slice(behind.head);
  return /(?:^|\s)(?:CEF|LEEF):\s*\d/.test(text.slice(0, 300)) || text.includes('[**]') || /\[\d+:\d+:\d+\]/.test(text.slice(0, 300))
    ? text
    : undefined;
}
