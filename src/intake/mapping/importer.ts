import type { JsonObject } from '../../base/json.ts';
import type { Confidence, RecordImporter } from '../importer.ts';
import { mappedAlert } from './apply.ts';
import type { MappingSpec } from './spec.ts';
import { valueAt } from './values.ts';

/** Id of records read by a mapping of the user. */
const MAPPED = 'mapped';
/** Id of records read by column names and values alone. */
export const GENERIC = 'generic';

/** Reads records by a mapping. Claims each record that has the column of the title. */
export function mappingImporter(spec: MappingSpec, id: typeof MAPPED | typeof GENERIC = MAPPED): RecordImporter {
  const needed = (spec.columns.title ?? []).slice(0, 1);
  const claim: Confidence = id === MAPPED ? 100 : 25;
  return {
    kind: 'record',
    id,
    label: id === MAPPED ? spec.name : 'records with telling column names',
    spec: 'docs/formats',
    containers: ['json', 'table'],
    match: (record) => (needed.length > 0 && needed.every((column) => valueAt(record, column) !== undefined) ? claim : 0),
    read(record: JsonObject, ctx) {
      const draft = mappedAlert(spec, record, ctx.assume);
      if (draft === undefined)
        ctx.reject('intake/no-title', `The column of the title (${(spec.columns.title ?? []).join(', ')}) is empty.`);
      else ctx.alert(draft);
    },
  };
}

/** `title ← msg, time ← timestamp, …`: how a mapping reads, in one line. */
export const mappingText = (spec: MappingSpec): string =>
  Object.entries(spec.columns)
    .map(([field, columns]) => `${field} ← ${columns.join(' + ')}`)
    .join(', ');
