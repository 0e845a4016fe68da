import type { Failure } from '../base/result.ts';
import { wordsOf } from './error-words.ts';

interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'failed' | 'info';
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly decision?: boolean;
}

/** What has just happened, said once and briefly. Failures stay until they are closed. */
class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #next = 1;

  done(title: string, action?: Notice['action']): void {
    this.#add({ id: this.#next++, kind: 'done', title, ...(action === undefined ? {} : { action }) });
  }
  /** A decision takes the place of the one before: its Undo would take back another one by now. */
  decided(title: string, action?: Notice['action']): void {
    this.list = this.list.filter((notice) => notice.decision !== true);
    this.#add({ id: this.#next++, kind: 'done', title, decision: true, ...(action === undefined ? {} : { action }) });
  }
  show(notice: Pick<Notice, 'kind' | 'title' | 'text'>, action: Notice['action']): void {
    this.#add({ id: this.#next++, ...notice, ...(action === undefined ? {} : { action }) });
  }
  info(title: string, text?: string): void {
    this.#add({ id: this.#next++, kind: 'info', title, ...(text === undefined ? {} : { text }) });
  }
  failed(failure: Failure): void {
    const words = wordsOf(failure);
    this.#add({ id: this.#next++, kind: 'failed', title: words.title, text: `${words.cause} ${words.remedy}`.trim() });
  }
  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  #add(notice: Notice): void {
    this.list = [...this.list.slice(-3), notice];
  }
}

export const notices = new Notices();
