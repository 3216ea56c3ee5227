import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { decode, frame, maxCommand } from './codec.ts';
import { Rope } from './rope.ts';
import { beginning, maxSlice, nextSlice, type Place } from './slices.ts';

/** From one write to the next: nothing on the wire ends a reply, but peers take what they read at once for one. */
export const pause: Millis = 20;
/** Replies that may wait for their turn; then no further command is taken. */
export const maxReplies = 16;
/** How long what still waits at the end may take. */
const lastPatience: Millis = 1000;

/**
 * Writes one reply at a time, a longer one in slices, and only while the peer reads. A reply is kept as it was given and
 * not copied: many links may share its bytes.
 */
export class PacedReplies {
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #framed: boolean;
  /** The first may have been written in part, as far as `#place`. */
  #waiting: Rope[] = [];
  #place: Place = beginning;
  /** Bytes of them that were not written yet. */
  #bytes = 0;
  #resting = false;
  #callOff: () => void = () => {};
  #relieved: () => void = () => {};
  #emptied: (() => void)[] = [];

  /** `relieved`: there is room for replies again. `framed`: each write is a frame, as a client's command is. */
  constructor(link: Link, clock: Clock, relieved: () => void, framed = false) {
    this.#link = link;
    this.#clock = clock;
    this.#framed = framed;
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
    return this.#bytes + this.#link.queued;
  }

  write(bytes: Uint8Array | Rope): void {
    const reply = bytes instanceof Rope ? bytes : new Rope([bytes]);
    if (reply.length === 0) return;
    this.#waiting.push(reply);
    this.#bytes += reply.length;
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
      while (!this.empty) this.#writeSlice();
      this.#link.end();
    });
    void this.drained().then(() => {
      callOff();
      this.#link.end();
    });
  }

  #next(): void {
    if (this.empty) return;
    const wasFull = this.full;
    this.#resting = true;
    this.#writeSlice();
    this.#callOff = this.#clock.after(pause, () => void this.#rested());
    if (this.empty) for (const resolve of this.#emptied.splice(0)) resolve();
    if (wasFull && !this.full) this.#relieved();
  }

  #writeSlice(): void {
    const [reply] = this.#waiting;
    if (!reply) return;
    const { bytes, next } = nextSlice(reply, this.#place, this.#framed ? maxCommand : maxSlice);
    this.#bytes -= next.at - this.#place.at;
    this.#place = next;
    if (next.at === reply.length) {
      this.#waiting.shift();
      this.#place = beginning;
    }
    this.#link.write(this.#framed ? inFrame(bytes) : bytes);
  }

  async #rested(): Promise<void> {
    await this.#link.drained();
    this.#resting = false;
    this.#next();
  }
}

/** A frame says where it ends, so no line end needs to. */
const inFrame = (bytes: Uint8Array): Uint8Array => frame(decode(bytes).replace(/^\n|\n$/g, ''));
