/** What the architecture test knows of the house: which room may import which, and which package is met where. Mirrors docs/architecture.md. */
export interface RoomRule {
  /** Rooms whose values and types it may import; its own is always allowed. */
  readonly imports: readonly string[];
  /** Rooms of which it may import types alone. */
  readonly types?: readonly string[];
}

const PURE = ['base', 'domain', 'attack'];
const PAGE = ['base', 'domain', 'client', 'viz', 'ui/kit', 'ui/parts'];
/** Every room of the page's side may name the worker's and the store's types: they are the contract, and vanish in the build. */
const CONTRACT = ['worker', 'store'];
const PAGES = ['empty', 'import', 'incident', 'queue', 'settings'];

export const ROOMS: Readonly<Record<string, RoomRule>> = {
  base: { imports: [] },
  domain: { imports: ['base'] },
  attack: { imports: ['base', 'domain'] },
  intake: { imports: PURE },
  correlate: { imports: PURE },
  journal: { imports: ['base', 'domain'] },
  report: { imports: PURE },
  // Its rows are those of the worker's catalogue; what it writes are the intake's drafts and the correlation's results.
  store: { imports: [...PURE, 'journal'], types: ['worker', 'intake', 'correlate'] },
  worker: { imports: [...PURE, 'intake', 'correlate', 'journal', 'report', 'store'] },
  client: { imports: ['base', 'domain'], types: CONTRACT },
  viz: { imports: ['base', 'domain'], types: CONTRACT },
  'ui/kit': { imports: ['base'] },
  // Parts that know the trade's words, shared by pages: severity, entities, the manage form.
  'ui/parts': { imports: ['base', 'domain', 'client', 'ui/kit'], types: CONTRACT },
  ...Object.fromEntries(PAGES.map((page): [string, RoomRule] => [`ui/${page}`, { imports: PAGE, types: CONTRACT }])),
  app: { imports: [...PAGE, 'styles', ...PAGES.map((page) => `ui/${page}`)], types: CONTRACT },
  styles: { imports: [] },
};

/** A package that is met in a few places only. `where`: a room, or one file. `types`: places that may name its types. */
export interface PackageRule {
  readonly where: readonly string[];
  readonly types?: readonly string[];
}

export const PACKAGES: Readonly<Record<string, PackageRule>> = {
  comlink: { where: ['client/engine.ts', 'worker/main.ts'] },
  // The store takes a database and never makes one.
  'sql.js': { where: ['worker'], types: ['store'] },
  svelte: { where: ['client', 'viz', 'ui/', 'app'] },
  '@lucide/svelte': { where: ['ui/', 'viz', 'app'] },
  tinykeys: { where: ['client', 'app', 'ui/kit'] },
  d3: { where: ['viz', 'ui/'] },
  papaparse: { where: ['intake'] },
  fflate: { where: ['intake', 'worker', 'store'] },
};

/** The one place that starts the worker. */
export const SPAWNS_WORKER = 'client/engine.ts';
/** The room where SQL text may stand. */
export const SQL_ROOM = 'store';
/** Node's own modules: only the command line entry, which no browser bundle contains. */
export const NODE_ONLY = ['worker/cli.ts', 'worker/cli/'];
