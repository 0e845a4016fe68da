import { type Json, type JsonObject, own } from '../../base/json.ts';
import { normalAddress } from '../../domain/address.ts';
import type { AlertStatus } from '../../domain/alert.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { attackOf } from './support/attack.ts';
import { Fields, hasKey, listIn } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined, judgementOf, statusOfWord } from './support/states.ts';
import { hashesOf } from './support/windows-event.ts';

/** Notable events (findings) of Splunk Enterprise Security, as CSV, as JSON of a search, or with their fields only in `_raw`. */
export const splunkNotable: RecordImporter = {
  id: 'splunk-notable',
  label: 'Splunk ES notable events',
  spec: 'https://docs.splunk.com/Documentation/ES/latest/User/Howurgencyisassigned',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    const index = own(record, 'index');
    const bucket = own(record, '_bkt');
    const event = own(record, 'event_id');
    if (typeof event === 'string' && event.includes('@@'))
      return /@@(?:notable|finding)/.test(event) || hasKey(record, 'rule_name') ? 100 : 50;
    if (index === 'notable' || (typeof bucket === 'string' && bucket.startsWith('notable~'))) return 100;
    if (hasKey(record, 'urgency') && (hasKey(record, 'rule_name') || hasKey(record, 'rule_title') || hasKey(record, 'search_name')))
      return 75;
    // Risk events, which ES 8 calls intermediate findings.
    if (hasKey(record, 'risk_object') && (hasKey(record, 'risk_message') || hasKey(record, 'risk_score')) && hasKey(record, '_time'))
      return 75;
    const raw = own(record, '_raw');
    return typeof raw === 'string' && RAW.test(raw) ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(withRaw(record));
    const search = row.first('searchname', 'source')?.replace(/ - Rule$/, '');
    const title = expanded(row.first('ruletitle'), row) ?? row.first('rulename') ?? search;
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A notable event without the name of its search.');
      return;
    }
    const severity = row.word('urgency') ?? firstWord(row.get('severity', 'severities', 'origseverity'));
    const annotations = [...row.names()].filter(
      (name) =>
        name.startsWith('annotationsmitreattack') || name.startsWith('mitre') || name === 'annotationsall' || name === 'annotations',
    );
    const attack = annotations.flatMap((name) => {
      const value = row.get(name);
      return typeof value === 'string' ? [value, ...listIn(value)] : [...listIn(value)];
    });
    const nothing = row.first('ruledescription', 'description', 'savedsearchdescription', 'riskmessage');
    ctx.alert(
      defined({
        externalId: row.first('eventid', 'ruleid'),
        idScope: 'splunk',
        title,
        description: expanded(nothing, row),
        severity: severityOfWord(severity),
        severityText: severity,
        status: statusOf(row),
        ...judgementOf(row.first('dispositionlabel'), undefined),
        assignedTo: owner(row.first('ownerrealname', 'owner')),
        category: row.first('securitydomain'),
        ...attackOf(attack.flatMap(lines), attack),
        vendor: 'Splunk',
        product: 'Splunk Enterprise Security',
        detectionSource: row.first('vendorproduct', 'origsourcetype', 'product'),
        rule: search,
        ...timesOf(
          {
            first: epoch(row, 'firsttime', 'origtime') ?? row.get('time', 'timestamp'),
            last: epoch(row, 'lasttime'),
            detected: row.get('time') ?? epoch(row, 'infosearchtime', 'indextime'),
            updated: epoch(row, 'reviewtime', 'modtime'),
          },
          ctx.assume,
        ),
        evidence: evidenceOf(row),
        sourceIncident: row.first('investigationid', 'missioncontrolid'),
        url: row.first('url')?.includes('splunk') === true ? row.first('url') : undefined,
        recommendedActions: nextSteps(row.get('nextsteps')),
        threatName: row.first('threatname', 'malwarename'),
      }),
    );
  },
};

const RAW = /^\s*\d{9,}(?:\.\d+)?, search_name=|\borig_action_name="?notable/;

/** The record with the fields that only its `_raw` states; repeated ones as lists. */
function withRaw(record: JsonObject): JsonObject {
  const raw = own(record, '_raw');
  if (typeof raw !== 'string' || !raw.includes('=')) return record;
  const found = new Map<string, string[]>();
  for (const [, key = '', quoted, bare] of raw.matchAll(/([A-Za-z_][\w.:{}]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const value = quoted?.replace(/\\(["\\])/g, '$1') ?? bare ?? '';
    const known = found.get(key);
    if (known === undefined) found.set(key, [value]);
    else if (!known.includes(value)) known.push(value);
  }
  const out: Record<string, Json | undefined> = {};
  for (const [key, values] of found) if (key !== '__proto__') out[key] = values.length === 1 ? values[0] : values;
  const time = /^\s*(\d{9,}(?:\.\d+)?),/.exec(raw)?.[1];
  if (time !== undefined) out['_time'] = time;
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value !== undefined && value !== null && value !== '') out[key] = value;
  }
  return out;
}

const lines = (text: string): string[] => text.split(/\r?\n/);
/** Values of a field that may have several: a list, or one a line in a cell. */
const values = (row: Fields, ...names: string[]): string[] =>
  [...new Set(names.flatMap((name) => row.list(name).flatMap(lines)))].map((text) => text.trim()).filter((text) => text !== '');

const firstWord = (value: Json | undefined): string | undefined => {
  const word = Array.isArray(value) ? (value as readonly Json[])[0] : value;
  return typeof word === 'string' ? lines(word)[0]?.trim() : typeof word === 'number' ? String(word) : undefined;
};

/** Splunk leaves `$field$` in a title where the search did not know it. */
function expanded(text: string | undefined, row: Fields): string | undefined {
  return text?.replace(/\$([\w.:{}]+)\$/g, (token, name: string) => row.first(name.toLowerCase().replace(/[^a-z0-9$@]/g, '')) ?? token);
}

/** Times of `now()` and of the searched window are seconds as text; `+Infinity` and words are none. */
function epoch(row: Fields, ...names: string[]): Json | undefined {
  for (const name of names) {
    const text = row.first(name);
    if (text !== undefined && !/infinity|none/i.test(text)) return text;
  }
  return undefined;
}

const STATUS: Readonly<Record<string, AlertStatus>> = {
  '0': 'new',
  '1': 'new',
  '2': 'inProgress',
  '3': 'inProgress',
  '4': 'resolved',
  '5': 'resolved',
};
function statusOf(row: Fields): AlertStatus | undefined {
  const number = row.word('status');
  return (
    statusOfWord(row.first('statuslabel')) ??
    statusOfWord(row.first('statusgroup')) ??
    (number !== undefined && Object.hasOwn(STATUS, number) ? STATUS[number] : statusOfWord(number))
  );
}
const owner = (text: string | undefined): string | undefined => (text?.toLowerCase() === 'unassigned' ? undefined : text);

/** `{"version": 1, "data": "text"}` or the text itself. */
function nextSteps(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const data = /"data"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(value)?.[1] ?? (value.startsWith('{') ? '' : value);
  return data.trim() === '' ? undefined : data.replace(/\\n/g, '\n').replace(/\\(["\\/])/g, '$1');
}

function evidenceOf(row: Fields): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const ends: readonly (readonly [readonly string[], readonly EvidenceRole[]])[] = [
    [['src', 'srcip', 'srchost', 'srcdns', 'srcnthost'], ['source']],
    [
      ['dest', 'destip', 'desthost', 'destdns', 'destnthost'],
      ['destination', 'impacted'],
    ],
    [['dvc', 'dvcip', 'dvchost', 'orighost'], ['sensor']],
  ];
  for (const [names, roles] of ends) for (const value of values(row, ...names)) found.push(machine(value, roles));
  // Fields of a data model or a lookup keep its name before theirs: `IDS_Attacks.src`.
  for (const name of row.names()) {
    if (!/[a-z](?:src|dest)(?:ip)?$/.test(name) || /orig|risk|count|priority|zone/.test(name)) continue;
    const original = row.nameOf(name);
    if (original?.includes('.') !== true || original.startsWith('annotations')) continue;
    for (const value of values(row, name)) found.push(machine(value, name.includes('dest') ? ['destination', 'impacted'] : ['source']));
  }
  const host = values(row, 'dest', 'desthost', 'destnthost').find((one) => normalAddress(one) === undefined);
  for (const name of values(row, 'user', 'userid', 'username'))
    found.push(make.user({ name, host, domain: row.first('userdomain', 'destntdomain'), roles: ['impacted'] }));
  for (const name of values(row, 'srcuser')) found.push(make.user({ name, domain: row.first('srcntdomain'), roles: ['source'] }));
  for (const name of values(row, 'destuser', 'targetuser')) found.push(make.user({ name, roles: ['target'] }));
  const kinds = values(row, 'riskobjecttype');
  for (const [i, value] of values(row, 'riskobject', 'normalizedriskobject').entries()) {
    const kind = kinds[i] ?? kinds[0] ?? '';
    const attributes = { riskScore: row.first('riskscore', 'calculatedriskscore') };
    if (kind.includes('user')) found.push(make.user({ name: value, roles: ['impacted'], attributes }));
    else if (kind.includes('system') || kind === '') found.push(machine(value, ['impacted'], attributes));
    else found.push(make.named('generic', value, { kind: 'risk-object', roles: ['impacted'], attributes }));
  }
  const line = row.first('process', 'processexec') ?? row.first('commandline', 'cmdline');
  const image = row.first('processpath', 'processname', 'processexec');
  found.push(
    make.process({
      pid: row.first('processid'),
      guid: row.first('processguid'),
      image,
      commandLine: line,
      host,
      user: row.first('user'),
      parentPid: row.first('parentprocessid'),
      parentGuid: row.first('parentprocessguid'),
      parentImage: row.first('parentprocesspath', 'parentprocessname'),
      parentCommandLine: row.first('parentprocess'),
      roles: ['related'],
    }),
  );
  for (const hash of values(row, 'processhash')) found.push(make.file({ ...hashesOf(hash), hash, path: image, roles: ['processImage'] }));
  const hashes = values(row, 'filehash', 'hash', 'sha256', 'md5', 'sha1');
  for (const hash of hashes)
    found.push(
      make.file({
        ...hashesOf(hash),
        hash,
        ...(hashes.length === 1 && { name: row.first('filename'), path: row.first('filepath') }),
        roles: ['related'],
      }),
    );
  if (hashes.length !== 1)
    for (const path of values(row, 'filepath', 'filename')) found.push(make.file({ path, name: path, roles: ['related'] }));
  for (const value of values(row, 'url')) found.push(make.url(value, { roles: ['related'] }));
  for (const value of values(row, 'domain', 'query', 'destdomain', 'urldomain')) found.push(make.domain(value, { roles: ['related'] }));
  found.push(
    make.registry({
      key: row.first('registrypath', 'registrykeyname'),
      valueName: row.first('registryvaluename'),
      valueData: row.first('registryvaluedata'),
      roles: ['related'],
    }),
    make.named('service', row.first('servicename'), { roles: ['related'] }),
    make.mailMessage({ internetMessageId: row.first('messageid'), roles: ['related'] }),
  );
  for (const value of values(row, 'sender', 'srcuseremail')) found.push(make.mailbox(value, { roles: ['sender'] }));
  for (const value of values(row, 'recipient')) found.push(make.mailbox(value, { roles: ['recipient'] }));
  const threat = row.first('threatmatchvalue');
  if (threat !== undefined)
    found.push(
      make.ip(threat, { roles: ['suspicious'] }) ??
        make.domain(threat, { roles: ['suspicious'] }) ??
        make.file({ hash: threat, roles: ['suspicious'] }),
    );
  return make.evidenceList(found);
}

/** An address, a machine, or neither. */
function machine(value: string, roles: readonly EvidenceRole[], attributes: Readonly<Record<string, unknown>> = {}): Evidence | undefined {
  if (normalAddress(value) !== undefined) return make.ip(value, { roles, attributes });
  // Addresses with letters in place of digits are what a hand made unreadable.
  return /\s|^[x\d.]+$/i.test(value) && !/[a-wyz]/i.test(value) ? undefined : make.device({ name: value, roles, attributes });
}
