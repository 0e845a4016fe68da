import { formatRoute, parseRoute, QUEUE_DEFAULTS, type QueueView, type Route } from './route.ts';

/**
 * Where the page is. Follows `location.hash`; `go` makes a history entry, `replace` does not (a selection within a view).
 * The search text lives in the history entry, not in the address: it may hold a name from an alert, and addresses are shared.
 */
class Router {
  route = $state.raw<Route>(parseRoute(globalThis.location.hash));
  search = $state(searchOf(globalThis.history.state));

  constructor() {
    const read = (): void => {
      this.route = parseRoute(globalThis.location.hash);
      this.search = searchOf(globalThis.history.state);
    };
    globalThis.addEventListener('popstate', read);
    globalThis.addEventListener('hashchange', read);
  }

  go(route: Route, search = route.page === 'incidents' ? this.search : ''): void {
    const hash = formatRoute(route);
    if (hash === globalThis.location.hash && search === this.search) return;
    globalThis.history.pushState({ search }, '', hash);
    this.route = route;
    this.search = search;
  }

  replace(route: Route, search = this.search): void {
    globalThis.history.replaceState({ search }, '', formatRoute(route));
    this.route = route;
    this.search = search;
  }

  /** One step back, or to the queue when this page was the first. */
  back(): void {
    if (globalThis.history.length > 1 && isObject(globalThis.history.state)) globalThis.history.back();
    else this.go(queueRoute());
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
function searchOf(state: unknown): string {
  return isObject(state) && 'search' in state && typeof state.search === 'string' ? state.search.slice(0, 500) : '';
}

export const queueRoute = (view: QueueView = QUEUE_DEFAULTS): Route => ({ page: 'incidents', view, demo: undefined });

export const router = new Router();
