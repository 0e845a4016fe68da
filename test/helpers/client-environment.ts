/**
 * Node's globals, but modules transformed as for a page. In Vitest's own `node` environment Vite asks for server code,
 * and Svelte then compiles effects away.
 */
export default {
  name: 'client-in-node',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
};
