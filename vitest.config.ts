import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Two projects: pure rooms in plain Node; runes modules with the browser build of Svelte (else `$effect` silently does nothing).
export default defineConfig({
  test: {
    env: { TZ: process.env['TZ'] ?? 'UTC' },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.svelte.test.ts', 'test/e2e/**'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'runes',
          environment: './test/helpers/client-environment.ts',
          include: ['test/**/*.svelte.test.ts'],
        },
      },
    ],
  },
});
