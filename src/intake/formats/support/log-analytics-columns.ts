import type { Json, JsonObject } from '../../../base/json.ts';
import { type Fields, foldKey } from './fields.ts';

/* How Log Analytics flattens JSON into the columns of a custom table: `{file: {name}}` → `file_name_s`. */

/** The type of a column: string, double, time, boolean, GUID. A zone may follow: `created_at_t [UTC]`. */
const SUFFIX = /_[sdtbg](?=\s*(?:\[[^\]]*\])?$)/;
export const isSuffixed = (column: string): boolean => SUFFIX.test(column);

const OWN = new Set(['tenantid', 'sourcesystem', 'mg', 'managementgroupname', 'rawdata', 'type', 'resourceid', '_resourceid']);

/** The record without the suffixes, the empty cells and the table's own columns. An MD5 that was taken for a GUID is one no more. */
export function stripped(record: JsonObject): JsonObject {
  const out: Record<string, Json | undefined> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value === '' || value === null || OWN.has(foldKey(key)) || key === '__proto__') continue;
    const hash = typeof value === 'string' && /md5_g$/i.test(key);
    out[key.replace(/\s*\[[^\]]*\]$/, '').replace(SUFFIX, '')] ??= hash ? value.replaceAll('-', '') : value;
  }
  return out;
}

/** Objects of the products' records that come flattened into custom tables. */
const PARENTS = new RegExp(
  `^(${[
    'threatInfo|threatHunterInfo|deviceInfo|agentDetectionInfo|agentRealtimeInfo|kubernetesInfo|containerInfo|alertInfo|ruleInfo',
    'sourceProcessInfo|sourceParentProcessInfo|targetProcessInfo',
    'actor|client|outcome|debugContext|authenticationContext|securityContext|transaction',
    'computer|file|network_info|cloud_ioc|impactScope',
  ].join('|')})_(.+)$`,
);
/** Objects within those. */
const CHILDREN = /^(identity|parent|links|debugData|userAgent|geographicalContext|threatCause)_(.+)$/;

/** The record with the objects it was flattened from; undefined when it shows none. */
export function regrouped(record: JsonObject, depth = 0): JsonObject | undefined {
  const out: Record<string, Json | undefined> = {};
  const groups = new Map<string, Record<string, Json | undefined>>();
  for (const key of Object.keys(record)) {
    const [, parent, rest] = (depth === 0 ? PARENTS : CHILDREN).exec(key) ?? [];
    if (parent === undefined || rest === undefined) out[key] = record[key];
    else {
      const group = groups.get(parent) ?? {};
      group[rest] = record[key];
      groups.set(parent, group);
    }
  }
  if (groups.size === 0) return undefined;
  for (const [parent, group] of groups) {
    const inner = depth < 4 ? regrouped(group, depth + 1) : undefined;
    // `file_name` and `file`: a name and an object cannot be one.
    if (out[parent] === undefined) out[parent] = inner ?? group;
    else for (const [rest, value] of Object.entries(group)) out[`${parent}_${rest}`] = value;
  }
  return out;
}

/** The first field whose name ends in one of the words, for columns named by the object they stood in: `detection_headline`. */
export function endingIn(row: Fields, words: readonly string[]): string | undefined {
  for (const word of words)
    for (const name of row.names()) {
      if (!name.endsWith(word)) continue;
      const text = row.word(name);
      if (text !== undefined && text !== 'null' && !/^(?:\{|\[\s*[[{\]"])/.test(text)) return text;
    }
  return undefined;
}
