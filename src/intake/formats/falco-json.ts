import { isObject, type JsonObject, own } from '../../base/json.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { falcoDraft } from './support/falco.ts';
import { Fields, hasKey, listOf, objectOf, parsedObject, textOf, wordOf } from './support/fields.ts';

/** Falco with `json_output`, and what Falcosidekick makes of it. */
export const falcoJson: RecordImporter = {
  id: 'falco-json',
  label: 'Falco JSON output',
  spec: 'https://falco.org/docs/concepts/outputs/formatting/',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    if (typeof own(record, 'rule') !== 'string' || typeof own(record, 'priority') !== 'string') return 0;
    const fields = own(record, 'output_fields') ?? own(record, 'outputfields');
    if (isObject(fields) || typeof fields === 'string') return 100;
    return typeof own(record, 'output') === 'string' && hasKey(record, 'time') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const fields =
      objectOf(record, 'output_fields') ?? parsedObject(own(record, 'output_fields')) ?? objectOf(record, 'outputfields') ?? {};
    ctx.alert(
      falcoDraft(
        {
          uuid: textOf(record, 'uuid'),
          rule: textOf(record, 'rule'),
          priority: wordOf(record, 'priority'),
          output: textOf(record, 'output') ?? '',
          time: own(record, 'time') ?? own(fields, 'evt.time'),
          host: textOf(record, 'hostname'),
          source: textOf(record, 'source'),
          tags: listOf(record, 'tags'),
          fields: new Fields(fields),
        },
        ctx,
      ),
    );
  },
};
