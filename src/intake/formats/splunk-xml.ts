import type { Json } from '../../base/json.ts';
import { attribute, elements, unescapeXml } from '../xlsx/xml.ts';
import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';

/** The longest result held while its end is awaited. */
const LONGEST = 1_000_000;

/** Search results as Splunk exports XML: each `<result>` is the record that its fields name, read by its own importer. */
export const splunkXml: TextImporter = {
  id: 'splunk-xml',
  label: 'Splunk search export in XML',
  spec: 'https://docs.splunk.com/Documentation/Splunk/latest/Search/Exportsearchresults',
  kind: 'text',

  match: (head: string): Confidence => (/<results\b/.test(head) && /<result\b[^>]*>\s*<field k=/.test(head) ? 100 : 0),

  open(ctx: ReadContext): TextReader {
    let held = '';
    return {
      line(text) {
        if (held === '' && !/<result[\s>]/.test(text)) return;
        held += `${text}\n`;
        if (held.includes('</result>')) {
          const end = held.lastIndexOf('</result>') + '</result>'.length;
          for (const { inner } of elements(held.slice(0, end), 'result')) {
            const record = recordOf(inner);
            if (!ctx.nested(record, record['_time'])) ctx.ignore('Splunk event of no known format');
          }
          held = /<result[\s>]/.test(held.slice(end)) ? held.slice(end) : '';
        } else if (held.length > LONGEST) {
          ctx.reject('intake/too-long', 'A result that does not end.');
          held = '';
        }
      },
      end() {
        if (held !== '') ctx.reject('intake/cut-off', 'The last result is cut off.');
      },
    };
  },
};

/** `<field k="src"><value><text>…</text></value>…</field>`; the raw event stands in `<v>`, its matched words in `<sg>`. */
function recordOf(xml: string): Record<string, Json> {
  const out: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const { attributes, inner } of elements(xml, 'field')) {
    const name = attribute(attributes, 'k');
    if (name === undefined || name === '__proto__') continue;
    const values = [...elements(inner, inner.includes('<value') ? 'text' : 'v')].map((one) =>
      unescapeXml(one.inner.replace(/<\/?sg[^>]*>/g, '')),
    );
    if (values.length > 0) out[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return { ...out };
}
