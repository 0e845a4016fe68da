import { grouped, middle, plural } from '../base/text.ts';
import { type GroupingLimit, limitsOf } from '../correlate/limits.ts';
import { TYPE_WORDS } from '../correlate/sentence.ts';
import { cached } from '../store/query.ts';
import { chipsOf } from '../store/queries/chips.ts';
import type { AssetChip, GroupingLimitRow } from './api.ts';
import { inputOf } from './correlation-run.ts';
import type { Workspace } from './workspace.ts';

const LISTED = 8;
const LONGEST = 80;

/** What the alerts of this workspace cannot carry, the gravest kind first; of many of one kind the first eight. */
export function limits(workspace: Workspace): GroupingLimitRow[] {
  const { context, db, mirror } = workspace;
  const found = cached(context, 'grouping-limits', String(mirror.revision), () => limitsOf(inputOf(db, mirror)));
  const shown = found.slice(0, LISTED);
  const chips = chipsOf(
    context,
    shown.flatMap((limit) => (limit.kind === 'everywhere' ? [limit.entity + 1] : [])),
  );
  const productOf = (product: number): string => context.terms.word(mirror.productTerms[product] ?? 0) || 'a source without a name';
  const titleOf = (detector: number): string => context.terms.word(mirror.title[mirror.detector.indexOf(detector)] ?? 0);
  const rows = shown.map((limit) => ({ kind: limit.kind, ...wordsOf(limit, chips, productOf, titleOf) }));
  const left = found.length - shown.length;
  const last = rows.at(-1);
  if (left > 0 && last !== undefined) rows.push({ ...last, title: plural(left, 'more like it', 'more like these'), text: '' });
  return rows;
}

/** `92 %`; never rounded up to all or down to none. */
function share({ alerts, of }: GroupingLimit): string {
  const percent = Math.round((100 * alerts) / of);
  return alerts === of ? 'all' : `${Math.min(99, Math.max(1, percent))} %`;
}

function wordsOf(
  limit: GroupingLimit,
  chips: ReadonlyMap<number, AssetChip>,
  productOf: (product: number) => string,
  titleOf: (detector: number) => string,
): Pick<GroupingLimitRow, 'title' | 'text'> {
  const count = `${grouped(limit.alerts)} of ${plural(limit.of, 'alert')}`;
  switch (limit.kind) {
    case 'noTime':
      return {
        title: `No usable time: ${share(limit)} of the alerts`,
        text: `${count} have no time that could be read. Nearness in time says nothing for them: one shared thing does not join them, and their incidents stay small. If the file has a time column, name it in the import.`,
      };
    case 'oneInstant':
      return {
        title: `One and the same time: ${share(limit)} of the alerts`,
        text: `${count} bear the same time, most likely that of the export. What is busy every day cannot be told from what an attack touched. If the file has another time column, name it in the import.`,
      };
    case 'noEntities':
      return {
        title: `No entities in ${share(limit)} of the alerts of ${middle(productOf(limit.product), LONGEST)}`,
        text: `${count} name no machine, account, address, file or other thing that could link them, so that most of them stay alone. Export them with their evidence, or name the columns that hold it in the import.`,
      };
    case 'oneDetector':
      return {
        title: `One detection in ${share(limit)} of the alerts: ${middle(titleOf(limit.detector), LONGEST)}`,
        text: `${count} are of it. Whether it stands with others cannot be told, so it is heard as noise: hardly more than repeats about the very same things are joined, the rest stays alone. To group it by what it names, choose so for it under Settings, Detectors.`,
      };
    case 'everywhere': {
      const chip = chips.get(limit.entity + 1);
      const thing = chip === undefined ? 'One thing' : `${TYPE_WORDS[chip.type]} ${middle(chip.label, LONGEST)}`;
      return {
        title: `One thing in ${share(limit)} of the alerts: ${thing}`,
        text: `${count} name it, so it does not tell them apart: it joins only what is close in time. If it is a sensor, a proxy or the exporting system itself, choose “Ignore for correlation” on its page.`,
      };
    }
  }
}
