import { isPrivateAddress, normalAddress } from '../../../domain/address.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, EvidenceRole } from '../../../domain/evidence.ts';
import { type Fields, listIn } from './fields.ts';

/* Evidence of CEF and LEEF events: by the key names of ArcSight's CEF dictionary (short and full) and IBM's LEEF, without case and punctuation,
   and by the labels vendors give their custom fields. */

export interface LogEvent {
  /** Keys of the extension; custom fields also under their label. */
  readonly fields: Fields;
  /** Sender named by the syslog header. */
  readonly sender?: string | undefined;
}

export function logEvidence({ fields, sender }: LogEvent): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const src = fields.text('src', 'sourceaddress', 'c6a2', 'sourceipv6address', 'sourceip', 'srcip', 'identsrc', 'client', 'clientip');
  const dst = fields.text('dst', 'destinationaddress', 'c6a3', 'destinationipv6address', 'destinationip', 'dstip');
  const sourceHost = fields.text('shost', 'sourcehostname', 'srchost', 'identhostname', 'srchostname', 'computername', 'hostname');
  const targetHost = fields.text('dhost', 'destinationhostname', 'dsthost', 'dsthostname');
  const sensor = fields.text('dvchost', 'devicehostname', 'devname') ?? fields.text('dvc', 'deviceaddress') ?? sender;
  endpoint(src, sourceHost, 'source', fields.text('spt', 'sourceport', 'srcport'), fields.text('snetbiosname', 'sourcednsdomain'), found);
  const domain = fields.text('destinationdnsdomain', 'dntdom', 'destinationntdomain');
  endpoint(dst, targetHost, 'destination', fields.text('dpt', 'destinationport', 'dstport'), domain, found);
  const alone = sourceHost === undefined && targetHost === undefined && src === undefined && dst === undefined;
  found.push(
    make.device({
      name: sensor,
      fqdn: fields.text('computerfqdn', 'devicefqdn'),
      roles: [alone ? 'impacted' : 'sensor'],
      agentId: fields.text('hostid', 'sensorid', 'agentid'),
      agentOf: 'agent',
    }),
    make.ip(fields.text('dvc', 'deviceaddress'), { roles: [alone ? 'impacted' : 'sensor'] }),
    make.ip(fields.text('sourcetranslatedaddress'), { roles: ['contextual'] }),
    make.ip(fields.text('destinationtranslatedaddress'), { roles: ['contextual'] }),
  );
  const host = targetHost ?? sourceHost ?? (alone ? sensor : undefined);
  account(
    fields.text('suser', 'sourceusername', 'srcuser', 'usrname', 'username', 'accountname'),
    fields.text('sntdom', 'sourcentdomain', 'domain'),
    'source',
    found,
  );
  account(
    fields.text('duser', 'destinationusername', 'dstuser', 'identuser'),
    fields.text('dntdom', 'destinationntdomain'),
    'target',
    found,
  );
  processes(fields, host, found);
  files(fields, found);
  web(fields, found);
  found.push(
    make.named('malware', threatOf(fields), { roles: ['related'] }),
    make.mailMessage({
      internetMessageId: fields.text('internetmessageid', 'messageidheader'),
      subject: fields.text('emailsubject', 'subject', 'mailsubject'),
      sender: fields.text('emailsender', 'sendermail', 'mailfrom'),
      recipient: fields.text('emailrecipient', 'recipientmail', 'mailto'),
      roles: ['related'],
    }),
  );
  return make.evidenceList(found);
}

function endpoint(
  address: string | undefined,
  name: string | undefined,
  role: 'source' | 'destination',
  port: string | undefined,
  domain: string | undefined,
  found: (Evidence | undefined)[],
): void {
  found.push(make.ip(address, { roles: [role], attributes: { port } }));
  if (name === undefined || normalAddress(name) !== undefined) return;
  const normal = normalAddress(address ?? '');
  const outside = normal !== undefined && !isPrivateAddress(normal) && name.includes('.');
  found.push(outside ? make.domain(name, { roles: [role] }) : make.device({ name, domain, roles: [role] }));
}

function account(name: string | undefined, domain: string | undefined, role: EvidenceRole, found: (Evidence | undefined)[]): void {
  for (const one of listIn(name).flatMap((names) => names.split(/[;,]\s*(?=\S+@)/)))
    found.push(
      make.user({ name: one.trim().replace(/\\+/g, '\\'), domain, roles: [role] }),
      one.includes('@') && /[<>]/.test(one) ? make.mailbox(one) : undefined,
    );
}

function processes(fields: Fields, host: string | undefined, found: (Evidence | undefined)[]): void {
  const image = fields.text(
    'dproc',
    'destinationprocessname',
    'deviceprocessname',
    'processname',
    'process',
    'processpath',
    'imagefilename',
  );
  const commandLine = fields.text('commandline', 'cmdline', 'processcommandline', 'cmd');
  const pid = fields.text('dpid', 'destinationprocessid', 'processid', 'deviceprocessid', 'dvcpid');
  if (image !== undefined || commandLine !== undefined) {
    const parent = fields.text('parentprocess', 'parentprocessname', 'parentname', 'parentimagefilename');
    const parentCommandLine = fields.text('parentcommandline', 'parentcmdline');
    const parentPid = fields.text('parentpid', 'parentprocessid', 'ppid');
    found.push(
      make.process({ image, commandLine, pid, host, parentImage: parent, parentCommandLine, parentPid, roles: ['related'] }),
      parent === undefined && parentCommandLine === undefined
        ? undefined
        : make.process({ image: parent, commandLine: parentCommandLine, pid: parentPid, host, roles: ['parentProcess'] }),
      make.commandLine(commandLine, { roles: ['related'] }),
    );
  }
  found.push(
    make.process({
      image: notAddress(fields.text('sproc', 'sourceprocessname')),
      pid: fields.text('spid', 'sourceprocessid'),
      host,
      roles: ['source'],
    }),
  );
}

function files(fields: Fields, found: (Evidence | undefined)[]): void {
  const facts = {
    name: fields.text('fname', 'filename', 'oldfilename', 'attachmentname'),
    path: fields.text('filepath', 'oldfilepath', 'path', 'infectedfile', 'file'),
    hash: fields.text('filehash', 'oldfilehash', 'hash'),
    sha256: fields.text('sha256', 'filesha256', 'filehashsha256', 'sha256hash', 'sha256string'),
    sha1: fields.text('sha1', 'filesha1', 'filehashsha1', 'sha1hash'),
    md5: fields.text('md5', 'filemd5', 'filehashmd5', 'md5hash', 'md5string'),
  };
  const address = facts.path !== undefined && /^(?:https?:\/\/|[\w-]+(?:\.[\w-]+)+\/)/i.test(facts.path);
  if (address) found.push(make.url(facts.path, { roles: ['related'] }));
  found.push(
    make.file({
      ...facts,
      path: address ? undefined : facts.path,
      roles: ['related'],
      attributes: { size: fields.text('fsize', 'filesize') },
    }),
  );
}

function web(fields: Fields, found: (Evidence | undefined)[]): void {
  const request = fields.text('request', 'requesturl', 'url', 'uri');
  if (request !== undefined && /^(?:[a-z]+:\/\/|[^\s/\\]+\.[^\s/\\]+)/i.test(request) && !/^[a-z]:\\/i.test(request))
    found.push(
      make.url(request, {
        roles: ['related'],
        attributes: { method: fields.text('requestmethod'), agent: fields.text('requestclientapplication') },
      }),
    );
  else if (request !== undefined && /^"?[a-z]:\\/i.test(request))
    found.push(make.file({ path: request.replace(/^"|"$/g, ''), roles: ['related'] }));
  found.push(make.domain(fields.text('domainname', 'queryname', 'dnsquery', 'fqdn'), { roles: ['related'] }));
  const command = fields.text('cnchost', 'cncserver', 'callbackaddress', 'candccallback');
  if (command !== undefined) found.push(make.url(command, { roles: ['commandAndControl'], attributes: { port: fields.text('cncport') } }));
}

const THREATS = [
  'sname',
  'virusname',
  'malwarename',
  'threatname',
  'detectionname',
  'virus',
  'signaturename',
  'attackname',
  'attack',
  'protectionname',
  'threat',
  'panosthreatid',
  'threatid',
  'malware',
  'virusmalwarename',
  'signature',
  'detectname',
  'pattern',
] as const;

/** The name of the malware, signature or attack a vendor states beside the name of the event. */
export function threatOf(fields: Fields): string | undefined {
  for (const name of THREATS) {
    const text = fields.text(name);
    if (text !== undefined && text.length > 2 && !/^[\d.()\s-]+$/.test(text)) return text;
  }
  return undefined;
}

const notAddress = (text: string | undefined): string | undefined => (normalAddress(text ?? '') === undefined ? text : undefined);
