import { isObject, type Json, type JsonObject, own } from '../../base/json.ts';
import { UTC_ASSUMED } from '../../base/time.ts';
import { tacticsOfTechnique, techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, foldKey, parsedJson } from './support/fields.ts';
import { graphAlias } from './support/microsoft.ts';
import { timesOf } from './support/moments.ts';
import { defined, statusOfWord } from './support/states.ts';

/** Risk detections of Entra ID Protection: Graph `riskDetection`, diagnostic log `UserRiskEvents`, table `AADUserRiskEvents`. Risky users are states, not alerts. */
export const entraRiskDetections: RecordImporter = {
  id: 'entra-risk-detections',
  label: 'Entra ID Protection risk detections',
  spec: 'https://learn.microsoft.com/graph/api/resources/riskdetection',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (logCategory(record) !== undefined) return 100;
    let hits = 0;
    let event = false;
    let user = false;
    for (const key of Object.keys(record)) {
      switch (foldKey(key)) {
        case 'riskeventtype':
        case 'risktype':
        case 'detectiontype':
          event = true;
          break;
        case 'risklevel':
        case 'riskstate':
        case 'riskdetail':
        case 'detecteddatetime':
        case 'detectiontimingtype':
          hits++;
          break;
        case 'risklastupdateddatetime':
          user = true;
          break;
        default:
      }
    }
    if (event) return hits >= 2 ? 100 : 0;
    return user && hits >= 2 ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const category = logCategory(record);
    const properties = own(record, 'properties');
    const row = new Fields(category !== undefined && isObject(properties) ? properties : record);
    const type = row.text('riskeventtype', 'risktype', 'detectiontype');
    if (type === undefined || category === 'riskyusers' || category === 'riskyserviceprincipals') {
      ctx.ignore('risk state of an account');
      return;
    }
    const level = row.word('risklevel', 'risklevelaggregated');
    const more = keyValues(row.get('additionalinfo'));
    const techniques = techniquesOf([row.text('mitretechniqueid', 'mitretechniques') ?? '', ...more.list('mitretechniques')]);
    const tactics = [...new Set(techniques.flatMap(tacticsOfTechnique))];
    ctx.alert(
      defined({
        externalId: row.text('id', 'requestid'),
        alias: graphAlias(undefined, 'ad', /^[0-9a-f]{64}$/i.exec(row.text('id') ?? '')?.[0]),
        title: NAMES[foldKey(type)] ?? humanised(type),
        description: row.text('riskdetail', 'riskdetails'),
        severity: severityOf(level),
        severityText: level,
        status: statusOfWord(row.word('riskstate')),
        category: type,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Microsoft',
        product: 'Microsoft Entra ID Protection',
        detectionSource: row.text('source', 'detectiontimingtype'),
        rule: type,
        ...timesOf(
          {
            first: row.get('activitydatetime', 'signintime'),
            detected: row.get('detecteddatetime', 'detectiontime', 'timegenerated') ?? own(record, 'time'),
            updated: row.get('lastupdateddatetime', 'detectionlastupdated'),
          },
          UTC_ASSUMED,
          true,
        ),
        evidence: evidenceOf(row, record, more),
        url: more.text('alerturl'),
      }),
    );
  },
};

/** Category of the diagnostic log, lower case, where the record is one of Identity Protection. */
function logCategory(record: JsonObject): string | undefined {
  const category = own(record, 'category') ?? own(record, 'Category');
  if (typeof category !== 'string' || !isObject(own(record, 'properties'))) return undefined;
  const word = category.toLowerCase();
  return ['userriskevents', 'riskyusers', 'serviceprincipalriskevents', 'riskyserviceprincipals'].includes(word) ? word : undefined;
}

function severityOf(level: string | undefined): Severity {
  const word = level?.toLowerCase();
  return word === 'hidden' ? 'unknown' : severityOfWord(word);
}

/** `[{"Key": "userAgent", "Value": "…"}]`, as text or as it stands. */
function keyValues(value: Json | undefined): Fields {
  const parsed = parsedJson(value);
  const out: Record<string, Json | undefined> = {};
  if (Array.isArray(parsed)) {
    for (const pair of parsed as readonly Json[]) {
      if (!isObject(pair)) continue;
      const key = own(pair, 'Key') ?? own(pair, 'key');
      if (typeof key === 'string' && key !== '__proto__') out[key] = own(pair, 'Value') ?? own(pair, 'value');
    }
  } else if (isObject(parsed)) return new Fields(parsed);
  return new Fields(out);
}

function evidenceOf(row: Fields, record: JsonObject, more: Fields): Evidence[] {
  const place = row.object('location');
  const where = place === undefined ? undefined : new Fields(place);
  const outer = new Fields(record);
  const principal = row.text('serviceprincipalid', 'serviceprincipaldisplayname');
  return make.evidenceList([
    principal === undefined
      ? make.user({
          upn: row.text('userprincipalname', 'userprincipal', 'upn'),
          objectId: row.text('userid', 'objectid'),
          displayName: row.text('userdisplayname', 'user', 'username'),
          roles: ['impacted'],
          attributes: { userType: row.text('usertype') },
        })
      : make.app(row.text('serviceprincipaldisplayname'), { appId: row.text('appid', 'serviceprincipalid'), roles: ['impacted'] }),
    make.ip(row.text('ipaddress') ?? outer.text('calleripaddress'), {
      roles: ['source'],
      attributes: {
        country: where?.text('countryorregion', 'countrycode') ?? row.text('country', 'location'),
        city: where?.text('city') ?? row.text('city'),
        userAgent: more.text('useragent'),
      },
    }),
    make.named('session', row.text('requestid'), {
      kind: 'request',
      roles: ['related'],
      attributes: { correlationId: row.text('correlationid') },
    }),
  ]);
}

const NAMES: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null) as Record<string, string>, {
  anonymizedipaddress: 'Sign-in from an anonymous IP address',
  unfamiliarfeatures: 'Sign-in with unfamiliar properties',
  passwordspray: 'Password spray',
  leakedcredentials: 'Leaked credentials',
  unlikelytravel: 'Atypical travel',
  impossibletravel: 'Impossible travel',
  mcasimpossibletravel: 'Impossible travel',
  maliciousipaddress: 'Sign-in from a malicious IP address',
  maliciousipaddressvalidcredentialsblockedip: 'Sign-in from a malicious IP address',
  malwareinfectedipaddress: 'Sign-in from a malware-linked IP address',
  suspiciousipaddress: 'Sign-in from a suspicious IP address',
  nationstateip: 'Sign-in from an IP address of a nation-state actor',
  investigationsthreatintelligence: 'Microsoft Entra threat intelligence',
  investigationsthreatintelligencesigninlinked: 'Microsoft Entra threat intelligence (sign-in)',
  adminconfirmedusercompromised: 'An administrator confirmed the account as compromised',
  anomaloustoken: 'Anomalous token',
  tokenissueranomaly: 'Anomaly of the token issuer',
  attackerinthemiddle: 'Attacker in the middle',
  newcountry: 'Sign-in from a new country',
  riskyipaddress: 'Activity from an anonymous IP address',
  suspiciousbrowser: 'Suspicious browser',
  suspiciousinboxforwarding: 'Suspicious inbox forwarding',
  mcassuspiciousinboxmanipulationrules: 'Suspicious inbox manipulation rules',
  mcasfinsuspiciousfileaccess: 'Mass access to sensitive files',
  suspiciousapitraffic: 'Suspicious API traffic',
  suspicioussendingpatterns: 'Suspicious sending patterns',
  anomaloususeractivity: 'Anomalous user activity',
  userreportedsuspiciousactivity: 'The user reported suspicious activity',
  attemptedprtaccess: 'Possible attempt to access a primary refresh token',
  generic: 'Additional risk detected',
});

/** `unknownThing` → `Unknown thing`. */
function humanised(type: string): string {
  const words = type
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/ [A-Z](?=[a-z])/g, (m) => m.toLowerCase());
}
