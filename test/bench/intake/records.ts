import { guidOf, hashOf } from '../demo/cast.ts';
import { Random } from '../random.ts';

/* Records without end of other formats than Graph's. Fields and their order as the fixtures of the formats have them. */

const START = Date.UTC(2026, 1, 23);

/** Suricata's events as a sensor writes them: flows, names and requests, and one alert in thirty. */
export function* eveLines(seed = 2): Generator<string> {
  const random = new Random(seed);
  for (let i = 0; ; i++) {
    const client = `10.60.${random.skewed(40)}.${random.int(250)}`;
    const server = `203.0.${random.skewed(200)}.${random.int(250)}`;
    const base = {
      timestamp: `${new Date(START + i * 90).toISOString().slice(0, 23)}${String(random.int(1000)).padStart(3, '0')}+0000`,
      flow_id: 1_000_000_000_000_000 + random.int(900_000_000) * 1_000_000 + i,
      in_iface: 'eth0',
      event_type: 'flow',
      src_ip: client,
      src_port: 1024 + random.int(60_000),
      dest_ip: server,
      dest_port: random.pick([80, 443, 53, 8080]),
      proto: 'TCP',
    };
    const host = `host${random.skewed(5000)}.bench.example`;
    yield JSON.stringify({ ...base, ...(i % 30 === 7 ? alertOf(random, host) : eventOf(random, host)) });
  }
}

function eventOf(random: Random, host: string): object {
  switch (random.int(4)) {
    case 0:
      return {
        event_type: 'dns',
        dns: {
          version: 2,
          type: 'answer',
          id: random.int(65_536),
          flags: '8180',
          qr: true,
          rd: true,
          ra: true,
          rrname: host,
          rrtype: 'A',
          rcode: 'NOERROR',
          answers: [{ rrname: host, rrtype: 'A', ttl: 300, rdata: `198.51.100.${random.int(250)}` }],
        },
      };
    case 1:
      return {
        event_type: 'http',
        tx_id: 0,
        http: {
          hostname: host,
          url: `/assets/${random.hex(16)}.js?v=${random.int(99)}`,
          http_user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
          http_content_type: 'text/javascript',
          http_method: 'GET',
          protocol: 'HTTP/1.1',
          status: 200,
          length: random.int(90_000),
        },
      };
    case 2:
      return {
        event_type: 'tls',
        tls: {
          subject: `CN=${host}`,
          issuerdn: 'C=US, O=Bench Example, CN=R3',
          serial: random.hex(36),
          fingerprint: random.hex(40),
          sni: host,
          version: 'TLS 1.3',
          notbefore: '2026-01-01T00:00:00',
          notafter: '2026-04-01T00:00:00',
          ja3: { hash: random.hex(32) },
        },
      };
    default:
      return {
        app_proto: 'tls',
        flow: {
          pkts_toserver: random.int(90),
          pkts_toclient: random.int(90),
          bytes_toserver: random.int(90_000),
          bytes_toclient: random.int(900_000),
          start: '2026-02-23T00:00:00.000000+0000',
          end: '2026-02-23T00:00:09.000000+0000',
          age: 9,
          state: 'closed',
          reason: 'timeout',
          alerted: false,
        },
        tcp: { tcp_flags: '1b', tcp_flags_ts: '1b', tcp_flags_tc: '1b', syn: true, fin: true, psh: true, ack: true, state: 'closed' },
      };
  }
}

function alertOf(random: Random, host: string): object {
  const rule = random.skewed(60);
  return {
    event_type: 'alert',
    tx_id: 0,
    alert: {
      action: 'allowed',
      gid: 1,
      signature_id: 2_030_000 + rule,
      rev: 2,
      signature: `ET BENCH Suspicious request number ${rule}`,
      category: 'Potentially Bad Traffic',
      severity: 2,
      metadata: { signature_severity: ['Major'], mitre_tactic_id: ['TA0011'], mitre_technique_id: ['T1071'] },
    },
    app_proto: 'http',
    http: {
      hostname: host,
      url: `/gate.php?id=${random.hex(12)}`,
      http_user_agent: 'curl/8.5.0',
      http_method: 'POST',
      protocol: 'HTTP/1.1',
      status: 200,
      length: 12,
    },
  };
}

const HEADER =
  'TenantId,TimeGenerated [UTC],DisplayName,AlertName,AlertSeverity,Description,ProviderName,VendorName,VendorOriginalId,SystemAlertId,ResourceId,SourceComputerId,AlertType,ConfidenceLevel,IsIncident,StartTime [UTC],EndTime [UTC],ProcessingEndTime,RemediationSteps,ExtendedProperties,Entities,SourceSystem,ProductName,ProductComponentName,AlertLink,Status,CompromisedEntity,Tactics,Techniques,SubTechniques,Type';
const RULES = [
  ['Suspicious PowerShell command line', 'Execution', 'T1059'],
  ['Sign-in from an unfamiliar place', 'InitialAccess', 'T1078'],
  ['Process memory dump of LSASS', 'CredentialAccess', 'T1003'],
  ['Connection to a command-and-control host', 'CommandAndControl', 'T1071'],
] as const;

/** Sentinel's table SecurityAlert as the portal exports it, header first. */
export function* securityAlertRows(seed = 3): Generator<readonly string[]> {
  yield HEADER.split(',');
  const random = new Random(seed);
  const tenant = guidOf('tenant');
  for (let i = 0; ; i++) {
    const [title, tactic, technique] = random.pick(RULES);
    const desk = random.int(4000);
    const bad = random.skewed(9000, 3);
    const started = new Date(START + i * 60_000);
    const time = portalTime(started);
    const entities = [
      {
        $id: '2',
        HostName: `bench-${desk}`,
        DnsDomain: 'bench.example',
        OSFamily: 'Windows',
        MdatpDeviceId: hashOf(`device ${desk}`).sha1,
        Type: 'host',
      },
      {
        $id: '3',
        Name: `user${desk}`,
        UPNSuffix: 'bench.example',
        Sid: `S-1-5-21-4004336348-2177238915-${desk}`,
        AadUserId: guidOf(`person ${desk}`),
        Type: 'account',
      },
      { $id: '4', Address: `203.0.${bad >> 8}.${bad & 255}`, Type: 'ip' },
      {
        $id: '5',
        Name: `tool${bad}.exe`,
        Directory: 'C:\\ProgramData\\Tool',
        FileHashes: [{ $id: '6', Algorithm: 'SHA256', Value: hashOf(`file ${bad}`).sha256, Type: 'filehash' }],
        Type: 'file',
      },
      {
        $id: '7',
        ProcessId: String(1000 + random.int(30_000)),
        CommandLine: `tool${bad}.exe -Step ${random.hex(12)}`,
        CreationTimeUtc: started.toISOString(),
        ImageFile: { $ref: '5' },
        Host: { $ref: '2' },
        Type: 'process',
      },
    ];
    yield [
      tenant,
      time,
      title,
      title,
      random.pick(['High', 'Medium', 'Low']),
      `${title}: seen on bench-${desk} while user${desk} was signed in.`,
      'MDATP',
      'Microsoft',
      `638512345678901234_${i}`,
      guidOf(`alert ${i}`),
      '',
      '',
      'WindowsDefenderAtp',
      '',
      'False',
      time,
      time,
      started.toISOString(),
      '["Isolate the device.","Collect a package."]',
      JSON.stringify(
        {
          MitreTechniques: technique,
          IncidentId: String(i >> 3),
          DetectionSource: 'WindowsDefenderAtp',
          'MicrosoftDefenderAtp.Category': tactic,
        },
        null,
        1,
      ),
      JSON.stringify(entities, null, 1),
      'Detection',
      'Microsoft Defender Advanced Threat Protection',
      '',
      `https://security.microsoft.com/alerts/${i}`,
      'New',
      `bench-${desk}`,
      tactic,
      `["${technique}"]`,
      '',
      'SecurityAlert',
    ];
  }
}

/** `5/14/2024, 8:30:00.123 AM` */
function portalTime(at: Date): string {
  const hour = at.getUTCHours();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}, ${hour % 12 === 0 ? 12 : hour % 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}.000 ${hour < 12 ? 'AM' : 'PM'}`;
}
