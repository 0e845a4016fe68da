import * as v from 'valibot';
import type { MappingSpec } from '../worker/api.ts';
import { MAPPING } from './source-memory.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export const DENSITIES = ['comfortable', 'compact'] as const;
export type Theme = (typeof THEMES)[number];
export type Density = (typeof DENSITIES)[number];

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** Each field falls back on its own: one unreadable value does not cost the others. */
const SHAPE = v.object({
  theme: v.fallback(v.picklist(THEMES), 'system'),
  density: v.fallback(v.picklist(DENSITIES), 'comfortable'),
  /** `utc`, `local` or an IANA name. */
  zone: v.fallback(
    v.pipe(
      v.string(),
      v.check((zone) => zone === 'utc' || zone === 'local' || isZone(zone)),
    ),
    'utc',
  ),
  /** Whose decisions these are, as typed. */
  analyst: v.fallback(v.pipe(v.string(), v.maxLength(100)), ''),
  /** Columns shown, by table. */
  columns: v.fallback(v.record(v.string(), v.array(v.string())), {}),
  /** Pane widths in px, by pane. */
  panes: v.fallback(v.record(v.string(), v.pipe(v.number(), v.minValue(0), v.maxValue(4000))), {}),
  /** Panes folded away, by pane. */
  folded: v.fallback(v.record(v.string(), v.boolean()), {}),
  /** Each file is shown before it is taken in. */
  checkFirst: v.fallback(v.boolean(), false),
  /** How columns are read, by fingerprint of the header. One that cannot be read does not cost the others. */
  mappings: v.fallback(v.record(v.string(), v.fallback(v.optional(MAPPING), undefined)), {}),
  /** Zone of times without one, by source: IANA name or `utc`. */
  zones: v.fallback(v.record(v.string(), v.string()), {}),
  /** Format id, by fingerprint of the header, where several formats fit. */
  formats: v.fallback(v.record(v.string(), v.string()), {}),
});
type Values = v.InferOutput<typeof SHAPE>;

const KEY = 'alertweave:settings:1';
export type SettingsStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What this person prefers in this browser. The only user of localStorage; where that is blocked, it lasts as long as the page. */
export class Settings {
  #values = $state.raw<Values>(v.parse(SHAPE, {}));
  readonly #storage: SettingsStorage | undefined;

  constructor(storage: SettingsStorage | undefined) {
    this.#storage = storage;
    this.#values = read(storage);
  }

  get theme(): Theme {
    return this.#values.theme;
  }
  set theme(theme: Theme) {
    this.#set({ theme });
  }
  get density(): Density {
    return this.#values.density;
  }
  set density(density: Density) {
    this.#set({ density });
  }
  get zone(): string {
    return this.#values.zone;
  }
  set zone(zone: string) {
    if (zone === 'utc' || zone === 'local' || isZone(zone)) this.#set({ zone });
  }
  get analyst(): string {
    return this.#values.analyst;
  }
  set analyst(analyst: string) {
    this.#set({ analyst: analyst.trim().slice(0, 100) });
  }
  columns(table: string): readonly string[] | undefined {
    return Object.hasOwn(this.#values.columns, table) ? this.#values.columns[table] : undefined;
  }
  setColumns(table: string, columns: readonly string[] | undefined): void {
    const { [table]: _, ...rest } = this.#values.columns;
    this.#set({ columns: columns === undefined ? rest : { ...rest, [table]: [...columns] } });
  }
  pane(name: string, otherwise: number): number {
    return Object.hasOwn(this.#values.panes, name) ? (this.#values.panes[name] ?? otherwise) : otherwise;
  }
  setPane(name: string, width: number): void {
    this.#set({ panes: { ...this.#values.panes, [name]: Math.min(4000, Math.max(0, Math.round(width))) } });
  }
  isFolded(name: string): boolean {
    return Object.hasOwn(this.#values.folded, name) && this.#values.folded[name] === true;
  }
  setFolded(name: string, folded: boolean): void {
    this.#set({ folded: { ...this.#values.folded, [name]: folded } });
  }
  get checkFirst(): boolean {
    return this.#values.checkFirst;
  }
  set checkFirst(checkFirst: boolean) {
    this.#set({ checkFirst });
  }
  mapping(fingerprint: string): MappingSpec | undefined {
    return Object.hasOwn(this.#values.mappings, fingerprint) ? this.#values.mappings[fingerprint] : undefined;
  }
  /** Undefined forgets it. */
  setMapping(fingerprint: string, spec: MappingSpec | undefined): void {
    const { [fingerprint]: _, ...rest } = this.#values.mappings;
    this.#set({ mappings: spec === undefined ? rest : { ...rest, [fingerprint]: spec } });
  }
  sourceZone(source: string): string | undefined {
    const zone = Object.hasOwn(this.#values.zones, source) ? this.#values.zones[source] : undefined;
    return zone !== undefined && (zone === 'utc' || isZone(zone)) ? zone : undefined;
  }
  setSourceZone(source: string, zone: string | undefined): void {
    const { [source]: _, ...rest } = this.#values.zones;
    this.#set({ zones: zone === undefined ? rest : { ...rest, [source]: zone } });
  }

  format(fingerprint: string): string | undefined {
    return Object.hasOwn(this.#values.formats, fingerprint) ? this.#values.formats[fingerprint] : undefined;
  }
  /** Undefined forgets it. */
  setFormat(fingerprint: string, format: string | undefined): void {
    const { [fingerprint]: _, ...rest } = this.#values.formats;
    this.#set({ formats: format === undefined ? rest : { ...rest, [fingerprint]: format } });
  }

  #set(change: Partial<Values>): void {
    this.#values = { ...this.#values, ...change };
    try {
      this.#storage?.setItem(KEY, JSON.stringify(this.#values));
    } catch {
      // Full or forbidden: the setting holds until the page is closed.
    }
  }
}

function read(storage: SettingsStorage | undefined): Values {
  try {
    const parsed = v.safeParse(SHAPE, JSON.parse(storage?.getItem(KEY) ?? '{}'));
    return parsed.success ? parsed.output : v.parse(SHAPE, {});
  } catch {
    return v.parse(SHAPE, {});
  }
}

function browserStorage(): SettingsStorage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

export const settings = new Settings(browserStorage());
