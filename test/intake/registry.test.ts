import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { IMPORTERS } from '../../src/intake/registry.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

test('ids are kebab-case and unique', () => {
  const ids = IMPORTERS.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
});

test.each(IMPORTERS.map((importer) => [importer.id, importer] as const))(
  '%s has its module, its fixtures with sources, and its page',
  (id) => {
    expect({
      module: existsSync(at(`src/intake/formats/${id}.ts`)),
      sources: existsSync(at(`test/fixtures/${id}/SOURCES.md`)),
      page: existsSync(at(`docs/formats/${id}.md`)),
    }).toEqual({ module: true, sources: true, page: true });
    const sources = readFileSync(at(`test/fixtures/${id}/SOURCES.md`), 'utf8');
    const files = readdirSync(at(`test/fixtures/${id}/`)).filter((name) => name !== 'SOURCES.md');
    if (!/^(?:all files|\| all)\b/im.test(sources)) expect(files.filter((name) => !sources.includes(name))).toEqual([]);
  },
);

test('every page of docs/formats is of a registered format', () => {
  if (!existsSync(at('docs/formats'))) return;
  const pages = readdirSync(at('docs/formats')).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const ids = new Set(IMPORTERS.map(({ id }) => id));
  expect(pages.map((name) => name.slice(0, -3)).filter((id) => !ids.has(id))).toEqual([]);
});
