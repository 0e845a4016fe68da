import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that dist/ works under any path of any static host.
  base: './',
  plugins: [svelte()],
  worker: {
    format: 'es',
    // A name of its own: the size gate weighs the worker apart from the page.
    rolldownOptions: {
      output: { entryFileNames: 'assets/worker-[name]-[hash].js', chunkFileNames: 'assets/worker-chunk-[name]-[hash].js' },
    },
  },
  build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  // `npm start`: takes the next free port when this one is busy.
  preview: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 4173) },
});
