import * as make from '../../../domain/evidence-builders.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import type { Json } from '../../../base/json.ts';
import { stated } from '../../../domain/placeholder.ts';
import { severityOfLevel } from '../wazuh.ts';
import type { ReadContext } from '../../importer.ts';
import { timesOf } from './moments.ts';
import { defined } from './states.ts';

export interface OssecAlert {
  readonly id?: string | undefined;
  readonly time: Json | undefined;
  readonly rule?: string | undefined;
  readonly level?: number | undefined;
  readonly title: string;
  readonly groups: readonly string[];
  /** `host->source` or `(agent) address->source`. */
  readonly location?: string | undefined;
  readonly facts: Readonly<Record<string, string | undefined>>;
  readonly log: string;
}

/** An OSSEC alert, whichever way it was written down. */
export function ossecDraft(alert: OssecAlert, ctx: ReadContext): AlertDraft {
  return defined({
    externalId: alert.id,
    idScope: 'ossec',
    title: alert.title,
    description: alert.log.trim() === '' ? undefined : alert.log.trim(),
    severity: alert.level === undefined ? ('unknown' as const) : severityOfLevel(alert.level),
    severityText: alert.level === undefined ? undefined : `level ${alert.level}`,
    category: alert.groups.length === 0 ? undefined : alert.groups.join(', '),
    vendor: 'OSSEC',
    product: 'OSSEC',
    detectionSource: alert.location?.split('->').slice(1).join('->') || undefined,
    rule: alert.rule,
    ...timesOf({ first: alert.time }, ctx.assume),
    evidence: evidenceOf(alert),
  });
}

function evidenceOf({ location, facts, log }: OssecAlert): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const origin = location?.split('->')[0]?.trim() ?? '';
  const agent = /^\(([^)]+)\)\s*(\S*)$/.exec(origin);
  const name = agent?.[1] ?? origin.split(/\s+/)[0];
  found.push(make.device({ name, roles: ['impacted'] }), make.ip(agent?.[2] ?? origin, { roles: ['impacted'] }));
  found.push(
    make.ip(facts['src ip'] ?? facts['srcip'], { roles: ['source'], attributes: { port: stated(facts['src port'] ?? facts['srcport']) } }),
    make.ip(facts['dst ip'] ?? facts['dstip'], {
      roles: ['destination'],
      attributes: { port: stated(facts['dst port'] ?? facts['dstport']) },
    }),
    make.user({ name: facts['user'] ?? facts['dstuser'], host: name, roles: ['target'] }),
    make.user({ name: facts['srcuser'], host: name, roles: ['source'] }),
  );
  const changed = /(?:checksum changed for:|New file|File|Integrity of file:?)\s+'([^']+)'/i.exec(log)?.[1] ?? facts['file'];
  if (changed !== undefined && /^HKEY_/i.test(changed)) found.push(make.registry({ key: changed, roles: ['edited'] }));
  else if (changed !== undefined)
    found.push(
      make.file({
        path: changed,
        md5: /(?:new md5sum is|md5 (?:is|after))\s*:?\s*'?([0-9a-f]{32})/i.exec(log)?.[1] ?? facts['md5_after'],
        sha1: /(?:new sha1sum is|sha1 (?:is|after))\s*:?\s*'?([0-9a-f]{40})/i.exec(log)?.[1] ?? facts['sha1_after'],
        roles: ['edited'],
      }),
    );
  return make.evidenceList(found);
}
