import { isObject, type JsonObject, own } from '../../../base/json.ts';
import type { TimeAssumptions } from '../../../base/time.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { RemediationStatus } from '../../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../../domain/severity.ts';
import { attackOf } from './attack.ts';
import { realmOf } from './edr-process.ts';
import { Fields } from './fields.ts';
import { timesOf } from './moments.ts';
import { defined } from './states.ts';

/** Windows-like scale of ePO: 0 none, 1 alert, 2 critical, 3 error, 4 warning, 5 notice, 6 information, 7 debug. */
const SEVERITY: readonly Severity[] = ['unknown', 'high', 'high', 'medium', 'medium', 'low', 'informational', 'informational'];

/** An event of ePolicy Orchestrator: JSON:API (`attributes`), its flat columns, or the leaves of its XML. */
export function trellixEpo(record: JsonObject, assume: TimeAssumptions): AlertDraft {
  const inner = own(record, 'attributes');
  const row = new Fields(isObject(inner) ? inner : record);
  const outer = new Fields(record);
  const word = row.word('threatseverity', 'severity');
  const number = Number(word);
  const name = row.text('threatname', 'rulename');
  const action = row.text('threatactiontaken');
  const title =
    (name === '_' ? undefined : name) ??
    row.text('threattype', 'eventdesc', 'naturallangdescription', 'threatcategory') ??
    `ePO event ${row.text('threateventid', 'eventid') ?? ''}`.trim();
  const host = row.text('targethostname', 'machinename') ?? row.text('analyzerhostname');
  const path = row.text('targetfilename', 'targetpath');
  const remediation = remediationOf(action, row.word('threathandled'));
  return defined({
    externalId: outer.text('id') ?? row.text('autoid', 'autoguid', 'eventid2'),
    idScope: 'trellix-epo',
    title,
    description: row.text('naturallangdescription', 'eventdesc'),
    severity: Number.isInteger(number) && word !== undefined ? (SEVERITY[number] ?? 'unknown') : severityOfWord(word),
    severityText: word,
    category: row.text('threatcategory', 'threattype'),
    ...attackOf([row.text('attackvectortype')], [row.text('mitretechniques', 'techniqueid'), name]),
    vendor: 'Trellix',
    product: row.text('analyzername', 'productname', 'productfamily') ?? 'Trellix ePolicy Orchestrator',
    detectionSource:
      row.text('analyzerdetectionmethod', 'analyzercontentcreationdate') === undefined ? undefined : row.text('analyzerdetectionmethod'),
    rule: row.text('threateventid', 'analyzerruleid'),
    ...timesOf(
      {
        first: row.get('detectedutc', 'gmttime', 'eventtime', 'analyzertime'),
        detected: row.get('detectedutc', 'gmttime', 'receivedutc'),
        updated: row.get('receivedutc'),
      },
      assume,
      true,
    ),
    evidence: make.evidenceList([
      make.device({
        name: host,
        domain: realmOf(row.text('machinedomain', 'domainname')),
        agentId: row.text('agentguid'),
        agentOf: 'trellix',
        roles: ['impacted'],
        attributes: { os: row.text('osname', 'ostype'), mac: row.text('targetmac', 'rawmacaddress', 'analyzermac') },
      }),
      make.ip(row.text('targetipv4', 'ipaddress', 'analyzeripv4', 'targetipv6'), { roles: ['contextual'] }),
      make.user({ name: row.text('targetusername', 'username'), host, roles: ['impacted'] }),
      make.ip(row.text('sourceipv4', 'sourceipv6'), { roles: ['source'] }),
      make.device({ name: row.text('sourcehostname'), roles: ['source'] }),
      make.user({ name: row.text('sourceusername'), roles: ['source'] }),
      make.process({ image: row.text('sourceprocessname'), host, roles: ['related'] }),
      make.file({ hash: row.text('sourceprocesshash'), path: row.text('sourceprocessname'), roles: ['processImage'] }),
      make.process({ image: row.text('targetprocessname'), host, roles: ['target'] }),
      make.file({ path, hash: row.text('targethash', 'targetfilehash'), roles: ['suspicious'], remediation }),
      make.url(row.text('sourceurl'), { roles: ['source'] }),
    ]),
    threatName: name === '_' ? undefined : name,
  });
}

function remediationOf(action: string | undefined, handled: string | undefined): RemediationStatus | undefined {
  if (action === undefined) return handled === '0' || handled === 'false' ? 'active' : undefined;
  if (/would|none|fail|ignor/i.test(action)) return 'active';
  if (/delete|clean|quarantin|repair|remov/i.test(action)) return 'remediated';
  return /block|den(?:y|ied)|terminat|prevent/i.test(action) ? 'blocked' : undefined;
}
