import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { programOf } from './edr-process.ts';
import type { Fields } from './fields.ts';

/* Windows events (Security, Sysmon, System, PowerShell, Defender) as agents and Sigma tools flatten them, by the field names of the event manifests
   without case and punctuation: `ParentCommandLine`, `parentCommandLine`, `parent_command_line`. */

/** What the fields of one event name. `host` is the machine that wrote it. */
export function windowsEvidence(event: Fields, host: string | undefined): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  processes(event, host, found);
  accounts(event, host, found);
  network(event, found);
  files(event, found);
  return make.evidenceList(found);
}

const SYSTEM_HEX = /^0x[0-9a-f]+$/i;
/** Process ids of the Security log are hexadecimal. */
const decimalPid = (text: string | undefined): string | undefined =>
  text !== undefined && SYSTEM_HEX.test(text) ? String(Number.parseInt(text, 16)) : text;

/** `SHA1=…,MD5=…,SHA256=…,IMPHASH=…` */
export function hashesOf(text: string | undefined): { sha256?: string; sha1?: string; md5?: string } {
  const out: { sha256?: string; sha1?: string; md5?: string } = {};
  if (text === undefined) return out;
  for (const part of text.split(/[,;|\s]+/)) {
    const at = part.search(/[=:]/);
    const name = at < 0 ? '' : part.slice(0, at).toLowerCase().replace('-', '');
    const value = part.slice(at + 1);
    if (name === 'imphash' || name === 'loadlib') continue;
    if (value.length === 64) out.sha256 ??= value;
    else if (value.length === 40) out.sha1 ??= value;
    else if (value.length === 32 && (name === 'md5' || name === '')) out.md5 ??= value;
  }
  return out;
}

function processes(event: Fields, host: string | undefined, found: (Evidence | undefined)[]): void {
  const created = event.text('newprocessname');
  const line = event.text('commandline', 'cmdline', 'processcommandline');
  const image =
    created ??
    event.text('image', 'processname', 'sourceimage', 'proc', 'processpath', 'applicationname', 'application') ??
    programOf(line);
  const pid = decimalPid(
    created === undefined ? event.text('processid', 'sourceprocessid', 'pid') : (event.text('newprocessid') ?? event.text('processid')),
  );
  const guid = event.text('processguid', 'sourceprocessguid', 'pguid');
  if (image === undefined && guid === undefined && line === undefined) return;
  const hashes = event.has('imageloaded') || event.has('targetfilename') ? {} : hashesOf(event.text('hashes', 'hash'));
  const parentPid = decimalPid(
    created === undefined ? event.text('parentprocessid', 'parentpid') : (event.text('processid') ?? event.text('parentprocessid')),
  );
  const parentImage = event.text('parentimage', 'parentprocessname', 'parentproc');
  const parentGuid = event.text('parentprocessguid', 'parentpguid');
  const parentLine = event.text('parentcommandline', 'parentcmdline');
  found.push(
    make.process({
      roles: ['related'],
      pid,
      started: event.text('processcreationtime', 'creationtime'),
      image,
      commandLine: line,
      host,
      guid,
      parentPid,
      parentImage,
      parentGuid,
      parentCommandLine: parentLine,
      user: event.text('user', 'subjectusername'),
      attributes: {
        integrity: event.text('integritylevel'),
        directory: event.text('currentdirectory'),
        originalName: event.text('originalfilename'),
      },
    }),
  );
  if (Object.keys(hashes).length > 0) found.push(make.file({ ...hashes, path: image, roles: ['processImage'] }));
  if (parentImage !== undefined || parentGuid !== undefined) {
    found.push(
      make.process({ roles: ['parentProcess'], pid: parentPid, image: parentImage, commandLine: parentLine, guid: parentGuid, host }),
    );
  }
  const target = event.text('targetimage', 'tgtproc');
  if (target !== undefined) {
    found.push(
      make.process({
        roles: ['target'],
        image: target,
        pid: decimalPid(event.text('targetprocessid', 'tgtpid')),
        guid: event.text('targetprocessguid', 'tgtpguid'),
        host,
      }),
    );
  }
}

function accounts(event: Fields, host: string | undefined, found: (Evidence | undefined)[]): void {
  const one = (
    role: 'source' | 'target' | 'related',
    name: string | undefined,
    domain: string | undefined,
    sid: string | undefined,
  ): void => {
    if (name === undefined && sid === undefined) return;
    const machine = name?.endsWith('$') === true && !name.includes('\\') && !name.includes('@');
    found.push(machine ? make.device({ name, roles: [role] }) : make.user({ name, domain, sid, host, roles: [role] }));
  };
  one('related', event.text('user'), undefined, undefined);
  one('source', event.text('subjectusername', 'srcuser'), event.text('subjectdomainname'), event.text('subjectusersid'));
  one(
    'target',
    event.text('targetusername', 'tgtuser', 'targetuser'),
    event.text('targetdomainname'),
    event.text('targetusersid', 'targetsid', 'membersid'),
  );
  one('related', event.text('accountname'), undefined, undefined);
  one('target', event.text('membername'), undefined, undefined);
}

function network(event: Fields, found: (Evidence | undefined)[]): void {
  const source = event.text('sourceip', 'ipaddress', 'sourceaddress', 'srcip', 'clientaddress', 'sourceipaddress');
  found.push(make.ip(source, { roles: ['source'] }));
  found.push(
    make.ip(event.text('destinationip', 'destaddress', 'dstip', 'tgtip', 'destinationaddress'), {
      roles: ['destination'],
      attributes: { port: event.text('destinationport', 'destport', 'tgtport') },
    }),
  );
  const station = event.text('workstationname', 'workstation', 'sourcehostname', 'srccomp', 'srchost');
  if (station !== undefined) found.push(make.device({ name: station.replace(/^\\+/, ''), roles: ['source'] }));
  const target = event.text('destinationhostname', 'tgthost', 'targetserver');
  found.push(
    target === undefined
      ? undefined
      : (make.domain(target, { roles: ['destination'] }) ?? make.device({ name: target, roles: ['destination'] })),
  );
  found.push(make.domain(event.text('queryname', 'query'), { roles: ['related'] }));
  found.push(make.url(fullUrl(event.text('url', 'remotename')), { roles: ['related'] }));
}
const fullUrl = (text: string | undefined): string | undefined => (text !== undefined && /^[a-z]+:\/\//i.test(text) ? text : undefined);

function files(event: Fields, found: (Evidence | undefined)[]): void {
  // Defender leads what it found by its kind: `file:_C:\\a.exe; containerfile:_C:\\a.zip`.
  const target = event
    .text('targetfilename', 'tgtfile', 'imageloaded', 'path', 'threatpath')
    ?.replace(/^(?:\w*file|process|amsi|behavior):(?:_|pid:\d+:?)(?:\\\\\?\\)?/i, '')
    .replace(/;\s*\w+:_.*$/s, '');
  if (target !== undefined && /[\\/]/.test(target)) {
    found.push(
      make.file({
        path: target,
        ...(event.has('imageloaded') || event.has('targetfilename') ? hashesOf(event.text('hashes', 'hash')) : {}),
        ...(event.has('threatpath') && { sha1: event.text('sha1') }),
        roles: ['related'],
      }),
    );
  }
  const key = event.text('targetobject', 'tgtobj', 'registrykey', 'objectname');
  if (key !== undefined && /^(?:HK|\\REGISTRY)/i.test(key))
    found.push(make.registry({ key, attributes: { valueData: event.text('details', 'newvalue') }, roles: ['related'] }));
  const service = event.text('servicename', 'svc');
  if (service !== undefined && !/\$$/.test(service) && !/^krbtgt/i.test(service)) {
    found.push(make.named('service', service, { roles: ['related'], attributes: { image: event.text('imagepath', 'servicefilename') } }));
  }
  found.push(make.named('generic', event.text('taskname', 'task'), { kind: 'scheduledtask', roles: ['related'] }));
  found.push(make.named('malware', event.text('threatname'), { roles: ['related'] }));
}
