import type { JsonObject } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import { classificationOfWord } from '../../domain/classification.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole, EvidenceType } from '../../domain/evidence.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, roleOfWord, verdictOfWord } from './support/states.ts';

/** Microsoft's GUIDE data set: one row per evidence of an alert, every name replaced by a number within its organisation. */
export const guideCsv: RecordImporter = {
  id: 'guide-csv',
  label: 'Microsoft GUIDE data set',
  spec: 'https://www.kaggle.com/datasets/Microsoft/microsoft-security-incident-prediction',
  kind: 'record',
  containers: ['table', 'json'],

  match(record: JsonObject): Confidence {
    let incident = false;
    let grade = false;
    for (const key of Object.keys(record)) {
      const folded = foldKey(key);
      if (folded === 'incidentid') incident = true;
      else if (folded === 'incidentgrade') grade = true;
    }
    return incident && grade ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    // Zero is a code of its own here, no placeholder.
    const code = (name: string): string | undefined => row.word(name);
    const org = code('orgid') ?? '';
    const incident = code('incidentid');
    const alert = code('alertid');
    const title = code('alerttitle');
    if (incident === undefined) {
      ctx.reject('intake/bad-record', 'A row without IncidentId.');
      return;
    }
    const category = row.text('category');
    const tactics = tacticsOf(category);
    const techniques = techniquesOf(row.text('mitretechniques'));
    const classification = classificationOfWord(code('incidentgrade'));
    ctx.alert(
      defined({
        // The reduced files have no AlertId: there each row stands for itself.
        externalId: alert === undefined ? `${code('id') ?? ''}/${incident}/${code('column1') ?? code('') ?? ''}` : `${org}/${alert}`,
        title: title === undefined ? `Evidence of incident ${incident}` : `${category ?? 'Alert'}, title ${title}`,
        severity: 'unknown' as const,
        classification,
        category,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Microsoft',
        product: 'GUIDE data set',
        rule: code('detectorid'),
        ...timesOf({ first: row.get('timestamp') }, UTC_ASSUMED, true),
        evidence: evidenceOf(row, org),
        sourceIncident: `${org}/${incident}`,
        ...(alert !== undefined && { partial: true }),
      }),
    );
  },
};

/** Columns of each entity type. Others of the row hold the code for "absent". */
const COLUMNS: Readonly<Record<string, readonly [EvidenceType, ...string[]] | undefined>> = Object.assign(
  Object.create(null) as Record<string, readonly [EvidenceType, ...string[]]>,
  {
    machine: ['device', 'deviceid', 'devicename'],
    user: ['user', 'accountobjectid', 'accountsid', 'accountupn', 'accountname'],
    mailbox: ['mailbox', 'accountupn', 'accountobjectid', 'accountname'],
    ip: ['ip', 'ipaddress'],
    url: ['url', 'url'],
    file: ['file', 'sha256', 'filename', 'folderpath'],
    process: ['file', 'sha256', 'filename', 'folderpath'],
    mailmessage: ['mailMessage', 'networkmessageid'],
    mailcluster: ['mailCluster', 'emailclusterid'],
    registrykey: ['registryKey', 'registrykey'],
    registryvalue: ['registryValue', 'registrykey', 'registryvaluename', 'registryvaluedata'],
    cloudapplication: ['app', 'applicationid', 'applicationname'],
    oauthapplication: ['oauthApp', 'oauthapplicationid'],
    azureresource: ['cloudResource', 'resourceidname'],
    amazonresource: ['cloudResource', 'resourceidname'],
    googlecloudresource: ['cloudResource', 'resourceidname'],
    malware: ['malware', 'threatfamily'],
  } satisfies Record<string, readonly [EvidenceType, ...string[]]>,
);

/** The largest code of a column stands for "absent" in the published set. */
const ABSENT: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null) as Record<string, string>, {
  deviceid: '98799',
  devicename: '153085',
  sha256: '138268',
  ipaddress: '360606',
  url: '160396',
  accountsid: '441377',
  accountupn: '673934',
  accountobjectid: '425863',
  accountname: '453297',
  networkmessageid: '529644',
  registrykey: '1631',
  registryvaluename: '635',
  registryvaluedata: '860',
  applicationid: '2251',
  applicationname: '3421',
  oauthapplicationid: '881',
  filename: '289573',
  folderpath: '117668',
  resourceidname: '3586',
});

const WEAK = new Set(['filename', 'folderpath', 'accountname', 'devicename', 'registryvaluename', 'registryvaluedata', 'applicationname']);

function evidenceOf(row: Fields, org: string): Evidence[] {
  const type = foldKey(row.word('entitytype') ?? '');
  const columns = COLUMNS[type];
  if (columns === undefined) return [];
  const [as, ...names] = columns;
  const ids: string[] = [];
  for (const name of names) {
    const value = row.word(name)?.replace(/\.0$/, '');
    if (value === undefined || value === ABSENT[name]) continue;
    // A path or a name alone is as weak as in any other export.
    ids.push(`${WEAK.has(name) ? 'display' : `guide-${name}`}:${org}/${WEAK.has(name) ? `${name}/` : ''}${value}`);
  }
  const roles: EvidenceRole[] = [];
  const role = roleOfWord(row.word('evidencerole') ?? '');
  if (role !== undefined) roles.push(role);
  if (type === 'process') roles.push('processImage');
  const first = ids[0];
  return make.evidenceList([
    make.normalised(
      as,
      ids,
      first === undefined ? undefined : `${row.word('entitytype') ?? type} ${first.slice(first.lastIndexOf('/') + 1)}`,
      {
        roles,
        verdict: verdictOfWord(row.word('suspicionlevel')) ?? verdictOfWord(row.word('lastverdict')),
        attributes: { threatFamily: row.text('threatfamily'), resourceType: row.text('resourcetype') },
      },
    ),
  ]);
}
