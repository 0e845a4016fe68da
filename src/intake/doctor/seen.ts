import type { Instant } from '../../base/time.ts';
import type { AlertDraft } from '../../domain/alert.ts';
import type { PlacedAlert } from '../report.ts';
import type { AlertPreview } from './diagnosis.ts';

/** Bytes of the beginning that are kept as text. */
export const HEAD = 256 * 1024;
const PREVIEWED = 5;
/** Times kept for the order of rows and for rhythms. */
const KEPT = 200_000;

/** What the doctor keeps of one text while it is read. */
export class Seen {
  readonly times: { readonly line: number; readonly raw: string; readonly read: Instant }[] = [];
  readonly bySource = new Map<string, number[]>();
  readonly ids = new Set<string>();
  repeated = 0;
  alerts = 0;
  untimed = 0;
  future = 0;
  noYear = 0;
  naive = 0;
  latest: Instant | undefined;
  earliest: Instant | undefined;
  headText = '';
  readonly preview: AlertPreview[] = [];
  readonly #decoder = new TextDecoder();

  head(bytes: Uint8Array): void {
    if (this.headText.length < HEAD) this.headText += this.#decoder.decode(bytes.subarray(0, HEAD), { stream: true });
  }

  take(batch: readonly PlacedAlert[]): void {
    for (const { draft, place } of batch) {
      this.alerts++;
      if (this.preview.length < PREVIEWED) this.preview.push(previewOf(draft, place.line));
      if (draft.externalId !== undefined && draft.externalId !== '' && draft.partial !== true) {
        const id = `${draft.idScope ?? ''}\n${draft.externalId}`;
        if (this.ids.has(id)) this.repeated++;
        else this.ids.add(id);
      }
      const at = draft.firstActivity ?? draft.lastActivity ?? draft.detected;
      if (at === undefined) {
        this.untimed++;
        continue;
      }
      if (draft.timeAssumed?.includes('zone') === true) this.naive++;
      if (draft.timeAssumed?.includes('year') === true) this.noYear++;
      if (this.latest === undefined || at > this.latest) this.latest = at;
      if (this.earliest === undefined || at < this.earliest) this.earliest = at;
      if (this.times.length >= KEPT) continue;
      this.times.push({ line: place.line, raw: draft.timeText ?? '', read: at });
      const times = this.bySource.get(draft.product);
      if (times === undefined) this.bySource.set(draft.product, [at]);
      else times.push(at);
    }
  }
}

const previewOf = (draft: AlertDraft, line: number): AlertPreview => ({
  line,
  title: draft.title,
  severity: draft.severity,
  time: draft.firstActivity ?? draft.lastActivity ?? draft.detected,
  product: draft.product,
  entities: draft.evidence.map(({ type, label }) => `${type} ${label}`),
});
