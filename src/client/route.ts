import * as v from 'valibot';
import { CLASSIFICATION_LABELS, type Classification } from '../domain/classification.ts';
import { INCIDENT_SORTS, INCIDENT_STATUSES, type IncidentSort, type IncidentStatus } from '../domain/incident.ts';
import { SEVERITIES, type Severity } from '../domain/severity.ts';

/**
 * The address of a view: `#/incidents?…`, `#/incidents/7?tab=alerts&sel=alert:12`, `#/imports`, `#/settings/lists`, `#/?demo=story`.
 * Defaults are left out, unknown values ignored, and words typed or read from alerts are never in it
 * (the search text stays in the history entry, see router.svelte.ts).
 */
export const INCIDENT_TABS = ['attack-story', 'alerts', 'assets', 'evidence', 'activities', 'summary', 'similar'] as const;
export type IncidentTab = (typeof INCIDENT_TABS)[number];

/** `link`: the link by which this alert came into its incident. */
export const SELECTION_KINDS = ['alert', 'entity', 'link'] as const;
export interface Selection {
  readonly kind: (typeof SELECTION_KINDS)[number];
  /** Alert or entity id. */
  readonly id: number;
}

/** Sections of the settings, in their order. */
export const SETTINGS_SECTIONS = [
  'you',
  'look',
  'imports',
  'correlation',
  'lists',
  'pairs',
  'detectors',
  'sequences',
  'priority',
  'log',
  'data',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export const TIME_RANGES = ['all', '24h', '3d', '7d', '30d', '180d'] as const;
/** A span before the newest data (or before now), or fixed ends in µs. */
export type TimeRange = (typeof TIME_RANGES)[number] | { readonly from: number; readonly to: number };

/** What the queue shows. An empty list of a facet means: no filter. */
export interface QueueView {
  readonly statuses: readonly IncidentStatus[];
  readonly severities: readonly Severity[];
  readonly classifications: readonly Classification[];
  readonly tactics: readonly string[];
  readonly products: readonly string[];
  readonly tags: readonly string[];
  /** '' = unassigned. */
  readonly assignees: readonly string[];
  readonly multipleProducts: boolean;
  /** Only incidents that name something on the watch list. */
  readonly watched: boolean;
  readonly range: TimeRange;
  /** Where the spans end. */
  readonly anchor: 'data' | 'now';
  readonly sort: IncidentSort;
  readonly descending: boolean;
  /** Incident in the side pane. */
  readonly selected: number | undefined;
}

/** Defaults of the Defender queue: work that is open and matters. Time is not narrowed: an old export would look empty. */
export const QUEUE_DEFAULTS: QueueView = {
  statuses: ['new', 'inProgress'],
  severities: ['high', 'medium', 'low'],
  classifications: [],
  tactics: [],
  products: [],
  tags: [],
  assignees: [],
  multipleProducts: false,
  watched: false,
  range: 'all',
  anchor: 'data',
  sort: 'priority',
  descending: true,
  selected: undefined,
};

export type Route =
  | { readonly page: 'incidents'; readonly view: QueueView; readonly demo: string | undefined }
  | { readonly page: 'incident'; readonly id: number; readonly tab: IncidentTab; readonly selection: Selection | undefined }
  | { readonly page: 'imports' }
  | { readonly page: 'settings'; readonly section?: SettingsSection }
  | { readonly page: 'missing' };

const VERSION = '1';
const CLASSIFICATIONS = Object.keys(CLASSIFICATION_LABELS) as readonly Classification[];

const id = v.pipe(v.string(), v.regex(/^[1-9]\d{0,11}$/), v.transform(Number));
const selection = v.pipe(
  v.string(),
  v.regex(/^(?:alert|entity|link):[1-9]\d{0,11}$/),
  v.transform((text): Selection => {
    const [kind, number] = text.split(':');
    return { kind: SELECTION_KINDS.find((known) => known === kind) ?? 'alert', id: Number(number) };
  }),
);
const fixedRange = v.pipe(
  v.string(),
  v.regex(/^\d{1,16}-\d{1,16}$/),
  v.transform((text) => text.split('-').map(Number)),
  v.check(([from, to]) => from !== undefined && to !== undefined && from < to),
  v.transform(([from, to]) => ({ from: from ?? 0, to: to ?? 0 })),
);
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** '' = unassigned. */
const owner = v.pipe(v.string(), v.maxLength(200));

const one = <T>(schema: v.GenericSchema<unknown, T>, value: string | null, otherwise: T): T => {
  if (value === null) return otherwise;
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : otherwise;
};
/** `a,b`; members that are unknown are left out; `all` (or nothing known) is the empty list. */
const many = <T>(schema: v.GenericSchema<unknown, T>, value: string | null, otherwise: readonly T[]): readonly T[] => {
  if (value === null) return otherwise;
  if (value === 'all') return [];
  const known = value.split(',').flatMap((text) => {
    const decoded = decode(text);
    const parsed = v.safeParse(schema, decoded);
    return parsed.success ? [parsed.output] : [];
  });
  return known.length === 0 ? otherwise : [...new Set(known)];
};
const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** Reads `location.hash`. Never throws. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const known = query.get('v') === null || query.get('v') === VERSION;
  const params = known ? query : new URLSearchParams();
  const steps = path.split('/').filter((step) => step !== '');
  if (steps.length === 0 || (steps.length === 1 && steps[0] === 'incidents'))
    return { page: 'incidents', view: parseView(params), demo: params.get('demo')?.slice(0, 40) ?? undefined };
  if (steps.length === 2 && steps[0] === 'incidents') {
    const number = one<number | undefined>(id, steps[1] ?? '', undefined);
    if (number !== undefined)
      return {
        page: 'incident',
        id: number,
        tab: one(v.picklist(INCIDENT_TABS), params.get('tab'), 'attack-story'),
        selection: one<Selection | undefined>(selection, params.get('sel'), undefined),
      };
  }
  if (steps.length === 1 && steps[0] === 'imports') return { page: 'imports' };
  if (steps.length === 1 && steps[0] === 'settings') return { page: 'settings' };
  const section = SETTINGS_SECTIONS.find((one) => one === steps[1]);
  if (steps.length === 2 && steps[0] === 'settings' && section !== undefined) return { page: 'settings', section };
  return { page: 'missing' };
}

function parseView(p: URLSearchParams): QueueView {
  const d = QUEUE_DEFAULTS;
  const sort = one(v.picklist(INCIDENT_SORTS), p.get('sort')?.replace(/^-/, '') ?? null, d.sort);
  return {
    statuses: many(v.picklist(INCIDENT_STATUSES), p.get('status'), d.statuses),
    severities: many(v.picklist(SEVERITIES), p.get('severity'), d.severities),
    classifications: many(v.picklist(CLASSIFICATIONS), p.get('class'), d.classifications),
    tactics: many(v.pipe(v.string(), v.regex(/^TA\d{4}$/)), p.get('tactic'), d.tactics),
    products: many(word, p.get('product'), d.products),
    tags: many(word, p.get('tag'), d.tags),
    assignees: many(owner, p.get('owner'), d.assignees),
    multipleProducts: p.get('multi') === '1',
    watched: p.get('watched') === '1',
    range: one<TimeRange>(v.picklist(TIME_RANGES), p.get('time'), one<TimeRange>(fixedRange, p.get('time'), d.range)),
    anchor: p.get('anchor') === 'now' ? 'now' : 'data',
    sort,
    descending: p.get('sort') === null ? d.descending : (p.get('sort')?.startsWith('-') ?? d.descending),
    selected: one<number | undefined>(id, p.get('sel'), d.selected),
  };
}

/** The hash of a route, `#/…`, with defaults left out. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'incidents': {
      const query = formatView(route.view);
      if (route.demo !== undefined) query.unshift(`demo=${encodeURIComponent(route.demo)}`);
      return hashOf(route.demo === undefined ? '/incidents' : '/', query);
    }
    case 'incident':
      return hashOf(`/incidents/${route.id}`, [
        ...(route.tab === 'attack-story' ? [] : [`tab=${route.tab}`]),
        ...(route.selection === undefined ? [] : [`sel=${route.selection.kind}:${route.selection.id}`]),
      ]);
    case 'imports':
      return '#/imports';
    case 'settings':
      return route.section === undefined ? '#/settings' : `#/settings/${route.section}`;
    case 'missing':
      return '#/missing';
  }
}

const hashOf = (path: string, query: readonly string[]): string => `#${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;

// Twice encoded, so that a comma inside a value is no separator; and a value `all` is not the word for the empty list.
const encode = (text: string): string => (text === 'all' ? '%2561ll' : encodeURIComponent(encodeURIComponent(text)));

function formatView(view: QueueView): string[] {
  const d = QUEUE_DEFAULTS;
  const query: string[] = [];
  const list = (name: string, value: readonly string[], otherwise: readonly string[]): void => {
    if (value.length === otherwise.length && value.every((text) => otherwise.includes(text))) return;
    query.push(`${name}=${value.length === 0 ? 'all' : value.map(encode).join(',')}`);
  };
  list('status', view.statuses, d.statuses);
  list('severity', view.severities, d.severities);
  list('class', view.classifications, d.classifications);
  list('tactic', view.tactics, d.tactics);
  list('product', view.products, d.products);
  list('tag', view.tags, d.tags);
  list('owner', view.assignees, d.assignees);
  if (view.multipleProducts) query.push('multi=1');
  if (view.watched) query.push('watched=1');
  if (typeof view.range !== 'string') query.push(`time=${view.range.from}-${view.range.to}`);
  else if (view.range !== d.range) query.push(`time=${view.range}`);
  if (view.anchor !== d.anchor) query.push(`anchor=${view.anchor}`);
  if (view.sort !== d.sort || view.descending !== d.descending) query.push(`sort=${view.descending ? '-' : ''}${view.sort}`);
  if (view.selected !== undefined) query.push(`sel=${view.selected}`);
  return query;
}

export const incidentHref = (id: number, tab: IncidentTab = 'attack-story', sel?: Selection): string =>
  formatRoute({ page: 'incident', id, tab, selection: sel });
