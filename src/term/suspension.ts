import type { EventEmitter } from 'node:events';

/** If the process is not suspended within this time, in ms, there is no shell that could resume it. */
const stopTimeout = 50;

/** Ctrl-Z, and resuming after it or after a stop by another process. */
export class Suspension {
  readonly #signals: EventEmitter;
  readonly #stop: () => void;
  readonly #continued: () => void;
  #suspended = false;
  #timer: NodeJS.Timeout | undefined;

  /** `continued`: the process was resumed; set the terminal's mode again. */
  constructor(signals: EventEmitter, stop: () => void, continued: () => void) {
    this.#signals = signals;
    this.#stop = stop;
    this.#continued = continued;
    signals.on('SIGCONT', this.#continue);
  }

  /** Whether the process is suspended. */
  get suspended(): boolean {
    return this.#suspended;
  }

  begin(): void {
    this.#suspended = true;
    this.#stop();
    // SIGCONT is delivered before the immediate; without it the process was never stopped.
    this.#timer = setTimeout(() => {
      setImmediate(() => {
        if (this.#suspended) this.#continue();
      });
    }, stopTimeout);
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
