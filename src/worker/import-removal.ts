import { fail, ok, type Result } from '../base/result.ts';
import { grouped, plural } from '../base/text.ts';
import { instantOfMillis } from '../base/time.ts';
import type { ReadOptions } from '../intake/read-file.ts';
import { isRawWhole, nameOf, previewRemoval, readAsOf, type Removal } from '../store/write/removal-preview.ts';
import { forgetImports, removeImports as takeOut } from '../store/write/remove-imports.ts';
import { rawSource } from './raw-source.ts';
import type { ImportTotals, Workspace } from './workspace.ts';

/** What taking imports out again would do; nothing is changed. */
export const removalOf = ({ db, mirror }: Workspace, batches: readonly number[]): Removal => previewRemoval(db, mirror, batches);

/** Takes imports out again and correlates the rest anew. Until the workspace is opened again they can be brought back from their raw bytes. */
export async function removeImports(workspace: Workspace, batches: readonly number[]): Promise<Result<Removal>> {
  const removal = removalOf(workspace, batches);
  takeOut(workspace.db, batches, instantOfMillis(Date.now()));
  workspace.reload();
  workspace.weaver.all();
  const summary = `Removed ${listed(removal.names)}: ${plural(removal.alerts, 'alert')} taken out, ${grouped(removal.shared)} stayed with other imports`;
  const recorded = await workspace.journal.record('import.removed', summary);
  if (!recorded.ok) return recorded;
  const told = await workspace.recordRaised();
  if (!told.ok) return told;
  const saved = await workspace.snapshot();
  return saved.ok ? ok(removal) : saved;
}

/** Reads removed imports in again, from their raw bytes, as they were read then. `store/raw-missing`: the bytes are gone, nothing was done. */
export async function restoreImports(
  workspace: Workspace,
  batches: readonly number[],
  optionsOf: (readAs: string) => Promise<Partial<ReadOptions>>,
): Promise<Result<ImportTotals>> {
  const { db, journal } = workspace;
  if (!batches.every((batch) => isRawWhole(db, batch)))
    return fail('store/raw-missing', 'The raw bytes of the import are not here any more.');
  let totals: ImportTotals | undefined;
  for (const batch of batches) {
    const [readAs, name] = [readAsOf(db, batch), nameOf(db, batch)];
    const run = { readAs, options: await optionsOf(readAs), isCancelled: () => false };
    totals = await workspace.importSources([rawSource(name, workspace.rawReader(batch))], run);
    forgetImports(db, [batch]);
    const recorded = await journal.record('import.restored', `Brought back ${name}`);
    if (!recorded.ok) return recorded;
  }
  const saved = await workspace.snapshot();
  if (!saved.ok) return saved;
  return totals === undefined ? fail('store/raw-missing', 'No import was named.') : ok(totals);
}

const listed = (names: readonly string[]): string =>
  names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
