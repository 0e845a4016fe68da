import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { serve, type Site } from '../../e2e/server.ts';

/** The page of this folder with its worker, built as the product is built, from the sources as they stand. */
export async function serveIntakeBench(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'alertweave-intake-bench-'));
  await build({
    configFile: false,
    logLevel: 'error',
    base: './',
    root: import.meta.dirname,
    worker: { format: 'es' },
    build: { target: 'es2022', outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  const site = await serve(folder, '/');
  return {
    ...site,
    close: () => {
      site.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
