import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

type Chunks = (
  id: string,
  meta: { getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null },
) => string | undefined;

/** Whatever an entry imports statically is one part: left alone it is cut wherever a part that comes later shares some of it. */
function inOne(name: string, entry: string): Chunks {
  let modules: ReadonlySet<string> | undefined;
  return (id, { getModuleInfo }) => {
    if (modules === undefined) {
      const found = new Set([entry]);
      for (const one of found) for (const next of getModuleInfo(one)?.importedIds ?? []) found.add(next);
      modules = found;
    }
    return modules.has(id) ? name : undefined;
  };
}

export default defineConfig({
  // Relative, so that dist/ works under any path of any static host.
  base: './',
  plugins: [svelte()],
  worker: {
    format: 'es',
    // A name of its own: the size gate weighs the worker apart from the page.
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/worker-[name]-[hash].js',
        chunkFileNames: 'assets/worker-chunk-[name]-[hash].js',
        manualChunks: inOne('start', fileURLToPath(new URL('src/worker/main.ts', import.meta.url))),
      },
    },
  },
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  // `npm start`: takes the next free port when this one is busy.
  preview: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4173) },
});
