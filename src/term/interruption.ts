import type { EventEmitter } from 'node:events';

/** Resolves when the person wants to leave: by a signal, or because nobody reads the output. */
export class Interruption {
  readonly #leaving: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #signals: EventEmitter;
  readonly #leave = (): void => this.leave();

  /** `signals` emits SIGINT and SIGTERM, like `process`. The first one only asks to leave. */
  constructor(signals: EventEmitter) {
    this.#signals = signals;
    signals.once('SIGINT', this.#leave);
    signals.once('SIGTERM', this.#leave);
  }

  get asked(): Promise<void> {
    return this.#leaving.promise;
  }

  leave(): void {
    this.#leaving.resolve();
  }

  close(): void {
    this.#signals.off('SIGINT', this.#leave);
    this.#signals.off('SIGTERM', this.#leave);
  }
}
