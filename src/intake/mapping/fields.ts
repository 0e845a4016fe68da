/**
 * What a column may be read as. Names are those a person sees in the mapping dialog; aliases are compared by `foldName`, best first.
 * `strong`: with such a name alone a table is one of alerts.
 */
export interface MappingField {
  readonly id: FieldId;
  readonly label: string;
  readonly aliases: readonly string[];
  readonly strong?: readonly string[];
  /** More than one column may be mapped to it. */
  readonly many?: boolean;
}

export type FieldId =
  | 'time'
  | 'lastTime'
  | 'title'
  | 'description'
  | 'severity'
  | 'status'
  | 'category'
  | 'id'
  | 'rule'
  | 'product'
  | 'vendor'
  | 'technique'
  | 'tactic'
  | 'device'
  | 'user'
  | 'sourceIp'
  | 'destinationIp'
  | 'ip'
  | 'file'
  | 'hash'
  | 'url'
  | 'domain'
  | 'process'
  | 'commandLine'
  | 'pid'
  | 'parentProcess'
  | 'parentPid'
  | 'sender'
  | 'recipient'
  | 'count'
  | 'incident'
  | 'link';

const words = (text: string): readonly string[] => text.split(' ');

export const FIELDS: readonly MappingField[] = [
  {
    id: 'time',
    label: 'Time (first activity)',
    aliases: words(
      'firstactivity firstseen starttime timegenerated eventtime eventtimestamp timestamp datetime time detectiontime detectedat creationtime createdat createddatetime created detected occurred alerttime logtime eventdate receivedtime date when ts unixtimestamp epoch',
    ),
    many: true,
  },
  { id: 'lastTime', label: 'Time of last activity', aliases: words('lastactivity lastseen endtime enddate lastevent') },
  {
    id: 'title',
    label: 'Title',
    aliases: words('name rule title msg signature message detection detections alert threat displayname event eventname summary activity'),
    strong: words(
      'alertname alerttitle alertdisplayname rulename ruletitle ruledescription signaturename signature detectionname detectname threatname threattitle threat alert alertsignature attackname offensename usecase correlationname',
    ),
  },
  {
    id: 'description',
    label: 'Description',
    aliases: words('description alertdescription details detail threatdescription message summary reason'),
  },
  {
    id: 'severity',
    label: 'Severity',
    aliases: words(
      'severity alertseverity severityname severitylabel rulelevel level priority risklevel risk urgency criticality sev logseverity threatseverity severitylevel riskscore score',
    ),
  },
  { id: 'status', label: 'Status', aliases: words('status alertstatus state workflowstatus') },
  {
    id: 'category',
    label: 'Category',
    aliases: words('category alertcategory threatcategory classification alerttype threattype type class short'),
  },
  { id: 'id', label: 'Id', aliases: words('alertid systemalertid id eventid uuid guid externalid recordid offenseid ticketid') },
  { id: 'rule', label: 'Rule id', aliases: words('ruleid sid signatureid detectorid usecaseid deviceeventclassid') },
  {
    id: 'product',
    label: 'Product',
    aliases: words('product productname deviceproduct sourcesystem vendorproduct sensor tool source detectionsource'),
  },
  { id: 'vendor', label: 'Vendor', aliases: words('vendor vendorname devicevendor') },
  {
    id: 'technique',
    label: 'ATT&CK technique',
    aliases: words('technique techniques techniqueid mitretechnique mitretechniqueid attacktechnique mitre mitreattack attack tags'),
    many: true,
  },
  { id: 'tactic', label: 'ATT&CK tactic', aliases: words('tactic tactics mitretactic mitretactics attacktactic'), many: true },
  {
    id: 'device',
    label: 'Device',
    aliases: words(
      'devicename hostname host computername computer device machine machinename endpoint agentname agent dvchost dhost shost destinationhostname sourcehostname destinationhost sourcehost system asset assetname server workstation devicedns devicednsname',
    ),
    many: true,
  },
  {
    id: 'user',
    label: 'User',
    aliases: words(
      'userprincipalname upn accountupn username user useremail accountname account suser duser srcuser dstuser sourceusername destinationusername targetusername subjectusername email login actor identity principal',
    ),
    many: true,
  },
  {
    id: 'sourceIp',
    label: 'Source address',
    aliases: words(
      'srcip sourceip src srcaddr sourceaddress clientip client remoteip attackerip callerip callingip saddr originip srcipaddr',
    ),
    many: true,
  },
  {
    id: 'destinationIp',
    label: 'Destination address',
    aliases: words('dstip destip destinationip dst dest dstaddr destaddr destinationaddress targetip victimip serverip daddr dstipaddr'),
    many: true,
  },
  { id: 'ip', label: 'Address', aliases: words('ip ipaddress ipaddr hostip deviceip localip agentip'), many: true },
  { id: 'file', label: 'File', aliases: words('filepath filename file path targetfilename folderpath objectname'), many: true },
  {
    id: 'hash',
    label: 'File hash',
    aliases: words('sha256 filehashsha256 filesha256 sha1 filesha1 md5 filemd5 filehash hash hashes'),
    many: true,
  },
  { id: 'url', label: 'URL', aliases: words('url uri requesturl remoteurl urls request'), many: true },
  { id: 'domain', label: 'Domain', aliases: words('domain fqdn domainname dnsquery query sni'), many: true },
  {
    id: 'process',
    label: 'Process',
    aliases: words('processname process image processpath newprocessname initiatingprocessfilename imagepath exe'),
  },
  { id: 'commandLine', label: 'Command line', aliases: words('commandline processcommandline cmdline cmd command') },
  { id: 'pid', label: 'Process id', aliases: words('pid processid newprocessid') },
  {
    id: 'parentProcess',
    label: 'Parent process',
    aliases: words('parentprocess parentprocessname parentimage parentname parentimagepath'),
  },
  { id: 'parentPid', label: 'Parent process id', aliases: words('ppid parentpid parentprocessid') },
  { id: 'sender', label: 'Sender', aliases: words('sender senderaddress from mailfrom senderfromaddress') },
  { id: 'recipient', label: 'Recipient', aliases: words('recipient recipientaddress to rcptto recipientemailaddress'), many: true },
  { id: 'count', label: 'Count', aliases: words('count eventcount alertcount hits occurrences') },
  { id: 'incident', label: 'Incident of the product', aliases: words('incidentid incident caseid') },
  { id: 'link', label: 'Link to the product', aliases: words('alerturl alertlink link permalink incidenturl') },
];

/** `Alert_Name_s`, `alert.name`, `Alert Name [UTC]` → `alertname`. */
export function foldName(name: string): string {
  return name
    .replace(/\s*[[(][^\])]*[\])]\s*$/, '')
    .replace(/_[sdtbg]$/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const OF_RECORD = new Set(['id', 'uid', 'uuid', 'guid', 'status', 'state']);
const NAMES = new Set(['name', 'displayname']);
const RECORD =
  /^(?:alert|event|finding|detection|incident|offense|record|signal|notable|source|data|result|attributes|properties|fields)s?$/;
const DETECTOR = /^(?:rule|detector|signature|threat|policy|usecase|analytic|model)$/;

/** Whether the last part of a path is the id, the state or the name of something within the record, such as a user or a rule, not of the record. */
function isOwned(last: string, before: string): boolean {
  if (OF_RECORD.has(last)) return !RECORD.test(before);
  return NAMES.has(last) && !RECORD.test(before) && !DETECTOR.test(before);
}

/** The last part of a path counts too: `rule.name` is `rulename`, `event.kind.severity` is also `severity`; but `user.id` is no `id`. */
export function namesOf(column: string): readonly string[] {
  const parts = column.split('.').filter((part) => part !== '');
  const whole = foldName(column);
  const two = foldName(parts.slice(-2).join('.'));
  const last = foldName(parts[parts.length - 1] ?? '');
  const owned = parts.length > 1 && isOwned(last, foldName(parts[parts.length - 2] ?? ''));
  return [...new Set(owned ? [whole, two] : [whole, two, last])];
}
