import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';
import { trellixEpo } from './support/trellix-epo.ts';
import { epoEvents } from './support/trellix-xml.ts';

/** The longest event held while its end is awaited. */
const LONGEST = 1_000_000;

/** Events of Trellix (McAfee) ePolicy Orchestrator as its syslog forwarding writes them: XML behind a syslog header, on one line or several. */
export const trellixEpoXml: TextImporter = {
  id: 'trellix-epo-xml',
  label: 'Trellix ePO events (syslog XML)',
  spec: 'https://docs.trellix.com/',
  kind: 'text',

  match(head: string): Confidence {
    return head.includes('<EPOEvent') ? (head.includes('<MachineInfo') || head.includes('<SoftwareInfo') ? 100 : 75) : 0;
  },

  open(ctx: ReadContext): TextReader {
    let held = '';
    const give = (text: string): void => {
      const events = epoEvents(text);
      if (events.length === 0) ctx.ignore('ePO message without a threat event');
      for (const event of events) ctx.alert(trellixEpo(event, ctx.assume));
    };
    return {
      line(text) {
        if (held === '' && !text.includes('<EPOEvent')) {
          if (text.trim() !== '' && !text.trimStart().startsWith('<?xml')) ctx.ignore('line without an ePO event');
          return;
        }
        held += `${text}\n`;
        if (held.includes('</EPOEvent>')) {
          give(held);
          held = '';
        } else if (held.length > LONGEST) {
          ctx.reject('intake/too-long', 'An ePO event that does not end.');
          held = '';
        }
      },
      end() {
        if (held !== '') ctx.reject('intake/cut-off', 'The last ePO event is cut off.');
      },
    };
  },
};
