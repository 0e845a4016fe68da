import type { JsonObject } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import { normalAddress } from '../../domain/address.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** IBM QRadar offenses: the SIEM API and exports of the Offenses page. */
export const qradarOffense: RecordImporter = {
  id: 'qradar-offense',
  label: 'IBM QRadar offenses',
  spec: 'https://ibmsecuritydocs.github.io/qradar_api_20.0/20.0--siem-offenses-GET.html',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'offense_source') && (hasKey(record, 'magnitude') || hasKey(record, 'offense_type'))) return 100;
    if (hasKey(record, 'magnitude') && hasKey(record, 'credibility') && hasKey(record, 'relevance')) return 100;
    const keys = new Set(Object.keys(record).map((key) => key.toLowerCase().replace(/[^a-z]/g, '')));
    return keys.has('offensetype') && keys.has('offensesource') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const id = row.text('id', 'offenseid');
    const score = row.number('magnitude', 'severity');
    const title = row
      .text('description', 'offensedescription')
      ?.replace(/\s*\n\s*/g, ' ')
      .trim();
    const categories = row.list('categories');
    ctx.alert(
      defined({
        externalId: id,
        idScope: 'qradar',
        title: title ?? `QRadar offense ${id ?? ''}`.trim(),
        severity: severityOf(score),
        severityText: score === undefined ? undefined : `magnitude ${score}`,
        status: row.word('status')?.toUpperCase() === 'HIDDEN' ? ('resolved' as const) : statusOfWord(row.word('status')),
        assignedTo: row.text('assignedto'),
        category: categories[0] ?? row.text('offensetypename', 'offensetype'),
        ...attackOf([...categories, ...row.list('tactics')], [...row.list('techniques'), title]),
        vendor: 'IBM',
        product: 'IBM QRadar SIEM',
        detectionSource:
          row
            .each('logsources')
            .map((one) => one.text('name', 'typename'))
            .filter((name) => name !== undefined)

            .join(', ') || undefined,
        rule: row.each('rules')[0]?.text('id'),
        ...timesOf(
          {
            first: row.get('starttime', 'startdate', 'firstpersistedtime'),
            last: row.get('lastpersistedtime') === undefined ? row.get('lastupdatedtime', 'endtime') : row.get('lastupdatedtime'),
            detected: row.get('firstpersistedtime', 'starttime', 'startdate'),
            updated: row.get('lastpersistedtime', 'lastupdatedtime'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
      }),
    );
  },
};

const severityOf = (magnitude: number | undefined): Severity =>
  magnitude === undefined ? 'unknown' : magnitude >= 7 ? 'high' : magnitude >= 4 ? 'medium' : magnitude >= 2 ? 'low' : 'informational';

/** Ids of `offense_type` whose source is an account; others are an address, a host, an event name. Source: QRadar, offense types. */
const USER_TYPES = new Set(['3', 'username', 'user name']);

function evidenceOf(row: Fields): Evidence[] {
  const out: (Evidence | undefined)[] = [];
  const source = row.text('offensesource', 'source');
  const type = (row.text('offensetypename', 'offensetypestr', 'offensetype') ?? '').toLowerCase();
  if (source !== undefined) {
    if (normalAddress(source) !== undefined)
      out.push(make.ip(source, { roles: [type === '1' || type.includes('dest') ? 'destination' : 'source'] }));
    else if (USER_TYPES.has(type)) out.push(make.user({ name: source, roles: ['impacted'] }));
    else if (type === '7' || type.includes('host')) out.push(make.device({ name: source, roles: ['impacted'] }));
  }
  // Lists of the API are ids of addresses unless they were resolved on export.
  for (const address of [...row.list('sourceaddresses'), ...row.list('sourceaddressids'), ...row.list('sourceips')].flatMap((text) =>
    text.split(/[,;\s]+/),
  ))
    out.push(make.ip(plain(address), { roles: ['source'] }));
  for (const address of [
    ...row.list('destinationaddresses'),
    ...row.list('localdestinationaddressids'),
    ...row.list('localdestinationaddresses'),
    ...row.list('destinationips'),
  ].flatMap((text) => text.split(/[,;\s]+/)))
    out.push(make.ip(plain(address), { roles: ['destination', 'impacted'] }));
  for (const name of [...row.list('usernames'), ...row.list('users')]) out.push(make.user({ name, roles: ['related'] }));
  return make.evidenceList(out);
}

const plain = (text: string): string | undefined => (normalAddress(text) === undefined ? undefined : text);
