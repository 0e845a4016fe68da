import { hash64 } from '../../base/hash.ts';
import { type Json, type JsonObject, own } from '../../base/json.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Fields, hasKey, listIn, objectsOf, textOf } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';
import { windowsEvidence } from './support/windows-event.ts';

/** Zircolite: a JSON array of rules, each with its matches, or a CSV (semicolons) of matches. One match is one alert. */
export const zircolite: RecordImporter = {
  id: 'zircolite',
  label: 'Zircolite detections',
  spec: 'https://github.com/wagga40/Zircolite',
  kind: 'record',
  containers: ['json', 'table'],

  match(record: JsonObject): Confidence {
    if (hasKey(record, 'rule_title') && hasKey(record, 'rule_level'))
      return hasKey(record, 'rule_count') || hasKey(record, 'row_id') ? 100 : 75;
    if (!Array.isArray(own(record, 'matches')) || !hasKey(record, 'title')) return 0;
    return hasKey(record, 'rule_level') || hasKey(record, 'sigma') || hasKey(record, 'sigmafile') ? 100 : hasKey(record, 'count') ? 75 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    if (hasKey(record, 'rule_title')) {
      const row = Object.fromEntries(Object.entries(record).filter(([key, value]) => !key.startsWith('rule_') && value !== ''));
      match(
        {
          title: textOf(record, 'rule_title'),
          level: textOf(record, 'rule_level'),
          description: textOf(record, 'rule_description'),
          id: textOf(record, 'rule_id'),
          tags: listIn(own(record, 'rule_tags') ?? own(record, 'tags')),
        },
        row,
        ctx,
      );
      return;
    }
    const rule = {
      title: textOf(record, 'title'),
      level: textOf(record, 'rule_level', 'level'),
      description: textOf(record, 'description'),
      id: textOf(record, 'id'),
      tags: listIn(own(record, 'tags')),
    };
    const matches = objectsOf(record, 'matches');
    if (matches.length === 0) ctx.ignore('rule without a match');
    for (const one of matches) match(rule, one, ctx);
  },
};

interface Rule {
  readonly title: string | undefined;
  readonly level: string | undefined;
  readonly description: string | undefined;
  readonly id: string | undefined;
  readonly tags: readonly string[];
}

function match(rule: Rule, event: JsonObject, ctx: ReadContext): void {
  const fields = new Fields(event);
  const host = fields.text('computer', 'hostname', 'computername', 'host', 'node', 'hostfqdn');
  const channel = fields.text('channel');
  const eventId = fields.text('eventid');
  const tags = rule.tags.flatMap((tag) => tag.split(/[,;|]/)).map((tag) => tag.trim());
  const tactics = tacticsOf(tags.map((tag) => tag.replace(/^attack\./i, '')));
  const techniques = techniquesOf(tags);
  const record = fields.text('eventrecordid', 'recordnumber', 'recordid');
  const time = timeOf(fields);
  const key =
    record === undefined
      ? `#${hash64(JSON.stringify(event))}`
      : `${channel ?? ''}/${record}/${typeof time === 'string' || typeof time === 'number' ? time : ''}`;
  ctx.alert(
    defined({
      externalId: `${rule.id ?? rule.title ?? ''}/${host ?? ''}/${key}`,
      title: rule.title ?? rule.id ?? '',
      description: rule.description,
      severity: severityOfWord(rule.level),
      severityText: rule.level,
      category: channel === undefined ? undefined : eventId === undefined ? channel : `${channel} ${eventId}`,
      ...(tactics.length > 0 && { tactics }),
      ...(techniques.length > 0 && { techniques }),
      vendor: 'Zircolite',
      product: 'Zircolite',
      detectionSource: channel ?? fields.text('sourcename', 'providername'),
      rule: rule.id ?? rule.title,
      ...timesOf({ first: time }, ctx.assume),
      evidence: evidenceOf(fields, host),
    }),
  );
}

/** Windows: the event's own time; UtcTime of Sysmon has no zone but is UTC. Linux: of audit or syslog. */
function timeOf(fields: Fields): Json | undefined {
  const sure = fields.get('systemtime', 'timecreated', '@timestamp', 'timestamp', 'eventtime', 'timecreatedsystemtime');
  if (sure !== undefined) return sure;
  const utc = fields.text('utctime');
  return utc === undefined ? fields.get('time', 'date', 'creationutctime') : /Z$/.test(utc) ? utc : `${utc}Z`;
}

function evidenceOf(fields: Fields, host: string | undefined): Evidence[] {
  const found: (Evidence | undefined)[] = [make.device({ name: host, roles: ['impacted'] }), ...windowsEvidence(named(fields), host)];
  // auditd on Linux
  const exe = fields.text('exe');
  if (exe !== undefined)
    found.push(
      make.process({
        image: exe,
        pid: fields.text('pid'),
        parentPid: fields.text('ppid'),
        commandLine: fields.text('cmdline', 'proctitle', 'command'),
        host,
        roles: ['related'],
      }),
      make.user({ name: fields.text('auidname', 'auid', 'uid')?.replace(/^\d+$/, ''), host, roles: ['related'] }),
    );
  return make.evidenceList(found);
}

/** Numbers of the event's header (`Task`, `Level`) are no names, and the null SID is nobody. */
function named(fields: Fields): Fields {
  const out: Record<string, Json> = {};
  for (const name of fields.names()) {
    const value = fields.get(name);
    if (value !== undefined && value !== 'S-1-0-0' && !(name === 'task' && /^\d+$/.test(String(typeof value === 'object' ? '' : value))))
      out[name] = value;
  }
  return new Fields(out);
}
