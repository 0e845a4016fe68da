import type { JsonObject } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { hasKey, textOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

const PRODUCT = /^(Wazuh|Suricata|AMiner):\s+(.+)$/s;

/** Alerts of the AIT Alert Data Set. Its label columns are ground truth: they are not looked at. */
export const aitAdsLabelledCsv: RecordImporter = {
  id: 'ait-ads-labelled-csv',
  label: 'AIT Alert Data Set CSV',
  spec: 'https://github.com/ait-aecid/alert-data-set',
  kind: 'record',
  containers: ['table', 'json'],

  match(record: JsonObject): Confidence {
    if (!['time', 'name', 'ip', 'host', 'short'].every((name) => hasKey(record, name))) return 0;
    const name = record['name'];
    return (typeof name === 'string' && PRODUCT.test(name)) || hasKey(record, 'event_label') ? 100 : 75;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const name = textOf(record, 'name');
    if (name === undefined) {
      ctx.reject('intake/no-title', 'A row without a name.');
      return;
    }
    const parts = PRODUCT.exec(name);
    const product = parts?.[1] ?? 'AIT alert data set';
    ctx.alert(
      defined({
        title: parts?.[2] ?? name,
        severity: 'unknown' as const,
        product,
        vendor: product === 'Suricata' ? 'OISF' : product === 'AMiner' ? 'AIT' : product,
        rule: textOf(record, 'short'),
        ...timesOf({ first: record['time'] }, ctx.assume),
        evidence: make.evidenceList([
          make.device({ name: textOf(record, 'host'), roles: ['impacted'] }),
          make.ip(textOf(record, 'ip'), { roles: ['impacted'] }),
        ]),
      }),
    );
  },
};
