/** Jobs asked to stop. An `AbortSignal` does not cross to a worker; an id does. */
export class Cancellations {
  readonly #asked = new Set<string>();

  cancel(job: string): void {
    this.#asked.add(job);
  }
  isCancelled(job: string): boolean {
    return this.#asked.has(job);
  }
  done(job: string): void {
    this.#asked.delete(job);
  }
}
