import { hash64 } from '../../base/hash.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { windowsEvidence } from './support/windows-event.ts';

/** Hayabusa timelines of versions 1 to 3 in any profile, CSV and JSON(L). Rows of the levels `info` and `undefined` are timeline, not alerts: informational. */
export const hayabusa: RecordImporter = {
  id: 'hayabusa',
  label: 'Hayabusa timeline',
  spec: 'https://github.com/Yamato-Security/hayabusa',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'RuleTitle') && hasKey(record, 'Level')) {
      if (hasKey(record, 'Timestamp') || hasKey(record, 'datetime'))
        return hasKey(record, 'Computer') || hasKey(record, 'Channel') || hasKey(record, 'EventID') ? 100 : 75;
      return 0;
    }
    // timesketch profiles rename the columns.
    return hasKey(record, 'datetime') &&
      hasKey(record, 'timestamp_desc') &&
      hasKey(record, 'Level') &&
      hasKey(record, 'Computer') &&
      (hasKey(record, 'EvtxFile') || hasKey(record, 'RuleFile') || hasKey(record, 'Channel'))
      ? 100
      : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const row = new Fields(record);
    const title = row.text('ruletitle', 'message');
    if (title === undefined) {
      ctx.reject('intake/no-title', 'A Hayabusa row without RuleTitle.');
      return;
    }
    const level = row.word('level');
    const host = row.text('computer');
    const channel = row.text('channel');
    const eventId = row.text('eventid');
    const ruleFile = row.text('rulefile', 'rulepath');
    const rule = row.text('ruleid') ?? ruleFile?.split(/[\\/]/).pop();
    const tactics = tacticsOf(spelled(row.get('mitretactics', 'mitreattack')));
    const techniques = techniquesOf(spelled(row.get('mitretags', 'mitreattack')));
    const details = detailsOf(row);
    const times = timesOf({ first: row.get('timestamp', 'datetime') }, ctx.assume);
    ctx.alert(
      defined({
        externalId: identity(row, rule ?? title, host, times.firstActivity),
        title,
        severity: severityOf(level),
        severityText: level,
        category: channel === undefined ? undefined : eventId === undefined ? channel : `${channel} ${eventId}`,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Yamato Security',
        product: 'Hayabusa',
        detectionSource: channel,
        rule,
        ...times,
        evidence: evidenceOf(details, host),
      }),
    );
  },
};

/** One event under one rule. Version 1 has no record number and a correlation rule no record: there the whole row tells rows apart. */
function identity(row: Fields, rule: string, host: string | undefined, at: number | undefined): string {
  const number = row.text('recordid');
  if (number !== undefined) return `${rule}/${host ?? ''}/${row.text('channel') ?? ''}/${number}/${at ?? ''}`;
  const rest = ['details', 'eventid', 'channel', 'filepath', 'evtxfile'].map((name) => {
    const value = row.get(name);
    return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
  });
  return `${rule}/${host ?? ''}/${at ?? ''}/#${hash64(rest.join('\n'))}`;
}

function severityOf(level: string | undefined): Severity {
  const key = level?.toLowerCase() ?? '';
  return key.startsWith('emer') ? 'high' : severityOfWord(key);
}

/** Tags are a list, or text parted by ` ¦ `, `/` or commas. */
const spelled = (value: Json | undefined): string[] => {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.flatMap((item) => (typeof item === 'string' ? item.split(/\s*[¦,;|]\s*|\s+\/\s+/) : []));
};

/** `Details` and `ExtraFieldInfo`: an object in JSON, else `Key: value ¦ Key: value` (version 2 on), `Key: value | …` (version 1.1). */
function detailsOf(row: Fields): Fields {
  const out: Record<string, Json | undefined> = {};
  for (const name of ['details', 'extrafieldinfo', 'allfieldinfo']) {
    const value = row.get(name);
    if (isObject(value)) {
      for (const key of Object.keys(value)) out[key] ??= value[key];
    } else if (typeof value === 'string') {
      for (const part of value.split(/\s+[¦|]\s+|\s*[\r\n\t]\s*|¦/)) {
        const at = part.search(/\s?:\s/);
        if (at <= 0) continue;
        const key = part.slice(0, at).trim();
        if (key !== '' && key !== '__proto__')
          out[key] ??= part
            .slice(at)
            .replace(/^\s?:\s/, '')
            .trim();
      }
    }
  }
  return new Fields(out);
}

function evidenceOf(details: Fields, host: string | undefined): Evidence[] {
  const path = details.text('path');
  const found: (Evidence | undefined)[] = [make.device({ name: host, roles: ['impacted'] })];
  // In Hayabusa's words the path of a created process is `Path` or `Proc`; of a file event it is the file.
  const isProcess = details.has('pid') || details.has('cmdline') || details.has('pguid');
  found.push(...windowsEvidence(renamed(details, isProcess && path !== undefined && !details.has('proc')), host));
  return make.evidenceList(found);
}

/** Abbreviations of Hayabusa as the field names of Windows. Source: its rules' `details` and output abbreviations. */
const ABBREVIATED: Readonly<Record<string, string>> = {
  user: 'User',
  ip: 'IpAddress',
  ipaddr: 'IpAddress',
  tgtuser: 'TargetUserName',
  srcuser: 'SubjectUserName',
  tgtsvr: 'TargetServer',
  srccomp: 'WorkstationName',
  tgtcomp: 'DestinationHostname',
  sid: 'TargetSid',
  hash: 'Hashes',
  hashes: 'Hashes',
  parentpid: 'ParentProcessId',
  parentpguid: 'ParentProcessGuid',
  parentcmdline: 'ParentCommandLine',
  tgtdomain: 'TargetDomainName',
  srcdomain: 'SubjectDomainName',
};
function renamed(details: Fields, pathIsImage: boolean): Fields {
  const out: Record<string, Json | undefined> = {};
  for (const name of details.names()) {
    const value = details.get(name);
    const key = name === 'path' && pathIsImage ? 'Image' : Object.hasOwn(ABBREVIATED, name) ? (ABBREVIATED[name] ?? name) : name;
    out[key] ??= value;
  }
  return new Fields(out);
}
