import { at, COPIER, FOES, IMPLANT, LOADER, MACHINES, PEOPLE } from './cast.ts';
import { device, file, graphAlert, ip, mailbox, message, process, url, user, windows, type GraphScene } from './graph.ts';
import { onTheWire } from './intrusion-wire.ts';

/*
 * The intrusion, 10 March 2026: a parcel notice lures a finance clerk; her password and her workstation are taken; an administrator's hash is read
 * from memory; the file server and the backup server are entered with it; the invoices leave for a file-drop site.
 */

const { maya, jonas, tomasAdmin } = PEOPLE;
const { finance, files, controller } = MACHINES;
const SUBJECT = 'Your consignment 4471 is held: confirm the delivery note';
const powershell = windows('powershell.exe', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0');
const wscript = windows('wscript.exe');
const explorer = windows('explorer.exe', 'C:\\Windows');
const rundll = windows('rundll32.exe');
const services = windows('services.exe');
const tasks = windows('schtasks.exe');
const STAGE = `powershell.exe -NoP -W Hidden -Enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoA`;

const endpoint = { source: 'microsoftDefenderForEndpoint', detection: 'microsoftDefenderForEndpoint' } as const;
const office = { source: 'microsoftDefenderForOffice365', detection: 'microsoftDefenderForOffice365' } as const;
const identity = { source: 'microsoftDefenderForIdentity', detection: 'microsoftDefenderForIdentity' } as const;
const entra = { source: 'azureAdIdentityProtection', detection: 'azureAdIdentityProtection' } as const;

const GRAPH: readonly GraphScene[] = [
  {
    ...office,
    time: at('07:52:08'),
    lasts: 40,
    title: 'Email messages containing malicious URL removed after delivery',
    description: 'A delivered message was found to carry a link to a credential-theft page and was taken out of two mailboxes.',
    severity: 'informational',
    category: 'InitialAccess',
    techniques: ['T1566.002'],
    evidence: [
      message(SUBJECT, FOES.phishSender, FOES.mailIp, maya, [FOES.phishUrl]),
      message(SUBJECT, FOES.phishSender, FOES.mailIp, jonas, [FOES.phishUrl]),
      mailbox(maya),
      mailbox(jonas),
      url(FOES.phishUrl),
      ip(FOES.mailIp, ['source']),
    ],
  },
  {
    ...office,
    time: at('08:06:12'),
    title: 'A potentially malicious URL click was detected',
    description: 'A user opened a link that was later found to be malicious.',
    severity: 'high',
    category: 'InitialAccess',
    techniques: ['T1566.002'],
    evidence: [user(maya), url(FOES.phishUrl), message(SUBJECT, FOES.phishSender, FOES.mailIp, maya, [FOES.phishUrl]), mailbox(maya)],
    actions: 'Reset the password of the user. Look for sign-ins after the click. Look for the same link in other mailboxes.',
  },
  {
    ...endpoint,
    time: at('08:09:40'),
    title: 'Suspicious script downloaded and run from a browser',
    description: 'A JavaScript file was saved from a web page and started by the Windows script host.',
    severity: 'medium',
    category: 'Execution',
    techniques: ['T1059.007', 'T1204.002'],
    evidence: [
      device(finance),
      user(maya),
      file(LOADER, 'malicious', finance),
      process(wscript, `wscript.exe "${LOADER.path}\\${LOADER.name}"`, 8212, maya, finance, explorer, 4480),
      url(FOES.phishUrl),
    ],
  },
  {
    ...endpoint,
    time: at('08:10:02'),
    title: 'Suspicious PowerShell command line',
    description: 'PowerShell was started hidden with an encoded command by the script host.',
    severity: 'medium',
    category: 'Execution',
    techniques: ['T1059.001', 'T1027'],
    evidence: [device(finance), user(maya), process(powershell, STAGE, 8340, maya, finance, wscript, 8212)],
  },
  {
    ...endpoint,
    time: at('08:10:31'),
    lasts: 5400,
    title: 'Connection to a command-and-control host',
    description: 'A process keeps calling a host known for remote control of computers.',
    severity: 'high',
    category: 'CommandAndControl',
    techniques: ['T1071.001'],
    evidence: [
      device(finance),
      user(maya),
      process(rundll, `rundll32.exe ${IMPLANT.path}\\${IMPLANT.name},Start`, 9008, maya, finance, powershell, 8340),
      file(IMPLANT, 'malicious', finance),
      ip(FOES.c2Ip, ['destination', 'commandAndControl']),
      url(`https://${FOES.c2Domain}/v2/ping`),
    ],
    actions: 'Isolate the device. Block the address and the domain. Collect an investigation package.',
  },
  {
    ...endpoint,
    time: at('08:40:17'),
    title: 'Suspicious scheduled task created',
    description: 'A task was made that loads a library from a user folder at each sign-in.',
    severity: 'medium',
    category: 'Persistence',
    techniques: ['T1053.005'],
    evidence: [
      device(finance),
      user(maya),
      process(
        tasks,
        `schtasks /create /tn SyncSvc /sc onlogon /tr "rundll32 ${IMPLANT.path}\\${IMPLANT.name},Start"`,
        9344,
        maya,
        finance,
        rundll,
        9008,
      ),
      file(IMPLANT, 'malicious', finance),
    ],
  },
  {
    ...endpoint,
    time: at('09:02:44'),
    title: 'Process memory dump of LSASS',
    description: 'The memory of the Local Security Authority process was written to a file by a system library.',
    severity: 'high',
    category: 'CredentialAccess',
    techniques: ['T1003.001'],
    evidence: [
      device(finance),
      user(maya),
      user(tomasAdmin, ['attacked']),
      process(
        rundll,
        'rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 724 C:\\ProgramData\\d.bin full',
        9720,
        maya,
        finance,
        rundll,
        9008,
      ),
    ],
    actions: 'Treat every account signed in on the device as stolen. Reset their passwords and revoke their sessions.',
  },
  {
    ...endpoint,
    time: at('09:48:52'),
    title: 'Suspicious service registration',
    description: 'A service was registered from another computer and started a program from an unusual folder.',
    severity: 'high',
    category: 'LateralMovement',
    techniques: ['T1569.002', 'T1021.002'],
    evidence: [
      device(files),
      user(tomasAdmin),
      process(COPIER, `${COPIER.path}\\${COPIER.name} --install`, 5512, tomasAdmin, files, services, 820),
      file(COPIER, 'suspicious', files),
      ip(finance.ip, ['source']),
    ],
  },
  {
    ...endpoint,
    time: at('10:02:09'),
    lasts: 610,
    title: 'Bulk archiving of files in a shared folder',
    description: 'More than 4 000 files of one share were packed with a password by a program that had not been seen on this device.',
    severity: 'medium',
    category: 'Collection',
    techniques: ['T1560.001', 'T1039'],
    evidence: [
      device(files),
      user(tomasAdmin),
      file(COPIER, 'suspicious', files),
      process(
        COPIER,
        `${COPIER.path}\\${COPIER.name} a -p -r C:\\ProgramData\\q1.bin D:\\Shares\\Finance\\Invoices`,
        6020,
        tomasAdmin,
        files,
        services,
        820,
      ),
    ],
  },
  {
    ...endpoint,
    time: at('10:16:37'),
    lasts: 1260,
    title: 'Possible data exfiltration to a file-drop site',
    description: 'A program sent 3.1 GB to a host that no other device of the organisation has contacted.',
    severity: 'high',
    category: 'Exfiltration',
    techniques: ['T1567.002'],
    evidence: [
      device(files),
      user(tomasAdmin),
      file(COPIER, 'malicious', files),
      ip(FOES.dropIp, ['destination']),
      url(`https://${FOES.dropDomain}/up`),
    ],
  },
  {
    ...entra,
    time: at('08:14:25'),
    title: 'Unfamiliar sign-in properties',
    description: 'A sign-in with properties not seen before for this user.',
    severity: 'high',
    category: 'InitialAccess',
    techniques: ['T1078.004'],
    evidence: [user(maya), ip(FOES.signInIp, ['source'])],
  },
  {
    ...entra,
    time: at('08:14:25'),
    title: 'Anonymous IP address',
    description: 'A sign-in from an address of an anonymising service.',
    severity: 'medium',
    category: 'InitialAccess',
    techniques: ['T1090'],
    evidence: [user(maya), ip(FOES.signInIp, ['source'])],
  },
  {
    source: 'microsoftDefenderForCloudApps',
    detection: 'microsoftDefenderForCloudApps',
    time: at('08:31:03'),
    title: 'Suspicious inbox manipulation rule',
    description: 'A rule was made that deletes messages with the words "invoice" or "delivery note".',
    severity: 'medium',
    category: 'DefenseEvasion',
    techniques: ['T1564.008'],
    evidence: [user(maya), mailbox(maya), ip(FOES.signInIp, ['source'])],
  },
  {
    ...identity,
    time: at('09:20:11'),
    title: 'Security principal reconnaissance (LDAP)',
    description: 'A computer asked the directory for all members of privileged groups.',
    severity: 'medium',
    category: 'Discovery',
    techniques: ['T1087.002', 'T1069.002'],
    evidence: [device(finance, ['source']), device(controller, ['destination']), user(maya, ['source']), ip(finance.ip, ['source'])],
  },
  {
    ...identity,
    time: at('09:34:50'),
    title: 'Suspected overpass-the-hash attack (Kerberos)',
    description: 'An account asked for a ticket with a weaker cipher than it ever used, from a computer it does not use.',
    severity: 'high',
    category: 'LateralMovement',
    techniques: ['T1550.002'],
    evidence: [user(tomasAdmin), device(finance, ['source']), device(controller, ['destination']), ip(finance.ip, ['source'])],
  },
  {
    ...identity,
    time: at('09:48:20'),
    title: 'Remote code execution attempt',
    description: 'A service was created on a server over the network.',
    severity: 'medium',
    category: 'Execution',
    techniques: ['T1021.002', 'T1569.002'],
    evidence: [user(tomasAdmin), device(finance, ['source']), device(files, ['destination']), ip(finance.ip, ['source'])],
  },
];

export const intrusion = { graph: GRAPH.map(graphAlert), ...onTheWire };
