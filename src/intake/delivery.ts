import type { AlertDraft, RecordPlace, SourceIncidentDraft } from '../domain/alert.ts';
import type { IntakeSink, PlacedAlert, PlacedSourceIncident } from './report.ts';

const BATCH = 256;
const BATCH_BYTES = 8 * 1024 * 1024;
/** What an alert costs beside its record. */
const OVERHEAD = 512;

/** Holds alerts until a batch is full, and until `release` says that the file's format is settled. */
export class Delivery {
  readonly #sink: IntakeSink;
  #alerts: PlacedAlert[] = [];
  #incidents: PlacedSourceIncident[] = [];
  #bytes = 0;
  delivered = 0;

  constructor(sink: IntakeSink) {
    this.#sink = sink;
  }

  alert(draft: AlertDraft, place: RecordPlace, format: string): void {
    this.#alerts.push({ draft, place, format });
    this.#bytes += OVERHEAD + Math.max(0, place.length);
  }

  incident(draft: SourceIncidentDraft, place: RecordPlace, format: string): void {
    this.#incidents.push({ draft, place, format });
    this.#bytes += OVERHEAD;
  }

  get full(): boolean {
    return this.#alerts.length >= BATCH || this.#incidents.length >= BATCH || this.#bytes >= BATCH_BYTES;
  }

  async flush(): Promise<void> {
    this.#bytes = 0;
    const [alerts, incidents] = [this.#alerts, this.#incidents];
    this.#alerts = [];
    this.#incidents = [];
    for (let at = 0; at < alerts.length; at += BATCH) {
      const batch = alerts.slice(at, at + BATCH);
      await this.#sink.alerts(batch);
      this.delivered += batch.length;
    }
    for (let at = 0; at < incidents.length; at += BATCH) await this.#sink.incidents(incidents.slice(at, at + BATCH));
  }

  drop(): void {
    this.#alerts = [];
    this.#incidents = [];
    this.#bytes = 0;
  }
}
