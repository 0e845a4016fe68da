import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { serve, type Site } from '../../e2e/server.ts';

const SQL = join(import.meta.dirname, '../../../node_modules/sql.js/dist');
const PAGE = `<!doctype html><title>reference</title><link rel="icon" href="data:,"><input type="file" aria-label="Bench file">
<script>
  document.querySelector('input').onchange = (event) => {
    const worker = new Worker('worker.js');
    worker.onmessage = ({ data }) => { window.result = data; worker.terminate(); };
    worker.onerror = (error) => { window.result = { error: error.message }; };
    worker.postMessage(event.target.files[0]);
  };
</script>`;

/** A page of its own that does the bare work in the same browser. */
export async function serveReference(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'alertweave-reference-'));
  for (const name of ['sql-wasm-browser.js', 'sql-wasm-browser.wasm']) copyFileSync(join(SQL, name), join(folder, name));
  const source = readFileSync(join(import.meta.dirname, 'worker.ts'), 'utf8');
  // A classic script: the type import vanishes, and no `export {}` may stay.
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
  writeFileSync(join(folder, 'worker.js'), outputText.replace(/^export \{\};?$/m, ''));
  writeFileSync(join(folder, 'index.html'), PAGE);
  const site = await serve(folder, '/');
  return {
    ...site,
    close: () => {
      site.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
