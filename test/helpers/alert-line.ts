/* Alerts as a file of our own format states them: one JSON object a line. */

/** An alert so many minutes after 2024-03-01T09:00Z, with what a test varies in `more`. */
export const alertLine = (id: string, minute: number, entities: readonly object[], more: object = {}): string =>
  JSON.stringify({
    id,
    time: new Date(Date.UTC(2024, 2, 1, 9, minute)).toISOString(),
    title: `Detection ${id}`,
    severity: 'high',
    product: 'P',
    entities,
    ...more,
  });
export const device = (host: string): object => ({ type: 'device', value: `fqdn:${host}.example.com`, role: 'target' });
export const user = (name: string): object => ({ type: 'user', value: `upn:${name}@example.com`, role: 'target' });
/** An alert about one device and one user. */
export const line = (id: string, minute: number, host: string, name: string, more: object = {}): string =>
  alertLine(id, minute, [device(host), user(name)], more);
