import type { AlertDraft } from '../../domain/alert.ts';
import type { Confidence, ReadContext, TextImporter, TextReader } from '../importer.ts';
import { endOf, flowList, severityOfPriority } from './support/ids.ts';
import { timesOf } from './support/moments.ts';

const HEAD = /^\[\*\*\] \[(\d+):(\d+):(\d+)\] (.*?) \[\*\*\]\s*$/;
const CLASS = /^(?:\[Classification: (.*?)\]\s*)?\[Priority: (\d+)\]/;
const ENDS = /^(\d\d\/\d\d(?:\/\d{2,4})?-\d\d:\d\d:\d\d\.\d+)\s+(?:[0-9A-F:]+ -> [0-9A-F:]+ .*|(\S+) -> (\S+))\s*$/i;
const BARE_ENDS = /^(\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|[0-9a-f:]+(?::\d+)?) -> (\S+)/i;
const PROTOCOL = /^(TCP|UDP|ICMP|IPV6-ICMP|PROTO:\d+) TTL:/;

/** Snort `alert_full`: a block of lines an alert, begun by `[**] [gid:sid:rev] message [**]`. The bracket is not JSON. */
export const snortAlertFull: TextImporter = {
  id: 'snort-alert-full',
  label: 'Snort alert_full',
  spec: 'https://docs.snort.org/start/alert_logging',
  kind: 'text',
  match: (head: string): Confidence => (head.split(/\r?\n/, 400).some((line) => HEAD.test(line)) ? 100 : 0),
  open: (ctx: ReadContext): TextReader => new Blocks(ctx),
};

class Blocks implements TextReader {
  readonly #ctx: ReadContext;
  #rule: string | undefined;
  #message = '';
  #category: string | undefined;
  #priority: number | undefined;
  #time: string | undefined;
  #source: string | undefined;
  #destination: string | undefined;
  #protocol: string | undefined;

  constructor(ctx: ReadContext) {
    this.#ctx = ctx;
  }

  line(text: string): void {
    const head = HEAD.exec(text);
    if (head !== null) {
      this.end();
      this.#rule = `${head[1]}:${head[2]}:${head[3]}`;
      this.#message = (head[4] ?? '').replace(/^"(.*)"$/, '$1');
      return;
    }
    if (text.trim() === '') {
      this.end();
      return;
    }
    if (this.#rule === undefined) {
      this.#ctx.ignore('text between alerts');
      return;
    }
    const klass = CLASS.exec(text);
    if (klass !== null) [this.#category, this.#priority] = [klass[1], Number(klass[2])];
    const ends = ENDS.exec(text);
    if (ends !== null) [this.#time, this.#source, this.#destination] = [ends[1], ends[2] ?? this.#source, ends[3] ?? this.#destination];
    else if (this.#time !== undefined && this.#source === undefined) {
      const bare = BARE_ENDS.exec(text);
      if (bare !== null) [this.#source, this.#destination] = [bare[1], bare[2]];
    }
    this.#protocol ??= PROTOCOL.exec(text)?.[1];
  }

  end(): void {
    if (this.#rule === undefined) return;
    const source = endOf(this.#source ?? '');
    const destination = endOf(this.#destination ?? '');
    const draft: AlertDraft = {
      title: this.#message === '' ? `Snort rule ${this.#rule}` : this.#message,
      severity: severityOfPriority(this.#priority),
      ...(this.#priority !== undefined && { severityText: String(this.#priority) }),
      ...(this.#category !== undefined && { category: this.#category }),
      vendor: 'Cisco',
      product: 'Snort',
      rule: this.#rule,
      ...timesOf({ first: this.#time }, this.#ctx.assume),
      evidence: flowList({
        source: source.address,
        sourcePort: source.port,
        destination: destination.address,
        destinationPort: destination.port,
        protocol: this.#protocol,
      }),
    };
    this.#rule = undefined;
    this.#category = this.#priority = this.#time = this.#source = this.#destination = this.#protocol = undefined;
    this.#ctx.alert(draft);
  }
}
