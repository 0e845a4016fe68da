import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';

/* A plain static host, as strict as one can be: no rewriting, no default page but index.html, 404 for the rest. */

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.csv': 'text/csv',
  '.gz': 'application/gzip',
  '.wasm': 'application/wasm',
};

export interface Site {
  /** Address of the page, with the sub-path: `http://127.0.0.1:40123/some/deep/path/`. */
  readonly url: string;
  readonly origin: string;
  close(): void;
}

/** Serves a folder under a path of a free port of this machine. */
export async function serve(folder: string, under = '/some/deep/path/'): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = pathname.startsWith(under) ? decodeURIComponent(pathname.slice(under.length)) : undefined;
    const file = inside === undefined ? undefined : normalize(join(folder, inside === '' ? 'index.html' : inside));
    const stat = file?.startsWith(normalize(folder) + sep) ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (file === undefined || !stat?.isFile()) {
      response.writeHead(404).end('not found');
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Length': stat.size,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: origin + under, origin, close: () => void server.close() };
}
