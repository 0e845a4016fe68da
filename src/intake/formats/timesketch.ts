import { hash64 } from '../../base/hash.ts';
import type { JsonObject } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { tagList, timelineEvidence } from './support/timeline.ts';

/** Timesketch exports and plaso's dynamic output, CSV and JSONL. Rows somebody or a rule has tagged are alerts; the others are timeline, counted as ignored. */
export const timesketch: RecordImporter = {
  id: 'timesketch',
  label: 'Timesketch and plaso timelines',
  spec: 'https://timesketch.org/guides/user/import-from-json-csv/',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (!hasKey(record, 'timestamp_desc') || hasKey(record, 'RuleTitle') || (hasKey(record, 'Level') && hasKey(record, 'Computer')))
      return 0;
    if (!hasKey(record, 'datetime') && !hasKey(record, 'timestamp')) return 0;
    return hasKey(record, 'message') ? 100 : hasKey(record, 'parser') || hasKey(record, 'data_type') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const labels = tagList(row.get('label', 'labels'));
    const tags = [...tagList(row.get('tag', 'tags')), ...labels.filter((label) => !/^__ts_(?:hidden|emoji)/.test(label))];
    const rule = row.text('ruletitle', 'tssigmarule', 'sigmarule', 'sigmarulename', 'rulename', 'rule', 'detectionrule', 'yaramatch');
    if (tags.length === 0 && rule === undefined) {
      ctx.ignore('timeline row without tag or rule');
      return;
    }
    const message = row.text('message') ?? rule ?? '';
    const own = tags.filter((tag) => !tag.startsWith('__ts_'));
    const level = row.word('level', 'severity', 'rulelevel', 'sigmalevel') ?? tags.find((tag) => severityOfWord(tag) !== 'unknown');
    const tactics = tacticsOf([...tags.map((tag) => tag.replace(/^attack\./i, '')), row.text('mitretactics', 'tactic') ?? '']);
    const techniques = techniquesOf([...tags, row.text('mitretags', 'technique') ?? '']);
    const host = row.text('computername', 'hostname', 'host', 'computer');
    ctx.alert(
      defined({
        externalId: `#${hash64(`${row.text('datetime', 'timestamp') ?? ''}\n${row.text('timestampdesc') ?? ''}\n${message}\n${row.text('displayname', 'recordnumber') ?? ''}\n${row.text('recordnumber', 'offset') ?? ''}`)}`,
        title: rule ?? (own.length > 0 ? `${own.join(', ')}: ${message.slice(0, 200)}` : message.slice(0, 300)),
        description: message,
        severity: severityOfWord(level),
        severityText: level,
        category: own.length > 0 ? own.join(', ') : row.text('datatype', 'source'),
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Timesketch',
        product: 'Timesketch',
        detectionSource: row.text('parser', 'sourcelong', 'source', 'datatype'),
        rule: rule ?? own[0],
        ...timesOf({ first: row.text('datetime', 'timestamp') }, ctx.assume),
        evidence: timelineEvidence(row, host),
      }),
    );
  },
};
