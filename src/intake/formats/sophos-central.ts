import type { JsonObject } from '../../base/json.ts';
import { own } from '../../base/json.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { processChain } from './support/edr-process.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Sophos Central: alerts and events of the SIEM API (`type: "Event::…"`), alerts of the Common API (`raisedAt`), detections of XDR. */
export const sophosCentral: RecordImporter = {
  id: 'sophos-central',
  label: 'Sophos Central alerts and events',
  spec: 'https://developer.sophos.com/docs/siem-v1/1/overview',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const type = own(record, 'type');
    if (typeof type === 'string' && /^Event::\w+/.test(type)) return 100;
    if (hasKey(record, 'event_service_event_id') && hasKey(record, 'customer_id')) return 100;
    if (hasKey(record, 'raisedAt') && hasKey(record, 'managedAgent')) return 100;
    return hasKey(record, 'detectionRule') && hasKey(record, 'sensorGeneratedAt') ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const type = row.text('type') ?? '';
    const data = row.at('data');
    const severity = row.word('severity');
    const threat = row.text('threat') ?? data.text('threatname');
    const quiet = HOUSEKEEPING.test(type);
    const title =
      row.text('name', 'detectionrule') ??
      row.text('description', 'threat') ??
      (type === '' ? undefined : type.split('::').slice(1).join(' '));
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A Sophos record without description and type.');
      return;
    }
    const mitre = row.each('mitreattacks');
    ctx.alert(
      defined({
        externalId: row.text('id', 'eventserviceeventid'),
        idScope: 'sophos',
        title,
        description: row.text('description', 'detectiondescription'),
        severity: severityFrom(severity),
        severityText: severity,
        status: statusOfWord(row.word('status')),
        category: row.text('group', 'category', 'product') ?? type,
        ...attackOf(
          mitre.flatMap((one) => [one.at('tactic').text('id', 'name')]),
          mitre.flatMap((one) =>
            one
              .at('tactic')
              .each('techniques')
              .map((technique) => technique.text('id')),
          ),
        ),
        vendor: 'Sophos',
        product: 'Sophos Central',
        detectionSource: row.text('origin', 'product', 'datastream'),
        rule: type === '' ? row.text('detectionrule') : type,
        ...timesOf(
          {
            first: row.get('when', 'end', 'raisedat', 'sensorgeneratedat', 'createdat', 'rt', 'time'),
            detected: row.get('createdat', 'rt', 'raisedat', 'when'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row, data, type),
        threatName: threat,
        kind: quiet ? ('posture' as const) : undefined,
      }),
    );
  },
};

/** State of protection and of the agent, no threat: updates, registration, scans, encryption. */
const HOUSEKEEPING =
  /::(?:Update|Registered|Unregistered|ReRegistered|UserAutoCreated|User(?:Created|Deleted)|SavScan|SavEnabled|SavDisabled|Enc::|Denc::|Protected|Unprotected|NonCompliant|Compliant|OutOfDate|UpToDate|NotProtected|ServiceNotRunning|ServiceRestored|DeviceManagement|License|Mobile::(?:Device|Enrol)|ADSync|Heartbeat|SecurityLevel)/;

/** Sophos counts the alerts of the SIEM feed from none to critical; 0 to 10 in detections. */
function severityFrom(word: string | undefined): ReturnType<typeof severityOfWord> {
  const n = Number(word);
  if (word === undefined || word === '' || !Number.isFinite(n)) return severityOfWord(word);
  return n >= 7 ? 'high' : n >= 4 ? 'medium' : n >= 2 ? 'low' : 'informational';
}

function evidenceOf(row: Fields, data: Fields, type: string): Evidence[] {
  const agent = row.at('managedagent');
  const device = row.at('device');
  const source = row.text('source');
  const person = row.at('person');
  const host =
    row.text('location', 'dhost') ?? data.text('dhost', 'hostname') ?? agent.text('name') ?? device.text('entity', 'hostname', 'name');
  const user = row.text('suser') ?? source ?? person.text('name') ?? data.text('username');
  const found: (Evidence | undefined)[] = [
    make.device({
      name: host,
      agentId: row.text('endpointid') ?? data.text('endpointid') ?? agent.text('id') ?? device.text('id'),
      agentOf: 'sophos',
      roles: ['impacted'],
      attributes: {
        kind: row.text('endpointtype') ?? data.text('endpointtype') ?? agent.text('type') ?? device.text('type'),
        os: data.text('endpointplatform'),
      },
    }),
    user === undefined ? undefined : account(user, host),
    make.ip(row.at('sourceinfo').text('ip') ?? data.at('sourceinfo').text('ip') ?? row.text('sourceip'), { roles: ['contextual'] }),
  ];
  const remediation = remediationOf(type, row.text('name', 'description') ?? '');
  const cleaned = [
    ...row.at('coreremedyitems').each('items'),
    ...data.at('coreremedyitems').each('items'),
    ...data.each('coreremedyitems'),
  ];
  for (const item of cleaned) {
    found.push(
      make.file({
        path: item.text('descriptor'),
        sha256: item.text('sha256'),
        roles: ['suspicious'],
        remediation: /success|clean|quarantin|deleted/i.test(item.text('result') ?? '') ? 'remediated' : remediation,
      }),
    );
  }
  const text = row.text('name', 'description') ?? '';
  const path = row.text('filepath', 'path') ?? / at '([^']+)'/.exec(text)?.[1];
  const hash = row.text('appsha256', 'sha256', 'threatsha256') ?? data.text('appsha256');
  found.push(make.file({ path, sha256: hash, roles: ['suspicious'], remediation }));
  const ips = row.at('ipsthreatdata');
  found.push(
    ...processChain(
      [
        {
          image: ips.text('executablename') ?? row.text('processpath', 'processname'),
          pid: ips.text('localprocessid'),
          commandLine: row.text('cmdline', 'processcmdline'),
        },
      ],
      host,
      { remediation },
    ),
    make.ip(ips.text('remoteip') ?? row.text('remoteip', 'destinationip'), {
      roles: ['destination'],
      attributes: { port: ips.text('remoteport') },
    }),
    make.domain(/Access was blocked to "([^"\s]+)"/.exec(text)?.[1], { roles: ['destination'], remediation: 'blocked' }),
    make.url(row.text('url'), { roles: ['destination'] }),
    make.named('malware', row.text('threat') ?? data.text('threatname'), { roles: ['related'] }),
  );
  return make.evidenceList(found);
}

/** `DOMAIN\user`, or `Last, First (DOMAIN\user)`. */
function account(text: string, host: string | undefined): Evidence | undefined {
  const inner = /^(.*?)\s*\(([^()]*\\[^()]*)\)$/.exec(text);
  return inner === null
    ? /\s/.test(text) && !text.includes('\\')
      ? make.user({ displayName: text, roles: ['impacted'] })
      : make.user({ name: text, host, roles: ['impacted'] })
    : make.user({ name: inner[2], displayName: inner[1], host, roles: ['impacted'] });
}

function remediationOf(type: string, text: string): RemediationStatus | undefined {
  if (/CleanedUp|Clean(?:up)?Success|::PuaCleaned|Quarantined|Removed/i.test(type) || /cleaned up|has been removed/i.test(text))
    return 'remediated';
  if (/CleanupFailed|NotCleaned|ManualCleanup|CleanupRequired/i.test(type) || /manual (?:clean|pua)/i.test(text)) return 'active';
  if (/Blocked|Block::/i.test(type) || /was blocked|\bblocked\b/i.test(text)) return 'blocked';
  if (/Prevented/i.test(type) || /prevented/i.test(text)) return 'prevented';
  return undefined;
}
