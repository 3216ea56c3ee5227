import type { EventEmitter } from 'node:events';

/** After this time without being stopped nobody will stop us: there is no shell that could bring us back. In ms. */
const stopPatience = 50;

/** Ctrl-Z, and coming back, from that or from being stopped by somebody else. */
export class Suspension {
  readonly #signals: EventEmitter;
  readonly #stop: () => void;
  readonly #continued: () => void;
  #suspended = false;
  #timer: NodeJS.Timeout | undefined;

  /** `continued`: we are back, and whatever was set at the terminal is to be set again. */
  constructor(signals: EventEmitter, stop: () => void, continued: () => void) {
    this.#signals = signals;
    this.#stop = stop;
    this.#continued = continued;
    signals.on('SIGCONT', this.#continue);
  }

  /** The terminal is not ours at present. */
  get suspended(): boolean {
    return this.#suspended;
  }

  begin(): void {
    this.#suspended = true;
    this.#stop();
    // The signal that continues us is told before the immediate; without it we were never stopped.
    this.#timer = setTimeout(() => {
      setImmediate(() => {
        if (this.#suspended) this.#continue();
      });
    }, stopPatience);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#suspended = false;
    this.#signals.off('SIGCONT', this.#continue);
  }

  readonly #continue = (): void => {
    clearTimeout(this.#timer);
    this.#suspended = false;
    this.#continued();
  };
}
