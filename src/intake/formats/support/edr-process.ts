import { toIso, UTC_ASSUMED } from '../../../base/time.ts';
import type { Json } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence, RemediationStatus, Verdict } from '../../../domain/evidence.ts';
import { stated } from '../../../domain/placeholder.ts';
import { momentOf } from './moments.ts';

/** One link of a process chain as an EDR states it. */
export interface ChainLink {
  readonly pid?: unknown;
  readonly started?: Json | undefined;
  readonly image?: unknown;
  readonly commandLine?: unknown;
  readonly guid?: unknown;
  readonly user?: unknown;
  readonly sha256?: unknown;
  readonly sha1?: unknown;
  readonly md5?: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface Judged {
  readonly verdict?: Verdict | undefined;
  readonly remediation?: RemediationStatus | undefined;
}

/** A start time as ISO in UTC, so that two products that saw one process agree; the text itself where it is no time. */
function startOf(value: Json | undefined): string | undefined {
  const at = momentOf(value, UTC_ASSUMED);
  return at === undefined || at.at === 0 ? (typeof value === 'string' && !/^\d/.test(value) ? stated(value) : undefined) : toIso(at.at);
}

const says = (link: ChainLink | undefined): link is ChainLink =>
  link !== undefined && [link.pid, link.image, link.commandLine, link.guid].some((one) => stated(one) !== undefined);

/** The program a command line begins with: a quoted path, a path of Windows up to its extension, or what stands before the first blank. */
export function programOf(line: unknown): string | undefined {
  const m = /^\s*(?:"([^"]+)"|"?([A-Za-z]:\\[^"]*?\.(?:exe|com|scr|bat|cmd))(?=["\s]|$)|"?(\S+))/i.exec(stated(line) ?? '');
  return m?.[1] ?? m?.[2] ?? m?.[3];
}

/** The process, its parent, its grandparent …, each with what is known of the one above, and the image of each that has a hash. Links that state nothing end the chain. */
export function processChain(
  chain: readonly (ChainLink | undefined)[],
  host: string | undefined,
  judged: Judged = {},
): (Evidence | undefined)[] {
  const out: (Evidence | undefined)[] = [];
  for (const [i, link] of chain.entries()) {
    if (!says(link)) break;
    const image = link.image ?? programOf(link.commandLine);
    const next = chain[i + 1];
    const above = says(next) ? next : undefined;
    const context = i === 0 ? judged : {};
    out.push(
      make.process({
        ...context,
        pid: link.pid,
        started: startOf(link.started),
        image,
        commandLine: link.commandLine,
        guid: link.guid,
        user: link.user,
        host,
        parentPid: above?.pid,
        parentStarted: startOf(above?.started),
        parentImage: above?.image ?? programOf(above?.commandLine),
        parentCommandLine: above?.commandLine,
        parentGuid: above?.guid,
        roles: [i === 0 ? 'related' : 'parentProcess'],
        ...(link.attributes !== undefined && { attributes: link.attributes }),
      }),
    );
    if ([link.sha256, link.sha1, link.md5].some((hash) => stated(hash) !== undefined) || (i === 0 && stated(link.image) !== undefined)) {
      out.push(make.file({ ...context, sha256: link.sha256, sha1: link.sha1, md5: link.md5, path: image, roles: ['processImage'] }));
    }
  }
  return out;
}

/** The domain of an account; a workgroup is none: its accounts are local to each machine. */
export const realmOf = (domain: string | undefined): string | undefined =>
  domain === undefined || /^(?:workgroup|arbeitsgruppe|localhost|\.)$/i.test(domain) ? undefined : domain;
