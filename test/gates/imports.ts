import ts from 'typescript';

/** One reference from a file to another module. */
export interface Reference {
  readonly specifier: string;
  readonly kind: 'value' | 'type' | 'spawn';
  readonly line: number;
}
export interface Literal {
  readonly text: string;
  readonly line: number;
}
export interface Source {
  readonly references: readonly Reference[];
  /** String and template literals, holes of templates left out. */
  readonly literals: readonly Literal[];
}

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

/** TypeScript of a component: everything outside its script blocks is blanked, so that lines stay true. */
function scriptOf(component: string): string {
  let out = '';
  let done = 0;
  for (const match of component.matchAll(SCRIPT)) {
    const body = match[1] ?? '';
    const from = match.index + match[0].indexOf('>') + 1;
    out += component.slice(done, from).replace(/[^\n]/g, ' ') + body;
    done = from + body.length;
  }
  return out + component.slice(done).replace(/[^\n]/g, ' ');
}

/**
 * Every import, `export … from`, `import()`, `import.meta.glob` and worker of a file. `import { type A } from` counts as a value import:
 * under verbatimModuleSyntax the module is still loaded.
 */
export function readSource(path: string, content: string): Source {
  const text = path.endsWith('.svelte') ? scriptOf(content) : content;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const references: Reference[] = [];
  const literals: Literal[] = [];
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const add = (specifier: ts.Node, kind: Reference['kind']): void => {
    if (ts.isStringLiteralLike(specifier)) references.push({ specifier: specifier.text, kind, line: lineOf(specifier) });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'value');
      return;
    }
    if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value');
      return;
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    if (ts.isCallExpression(node)) readCall(node, add);
    if (ts.isNewExpression(node) && node.expression.getText(file) === 'URL' && node.arguments?.[1]?.getText(file) === 'import.meta.url') {
      const target = node.arguments[0];
      if (target) add(target, 'spawn');
      return;
    }
    if (ts.isStringLiteralLike(node)) literals.push({ text: node.text, line: lineOf(node) });
    if (ts.isTemplateExpression(node)) {
      const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
      literals.push({ text: parts.join(' x '), line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { references, literals };

  function readCall(call: ts.CallExpression, found: (specifier: ts.Node, kind: Reference['kind']) => void): void {
    const dynamic = call.expression.kind === ts.SyntaxKind.ImportKeyword;
    const glob = call.expression.getText(file) === 'import.meta.glob';
    const target = call.arguments[0];
    if (!target || (!dynamic && !glob)) return;
    if (ts.isArrayLiteralExpression(target)) target.elements.forEach((element) => found(element, 'value'));
    else found(target, 'value');
  }
}
