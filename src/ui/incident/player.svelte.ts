import { firstOf } from './story-index.ts';

export const SPEEDS = [0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];
/** Rest on one alert at speed 1, ms. */
const BEAT = 1200;

export interface Clock {
  after(ms: number, run: () => void): () => void;
}
const realClock: Clock = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Walks the alerts of an incident in time. `position` counts the alerts reached; undefined: not under way, all are shown. */
export class Player {
  position = $state<number | undefined>(undefined);
  playing = $state(false);
  speed = $state<Speed>(1);
  readonly #order: () => readonly number[];
  readonly #reach: (alert: number) => void;
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  /** Alerts that have happened so far; undefined while all are shown. */
  readonly reached: ReadonlySet<number> | undefined = $derived.by(() =>
    this.position === undefined ? undefined : firstOf(this.#order(), this.position),
  );

  /** `reach` is told each alert as its turn comes. */
  constructor(order: () => readonly number[], reach: (alert: number) => void, clock: Clock = realClock) {
    this.#order = order;
    this.#reach = reach;
    this.#clock = clock;
  }

  get length(): number {
    return this.#order().length;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.length === 0) return;
    this.playing = true;
    if (this.position === undefined || this.position >= this.length) this.seek(1);
    else this.seek(this.position + 1);
    this.#beat();
  }

  pause(): void {
    this.playing = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** One alert further or back. */
  step(by: 1 | -1): void {
    this.pause();
    this.seek(this.position === undefined ? (by === 1 ? 1 : this.length) : this.position + by);
  }

  seek(position: number): void {
    if (this.length === 0) return;
    const at = Math.min(this.length, Math.max(1, Math.round(position)));
    this.position = at;
    const alert = this.#order()[at - 1];
    if (alert !== undefined) this.#reach(alert);
  }

  setSpeed(speed: Speed): void {
    this.speed = speed;
    if (this.playing) this.#beat();
  }

  /** Ends the walk and shows everything again. */
  stop(): void {
    this.pause();
    this.position = undefined;
  }

  #beat(): void {
    this.#cancel?.();
    this.#cancel = this.#clock.after(BEAT / this.speed, () => {
      if (!this.playing || this.position === undefined) return;
      if (this.position >= this.length) {
        this.pause();
        return;
      }
      this.seek(this.position + 1);
      this.#beat();
    });
  }
}
