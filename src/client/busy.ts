/**
 * Counts work under way and shows it as `<html data-busy>`. Idle is announced one short task later, so that work caused by an answer
 * (a redraw that asks the next query) is counted before anybody is told that all is done.
 */
export class Busy {
  #count = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: (() => void)[] = [];
  readonly #show: (busy: boolean) => void;

  /** Starts busy, as the page does; `release` of the first hold is `opened()`. */
  constructor(show: (busy: boolean) => void) {
    this.#show = show;
    show(true);
  }

  get active(): boolean {
    return this.#count > 0 || this.#timer !== undefined;
  }

  /** The page has mounted: gives back the hold it began with. */
  opened(): void {
    this.#release();
  }

  hold(): () => void {
    this.#count++;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#show(true);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#release();
    };
  }

  async during<T>(work: Promise<T>): Promise<T> {
    const release = this.hold();
    try {
      return await work;
    } finally {
      release();
    }
  }

  whenIdle(): Promise<void> {
    return this.active ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }

  #release(): void {
    this.#count--;
    if (this.#count > 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#show(false);
      for (const resolve of this.#waiting.splice(0)) resolve();
    }, SETTLE_MS);
  }
}

const SETTLE_MS = 20;
