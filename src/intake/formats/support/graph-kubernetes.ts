import { isObject, type JsonObject, own } from '../../../base/json.ts';
import * as make from '../../../domain/evidence-builders.ts';
import { objectOf, textOf, wordOf } from './fields.ts';
import type { FullContext, Sink } from './sink.ts';

/** A thing of Kubernetes is named by cluster, namespace and name together. */
export function kubernetes(kind: string, item: JsonObject, out: Sink, context: FullContext): void {
  const space = kind === 'namespace' ? item : objectOf(item, 'namespace');
  const cluster = kind === 'cluster' ? item : space && objectOf(space, 'cluster');
  const ref = (of: JsonObject | undefined): string | undefined => of && textOf(of, 'name');
  const path = [...new Set([ref(cluster), ref(space) ?? wordOf(item, 'namespace'), ref(item)])].filter((part) => part !== undefined);
  if (path.length === 0) return;
  const more = {
    platform: cluster && textOf(cluster, 'platform'),
    distribution: cluster && textOf(cluster, 'distribution'),
    version: cluster && textOf(cluster, 'version'),
    kind: textOf(item, 'type', 'secretType', 'serviceType'),
    namespace: ref(space),
    cluster: ref(cluster),
    labels: labels(item),
  };
  out(
    make.named('generic', path.join('/'), {
      ...context,
      attributes: { ...context.attributes, ...more },
      kind: `k8s-${kind}`,
      label: ref(item),
    }),
  );
}
function labels(item: JsonObject): string | undefined {
  const of = own(item, 'labels');
  if (!isObject(of)) return undefined;
  return Object.entries(of)

    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
    .join(', ');
}
