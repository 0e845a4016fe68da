/** Counts what this page has asked of other origins, by the browser's own record, with what the content policy refused. Expected: 0. */
class Outgoing {
  count = $state(0);

  constructor() {
    if (typeof PerformanceObserver === 'undefined' || typeof document === 'undefined') return;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (leaves(entry.name)) this.count++;
    }).observe({ type: 'resource', buffered: true });
    document.addEventListener('securitypolicyviolation', (event) => {
      if (leaves(event.blockedURI)) this.count++;
    });
  }
}

function leaves(address: string): boolean {
  try {
    const url = new URL(address, location.href);
    return /^(?:https?|wss?):$/.test(url.protocol) && url.origin !== location.origin;
  } catch {
    return false;
  }
}

export const outgoing = new Outgoing();
