import type { Wire, WireEnd } from '#lab/transcript-server.ts';

/** Bytes kept of a link for an actor who does not read. */
const maxHeld = 64 * 1024;

/** Reads a wire at once, up to a bound of bytes that its actor has not read. */
export class ReadAhead {
  readonly #came: (Uint8Array | WireEnd)[] = [];
  #held = 0;
  #stirred = Promise.withResolvers<void>();

  /** `tell` is called with what comes, before the actor reads it. */
  constructor(wire: Wire, tell: (next: Uint8Array | WireEnd) => void) {
    void this.#begin(wire, tell);
  }

  async read(): Promise<Uint8Array | WireEnd> {
    while (this.#came.length === 0) await this.#stirred.promise;
    const [next = 'closed'] = this.#came;
    // The end can be read repeatedly.
    if (typeof next === 'string') return next;
    this.#came.shift();
    this.#held -= next.length;
    this.#stir();
    return next;
  }

  async #begin(wire: Wire, tell: (next: Uint8Array | WireEnd) => void): Promise<void> {
    for (;;) {
      while (this.#held >= maxHeld) await this.#stirred.promise;
      const next = await wire.read();
      this.#came.push(next);
      if (typeof next !== 'string') this.#held += next.length;
      tell(next);
      this.#stir();
      if (typeof next === 'string') return;
    }
  }

  #stir(): void {
    this.#stirred.resolve();
    this.#stirred = Promise.withResolvers();
  }
}
