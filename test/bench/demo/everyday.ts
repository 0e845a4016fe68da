import { at, FOES, hashOf, MACHINES, PEOPLE } from './cast.ts';
import { device, file, graphAlert, ip, process, url, user, windows } from './graph.ts';
import { elasticAlert, suricataAlert, suricataDns, suricataFlow, wazuhAlert } from './others.ts';

/* What else happened that day: a web site is probed and holds, a scanner scans, people travel, build, and forget passwords. None of it belongs to the intrusion. */

type Node = Readonly<Record<string, unknown>>;
const { priya, oscar, backup, helen } = PEOPLE;
const { hr, build, vault, web, scanner, files, controller, finance } = MACHINES;
const powershell = windows('pwsh.exe', 'C:\\Program Files\\PowerShell\\7');

/** A stranger probes the public web site for an hour; every request is refused. */
const probe = (clock: string, id: number, signature: string, path: string, technique: string): Node =>
  suricataAlert({
    time: at(clock),
    flow: { from: FOES.webScannerIp, to: web.ip, port: 443 },
    id,
    signature,
    category: 'Web Application Attack',
    severity: 1,
    action: 'blocked',
    metadata: { attack_target: ['Web_Server'], mitre_technique_id: [technique] },
    context: {
      app_proto: 'http',
      http: { hostname: 'www.harbourline.example', url: path, http_method: 'GET', status: 403, http_user_agent: 'probe/1.4' },
    },
  });
const refused = (clock: string, id: string, description: string, path: string): Node =>
  wazuhAlert({
    time: at(clock),
    agent: web,
    id,
    level: 7,
    description,
    groups: ['web', 'accesslog', 'attack'],
    mitre: { id: ['T1190'], tactic: ['Initial Access'], technique: ['Exploit Public-Facing Application'] },
    data: { srcip: FOES.webScannerIp, url: path, protocol: 'GET', id: '403' },
    program: 'nginx',
    location: '/var/log/nginx/access.log',
    log: `${FOES.webScannerIp} - - [10/Mar/2026:${clock} +0000] "GET ${path} HTTP/1.1" 403 162 "-" "probe/1.4"`,
  });

/** The weekly vulnerability scan, from its own machine, over many targets. */
const scan = (clock: string, target: string, port: number, id: number, signature: string): Node =>
  suricataAlert({
    time: at(clock),
    flow: { from: scanner.ip, to: target, port },
    id,
    signature,
    category: 'Attempted Information Leak',
    severity: 2,
    metadata: { mitre_tactic_id: ['TA0007'], mitre_technique_id: ['T1046'] },
  });

const failedSignIn = (clock: string, port: number): Node =>
  wazuhAlert({
    time: at(clock),
    agent: vault,
    id: '5551',
    level: 10,
    description: 'PAM: several failed sign-ins in a short time',
    groups: ['pam', 'syslog', 'authentication_failures'],
    mitre: { id: ['T1110'], tactic: ['Credential Access'], technique: ['Brute Force'] },
    data: { srcip: '10.20.1.44', srcport: String(port), dstuser: backup.account },
    program: 'sshd',
    log: `Mar 10 ${clock} bk-01 sshd[${port}]: Failed password for ${backup.account} from 10.20.1.44 port ${port} ssh2`,
  });

export const everyday = {
  graph: [
    graphAlert({
      time: at('06:41:30'),
      title: 'Atypical travel',
      description: 'Two sign-ins from places too far apart for the time between them.',
      severity: 'medium',
      source: 'azureAdIdentityProtection',
      detection: 'azureAdIdentityProtection',
      category: 'InitialAccess',
      techniques: ['T1078.004'],
      evidence: [user(priya, ['contextual']), ip('192.0.2.88', ['source'], 'PT')],
    }),
    graphAlert({
      time: at('11:20:04'),
      title: 'Suspicious PowerShell command line',
      description: 'PowerShell was started with an encoded command by the build service.',
      severity: 'medium',
      source: 'microsoftDefenderForEndpoint',
      detection: 'microsoftDefenderForEndpoint',
      category: 'Execution',
      techniques: ['T1059.001'],
      evidence: [
        device(build),
        user(oscar, ['contextual']),
        process(
          powershell,
          'pwsh.exe -EncodedCommand VwByAGkAdABlAC0ASABvAHMAdAAg',
          3120,
          oscar,
          build,
          windows('buildagent.exe', 'C:\\Build\\agent'),
          2200,
        ),
      ],
    }),
    graphAlert({
      time: at('12:02:55'),
      title: "'EICAR_Test_File' malware was detected",
      description: 'A file made to test antivirus programs was found and removed.',
      severity: 'informational',
      source: 'microsoftDefenderForEndpoint',
      detection: 'antivirus',
      category: 'Malware',
      techniques: [],
      evidence: [
        device(build),
        user(oscar, ['contextual']),
        file({ name: 'eicar.com', path: 'C:\\Build\\fixtures', ...hashOf('test file') }, 'malicious', build),
      ],
    }),
    graphAlert({
      time: at('13:37:20'),
      title: 'An unwanted application was blocked',
      description: 'A download helper that brings advertisements was stopped before it ran.',
      severity: 'low',
      source: 'microsoftDefenderForEndpoint',
      detection: 'smartScreen',
      category: 'UnwantedSoftware',
      techniques: [],
      evidence: [
        device(hr),
        user(priya, ['contextual']),
        file(
          { name: 'free-pdf-merge-setup.exe', path: 'C:\\Users\\p.nair\\Downloads', ...hashOf('adware of the story') },
          'suspicious',
          hr,
        ),
        url('https://get.free-pdf-merge.example/setup'),
      ],
    }),
    graphAlert({
      time: at('14:05:00'),
      title: 'Mass download by a single user',
      description: 'A user downloaded many more files than usual from a document site.',
      severity: 'medium',
      source: 'microsoftDefenderForCloudApps',
      detection: 'microsoftDefenderForCloudApps',
      category: 'Exfiltration',
      techniques: ['T1530'],
      evidence: [user(helen, ['contextual']), ip('10.20.7.22', ['source'])],
    }),
  ],
  suricata: [
    probe('03:12:08', 9000301, 'HL WEB SQL injection in a query string', '/track?id=1%27%20or%201=1', 'T1190'),
    probe('03:12:40', 9000302, 'HL WEB Path traversal', '/static/..%2f..%2fetc/passwd', 'T1190'),
    probe('03:13:22', 9000303, 'HL WEB Probe for a content-management login', '/wp-login.php', 'T1595.002'),
    probe('03:31:05', 9000301, 'HL WEB SQL injection in a query string', '/rates?from=x%27--', 'T1190'),
    probe('03:58:47', 9000304, 'HL WEB Command in a header', '/cgi-bin/status', 'T1190'),
    scan('02:00:12', files.ip, 445, 9000401, 'HL SCAN SMB version sweep'),
    scan('02:00:19', controller.ip, 389, 9000402, 'HL SCAN LDAP anonymous bind'),
    scan('02:01:44', vault.ip, 22, 9000403, 'HL SCAN SSH version sweep'),
    scan('02:02:31', web.ip, 443, 9000404, 'HL SCAN TLS cipher sweep'),
    scan('02:03:10', build.ip, 5985, 9000405, 'HL SCAN Remote management sweep'),
    scan('02:03:58', finance.ip, 445, 9000401, 'HL SCAN SMB version sweep'),
    suricataAlert({
      time: at('10:20:00'),
      flow: { from: hr.ip, to: '198.51.100.200', port: 443 },
      id: 2200073,
      signature: 'SURICATA STREAM Packet with invalid ack',
      category: 'Generic Protocol Command Decode',
      severity: 3,
    }),
    suricataFlow(at('10:16:39'), { from: files.ip, to: FOES.dropIp, port: 443 }, 3_121_004_120),
    suricataFlow(at('09:00:00'), { from: hr.ip, to: '198.51.100.200', port: 443 }, 18_221),
    suricataDns(at('08:10:32'), finance.ip, FOES.c2Domain, FOES.c2Ip),
    suricataDns(at('10:16:36'), files.ip, FOES.dropDomain, FOES.dropIp),
  ],
  wazuh: [
    refused('03:12:09', '31103', 'SQL injection attempt refused', '/track?id=1%27%20or%201=1'),
    refused('03:12:41', '31104', 'Common web attack refused', '/static/..%2f..%2fetc/passwd'),
    refused('03:31:06', '31103', 'SQL injection attempt refused', '/rates?from=x%27--'),
    failedSignIn('01:00:04', 41022),
    failedSignIn('07:00:05', 41188),
    failedSignIn('13:00:04', 41301),
    wazuhAlert({
      time: at('02:01:45'),
      agent: vault,
      id: '5706',
      level: 6,
      description: 'sshd: connection closed without identification (possible scan)',
      groups: ['syslog', 'sshd', 'recon'],
      mitre: { id: ['T1021.004'], tactic: ['Lateral Movement'], technique: ['SSH'] },
      data: { srcip: scanner.ip, srcport: '60112' },
      program: 'sshd',
      log: `Mar 10 02:01:45 bk-01 sshd[19002]: Did not receive identification string from ${scanner.ip} port 60112`,
    }),
    wazuhAlert({
      time: at('05:30:11'),
      agent: web,
      id: '550',
      level: 7,
      description: 'Integrity checksum changed',
      groups: ['ossec', 'syscheck', 'syscheck_entry_modified'],
      syscheck: { path: '/etc/nginx/conf.d/site.conf', event: 'modified', uname_after: 'deploy' },
      program: 'syscheckd',
      location: 'syscheck',
      log: "File '/etc/nginx/conf.d/site.conf' modified",
    }),
  ],
  elastic: [
    elasticAlert({
      time: at('02:04:30'),
      rule: 'Port sweep inside the network',
      reason: `${scanner.ip} contacted 210 hosts in four minutes`,
      severity: 'low',
      risk: 21,
      tactic: { id: 'TA0007', name: 'Discovery' },
      technique: { id: 'T1046', name: 'Network Service Discovery' },
      event: { source: { ip: scanner.ip }, host: { name: scanner.name, ip: [scanner.ip] } },
    }),
    elasticAlert({
      time: at('03:33:00'),
      rule: 'Many refused requests to a public web server',
      reason: `${FOES.webScannerIp} had 412 requests refused by web-02`,
      severity: 'low',
      risk: 21,
      tactic: { id: 'TA0043', name: 'Reconnaissance' },
      technique: { id: 'T1595', name: 'Active Scanning' },
      event: {
        source: { ip: FOES.webScannerIp },
        destination: { ip: web.ip },
        host: { name: web.name, ip: [web.ip] },
        'url.domain': 'www.harbourline.example',
      },
    }),
    elasticAlert({
      time: at('15:22:10'),
      rule: 'Compiler started on a server',
      reason: `gcc started by deploy on web-02`,
      severity: 'low',
      risk: 21,
      event: {
        host: { name: web.name, ip: [web.ip] },
        user: { name: 'deploy' },
        process: {
          name: 'gcc',
          executable: '/usr/bin/gcc',
          pid: 3011,
          command_line: 'gcc -O2 -c module.c',
          parent: { name: 'make', pid: 3002 },
        },
      },
    }),
  ],
} as const;
