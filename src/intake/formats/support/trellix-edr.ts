import { isObject, type JsonObject, own } from '../../../base/json.ts';
import type { TimeAssumptions } from '../../../base/time.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import * as make from '../../../domain/evidence-builders.ts';
import { type Severity, severityOfWord } from '../../../domain/severity.ts';
import { attackOf } from './attack.ts';
import { processChain, realmOf } from './edr-process.ts';
import { Fields } from './fields.ts';
import { timesOf } from './moments.ts';
import { defined, statusOfWord } from './states.ts';

const SEVERITY: readonly Severity[] = ['informational', 'low', 'low', 'medium', 'high', 'high'];

/** A resource of Trellix EDR (JSON:API): a threat, one detection of it, a host it affects, or an alert. */
export function trellixEdr(record: JsonObject, assume: TimeAssumptions): AlertDraft {
  const outer = new Fields(record);
  const inner = own(record, 'attributes');
  const row = new Fields(isObject(inner) ? inner : record);
  const type = (outer.word('type') ?? 'alert').toLowerCase();
  const word = row.word('severity');
  const level = /^s([0-5])$/i.exec(word ?? '')?.[1];
  const tags = row.list('detectiontags').length > 0 ? row.list('detectiontags') : row.list('tags');
  const host = row.at('host');
  const machine = row.text('hostname') ?? host.text('hostname');
  const hashes = row.at('hashes');
  const id = outer.text('id');
  const threat = outer.text('threatid') ?? (type.startsWith('threat') ? id : undefined);
  const name = row.text('name', 'processname');
  const tactics = tags.map((tag) => tag.replace(/^@ATA\./, ''));
  const title =
    row.text('name', 'ruleid') ??
    (type.startsWith('affected')
      ? `Threat ${threat ?? ''} on ${machine ?? 'a host'}`
      : (tags[0]?.replace(/^@\w+\./, '') ?? name ?? `Trellix EDR ${type}`));
  return defined({
    externalId: id === undefined ? row.text('traceid') : type.startsWith('threat') ? id : `${type}/${id}`,
    idScope: 'trellix-edr',
    title,
    severity: level === undefined ? severityOfWord(word) : (SEVERITY[Number(level)] ?? 'unknown'),
    severityText: word,
    status: statusOfWord(row.word('status')),
    category: row.text('eventtype', 'type') ?? type,
    ...attackOf(tactics, tags),
    vendor: 'Trellix',
    product: 'Trellix EDR',
    rule: row.text('ruleid'),
    ...timesOf(
      {
        first: row.get('eventdate', 'firstdetected', 'detectiondate'),
        last: row.get('lastdetected'),
        detected: row.get('detectiondate', 'firstdetected'),
      },
      assume,
    ),
    evidence: make.evidenceList([
      make.device({
        name: machine,
        domain: realmOf(row.text('domain')),
        agentId: row.text('aguid', 'maguid') ?? host.text('aguid', 'maguid'),
        agentOf: 'trellix',
        roles: ['impacted'],
        attributes: { os: row.text('hos') ?? host.at('os').text('desc') },
      }),
      ...host.each('netinterfaces').map((one) => make.ip(one.text('ip'), { roles: ['contextual'] })),
      make.user({ name: row.text('user'), domain: realmOf(row.text('domain')), host: machine, roles: ['impacted'] }),
      ...processChain(
        [
          {
            pid: row.text('pid'),
            image: row.text('processname'),
            commandLine: row.text('cmdline'),
            guid: row.text('traceid'),
            sha256: row.text('sha256'),
          },
          { guid: row.text('parenttraceid') },
        ],
        machine,
      ),
      make.file({
        name: type.startsWith('threat') ? row.text('name') : undefined,
        sha256: hashes.text('sha256') ?? row.text('sha256'),
        sha1: hashes.text('sha1'),
        md5: hashes.text('md5'),
        roles: ['suspicious'],
      }),
    ]),
    sourceIncident: threat,
  });
}
