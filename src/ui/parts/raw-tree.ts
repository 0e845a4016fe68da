/** One line of a JSON tree as drawn. */
export interface TreeRow {
  /** JSON pointer (RFC 6901). */
  readonly path: string;
  readonly depth: number;
  /** Member name or index; undefined for the root. */
  readonly name: string | undefined;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** The value as text; for containers the number of members. */
  readonly text: string;
  readonly open: boolean;
}

/** A number as it stood in the file: identifiers of 64 bits do not survive a double. */
class Literal {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type Tree = { readonly value: unknown };

/** The record as a tree, or undefined when it is not JSON (or a bare value, of which a tree would show nothing more). */
export function parseTree(text: string): Tree | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    return { value: JSON.parse(trimmed, keepLiteral) as unknown };
  } catch {
    return undefined;
  }
}

function keepLiteral(_key: string, value: unknown, ...rest: readonly { readonly source?: string }[]): unknown {
  const source = rest[0]?.source;
  return typeof value === 'number' && source !== undefined && String(value) !== source ? new Literal(source) : value;
}

const MOST_ROWS = 20_000;

/** Rows of what is open, depth first. `isOpen` is asked for containers only. */
export function treeRows(tree: Tree, isOpen: (path: string, depth: number) => boolean): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (value: unknown, name: string | undefined, path: string, depth: number): void => {
    if (rows.length >= MOST_ROWS) return;
    if (typeof value !== 'object' || value === null || value instanceof Literal) {
      rows.push({ path, depth, name, open: false, ...leaf(value) });
      return;
    }
    const members: readonly (readonly [string, unknown])[] = Array.isArray(value)
      ? value.map((v, i) => [String(i), v] as const)
      : Object.entries(value);
    const open = members.length > 0 && isOpen(path, depth);
    const kind = Array.isArray(value) ? 'array' : 'object';
    rows.push({ path, depth, name, kind, text: String(members.length), open });
    if (open)
      for (const [key, member] of members) walk(member, key, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
  };
  walk(tree.value, undefined, '', 0);
  return rows;
}

function leaf(value: unknown): { kind: TreeRow['kind']; text: string } {
  if (value instanceof Literal) return { kind: 'number', text: value.source };
  switch (typeof value) {
    case 'string':
      return { kind: 'string', text: value };
    case 'number':
      return { kind: 'number', text: String(value) };
    case 'boolean':
      return { kind: 'boolean', text: String(value) };
    default:
      return { kind: 'null', text: 'null' };
  }
}

/** Rows whose name or value contains the text, in any case. */
export function matchesIn(rows: readonly TreeRow[], search: string): ReadonlySet<string> {
  const needle = search.trim().toLowerCase();
  if (needle === '') return new Set();
  return new Set(
    rows
      .filter((r) => (r.name ?? '').toLowerCase().includes(needle) || (isLeaf(r) && r.text.toLowerCase().includes(needle)))
      .map((r) => r.path),
  );
}
const isLeaf = (row: TreeRow): boolean => row.kind !== 'object' && row.kind !== 'array';
