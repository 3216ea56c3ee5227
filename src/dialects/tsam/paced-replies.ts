import type { Clock } from '#chat/clock.ts';
import type { Millis } from '#chat/event.ts';
import { joinFrames } from '#chat/frames.ts';
import type { Link } from '#link/link.ts';

/** From one reply to the next: nothing on the wire ends one, but peers take what they read at once for one. */
export const pause: Millis = 20;
/** Replies that may wait for their turn; then no further command is taken. */
export const maxReplies = 16;
/** How long what still waits at the end may take. */
const lastPatience: Millis = 2000;

/** Writes one reply at a time, and only while the peer reads. */
export class PacedReplies {
  readonly #link: Link;
  readonly #clock: Clock;
  #waiting: Uint8Array[] = [];
  #resting = false;
  #callOff: () => void = () => {};
  #relieved: () => void = () => {};
  #emptied: (() => void)[] = [];

  /** `relieved`: there is room for replies again. */
  constructor(link: Link, clock: Clock, relieved: () => void) {
    this.#link = link;
    this.#clock = clock;
    this.#relieved = relieved;
  }

  get full(): boolean {
    return this.#waiting.length >= maxReplies;
  }

  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Bytes that were not handed to the transport yet. */
  get queued(): number {
    return this.#waiting.reduce((bytes, { length }) => bytes + length, this.#link.queued);
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    if (!this.#resting) this.#next();
  }

  /** The peer has written after the last reply was, so it has most likely read that one. */
  heard(): void {
    if (!this.#resting || !this.empty || !this.#link.delivered) return;
    this.#callOff();
    this.#resting = false;
  }

  /** Resolves when all was handed to the transport, or the link is over. */
  async drained(): Promise<void> {
    if (!this.empty) await new Promise<void>((resolve) => this.#emptied.push(resolve));
    await this.#link.drained();
  }

  /** Nothing follows: ends the link behind what waits, at its pace while that takes no longer than the patience. */
  end(): void {
    const callOff = this.#clock.after(lastPatience, () => {
      this.#link.write(joinFrames(this.#waiting));
      this.#waiting = [];
      this.#link.end();
    });
    void this.drained().then(() => {
      callOff();
      this.#link.end();
    });
  }

  #next(): void {
    const bytes = this.#waiting.shift();
    if (!bytes) return;
    const wasFull = this.#waiting.length === maxReplies - 1;
    this.#resting = true;
    this.#link.write(bytes);
    this.#callOff = this.#clock.after(pause, () => void this.#rested());
    if (this.empty) for (const resolve of this.#emptied.splice(0)) resolve();
    if (wasFull) this.#relieved();
  }

  async #rested(): Promise<void> {
    await this.#link.drained();
    this.#resting = false;
    this.#next();
  }
}
