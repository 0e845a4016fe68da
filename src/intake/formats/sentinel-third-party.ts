import type { Json, JsonObject } from '../../base/json.ts';
import { hash64 } from '../../base/hash.ts';
import { own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import { type Severity, severityOfScore, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { commonSecurityEvidence, customEvidence, extensionsOf } from './support/log-analytics-evidence.ts';
import { Fields, foldKey, hasKey } from './support/fields.ts';
import { endingIn, isSuffixed, regrouped, stripped } from './support/log-analytics-columns.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Alerts of other vendors as they stand in Log Analytics: table `CommonSecurityLog` (CEF in columns) and custom tables `*_CL`. */
export const sentinelThirdParty: RecordImporter = {
  id: 'sentinel-third-party',
  label: 'Sentinel third-party tables',
  spec: 'https://learn.microsoft.com/azure/azure-monitor/reference/tables/commonsecuritylog',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const type = own(record, 'Type') ?? own(record, 'type');
    if (type === 'CommonSecurityLog') return 100;
    // A product's own records keep their form in some custom tables: their own reader is surer.
    if (typeof type === 'string' && /^\w+_CL$/i.test(type)) return 75;
    let cef = 0;
    let suffixed = 0;
    let generated = false;
    for (const key of Object.keys(record)) {
      const folded = foldKey(key);
      if (
        folded === 'devicevendor' ||
        folded === 'deviceeventclassid' ||
        folded === 'logseverity' ||
        folded === 'deviceproduct' ||
        folded === 'devicecustomstring1label'
      )
        cef++;
      else if (folded === 'timegenerated') generated = true;
      else if (isSuffixed(key)) suffixed++;
    }
    if (cef >= 3) return 100;
    if (generated && suffixed >= 3) return 75;
    // A query may leave the table's own columns out.
    if (suffixed >= 6 && suffixed * 4 >= Object.keys(record).length * 3) return 75;
    // Prisma Cloud's connector writes its JSON flattened before the table gives it suffixes.
    return hasKey(record, 'policy_name') && hasKey(record, 'policy_severity') && hasKey(record, 'alertTime') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    if (row.has('devicevendor') || row.has('deviceeventclassid')) {
      const draft = commonSecurity(row, record);
      if (draft === undefined) ctx.reject('intake/no-title', 'A CommonSecurityLog row without Activity.');
      else ctx.alert(draft);
      return;
    }
    const bare = stripped(record);
    const whole = regrouped(bare);
    if ((whole !== undefined && ctx.nested(whole)) || ctx.nested(bare)) return;
    const table = row.text('type')?.replace(/_CL$/i, '');
    const draft = custom(new Fields(bare), table, record);
    if (draft === undefined) ctx.ignore(`row of ${table === undefined ? 'a custom table' : `${table}_CL`} without title and severity`);
    else ctx.alert(draft);
  },
};

/** Rows without an id of their own are told apart by all they hold. */
const contentId = (record: JsonObject): string => `#${hash64(JSON.stringify(record))}`;

/** CEF severity: a word, or 0 to 10. */
function cefSeverity(text: string | undefined): Severity {
  const n = text === undefined || text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(n)) return severityOfWord(text);
  if (n <= 3) return 'low';
  return n <= 6 ? 'medium' : 'high';
}

function commonSecurity(row: Fields, record: JsonObject): AlertDraft | undefined {
  const title = row.text('activity', 'message', 'deviceeventclassid');
  if (title === undefined) return undefined;
  const more = extensionsOf(row.text('additionalextensions'));
  const severity = row.word('logseverity', 'originallogseverity');
  const vendor = row.text('devicevendor');
  const product = row.text('deviceproduct');
  const id = row.text('externalid', 'extid') ?? more.text('externalid', 'extid');
  const tactics = tacticsOf(more.text('cs1tactic', 'tactic', 'mitretactic') ?? row.text('tactic'));
  const techniques = techniquesOf([more.text('technique', 'mitretechnique', 'techniqueid') ?? '', row.text('technique') ?? '']);
  return defined({
    // An external id names an object of the product (a host, an account), not the alert: time and class make it one.
    externalId:
      id === undefined
        ? contentId(record)
        : `${product ?? vendor ?? ''}/${row.text('deviceeventclassid') ?? ''}/${id}/${row.text('timegenerated', 'starttime') ?? ''}`,
    title,
    description: row.text('message', 'reason') ?? more.text('msg', 'attackdescription', 'reason'),
    severity: cefSeverity(severity),
    severityText: severity,
    category: row.text('deviceeventcategory') ?? more.text('cat', 'attackcategory'),
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor,
    product: product ?? vendor ?? 'Common Event Format',
    rule: row.text('deviceeventclassid'),
    ...timesOf(
      {
        first:
          readable(row.get('starttime')) ??
          readable(more.get('start')) ??
          readable(row.get('start')) ??
          readable(row.get('receipttime')) ??
          row.get('timegenerated'),
        last: readable(row.get('endtime')) ?? readable(more.get('end')),
        detected: row.get('timegenerated'),
      },
      UTC_ASSUMED,
      true,
    ),
    evidence: commonSecurityEvidence(row, more),
    url: [row.text('devicecustomstring6'), row.text('devicecustomstring4'), row.text('requesturl')].find(
      (link) => link?.startsWith('https://') === true && link.includes('/'),
    ),
    threatName: more.text('attackname', 'malwarename', 'threatname') ?? row.text('threatname', 'indicatorthreattype'),
  });
}

/** Spreadsheets leave `1.61248E+12` of epoch milliseconds: a time within five minutes at best, worse than TimeGenerated. */
const readable = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' && /^\d\.\d+E\+\d+$/i.test(value) ? undefined : value;

const TITLES = [
  'threattitle',
  'alertname',
  'alerttitle',
  'rulename',
  'policyname',
  'signature',
  'threatname',
  'detectionname',
  'title',
  'eventname',
  'incidentname',
  'name',
  'alerttype',
  'description',
  'activity',
  'message',
  'event',
];
const SEVERITIES = [
  'threatseverity',
  'severity',
  'alertseverity',
  'policyseverity',
  'severityname',
  'risklevel',
  'priority',
  'level',
  'risk',
  'urgency',
  'criticality',
];
const TIMES = [
  'eventtimestamp',
  'alerttime',
  'time',
  'eventtime',
  'timestamp',
  'detectiontime',
  'detecteddate',
  'createdat',
  'createtime',
  'created',
  'starttime',
  'firstseen',
  'date',
];

function custom(row: Fields, table: string | undefined, record: JsonObject): AlertDraft | undefined {
  // A knowledge base of vulnerabilities has titles and severities as well.
  if (row.has('vulntype') || row.has('qid')) return undefined;
  const title = row.text(...TITLES) ?? endingIn(row, ['headline', 'alertname', 'rulename', 'reportname', 'title']);
  const word = row.word(...SEVERITIES) ?? endingIn(row, ['severity', 'risklevel']);
  const score = row.word('score', 'riskscore', 'riskdetailriskscorescore', 'severityscore');
  if (title === undefined || (word === undefined && score === undefined)) return undefined;
  const vendor =
    row.text('vendor', 'devicevendor', 'provider', 'product') ??
    table?.replace(/(?:Alerts?|Incidents?|Events?|Detections?|Findings?|Logs?|IncidentLog)+$/i, '');
  const tactics = tacticsOf(row.text('tactic', 'tactics', 'mitretactic', 'mitretactics'));
  const techniques = techniquesOf(row.text('technique', 'techniques', 'mitretechnique', 'mitretechniques', 'techniqueid', 'mitre'));
  return defined({
    externalId:
      row.text('alertid', 'incidentid', 'detectionid', 'findingid', 'eventid', 'uuid', 'uid') ?? row.text('guid') ?? contentId(record),
    idScope: `sentinel-third-party/${(table ?? vendor ?? '').toLowerCase()}`,
    title,
    description:
      row.text('details', 'threatdescription', 'policydescription', 'alertdescription', 'description', 'summary') ??
      endingIn(row, ['details', 'description', 'summary']),
    severity: severityOfAny(word, score),
    severityText: word ?? score,
    status: statusOfWord(row.word('status', 'state', 'alertstatus')),
    category: row.text('threatcategory', 'category', 'alerttype', 'threattype', 'policypolicytype', 'eventtype'),
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor,
    product: vendor ?? table ?? 'Custom table',
    rule: row.text('ruleid', 'policypolicyid', 'threatid', 'signatureid'),
    ...timesOf(
      {
        first: row.get(...TIMES) ?? row.get('timegenerated'),
        last: row.get('lastseen', 'endtime'),
        detected: row.get('timegenerated', 'alerttime'),
      },
      UTC_ASSUMED,
      true,
    ),
    evidence: customEvidence(row),
    recommendedActions: row.text('recommendation', 'policyrecommendation', 'remediation'),
    url: row.text('alerturl', 'url', 'link', 'permalink') ?? endingIn(row, ['url']),
  });
}

/** A word; a number on the scale its size tells: up to 10, or up to 100. */
function severityOfAny(word: string | undefined, score: string | undefined): Severity {
  const named = severityOfWord(word);
  if (named !== 'unknown') return named;
  const n = Number(word !== undefined && /^\d/.test(word) ? word : score);
  return Number.isFinite(n) ? severityOfScore(n <= 10 ? n * 10 : n) : 'unknown';
}
