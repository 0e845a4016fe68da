import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tacticMask, tacticsOf } from '../../src/attack/tactics.ts';
import { hash64 } from '../../src/base/hash.ts';
import { EVIDENCE_ROLES, type Evidence, type EvidenceRole, evidenceTypeCode } from '../../src/domain/evidence.ts';
import * as make from '../../src/domain/evidence-builders.ts';
import { severityOfWord, severityRank } from '../../src/domain/severity.ts';
import { atSite } from '../../src/domain/site.ts';
import { evidenceFlags } from '../../src/correlate/flags.ts';
import { resolveIdentities } from '../../src/correlate/identity.ts';
import { type CorrelationInput, NO_OVERRIDES } from '../../src/correlate/model.ts';

/* Reads `alertweave-alerts` NDJSON straight into typed arrays: no store, so that the engine can be tried by itself. */

export const LABELLED = new URL('../../../shared/labelled/', import.meta.url).pathname;
export const hasLabelled = existsSync(LABELLED);

interface RawEntity {
  readonly type: string;
  readonly value: string;
  readonly role?: string;
}
interface RawAlert {
  readonly id: string;
  readonly time: string;
  readonly endTime?: string;
  readonly title: string;
  readonly product?: string;
  readonly rule?: string;
  readonly severity?: string;
  readonly category?: string;
  readonly tactics?: readonly string[];
  readonly entities?: readonly RawEntity[];
  readonly site?: string;
  readonly incident?: string;
  readonly count?: number;
}

export interface Loaded {
  readonly input: CorrelationInput;
  readonly keys: readonly string[];
  readonly titles: readonly string[];
  readonly entityLabels: readonly string[];
  /** Label by key. */
  readonly truth: ReadonlyMap<string, string | null>;
}

export function readLines(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

export function load(path: string): Loaded {
  const alerts = readLines(path).map((line) => JSON.parse(line) as RawAlert);
  const truth = new Map<string, string | null>();
  const truthPath = path.replace(/\.ndjson/, '.truth.ndjson');
  if (existsSync(truthPath))
    for (const line of readLines(truthPath)) {
      const { key, label } = JSON.parse(line) as { key: string; label: string | null };
      truth.set(key, label);
    }
  return { ...toInput(alerts), truth };
}

const micros = (text: string): number => {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  const whole = Date.parse(text.replace(/\.\d+/, ''));
  return whole * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
};

export function toInput(alerts: readonly RawAlert[]): Omit<Loaded, 'truth'> {
  const n = alerts.length;
  const intern = (): ((text: string) => number) => {
    const known = new Map<string, number>();
    return (text) => {
      let id = known.get(text);
      if (id === undefined) known.set(text, (id = known.size));
      return id;
    };
  };
  const detectorOf = intern();
  const productOf = intern();
  const sourceOf = intern();
  sourceOf('');
  const mentions: Evidence[] = [];
  const mentionOf = new Map<string, number>();
  const offset = new Uint32Array(n + 1);
  const refs: number[] = [];
  const roles: number[] = [];
  const numbers = (): number[] => new Array<number>(n).fill(0);
  const time = new Float64Array(n);
  const lastTime = new Float64Array(n);
  const [high, low, detector, product, severity, tactics, repeats, source] = [
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
    numbers(),
  ];
  alerts.forEach((alert, i) => {
    time[i] = micros(alert.time);
    lastTime[i] = alert.endTime === undefined ? (time[i] ?? 0) : micros(alert.endTime);
    const hash = hash64(alert.id);
    high[i] = Number.parseInt(hash.slice(0, 8), 16);
    low[i] = Number.parseInt(hash.slice(8), 16);
    detector[i] = detectorOf(`${alert.product ?? ''}|${alert.rule ?? alert.title}`);
    product[i] = productOf(alert.product ?? '');
    severity[i] = severityRank(severityOfWord(alert.severity));
    tactics[i] = tacticMask([...new Set([...tacticsOf(alert.category), ...tacticsOf(alert.tactics)])]);
    repeats[i] = alert.count ?? 1;
    source[i] = sourceOf(alert.incident ?? '');
    const evidence = make.evidenceList((alert.entities ?? []).map(evidenceOf)).map((one) => atSite(one, alert.site));
    for (const one of evidence) {
      const key = `${one.type}|${one.ids.join('|')}`;
      let id = mentionOf.get(key);
      if (id === undefined) {
        mentionOf.set(key, (id = mentions.length));
        mentions.push(one);
      }
      refs.push(id);
      roles.push(one.roles.reduce((mask, role) => mask | (1 << EVIDENCE_ROLES.indexOf(role)), 0));
    }
    offset[i + 1] = refs.length;
  });
  const { canonical } = resolveIdentities(mentions);
  const type = Uint8Array.from(mentions, (one) => evidenceTypeCode(one.type));
  const flags = new Uint16Array(mentions.length);
  mentions.forEach((one, i) => {
    const root = canonical[i] ?? i;
    const of = evidenceFlags(one);
    flags[root] = root === i ? of : (flags[root] ?? 0) & (of | ~6);
  });
  return {
    input: {
      count: n,
      time,
      lastTime,
      keyHigh: Uint32Array.from(high),
      keyLow: Uint32Array.from(low),
      detector: Uint32Array.from(detector),
      product: Uint16Array.from(product),
      severity: Uint8Array.from(severity),
      tactics: Uint32Array.from(tactics),
      repeats: Uint32Array.from(repeats),
      excluded: new Uint8Array(n),
      sourceIncident: Uint32Array.from(source),
      offset,
      entity: Uint32Array.from(refs, (id) => canonical[id] ?? id),
      role: Uint32Array.from(roles),
      entities: { count: mentions.length, type, flags },
      overrides: NO_OVERRIDES,
    },
    keys: alerts.map((alert) => alert.id),
    titles: alerts.map((alert) => alert.title),
    entityLabels: mentions.map((one) => `${one.type}:${one.label}`),
  };
}

const ROLES: Readonly<Record<string, EvidenceRole>> = { 'process-image': 'processImage' };

function evidenceOf(raw: RawEntity): Evidence | undefined {
  const role = raw.role === undefined ? undefined : (ROLES[raw.role] ?? (raw.role as EvidenceRole));
  const context = role === undefined ? {} : { roles: [role] };
  const colon = raw.value.indexOf(':');
  const kind = colon < 0 ? '' : raw.value.slice(0, colon);
  const rest = raw.value.slice(colon + 1);
  const stripped = ['upn', 'sid', 'aad', 'fqdn', 'name', 'sha256', 'sha1', 'md5', 'netbios'].includes(kind) ? rest : raw.value;
  switch (raw.type) {
    case 'user':
      return make.user(kind === 'aad' ? { ...context, objectId: rest } : { ...context, name: stripped });
    case 'device':
    case 'host': {
      const at = stripped.indexOf('/');
      return make.device({ ...context, name: at < 0 ? stripped : stripped.slice(at + 1) });
    }
    case 'ip':
      return make.ip(raw.value, context);
    case 'file':
      return make.file(/^(?:sha256|sha1|md5)$/.test(kind) ? { ...context, hash: rest } : { ...context, name: stripped });
    case 'process': {
      const [pid, started] = raw.value.split('@');
      return make.process({ ...context, pid, started });
    }
    case 'cmdline':
      return make.commandLine(raw.value, context);
    case 'url':
      return make.url(raw.value, context);
    case 'domain':
      return make.domain(raw.value, context);
    case 'mailbox':
      return make.mailbox(raw.value, context);
    case 'mail':
    case 'message':
      return make.mailMessage({ ...context, networkMessageId: raw.value });
    case 'app':
      return make.app(raw.value, context);
    case 'oauthapp':
      return make.oauthApp(raw.value, context);
    case 'resource':
    case 'cloudResource':
      return make.cloudResource(raw.value, context);
    case 'registry':
      return make.registry({ ...context, key: raw.value });
    case 'session':
    case 'container':
      return make.named(raw.type, raw.value, context);
    default:
      return make.named('generic', raw.value, { ...context, kind: raw.type });
  }
}
