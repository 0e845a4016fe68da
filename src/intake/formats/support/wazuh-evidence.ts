import { type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { Fields, objectOf, objectsOf, textOf } from './fields.ts';
import { windowsEvidence } from './windows-event.ts';

/** What a Wazuh alert names: the host that wrote the log, the agent where it only relays, addresses, accounts, files and the decoded event. */
export function wazuhEvidence(alert: JsonObject, data: JsonObject | undefined): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const host = machines(alert, data, found);
  if (data !== undefined) {
    common(data, host, found);
    const win = objectOf(data, 'win');
    const event = win === undefined ? undefined : objectOf(win, 'eventdata');
    if (event !== undefined) found.push(...windowsEvidence(new Fields(unescaped(event)), host));
    const audit = objectOf(data, 'audit');
    if (audit !== undefined) auditd(audit, host, found);
    cloud(data, found);
  }
  const syscheck = objectOf(alert, 'syscheck');
  if (syscheck !== undefined) integrity(syscheck, host, found);
  return make.evidenceList(found);
}

/** The host is who wrote the log line (`predecoder.hostname`, the computer of a Windows event); an agent of another name relays, agent 000 is the manager. */
function machines(alert: JsonObject, data: JsonObject | undefined, found: (Evidence | undefined)[]): string | undefined {
  const agent = objectOf(alert, 'agent');
  const predecoder = objectOf(alert, 'predecoder');
  const win = data === undefined ? undefined : objectOf(data, 'win');
  const system = win === undefined ? undefined : objectOf(win, 'system');
  const manager = textOf(objectOf(alert, 'manager') ?? {}, 'name');
  const name = agent === undefined ? undefined : textOf(agent, 'name');
  const number = agent === undefined ? undefined : own(agent, 'id');
  const id = typeof number === 'string' || typeof number === 'number' ? String(number) : undefined;
  const written =
    (system === undefined ? undefined : textOf(system, 'computer')) ??
    (predecoder === undefined ? undefined : textOf(predecoder, 'hostname'));
  const origin = written ?? name;
  const same = name === undefined || origin === undefined || short(name) === short(origin);
  const agentId = id === undefined || /^0*$/.test(id) ? undefined : `${manager ?? ''}/${id}`;
  found.push(make.device({ name: origin, roles: ['impacted'], ...(same && { agentId, agentOf: 'wazuh' }) }));
  if (!same) found.push(make.device({ name, agentId, agentOf: 'wazuh', roles: ['sensor'] }));
  const address = agent === undefined ? undefined : textOf(agent, 'ip');
  if (address !== undefined && address !== '127.0.0.1' && address !== 'any') found.push(make.ip(address, { roles: ['contextual'] }));
  return origin;
}
const short = (name: string): string => (name.split('.')[0] ?? name).toLowerCase();

function common(data: JsonObject, host: string | undefined, found: (Evidence | undefined)[]): void {
  found.push(
    make.ip(textOf(data, 'srcip', 'src_ip', 'source_ip', 'client_ip', 'remote_ip'), { roles: ['source'] }),
    make.ip(textOf(data, 'dstip', 'dest_ip', 'dst_ip', 'destination_ip'), {
      roles: ['destination'],
      attributes: { port: textOf(data, 'dstport', 'dest_port'), protocol: textOf(data, 'protocol', 'proto') },
    }),
    make.user({ name: textOf(data, 'srcuser', 'src_user'), host, roles: ['source'] }),
    make.user({ name: textOf(data, 'dstuser', 'dst_user', 'user', 'username'), host, roles: ['target'] }),
    make.url(webAddress(textOf(data, 'url')), { roles: ['related'] }),
    make.domain(textOf(data, 'domain', 'hostname'), { roles: ['related'] }),
    make.commandLine(textOf(data, 'command'), { roles: ['related'] }),
  );
  const file = textOf(data, 'file', 'filename');
  if (file !== undefined) found.push(make.file({ path: /[\\/]/.test(file) ? file : undefined, name: file, roles: ['related'] }));
  const virus = objectOf(data, 'virustotal');
  const source = virus === undefined ? undefined : objectOf(virus, 'source');
  if (virus !== undefined && source !== undefined) {
    found.push(
      make.file({
        sha1: own(source, 'sha1'),
        md5: own(source, 'md5'),
        path: own(source, 'file'),
        roles: ['suspicious'],
        verdict: Number(textOf(virus, 'positives') ?? 0) > 0 ? 'malicious' : undefined,
        attributes: { positives: textOf(virus, 'positives'), engines: textOf(virus, 'total') },
      }),
    );
  }
  const http = objectOf(data, 'http');
  if (http !== undefined) found.push(make.domain(own(http, 'hostname'), { roles: ['related'] }));
}

/** The eventchannel decoder leaves backslashes doubled: `C:\\\\Windows` for `C:\\Windows`. */
function unescaped(event: JsonObject): JsonObject {
  const out: Record<string, JsonObject[string]> = {};
  for (const key of Object.keys(event)) {
    const value = event[key];
    out[key] =
      typeof value === 'string' && value.includes('\\\\') && !/(?:^|[^\\])\\(?!\\)/.test(value) ? value.replaceAll('\\\\', '\\') : value;
  }
  return out;
}

/** Web server decoders give the path alone, which is no address. */
const webAddress = (text: string | undefined): string | undefined => (text?.includes('://') === true ? text : undefined);

function auditd(audit: JsonObject, host: string | undefined, found: (Evidence | undefined)[]): void {
  const line = objectOf(audit, 'execve');
  const args =
    line === undefined
      ? undefined
      : Object.keys(line)
          .filter((key) => /^a\d+$/.test(key))
          .map((key) => textOf(line, key) ?? '')
          .join(' ');
  found.push(
    make.process({
      pid: own(audit, 'pid'),
      image: own(audit, 'exe'),
      commandLine: args ?? textOf(audit, 'command'),
      parentPid: own(audit, 'ppid'),
      host,
      roles: ['related'],
      user: textOf(audit, 'auid', 'uid'),
    }),
  );
  for (const file of objectsOf(audit, 'file')) found.push(make.file({ path: own(file, 'name'), roles: ['related'] }));
}

function cloud(data: JsonObject, found: (Evidence | undefined)[]): void {
  const aws = objectOf(data, 'aws');
  if (aws !== undefined) {
    const who = objectOf(aws, 'userIdentity');
    found.push(make.ip(textOf(aws, 'sourceIPAddress', 'source_ip_address', 'srcaddr', 'srcip'), { roles: ['source'] }));
    if (who !== undefined) {
      const arn = textOf(who, 'arn');
      found.push(
        make.user({
          name: own(who, 'userName'),
          roles: ['related'],
          ...(arn !== undefined && { vendorId: { vendor: 'aws', value: arn } }),
        }),
      );
    }
    for (const resource of objectsOf(aws, 'resources'))
      found.push(make.cloudResource(textOf(resource, 'ARN', 'arn'), { roles: ['related'] }));
  }
  const office = objectOf(data, 'office365');
  if (office !== undefined) {
    found.push(
      make.user({ name: own(office, 'UserId'), roles: ['related'] }),
      make.ip(textOf(office, 'ClientIP', 'ActorIpAddress', 'ClientIPAddress'), { roles: ['source'] }),
    );
  }
  const github = objectOf(data, 'github');
  if (github !== undefined)
    found.push(
      make.user({
        displayName: textOf(github, 'actor'),
        vendorId: { vendor: 'github', value: textOf(github, 'actor') },
        roles: ['related'],
      }),
    );
}

function integrity(syscheck: JsonObject, host: string | undefined, found: (Evidence | undefined)[]): void {
  const path = textOf(syscheck, 'path');
  if (path !== undefined && /^HKEY_/i.test(path)) {
    found.push(make.registry({ key: path, valueName: own(syscheck, 'value_name'), roles: ['edited'] }));
  } else {
    found.push(
      make.file({
        path,
        sha256: own(syscheck, 'sha256_after'),
        sha1: own(syscheck, 'sha1_after'),
        md5: own(syscheck, 'md5_after'),
        roles: [textOf(syscheck, 'event') === 'added' ? 'added' : 'edited'],
        attributes: { event: textOf(syscheck, 'event'), owner: textOf(syscheck, 'uname_after'), size: textOf(syscheck, 'size_after') },
      }),
    );
  }
  const audit = objectOf(syscheck, 'audit');
  if (audit === undefined) return;
  const who = objectOf(audit, 'login_user') ?? objectOf(audit, 'user');
  if (who !== undefined) found.push(make.user({ name: own(who, 'name'), host, roles: ['related'] }));
  const process = objectOf(audit, 'process');
  if (process !== undefined)
    found.push(
      make.process({ pid: own(process, 'id'), image: own(process, 'name'), parentPid: own(process, 'ppid'), host, roles: ['related'] }),
    );
}
