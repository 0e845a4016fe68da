import type { BrowserContext, Page } from '@playwright/test';

/** What a page must never do, collected while it runs. */
export interface Guard {
  /** Each with the words a reader needs; empty when all is well. */
  readonly faults: string[];
  /** Lets a message pass that a test provokes on purpose. */
  allow(message: RegExp): void;
}

/** Watches every page of a context: requests that leave the origin (stopped as well), console errors, uncaught errors. */
export async function guard(context: BrowserContext, origin: string): Promise<Guard> {
  const faults: string[] = [];
  const allowed: RegExp[] = [];
  const note = (fault: string): void => {
    if (!allowed.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  const inside = (url: string): boolean => url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url);
  context.on('request', (request) => {
    if (!inside(request.url())) note(`request left the origin: ${request.method()} ${request.url()}`);
  });
  await context.route(
    (url) => !inside(url.href),
    (route) => route.abort(),
  );
  const watch = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console error: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => note(`uncaught: ${error.stack ?? error.message}`));
    page.on('crash', () => note('the page crashed'));
    page.on('websocket', (socket) => note(`web socket: ${socket.url()}`));
  };
  context.pages().forEach(watch);
  context.on('page', watch);
  return { faults, allow: (message) => void allowed.push(message) };
}
