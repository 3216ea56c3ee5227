import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';

import { pushTimeout } from './pushes.ts';

/** How long a client may take to acknowledge its history while others wait for theirs; and to receive it after that. */
export const hurriedAck: Millis = 2000;
export const hurriedTaking: Millis = 20_000;

/** The time in which a client must receive its history, from its header on. It is shorter while other clients wait for theirs. */
export class HistoryDeadline {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #passed: () => void;
  #cancelWholeTimer: () => void = () => {};
  #cancelTimer: () => void = () => {};
  #stage: 'made' | 'written' | 'acknowledged' = 'made';
  #hurried = false;

  /** `passed`: called when the time is over. */
  constructor(clock: Pick<Clock, 'after'>, passed: () => void) {
    this.#clock = clock;
    this.#passed = passed;
  }

  /** Its header was written; or the client has acknowledged that. */
  reached(stage: 'written' | 'acknowledged'): void {
    this.#stage = stage;
    if (stage === 'written') this.#cancelWholeTimer = this.#clock.after(pushTimeout, this.#passed);
    this.#set();
  }

  /** Others wait. */
  hurry(): void {
    this.#hurried = true;
    this.#set();
  }

  end(): void {
    this.#cancelWholeTimer();
    this.#cancelTimer();
  }

  /** No deadline runs before the header is written: until then the client waits for the server. */
  #set(): void {
    if (!this.#hurried || this.#stage === 'made') return;
    this.#cancelTimer();
    this.#cancelTimer = this.#clock.after(this.#stage === 'written' ? hurriedAck : hurriedTaking, this.#passed);
  }
}
