import type { LinkEnd, Reader } from './link.ts';

/** A reader for tests: keeps all it takes, and lets a test wait for it. */
export class Recording implements Reader {
  readonly ends: LinkEnd[] = [];
  /** How often bytes were offered. */
  offers = 0;
  /** While true, it takes nothing. */
  holding: boolean;
  readonly #chunks: Uint8Array[] = [];
  #check: () => void = () => {};

  constructor(holding = false) {
    this.holding = holding;
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  take(chunk: Uint8Array): number {
    this.offers += 1;
    if (!this.holding) this.#chunks.push(chunk);
    this.#check();
    return this.holding ? 0 : chunk.length;
  }

  ended(how: LinkEnd): void {
    this.ends.push(how);
    this.#check();
  }

  /** Resolves when the condition is true: now, or after something was received. One wait at a time. */
  until(so: (heard: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#check = () => {
        if (so(this)) resolve();
      };
      this.#check();
    });
  }

  /** The first end. */
  async end(): Promise<LinkEnd | undefined> {
    await this.until(() => this.ends.length > 0);
    return this.ends[0];
  }
}
