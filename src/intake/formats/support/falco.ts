import { hash64 } from '../../../base/hash.ts';
import type { Json } from '../../../base/json.ts';
import { tacticsOf } from '../../../attack/tactics.ts';
import { techniquesOf } from '../../../attack/techniques.ts';
import type { AlertDraft } from '../../../domain/alert.ts';
import * as make from '../../../domain/evidence-builders.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { type Severity, severityOfWord } from '../../../domain/severity.ts';
import type { ReadContext } from '../../importer.ts';
import type { Fields } from './fields.ts';
import { timesOf } from './moments.ts';
import { defined } from './states.ts';

export interface FalcoEvent {
  readonly uuid?: string | undefined;
  readonly rule?: string | undefined;
  readonly priority?: string | undefined;
  readonly output: string;
  readonly time: Json | undefined;
  readonly host?: string | undefined;
  readonly source?: string | undefined;
  readonly tags: readonly string[];
  /** `output_fields` by folded names. */
  readonly fields: Fields;
}

export function falcoDraft(event: FalcoEvent, ctx: ReadContext): AlertDraft {
  const tactics = tacticsOf(event.tags.map((tag) => tag.replace(/^mitre[_-]/i, '')));
  const techniques = techniquesOf(event.tags);
  return defined({
    externalId:
      event.uuid ??
      `#${hash64(`${event.rule ?? ''}\n${typeof event.time === 'string' || typeof event.time === 'number' ? event.time : ''}\n${event.host ?? ''}\n${event.output}`)}`,
    idScope: 'falco',
    title: event.rule ?? message(event.output),
    description: event.output,
    severity: severityOf(event),
    severityText: event.priority,
    category: event.source,
    ...(tactics.length > 0 && { tactics }),
    ...(techniques.length > 0 && { techniques }),
    vendor: 'CNCF',
    product: 'Falco',
    detectionSource: event.source,
    rule: event.rule,
    ...timesOf({ first: event.time }, ctx.assume),
    evidence: evidenceOf(event),
  });
}

/** Falco's own health messages come under its internal source. */
function severityOf({ priority, source, rule }: FalcoEvent): Severity {
  if (source === 'internal' || rule?.startsWith('Falco internal:') === true) return 'informational';
  return /^notice$/i.test(priority ?? '') ? 'low' : severityOfWord(priority);
}

/** The sentence before the list of fields in brackets. */
export const message = (output: string): string =>
  output.replace(/^\S*\d{2}:\d{2}:\d{2}\.\d+\S*\s+\w+\s+/, '').replace(/\s*(?:\||\().*$/s, '') || output;

function evidenceOf({ fields, host, source }: FalcoEvent): Evidence[] {
  const found: (Evidence | undefined)[] = [];
  const machine = host ?? fields.text('evthostname');
  found.push(
    make.device({ name: machine, roles: [source === undefined || source === 'syscall' || source === 'internal' ? 'impacted' : 'sensor'] }),
  );
  const image = fields.text('procexepath', 'procname', 'procexe');
  const line = fields.text('proccmdline');
  const pid = fields.text('procpid', 'procvpid');
  const parent = fields.text('procpexepath', 'procpname');
  const parentPid = fields.text('procppid');
  const user = fields.text('username');
  if (image !== undefined || line !== undefined) {
    found.push(
      make.process({
        image,
        commandLine: line,
        pid,
        started: fields.text('procpidts'),
        host: machine,
        parentImage: parent,
        parentPid,
        parentCommandLine: fields.text('procpcmdline'),
        user,
        roles: ['related'],
        attributes: { directory: fields.text('proccwd') },
      }),
      parent === undefined
        ? undefined
        : make.process({
            image: parent,
            pid: parentPid,
            commandLine: fields.text('procpcmdline'),
            host: machine,
            roles: ['parentProcess'],
          }),
    );
  }
  found.push(
    make.user({
      name: user,
      host: machine,
      roles: ['related'],
      attributes: { uid: fields.text('useruid'), loginUid: fields.text('userloginuid') },
    }),
  );
  const container = fields.text('containerid');
  if (container !== undefined && container !== 'host')
    found.push(
      make.named('container', container, {
        label: fields.text('containername') ?? container,
        roles: ['impacted'],
        attributes: { image: fields.text('containerimage', 'containerimagerepository'), tag: fields.text('containerimagetag') },
      }),
    );
  const pod = fields.text('k8spodname', 'katargetpodname');
  if (pod !== undefined)
    found.push(
      make.named('generic', `${fields.text('k8snsname', 'katargetnamespace') ?? ''}/${pod}`, {
        kind: 'k8spod',
        label: pod,
        roles: ['impacted'],
      }),
    );
  descriptor(fields, found);
  audit(fields, found);
  return make.evidenceList(found);
}

/** A file, or `source:port->destination:port` of a socket. */
function descriptor(fields: Fields, found: (Evidence | undefined)[]): void {
  const name = fields.text('fdname', 'fsname', 'fspathname');
  const flow = /^\[?([0-9a-fA-F.:]+?)\]?:(\d+)->\[?([0-9a-fA-F.:]+?)\]?:(\d+)$/.exec(name ?? '');
  if (flow !== null) {
    found.push(
      make.ip(flow[1], { roles: ['source'], attributes: { port: flow[2] } }),
      make.ip(flow[3], { roles: ['destination'], attributes: { port: flow[4], protocol: fields.text('fdl4proto') } }),
    );
  } else if (name?.startsWith('/') === true) found.push(make.file({ path: name, roles: ['related'] }));
  found.push(
    make.ip(fields.text('fdcip'), { roles: ['source'], attributes: { port: fields.text('fdcport') } }),
    make.ip(fields.text('fdsip', 'fdrip'), { roles: ['destination'], attributes: { port: fields.text('fdsport', 'fdrport') } }),
    make.domain(fields.text('fdsipname'), { roles: ['destination'] }),
    make.file({ path: fields.text('evtargpath', 'evtargname', 'fspathtarget')?.replace(/^[^/].*$/, ''), roles: ['related'] }),
  );
}

/** Plugins: Kubernetes audit, CloudTrail, Okta, GitHub. */
function audit(fields: Fields, found: (Evidence | undefined)[]): void {
  found.push(
    make.user({ name: fields.text('kausername', 'ctuser', 'oktaactoralternateid', 'githubuser', 'gcpuser'), roles: ['source'] }),
    make.ip(fields.text('kasourceips', 'ctsrcip', 'oktaclientip', 'gcpcallerip'), { roles: ['source'] }),
    make.cloudResource(fields.text('ctrequestarn', 's3uri'), { roles: ['related'] }),
  );
  const target = fields.text('katargetname');
  if (target !== undefined)
    found.push(
      make.named('generic', `${fields.text('katargetnamespace') ?? ''}/${fields.text('katargetresource') ?? ''}/${target}`, {
        kind: 'k8sobject',
        label: target,
        roles: ['target'],
        attributes: { verb: fields.text('kaverb') },
      }),
    );
}
