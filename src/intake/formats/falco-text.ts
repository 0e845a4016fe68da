import type { Json } from '../../base/json.ts';
import type { Confidence, ReadContext, TextImporter } from '../importer.ts';
import { falcoDraft } from './support/falco.ts';
import { Fields } from './support/fields.ts';
import { syslogHead } from './support/syslog.ts';

const LINE =
  /^(.*?)(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+\S*|\d{2}:\d{2}:\d{2}\.\d{6,9}): (Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug) (.*)$/;

/** Falco without `json_output`: a time, the priority and the rule's output. The name of the rule is not in it. */
export const falcoText: TextImporter = {
  id: 'falco-text',
  label: 'Falco text output',
  spec: 'https://falco.org/docs/concepts/outputs/formatting/',
  kind: 'text',

  match(head: string): Confidence {
    const lines = head.split('\n', 200).filter((line) => line.trim() !== '');
    const events = lines.filter((line) => LINE.test(line.trimEnd())).length;
    if (events === 0) return 0;
    return events * 2 >= lines.length ? 100 : events * 8 >= lines.length ? 75 : 25;
  },

  open(ctx: ReadContext) {
    return {
      line(text: string): void {
        const m = LINE.exec(text.trimEnd());
        if (m === null) {
          if (text.trim() !== '') ctx.ignore('line that is no Falco event');
          return;
        }
        const [, before = '', clock = '', priority, output = ''] = m;
        const head = syslogHead(before);
        ctx.alert(
          falcoDraft(
            {
              priority,
              output,
              rule: undefined,
              // A clock alone says no day: the syslog header may.
              time: /^\d{4}/.test(clock) ? clock : head.time,
              host: head.host,
              source: undefined,
              tags: [],
              fields: pairs(output),
            },
            ctx,
          ),
        );
      },
      end: () => undefined,
    };
  },
};

const NAMES: Readonly<Record<string, string>> = {
  user: 'user.name',
  command: 'proc.cmdline',
  cmdline: 'proc.cmdline',
  process: 'proc.name',
  proc_exepath: 'proc.exepath',
  parent: 'proc.pname',
  shell: 'proc.name',
  file: 'fd.name',
  connection: 'fd.name',
  container: 'container.id',
  container_id: 'container.id',
  container_name: 'container.name',
  image: 'container.image',
  container_image_repository: 'container.image.repository',
  k8s_ns: 'k8s.ns.name',
  'k8s.ns': 'k8s.ns.name',
  k8s_pod_name: 'k8s.pod.name',
  'k8s.pod': 'k8s.pod.name',
  pid: 'proc.pid',
  ppid: 'proc.ppid',
};

/** `(user=root command=sh -c id file=/etc/x)` and the form with bars: values hold blanks. */
function pairs(output: string): Fields {
  const out: Record<string, Json> = {};
  const keys = [...output.matchAll(/(?:^|[\s(|])([a-z][\w.]*)=/g)];
  keys.forEach((match, i) => {
    const name = match[1] ?? '';
    const value = output
      .slice(match.index + match[0].length, keys[i + 1]?.index ?? output.length)
      .replace(/[\s|)]+$/, '')
      .trim();
    const known = Object.hasOwn(NAMES, name) ? (NAMES[name] ?? name) : name;
    if (!(known in out)) out[known] = value;
  });
  return new Fields(out);
}
