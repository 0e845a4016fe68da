import { beforeEach, describe, expect, it } from 'vitest';
import { notices } from '../../src/client/notices.svelte.ts';

describe('notices', () => {
  beforeEach(() => notices.list.forEach(({ id }) => notices.close(id)));
  const undo = { label: 'Undo', run: () => undefined };
  const shown = () => notices.list.map(({ title, action }) => [title, action?.label]);

  it('of decisions only the newest stands, so that its Undo takes back what it says', () => {
    notices.decided('Merged', undo);
    notices.decided('Named', undo);
    expect(shown()).toEqual([['Named', 'Undo']]);
    notices.decided('Undone: Named');
    expect(shown()).toEqual([['Undone: Named', undefined]]);
  });
  it('what else happened stays beside it', () => {
    notices.show({ kind: 'done', title: 'a.json read' }, { label: 'Import report', run: () => undefined });
    notices.done('Import removed', undo);
    notices.decided('Merged', undo);
    notices.info('Times without a zone');
    expect(shown().map(([title]) => title)).toEqual(['a.json read', 'Import removed', 'Merged', 'Times without a zone']);
  });
});
