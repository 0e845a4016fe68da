/**
 * A subset of Markdown, read into nodes that a component draws; text never becomes markup. Blocks: paragraphs, `#`–`###` headings, lists,
 * quotes, fenced code. Inline: `code`, **bold**, *italic*, [links](https://…), bare links. Links only to http and https; an image is shown as
 * a link, never fetched. Whatever is not understood stays text.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

const BULLET = /^\s{0,3}[-*+]\s+(.*)$/;
const NUMBER = /^\s{0,3}\d{1,9}[.)]\s+(.*)$/;
const HEADING = /^(#{1,3})\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;
const FENCE = /^```/;

export function parseMarkdown(source: string): readonly Block[] {
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  const blocks: Block[] = [];
  let i = 0;
  const take = (matcher: RegExp): string[] => {
    const out: string[] = [];
    for (let m = matcher.exec(lines[i] ?? ''); i < lines.length && m; m = matcher.exec(lines[i] ?? '')) {
      out.push(m[1] ?? '');
      i++;
    }
    return out;
  };
  while (i < lines.length) {
    const line = lines[i] ?? '';
    const heading = HEADING.exec(line);
    if (line.trim() === '') i++;
    else if (FENCE.test(line)) {
      const end = lines.findIndex((l, n) => n > i && FENCE.test(l));
      const stop = end === -1 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(i + 1, stop).join('\n') });
      i = stop + 1;
    } else if (heading) {
      blocks.push({ kind: 'heading', level: (heading[1] ?? '').length, children: parseInline(heading[2] ?? '') });
      i++;
    } else if (QUOTE.test(line)) blocks.push({ kind: 'quote', children: parseInline(take(QUOTE).join('\n')) });
    else if (BULLET.test(line)) blocks.push({ kind: 'list', ordered: false, items: take(BULLET).map(inlineOf) });
    else if (NUMBER.test(line)) blocks.push({ kind: 'list', ordered: true, items: take(NUMBER).map(inlineOf) });
    else {
      const start = i;
      do i++;
      while (i < lines.length && !startsBlock(lines[i] ?? ''));
      blocks.push({ kind: 'paragraph', children: parseInline(lines.slice(start, i).join('\n')) });
    }
  }
  return blocks;
}

const startsBlock = (line: string): boolean =>
  line.trim() === '' || [FENCE, HEADING, QUOTE, BULLET, NUMBER].some((matcher) => matcher.test(line));

const inlineOf = (text: string): readonly Inline[] => parseInline(text);

const LINK = /^!?\[([^\]\n]{0,500})\]\(\s*([^()\s]{1,2000})\s*\)/;
const BARE = /^https?:\/\/[^\s<>"'`]{1,2000}/i;
const CODE = /^`([^`\n]+)`/;
const STRONG = /^\*\*(?=\S)([^\n]{0,2000}?\S)\*\*/;
const EMPHASIS = /^(?:\*(?=[^\s*])([^*\n]{1,2000})\*|_(?=[^\s_])([^_\n]{1,2000})_(?![a-z0-9]))/i;
const MOST_DEPTH = 6;

export function parseInline(source: string, depth = 0): readonly Inline[] {
  const out: Inline[] = [];
  let plain = '';
  let i = 0;
  const flush = (): void => {
    if (plain !== '') out.push({ kind: 'text', text: plain });
    plain = '';
  };
  while (i < source.length) {
    const found = depth < MOST_DEPTH ? inlineAt(source, i, depth) : undefined;
    if (found) {
      flush();
      out.push(found.node);
      i += found.length;
    } else plain += source.charAt(i++);
  }
  flush();
  return out;
}

function inlineAt(source: string, i: number, depth: number): { node: Inline; length: number } | undefined {
  const head = source.charAt(i);
  const rest = (): string => source.slice(i, i + 4100);
  if (head === '`') {
    const code = CODE.exec(rest());
    return code ? { node: { kind: 'code', text: code[1] ?? '' }, length: code[0].length } : undefined;
  }
  if (head === '*' || head === '_') {
    if (head === '_' && i > 0 && /\w/.test(source.charAt(i - 1))) return undefined;
    const strong = STRONG.exec(rest());
    if (strong) return { node: { kind: 'strong', children: parseInline(strong[1] ?? '', depth + 1) }, length: strong[0].length };
    const emphasis = EMPHASIS.exec(rest());
    if (!emphasis) return undefined;
    return { node: { kind: 'emphasis', children: parseInline(emphasis[1] ?? emphasis[2] ?? '', depth + 1) }, length: emphasis[0].length };
  }
  if (head === '[' || (head === '!' && source.charAt(i + 1) === '[')) {
    const link = LINK.exec(rest());
    const href = safeHref(link?.[2] ?? '');
    if (!link || href === undefined) return undefined;
    const label = link[1] === '' ? href : (link[1] ?? href);
    return { node: { kind: 'link', href, children: [{ kind: 'text', text: label }] }, length: link[0].length };
  }
  if ((head === 'h' || head === 'H') && !/\w/.test(source.charAt(i - 1))) {
    const bare = BARE.exec(rest())?.[0].replace(/[.,;:!?)\]]+$/, '');
    const href = bare === undefined ? undefined : safeHref(bare);
    return bare === undefined || href === undefined
      ? undefined
      : { node: { kind: 'link', href, children: [{ kind: 'text', text: bare }] }, length: bare.length };
  }
  return undefined;
}

/** The address when it is a plain http or https one (no user name in front of the host), else `undefined`. */
export function safeHref(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text)) return undefined;
  try {
    const url = new URL(text);
    const plain = (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '' && url.password === '';
    return plain ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The words of inline nodes without their marks. */
export const wordsOf = (nodes: readonly Inline[]): string => nodes.map((n) => ('text' in n ? n.text : wordsOf(n.children))).join('');
