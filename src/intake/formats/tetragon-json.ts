import { isObject, type JsonObject, own } from '../../base/json.ts';
import { hash64 } from '../../base/hash.ts';
import { tacticsOf } from '../../attack/tactics.ts';
import { techniquesOf } from '../../attack/techniques.ts';
import * as make from '../../domain/evidence-builders.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { severityOfWord } from '../../domain/severity.ts';
import type { Confidence, ReadContext, RecordImporter } from '../importer.ts';
import { Ecs } from './support/ecs.ts';
import { hasKey } from './support/fields.ts';
import { timesOf } from './support/moments.ts';
import { defined } from './support/states.ts';

const POLICED = /^process_(?:kprobe|tracepoint|uprobe|lsm|usdt)$/;
const kindOf = (record: JsonObject): string | undefined =>
  Object.keys(record).find((key) => key.startsWith('process_') && isObject(record[key]));

/** Tetragon events. What a tracing policy reports is an alert; process, network and loader events are context. */
export const tetragonJson: RecordImporter = {
  id: 'tetragon-json',
  label: 'Tetragon events',
  spec: 'https://tetragon.io/docs/reference/grpc-api/',
  kind: 'record',
  containers: ['json'],

  match(record: JsonObject): Confidence {
    const kind = kindOf(record);
    if (kind === undefined) return 0;
    const body = own(record, kind);
    if (!isObject(body) || !hasKey(body, 'process')) return 0;
    return hasKey(record, 'node_name') || hasKey(record, 'time') ? 100 : 0;
  },

  read(record: JsonObject, ctx: ReadContext): void {
    const kind = kindOf(record) ?? '';
    const event = new Ecs(record);
    const body = event.at(kind);
    if (body === undefined || !POLICED.test(kind)) {
      ctx.ignore(`${kind.replace('process_', '')} event`);
      return;
    }
    const policy = body.text('policy_name');
    const call = body.text('function_name') ?? body.text('event') ?? body.text('symbol') ?? body.text('path');
    const message = body.text('message');
    const tags = body.list('tags');
    const node = event.text('node_name');
    const severityTag = tags
      .find((tag) => severityOfWord(tag.replace(/^severity[:=.]/i, '')) !== 'unknown')
      ?.replace(/^severity[:=.]/i, '');
    const tactics = tacticsOf(tags.map((tag) => tag.replace(/^(?:mitre|attack)[._-]/i, '')));
    const techniques = techniquesOf(tags);
    const action = body.text('action');
    ctx.alert(
      defined({
        externalId: `#${hash64(`${kind}\n${event.text('time') ?? ''}\n${body.text('process.exec_id') ?? ''}\n${JSON.stringify(body.record['args'] ?? null)}\n${call ?? ''}`)}`,
        title: message ?? ([policy, call].filter((part) => part !== undefined).join(': ') || kind.replace('process_', '')),
        description: [policy, call, action].filter((part) => part !== undefined).join(' · ') || undefined,
        severity: severityOfWord(severityTag),
        severityText: severityTag,
        category: kind,
        ...(tactics.length > 0 && { tactics }),
        ...(techniques.length > 0 && { techniques }),
        vendor: 'Cilium',
        product: 'Tetragon',
        detectionSource: kind,
        rule: policy ?? call,
        ...timesOf({ first: event.get('time') }, ctx.assume),
        evidence: evidenceOf(body, node),
      }),
    );
  },
};

function evidenceOf(body: Ecs, node: string | undefined): Evidence[] {
  const found: (Evidence | undefined)[] = [make.device({ name: node, roles: ['impacted'] })];
  const parent = body.at('parent');
  const process = body.at('process');
  if (process !== undefined) one(process, parent, node, false, found);
  if (parent !== undefined) one(parent, undefined, node, true, found);
  for (const ancestor of body.objects('ancestors')) one(ancestor, undefined, node, true, found);
  for (const arg of body.objects('args')) {
    for (const key of ['file_arg', 'path_arg', 'linux_binprm_arg'])
      found.push(make.file({ path: rooted(arg.text(`${key}.path`)), roles: ['related'] }));
    for (const key of ['sock_arg', 'skb_arg', 'sockaddr_arg']) {
      const socket = arg.at(key);
      if (socket === undefined) continue;
      found.push(
        make.ip(socket.text('saddr'), { roles: ['source'], attributes: { port: socket.text('sport') } }),
        make.ip(socket.text('daddr') ?? socket.text('addr'), {
          roles: ['destination'],
          attributes: { port: socket.text('dport') ?? socket.text('port'), protocol: socket.text('protocol') },
        }),
      );
    }
    const text = arg.text('string_arg');
    if (text?.startsWith('/') === true) found.push(make.file({ path: text, roles: ['related'] }));
  }
  return make.evidenceList(found);
}

/** The kernel gives paths of a mount without the first slash. */
const rooted = (path: string | undefined): string | undefined => (path === undefined || path.startsWith('/') ? path : `/${path}`);

function one(process: Ecs, parent: Ecs | undefined, node: string | undefined, isParent: boolean, found: (Evidence | undefined)[]): void {
  const binary = process.text('binary');
  const args = process.text('arguments');
  const line = (from: Ecs): string | undefined =>
    [from.text('binary'), from.text('arguments')].filter((part) => part !== undefined).join(' ') || undefined;
  const uid = process.number('uid');
  found.push(
    make.process({
      pid: process.text('pid'),
      guid: process.text('exec_id'),
      started: process.text('start_time'),
      image: binary,
      commandLine: args === undefined ? binary : `${binary ?? ''} ${args}`,
      host: node,
      parentGuid: process.text('parent_exec_id') ?? parent?.text('exec_id'),
      parentPid: parent?.text('pid'),
      parentImage: parent?.text('binary'),
      parentStarted: parent?.text('start_time'),
      parentCommandLine: parent === undefined ? undefined : line(parent),
      user: process.text('process_credentials.user') ?? (uid === undefined ? undefined : `uid ${uid}`),
      roles: [isParent ? 'parentProcess' : 'related'],
      attributes: { directory: process.text('cwd') },
    }),
  );
  if (isParent) return;
  const hash = process.text('binary_properties.file.hash') ?? process.text('binary_properties.hash');
  if (hash !== undefined) found.push(make.file({ path: binary, hash, roles: ['processImage'] }));
  const pod = process.at('pod');
  const name = pod?.text('name');
  if (pod === undefined || name === undefined) return;
  found.push(
    make.named('generic', `${pod.text('namespace') ?? ''}/${name}`, {
      kind: 'k8spod',
      label: name,
      roles: ['impacted'],
      attributes: { workload: pod.text('workload') },
    }),
    make.named('container', pod.text('container.id'), {
      label: pod.text('container.name'),
      roles: ['impacted'],
      attributes: { image: pod.text('container.image.name') },
    }),
  );
}
