import { hash64 } from '../../base/hash.ts';
import type { JsonObject } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { tagList, timelineEvidence } from './support/timeline.ts';

/** The legacy 17 columns of log2timeline. Rows of a timeline are events; only those a rule has matched are alerts. */
export const plasoL2tcsv: RecordImporter = {
  id: 'plaso-l2tcsv',
  label: 'plaso l2tcsv timeline',
  spec: 'https://plaso.readthedocs.io/en/latest/sources/user/Output-and-formatting.html',
  kind: 'record',
  containers: ['table'],

  match(record: JsonObject): Confidence {
    return ['date', 'time', 'timezone', 'MACB', 'sourcetype'].every((name) => hasKey(record, name)) ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const extra = row.text('extra') ?? '';
    const yara = /(?:^|; )yara_match: ([^;]+)/.exec(extra)?.[1];
    // plaso's own tags (login_attempt, application_execution …) name kinds of events, not detections.
    const notes = tagList(row.get('notes')).filter((note) =>
      /sigma|yara|malware|virustotal|threat|suspicious|attack\.|hayabusa|malicious|\bT\d{4}/i.test(note),
    );
    if (yara === undefined && notes.length === 0) {
      ctx.ignore('timeline row without a rule');
      return;
    }
    const desc = row.text('desc', 'short') ?? '';
    const names = yara === undefined ? notes : [...notes, ...tagList(yara)];
    const tactics = tacticsOf(notes);
    const techniques = techniquesOf(notes);
    const host = row.text('host') ?? /Computer Name: (\S+)/.exec(desc)?.[1];
    ctx.alert(
      defined({
        externalId: `#${hash64(`${row.text('date') ?? ''} ${row.text('time') ?? ''}\n${desc}\n${row.text('filename') ?? ''}`)}`,
        title: `${names.join(', ')}: ${(row.text('short') ?? desc).slice(0, 200)}`,
        description: desc,
        severity: 'unknown' as const,
        category: row.text('sourcetype'),
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'plaso',
        product: 'plaso',
        detectionSource: row.text('format', 'source'),
        rule: names[0],
        ...timesOf({ first: timeOf(row) }, ctx.assume),
        evidence: timelineEvidence(row, host),
      }),
    );
  },
};

/** `06/09/2017` `19:21:26` `UTC`. Other zones than UTC are names: then the time has no offset that could be read. */
function timeOf(row: Fields): string | undefined {
  const day = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(row.text('date') ?? '');
  const clock = row.word('time');
  if (day === null || clock === undefined) return undefined;
  const zone = /^(?:UTC|GMT|Z|[+-]\d{2}:?\d{2})$/i.test(row.text('timezone') ?? '') ? ` ${row.text('timezone') ?? ''}` : '';
  return `${day[3] ?? ''}-${day[1] ?? ''}-${day[2] ?? ''} ${clock}${zone}`;
}
