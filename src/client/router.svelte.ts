import { formatRoute, parseRoute, QUEUE_DEFAULTS, type QueueView, type Route } from './route.ts';

/** What a history entry carries besides its address. */
interface Entry {
  /** The search text: it may hold a name from an alert, and addresses are shared. */
  readonly search: string;
  /** Steps taken since the page was opened. */
  readonly depth: number;
}

/**
 * Where the page is. Follows `location.hash`; `go` makes a history entry, `replace` does not (a selection within a view).
 * A plain link is followed too.
 */
class Router {
  route = $state.raw<Route>(parseRoute(globalThis.location.hash));
  /** The incident whose page was left last. */
  left: number | undefined;
  #entry = $state.raw<Entry>(entryOf(globalThis.history.state) ?? { search: '', depth: 0 });

  constructor() {
    globalThis.history.replaceState(this.#entry, '');
    // A link changes the hash and fires popstate as Back does, but its entry has no state yet.
    globalThis.addEventListener('popstate', () => {
      const entry = entryOf(globalThis.history.state) ?? { search: '', depth: this.#entry.depth + 1 };
      globalThis.history.replaceState(entry, '');
      this.#entry = entry;
      this.#show(parseRoute(globalThis.location.hash));
    });
  }

  get search(): string {
    return this.#entry.search;
  }

  go(route: Route, search = route.page === 'incidents' ? this.search : ''): void {
    const hash = formatRoute(route);
    if (hash === globalThis.location.hash && search === this.search) return;
    this.#entry = { search, depth: this.#entry.depth + 1 };
    globalThis.history.pushState(this.#entry, '', hash);
    this.#show(route);
  }

  #show(route: Route): void {
    if (this.route.page === 'incident') this.left = this.route.id;
    this.route = route;
  }

  replace(route: Route, search = this.search): void {
    this.#entry = { ...this.#entry, search };
    globalThis.history.replaceState(this.#entry, '', formatRoute(route));
    this.#show(route);
  }

  /** One step back; to the queue when this page was the first. */
  back(): void {
    if (this.#entry.depth > 0) globalThis.history.back();
    else this.replace(queueRoute());
  }
}

function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null || !('search' in state) || !('depth' in state)) return undefined;
  const { search, depth } = state;
  return typeof search === 'string' && typeof depth === 'number' ? { search: search.slice(0, 500), depth } : undefined;
}

export const queueRoute = (view: QueueView = QUEUE_DEFAULTS): Route => ({ page: 'incidents', view, demo: undefined });

export const router = new Router();
