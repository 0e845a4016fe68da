import { isObject, type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey, objectsIn, parsedJson, textOf } from './support/fields.ts';
import { graphAlias, microsoftProduct, namedProduct } from './support/microsoft.ts';
import { timesOf } from './support/moments.ts';
import { compromisedEntity } from './support/security-alert.ts';
import { sentinelEntities } from './support/sentinel-entities.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Defender for Cloud alerts: ARM resources, the flat form of the Azure CLI, continuous export in PascalCase, and Security records of the Activity Log. */
export const defenderForCloud: RecordImporter = {
  id: 'defender-for-cloud',
  label: 'Defender for Cloud alerts',
  spec: 'https://learn.microsoft.com/rest/api/defenderforcloud/alerts',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const type = own(record, 'type');
    if (typeof type === 'string' && /^microsoft\.security\/(?:locations\/)?alerts$/i.test(type)) return 100;
    if (isActivity(record)) return 100;
    const properties = own(record, 'properties');
    if (isObject(properties) && typeof own(properties, 'alertDisplayName') === 'string' && own(record, 'kind') === undefined) return 75;
    let named = false;
    let tells = 0;
    for (const key of Object.keys(record)) {
      switch (foldKey(key)) {
        case 'alertdisplayname':
          named = true;
          break;
        case 'intent':
        case 'alerturi':
        case 'resourceidentifiers':
        case 'correlationkey':
        case 'timegeneratedutc':
          tells++;
          break;
        default:
      }
    }
    return named && tells > 0 ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const draft = isActivity(record) ? ofActivityLog(record) : ofAlert(record);
    if (draft === undefined) ctx.reject('intake/no-title', `Alert ${textOf(record, 'name', 'id') ?? ''} has no name.`);
    else ctx.alert(draft);
  },
};

const IDS = 'defender-for-cloud';

function ofAlert(record: JsonObject): AlertDraft | undefined {
  const properties = own(record, 'properties');
  const row = new Fields(isObject(properties) ? properties : record);
  const title = row.text('alertdisplayname', 'alertname', 'alerttype');
  if (title === undefined) return undefined;
  const more = new Fields(row.object('extendedproperties') ?? {});
  const severity = row.word('severity', 'reportedseverity', 'alertseverity');
  const intent = row.list('intent', 'tactics').join(', ') || undefined;
  const tactics = tacticsOf(intent);
  const techniques = techniquesOf([...row.list('subtechniques'), ...row.list('techniques')]);
  const component = row.text('productcomponentname');
  const product =
    microsoftProduct(row.text('productname')) ?? namedProduct(row.text('providername', 'workload')) ?? 'Microsoft Defender for Cloud';
  const url = row.text('alerturi', 'alertlink') ?? alertPage(row);
  return defined({
    // The official example repeats systemAlertId over two alerts: the resource's name is the id.
    externalId: textOf(record, 'name') ?? row.text('systemalertid', 'provideralertid') ?? textOf(record, 'id')?.split('/').pop(),
    idScope: IDS,
    alias: graphAlias(url, 'dc', /^\d{19}_[0-9a-f-]{36}$/i.exec(textOf(record, 'name') ?? '')?.[0]),
    title,
    description: row.text('description', 'alertdescription'),
    severity: severityOfWord(severity),
    severityText: severity,
    status: statusOfWord(row.word('status', 'state', 'resultstatus')),
    category: intent ?? row.text('alerttype'),
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor: row.text('vendorname') ?? 'Microsoft',
    product: component === undefined || product !== 'Microsoft Defender for Cloud' ? product : `${product}: ${component}`,
    detectionSource: component,
    rule: row.text('alerttype'),
    ...timesOf(
      {
        first: row.get('starttimeutc', 'starttime', 'detectedtimeutc', 'activitystarttime'),
        last: row.get('endtimeutc', 'endtime'),
        detected: row.get('timegeneratedutc', 'timegenerated', 'reportedtimeutc', 'creationtime'),
        updated: row.get('processingendtimeutc', 'processingendtime'),
      },
      UTC_ASSUMED,
      true,
    ),
    evidence: evidenceOf(row, more),
    url,
    recommendedActions: row.list('remediationsteps').join('\n') || undefined,
    threatName: more.text('threatname', 'malwarename'),
  });
}

/** The page of the alert among the links that providers beside Defender for Cloud add. */
const alertPage = (row: Fields): string | undefined =>
  row
    .each('extendedlinks')
    .find((link) => link.text('label') === 'alert')
    ?.text('href');

function evidenceOf(row: Fields, more: Fields): Evidence[] {
  const found: (Evidence | undefined)[] = sentinelEntities(row.get('entities'));
  for (const address of row.list('clientips')) found.push(make.ip(address, { roles: ['source'] }));
  for (const resource of objectsIn(parsedJson(row.get('resourceidentifiers')))) {
    const one = new Fields(resource);
    found.push(make.cloudResource(one.text('azureresourceid', 'awsresourceid', 'gcpresourceid', 'resourceid'), { roles: ['impacted'] }));
  }
  found.push(make.cloudResource(row.text('associatedresource', 'azureresourceid'), { roles: ['impacted'] }));
  const compromised = row.text('compromisedentity');
  if (compromised !== undefined) {
    const lower = compromised.toLowerCase();
    const known = found.some(
      (one) =>
        one !== undefined &&
        (one.label.toLowerCase() === lower ||
          one.ids.some((id) => id.endsWith(`:${lower}`) || id.endsWith(`/${lower}`)) ||
          one.label.toLowerCase().startsWith(`${lower}.`)),
    );
    if (!known) found.push(compromisedEntity(compromised));
  }
  const host = row.text('compromisedentity');
  found.push(
    make.ip(more.text('attackersourceip', 'clientipaddress', 'sourceip', 'attackerip', 'ipaddress'), { roles: ['source'] }),
    make.process({
      image: more.text('suspiciousprocess', 'processname', 'suspiciousprocesspath'),
      commandLine: more.text('suspiciouscommandline', 'commandline'),
      pid: more.text('suspiciousprocessid', 'processid'),
      host,
      roles: ['related'],
    }),
    make.user({ name: more.text('username', 'accountname', 'user'), sid: more.text('usersid'), host, roles: ['related'] }),
  );
  return make.evidenceList(found);
}

/** A Security record of the Azure Activity Log: `category` as text or as `{value}`. */
function isActivity(record: JsonObject): boolean {
  const category = own(record, 'category');
  const word = isObject(category) ? own(category, 'value') : category;
  if (typeof word !== 'string' || word.toLowerCase() !== 'security') return false;
  const operation = own(record, 'operationName');
  const name = isObject(operation) ? own(operation, 'value') : operation;
  return typeof name === 'string' && /^microsoft\.security\//i.test(name);
}

function ofActivityLog(record: JsonObject): AlertDraft | undefined {
  const properties = own(record, 'properties');
  const nested = isObject(properties) ? own(properties, 'eventProperties') : undefined;
  const facts = new Fields(isObject(nested) ? nested : isObject(properties) ? properties : {});
  const outer = new Fields(record);
  const event = outer.object('eventname');
  const title =
    (event === undefined ? undefined : textOf(event, 'localizedValue', 'value')) ??
    outer.text('eventname', 'description') ??
    facts.text('eventname', 'alertdisplayname', 'title');
  if (title === undefined) return undefined;
  const severity = facts.word('severity') ?? outer.word('level');
  const host = facts.text('compromisedentity', 'machinename', 'computer');
  return defined({
    externalId: outer.text('eventdataid', 'correlationid'),
    idScope: IDS,
    title,
    description: outer.text('description'),
    severity: severityOfWord(severity),
    severityText: severity,
    category: 'Activity Log: Security',
    vendor: 'Microsoft',
    product: 'Microsoft Defender for Cloud',
    ...timesOf({ first: outer.get('eventtimestamp', 'time'), detected: outer.get('submissiontimestamp') }, UTC_ASSUMED, true),
    evidence: make.evidenceList([
      make.cloudResource(outer.text('resourceid'), { roles: ['impacted'] }),
      host === undefined ? undefined : compromisedEntity(host),
      make.user({ name: facts.text('username'), domain: facts.text('domainname'), sid: facts.text('usersid'), host, roles: ['related'] }),
      make.process({
        image: facts.text('processname', 'filepath'),
        commandLine: facts.text('commandline'),
        pid: facts.text('processid'),
        parentImage: facts.text('parentprocess'),
        host,
        roles: ['related'],
      }),
      make.ip(facts.text('attackersourceip', 'ipaddress'), { roles: ['source'] }),
    ]),
  });
}
