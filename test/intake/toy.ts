import { own } from '../../src/base/json.ts';
import { parseTime } from '../../src/base/time.ts';
import type { RecordImporter, TextImporter } from '../../src/intake/importer.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A format for the tests of the core: `{toy: title, at: time, id}`; `drop` is ignored, `boom` throws, `inner` is nested. */
export const toy: RecordImporter = {
  kind: 'record',
  id: 'toy',
  label: 'Toy alerts',
  spec: 'https://example.invalid/toy',
  containers: ['json', 'table'],
  match: (record) => (own(record, 'toy') !== undefined ? 100 : 0),
  read(record, ctx) {
    const title = text(own(record, 'toy'));
    if (title === 'drop') {
      ctx.ignore('told to drop');
      return;
    }
    if (title === 'boom') throw new Error('boom');
    const inner = own(record, 'inner');
    if (typeof inner === 'string' && inner !== '') {
      if (!ctx.nested(inner)) ctx.ignore('unread inner record');
      return;
    }
    const at = own(record, 'at');
    const raw = typeof at === 'string' || typeof at === 'number' ? at : '';
    const time = parseTime(raw, ctx.assume);
    ctx.alert({
      title,
      product: 'Toy',
      severity: 'low',
      evidence: [],
      externalId: text(own(record, 'id')),
      ...(time === undefined ? {} : { firstActivity: time.at, timeAssumed: time.assumed, timeText: String(raw) }),
    });
  },
};

/** Lines `TOY title`. */
export const toyLines: TextImporter = {
  kind: 'text',
  id: 'toy-lines',
  label: 'Toy lines',
  spec: 'https://example.invalid/toy-lines',
  match: (head) => (head.startsWith('TOY ') ? 100 : 0),
  open: (ctx) => ({
    line(line) {
      if (line.startsWith('TOY ')) ctx.alert({ title: line.slice(4), product: 'Toy', severity: 'low', evidence: [] });
      else ctx.reject('intake/bad-record', 'no TOY');
    },
    end: () => undefined,
  }),
};
