import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import type { Outbox } from '#chat/hub/session.ts';

import { type Random, turns } from './middle-random.ts';

/** Turns of the event loop that a peer takes nothing, at most. */
const longest = 10;

/** An outbox whose peer takes nothing for a while, again and again, at random; what it is given then waits. */
export class StallingOutbox implements Outbox {
  queued = 0;
  readonly #random: Random;
  #drained: PromiseWithResolvers<void> | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  get scarce(): boolean {
    return this.#random.chance(0.3);
  }

  get delivered(): boolean {
    return this.queued === 0;
  }

  drained(): Promise<void> {
    return this.#drained?.promise ?? Promise.resolve();
  }

  /** Something was written. */
  written(bytes: number): void {
    if (this.#drained) this.queued += bytes;
    else if (this.#random.chance(0.5)) void this.#stall(this.#random.chance(0.5) ? bytes : spaceBytes + bytes);
  }

  async #stall(bytes: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#drained = { promise, resolve, reject };
    this.queued = bytes;
    await turns(1 + this.#random.below(longest));
    this.queued = 0;
    this.#drained = undefined;
    resolve();
  }
}
