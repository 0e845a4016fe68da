import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const pages = [
  join(ROOT, 'README.md'),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name)),
];

test.each(pages.map((page) => [relative(ROOT, page), page]))('%s: what it links to is there', (_, page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link ?? '')
    .filter((link) => !/^(https?:|#|mailto:)/.test(link));
  expect(links.filter((link) => !existsSync(join(dirname(page), link.replace(/#.*$/, ''))))).toEqual([]);
});

test.each(pages.map((page) => [relative(ROOT, page), page]))('%s names commands that package.json has', (_, page) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const named = [...readFileSync(page, 'utf8').matchAll(/npm (?:run (?:--silent )?)([\w:]+)/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test.each(pages.map((page) => [relative(ROOT, page), page]))('%s names files that are there', (_, page) => {
  const named = [...readFileSync(page, 'utf8').matchAll(/`((?:src|test|public|docs)\/[\w./-]+)`/g)].map(([, path]) => path ?? '');
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
