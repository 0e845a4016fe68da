import { posix } from 'node:path';
import { readSource } from './imports.ts';
import type { Sources } from './check-architecture.ts';

/** Where programs begin: the page, its worker, the command line. */
export const ENTRIES = ['app/main.ts', 'worker/main.ts', 'worker/cli.ts'];

/** Modules that no program reaches, not even for a type: dead code, or a piece that was never joined on. */
export function unreachable(sources: Sources, entries: readonly string[] = ENTRIES): readonly string[] {
  const seen = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const content = sources.get(path);
    if (seen.has(path) || content === undefined) continue;
    seen.add(path);
    if (!/\.(ts|svelte)$/.test(path)) continue;
    for (const { specifier } of readSource(path, content).references)
      if (specifier.startsWith('.')) queue.push(posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')));
  }
  return [...sources.keys()].filter((path) => /\.(ts|svelte)$/.test(path) && !path.endsWith('.d.ts') && !seen.has(path)).sort();
}
