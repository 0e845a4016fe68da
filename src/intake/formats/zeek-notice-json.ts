import { type JsonObject, own } from '../../base/json.ts';
import type { Confidence, RecordImporter } from '../importer.ts';
import { hasKey } from './support/fields.ts';
import { notice, ZEEK_NOTICE_SPEC } from './support/zeek.ts';

/** Zeek `notice.log` as JSON: keys with dots (Zeek) or underscores (Corelight), `ts` as a number or ISO. */
export const zeekNoticeJson: RecordImporter = {
  id: 'zeek-notice-json',
  label: 'Zeek notice.log, JSON',
  spec: ZEEK_NOTICE_SPEC,
  kind: 'record',
  containers: ['json', 'table'],
  match(record: JsonObject): Confidence {
    const note = own(record, 'note');
    if (typeof note !== 'string' || !note.includes('::') || !(hasKey(record, 'ts') || hasKey(record, '@timestamp'))) return 0;
    return own(record, '_path') === 'notice' || hasKey(record, 'msg') || hasKey(record, 'actions') ? 100 : 75;
  },
  read: notice,
};
