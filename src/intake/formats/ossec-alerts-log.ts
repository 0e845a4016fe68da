import type { Confidence, ReadContext, TextImporter } from '../importer.ts';
import { ossecDraft } from './support/ossec.ts';

const HEAD = /^\*\* Alert (\d+(?:\.\d+)?):\s*(.*)$/;

/** `alerts.log` of OSSEC and of Wazuh: blocks of lines parted by blank lines. */
export const ossecAlertsLog: TextImporter = {
  id: 'ossec-alerts-log',
  label: 'OSSEC alerts.log',
  spec: 'https://www.ossec.net/docs/docs/formats/alerts.html',
  kind: 'text',

  match(head: string): Confidence {
    const lines = head.split('\n');
    if (!lines.some((line) => HEAD.test(line.trimEnd()))) return 0;
    return lines.some((line) => /^Rule: \d+ \(level \d+\)/.test(line)) ? 100 : 75;
  },

  open(ctx: ReadContext) {
    let block: string[] = [];
    const flush = (): void => {
      if (block.length > 0) read(block, ctx);
      block = [];
    };
    return {
      line(text: string): void {
        if (HEAD.test(text.trimEnd())) {
          flush();
          block.push(text);
        } else if (block.length === 0) {
          if (text.trim() !== '') ctx.ignore('line outside of an alert');
        } else if (text.trim() === '' && block.some((line) => line.startsWith('Rule: '))) flush();
        else if (block.length < 400) block.push(text);
      },
      end: flush,
    };
  },
};

function read(block: readonly string[], ctx: ReadContext): void {
  const head = HEAD.exec((block[0] ?? '').trimEnd());
  const at = block.findIndex((line) => line.startsWith('Rule: '));
  const rule = /^Rule: (\d+) \(level (\d+)\)(?: -> '?(.*?)'?)?\s*$/.exec(block[at] ?? '');
  if (head === null || rule === null) {
    ctx.reject('intake/cut-off', 'An alert block without its rule.');
    return;
  }
  const place = /^(\d{4} [A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}) (.*)$/.exec((block[1] ?? '').trimEnd());
  const facts: Record<string, string> = {};
  let rest = at + 1;
  for (; rest < block.length; rest++) {
    const fact = /^(Src IP|Dst IP|Src Port|Dst Port|User|Src Location|Dst Location): (.*)$/.exec((block[rest] ?? '').trimEnd());
    if (fact === null) break;
    facts[(fact[1] ?? '').toLowerCase()] = (fact[2] ?? '').trim();
  }
  const id = head[1] ?? '';
  const groups = (head[2] ?? '')
    .replace(/^mail\b/, '')
    .replace(/^\s*-\s*/, '')
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '' && group !== '-');
  ctx.alert(
    ossecDraft(
      {
        id: place?.[2] === undefined ? id : `${id}/${place[2].split('->')[0] ?? ''}`,
        // The epoch needs no zone; the line below it is local time.
        time: Number(id.split('.')[0]) > 1e8 ? Number(id.split('.')[0]) : place?.[1],
        rule: rule[1],
        level: Number(rule[2]),
        title: rule[3] === undefined || rule[3] === '' ? `OSSEC rule ${rule[1] ?? ''}` : rule[3],
        groups,
        location: place?.[2],
        facts,
        log: block.slice(rest).join('\n'),
      },
      ctx,
    ),
  );
}
