import { type TimeAssumptions, UTC_ASSUMED } from '../../../base/time.ts';
import { tacticsOf } from '../../../attack/tactics.ts';
import { techniquesOf } from '../../../attack/techniques.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { severityOfScore, severityOfWord } from '../../../domain/severity.ts';
import { Fields } from './fields.ts';
import { graphAlias, microsoftProduct, SENTINEL_IDS } from './microsoft.ts';
import { timesOf } from './moments.ts';
import { sentinelEntities } from './sentinel-entities.ts';
import { defined, judgementOf, statusOfWord } from './states.ts';

/** A row of SecurityAlert, or the `properties` of the same alert from ARM. `undefined` when it has no name. */
export function securityAlert(row: Fields, assume: TimeAssumptions): AlertDraft | undefined {
  const title = row.text('displayname', 'alertdisplayname', 'alertname', 'alerttype');
  if (title === undefined) {
    return undefined;
  }
  const more = new Fields(row.object('extendedproperties') ?? {});
  const severity = row.word('alertseverity', 'severity');
  const tacticText =
    (row.list('tactics', 'intent').join(', ') || undefined) ?? more.text('tactics', 'microsoftdefenderatpcategory', 'category');
  const tactics = tacticsOf(tacticText);
  const techniques = techniquesOf([
    row.word('subtechniques') ?? '',
    row.word('techniques') ?? '',
    more.text('mitretechniques', 'techniques') ?? '',
  ]);
  const provider = row.text('providername');
  const component = row.text('productcomponentname');
  // UTC by the definition of the table; a portal that shows local time says so in the header.
  const header = row.nameOf('timegenerated') ?? row.nameOf('starttime') ?? '';
  const local = /\[[^\]]*\]\s*$/.test(header) && !/\[UTC\]\s*$/i.test(header);
  return defined({
    externalId: row.text('systemalertid', 'vendororiginalid', 'provideralertid'),
    idScope: SENTINEL_IDS,
    alias: aliasOf(row, provider),
    title,
    description: row.text('description'),
    severity: severity !== undefined && /^\d+$/.test(severity) ? severityOfScore(Number(severity)) : severityOfWord(severity),
    severityText: severity,
    status: statusOfWord(row.word('status')),
    ...judgementOf(more.word('classification'), more.word('determination')),
    assignedTo: more.text('assignedto'),
    category: more.text('microsoftdefenderatpcategory', 'category') ?? tacticText ?? row.text('alerttype'),
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor: row.text('vendorname') ?? 'Microsoft',
    product: productOf(row, provider, component),
    detectionSource: more.text('detectionsource') ?? provider,
    rule: more.text('detectorid', 'analyticruleids', 'analyticrulename') ?? row.text('alerttype'),
    ...timesOf(
      {
        first: row.get('starttime', 'starttimeutc'),
        last: row.get('endtime', 'endtimeutc'),
        detected: row.get('processingendtime', 'timegenerated'),
        updated: row.get('timegenerated', 'processingendtime'),
      },
      local ? assume : UTC_ASSUMED,
      !local,
    ),
    evidence: evidenceOf(row, more),
    sourceIncident: more.text('incidentid'),
    url: row.text('alertlink'),
    recommendedActions: row.list('remediationsteps').join('\n') || undefined,
    threatName: more.text('threatname', 'threatfamilyname'),
  });
}

/** Of the alerts without a link to the Defender portal: Sentinel's own keep their SystemAlertId there, those of Entra the id of the risk detection. */
function aliasOf(row: Fields, provider: string | undefined): AlertDraft['alias'] {
  const id = row.text('systemalertid');
  const risk = row.text('vendororiginalid');
  if (/^ASI (?:Scheduled|NRT) Alerts$/i.test(provider ?? '') && /^[0-9a-f-]{36}$/i.test(id ?? ''))
    return graphAlias(row.text('alertlink'), 'sn', id);
  if (provider === 'IPC' && /^[0-9a-f]{64}$/i.test(risk ?? '')) return graphAlias(row.text('alertlink'), 'ad', risk);
  return graphAlias(row.text('alertlink'));
}

function productOf(row: Fields, provider: string | undefined, component: string | undefined): string {
  const name = row.text('productname');
  const product = microsoftProduct(name ?? provider) ?? 'Microsoft Sentinel';
  const ofTable: Readonly<Record<string, string>> = { Detection: 'Microsoft Defender for Cloud', CustomAlertRule: 'Microsoft Sentinel' };
  if (name === undefined && provider !== undefined && Object.hasOwn(ofTable, provider)) return ofTable[provider] ?? product;
  return component !== undefined && product === 'Microsoft Defender for Cloud' ? `${product}: ${component}` : product;
}

function evidenceOf(row: Fields, more: Fields): Evidence[] {
  const found = sentinelEntities(row.get('entities'));
  const compromised = row.text('compromisedentity');
  const resource = row.text('resourceid');
  const known = (text: string): boolean =>
    found.some((one) => one.ids.some((id) => id.endsWith(`:${text.toLowerCase()}`)) || one.label.toLowerCase() === text.toLowerCase());
  const impacted: (Evidence | undefined)[] = [];
  if (compromised !== undefined) {
    if (known(compromised)) return mark(found, compromised, resource);
    impacted.push(compromisedEntity(compromised));
  }
  if (resource?.startsWith('/') === true) impacted.push(make.cloudResource(resource, { roles: ['impacted'] }));
  for (const name of ['clientipaddress', 'attackersourceip', 'sourceip']) impacted.push(make.ip(more.text(name), { roles: ['source'] }));
  return make.evidenceList([...found, ...impacted]);
}

/** The compromised entity is one of the entities: it is the impacted one. */
function mark(found: readonly Evidence[], compromised: string, resource: string | undefined): Evidence[] {
  const lower = compromised.toLowerCase();
  const marked = found.map((one) =>
    !one.roles.includes('impacted') &&
    (one.type === 'device' || one.type === 'user' || one.type === 'mailbox' || one.type === 'cloudResource') &&
    (one.label.toLowerCase() === lower || one.ids.some((id) => id.endsWith(`:${lower}`)))
      ? { ...one, roles: [...one.roles, 'impacted' as const] }
      : one,
  );
  return make.evidenceList([
    ...marked,
    resource?.startsWith('/') === true ? make.cloudResource(resource, { roles: ['impacted'] }) : undefined,
  ]);
}

/** `CompromisedEntity` is a name of no stated kind: a host, a user, a mailbox or an Azure resource. */
export function compromisedEntity(text: string): Evidence | undefined {
  const roles = ['impacted'] as const;
  if (text.startsWith('/')) return make.cloudResource(text, { roles });
  if (text.includes('@') || text.includes('\\')) return make.user({ name: text, roles });
  return make.ip(text, { roles }) ?? (/\s/.test(text) ? undefined : make.device({ name: text, roles }));
}
