import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';

/** The silence of a client after which the server sends a ping, and the silence after which the session ends. */
const pingAfter: Millis = 30_000;
const endAfter: Millis = 60_000;

export interface SilenceTimerOptions {
  readonly clock: Clock;
  /** Whether input is taken now. While the server takes none, silence does not count. */
  readonly listens: () => boolean;
  readonly ping: () => void;
  readonly silent: () => void;
}

/** Watches over the silence of a client. One timer per session; input only moves the next deadline. */
export class SilenceTimer {
  readonly #options: SilenceTimerOptions;
  #last: Millis = 0;
  #pinged = false;
  #cancelTimer: () => void = () => {};

  constructor(options: SilenceTimerOptions) {
    this.#options = options;
  }

  begin(): void {
    this.heard();
    this.#wait(pingAfter);
  }

  heard(): void {
    this.#last = this.#options.clock.elapsed();
    this.#pinged = false;
  }

  end(): void {
    this.#cancelTimer();
  }

  #wait(ms: Millis): void {
    this.#cancelTimer = this.#options.clock.after(ms, () => this.#look());
  }

  #look(): void {
    if (!this.#options.listens()) this.heard();
    const silence = this.#options.clock.elapsed() - this.#last;
    if (silence >= endAfter) return this.#options.silent();
    if (silence >= pingAfter && !this.#pinged) {
      this.#pinged = true;
      this.#options.ping();
    }
    this.#wait((this.#pinged ? endAfter : pingAfter) - silence);
  }
}
