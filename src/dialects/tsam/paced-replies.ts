import type { Clock } from '#chat/ports.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { decode, frame, maxCommand } from './codec.ts';
import { Rope } from './rope.ts';
import { beginning, maxSlice, nextSlice, type Place } from './slices.ts';

/** The pause between writes: replies have no end, and peers take what they read at once for one reply. */
export const pause: Millis = 20;
/** The most replies that wait; then no further command is read. */
export const maxReplies = 16;
/** How long the remaining replies may take at the end. */
const lastTimeout: Millis = 1000;

interface Waiting {
  readonly reply: Rope;
  /** Its bytes that no other link shares. */
  readonly own: number;
}

/**
 * Writes one reply at a time, a long one in slices, and only while the peer reads. Replies are not copied: many links
 * may share their bytes.
 */
export class PacedReplies {
  readonly #link: Link;
  readonly #clock: Clock;
  readonly #framed: boolean;
  /** The first may be written partly, up to `#place`. */
  #waiting: Waiting[] = [];
  #place: Place = beginning;
  /** Bytes that are not written yet. */
  #bytes = 0;
  /** Bytes of the waiting replies that no other link shares. */
  #own = 0;
  #resting = false;
  #cancelTimer: () => void = () => {};
  #relieved: () => void = () => {};
  #emptied: (() => void)[] = [];

  /** `relieved`: called when further replies can be queued again. `framed`: each write is a frame. */
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

  /** Bytes not yet handed to the transport. */
  get queued(): number {
    return this.#bytes + this.#link.queued;
  }

  write(bytes: Uint8Array | Rope): void {
    const reply = bytes instanceof Rope ? bytes : new Rope([bytes]);
    if (reply.length === 0) return;
    const own = bytes instanceof Rope ? 0 : bytes.length;
    this.#waiting.push({ reply, own });
    this.#bytes += reply.length;
    this.#own += own;
    if (!this.#resting) this.#next();
    this.#link.countAbove?.(this.#own);
  }

  /** The peer has sent something after the last reply, so it has most likely read that reply. */
  heard(): void {
    if (!this.#resting || !this.empty || !this.#link.delivered) return;
    this.#cancelTimer();
    this.#resting = false;
  }

  /** Resolves when everything was handed to the transport, or the link is over. */
  async drained(): Promise<void> {
    if (!this.empty) await new Promise<void>((resolve) => this.#emptied.push(resolve));
    await this.#link.drained();
  }

  /** No more replies: closes the link after the remaining ones, at their pace for a limited time, then at once. */
  end(): void {
    const cancelTimer = this.#clock.after(lastTimeout, () => {
      while (!this.empty) this.#writeSlice();
      this.#link.end();
    });
    void this.drained().then(() => {
      cancelTimer();
      this.#link.end();
    });
  }

  #next(): void {
    if (this.empty) return;
    const wasFull = this.full;
    this.#resting = true;
    this.#writeSlice();
    this.#cancelTimer = this.#clock.after(pause, () => void this.#rested());
    if (this.empty) for (const resolve of this.#emptied.splice(0)) resolve();
    if (wasFull && !this.full) this.#relieved();
  }

  #writeSlice(): void {
    const [first] = this.#waiting;
    if (!first) return;
    const { reply, own } = first;
    const { bytes, next } = nextSlice(reply, this.#place, this.#framed ? maxCommand : maxSlice);
    this.#bytes -= next.at - this.#place.at;
    this.#place = next;
    if (next.at === reply.length) {
      this.#waiting.shift();
      this.#place = beginning;
      this.#own -= own;
      this.#link.countAbove?.(this.#own);
    }
    this.#link.write(this.#framed ? inFrame(bytes) : bytes);
  }

  async #rested(): Promise<void> {
    await this.#link.drained();
    this.#resting = false;
    this.#next();
  }
}

/** A frame has an end, so no line end is needed. */
const inFrame = (bytes: Uint8Array): Uint8Array => frame(decode(bytes).replace(/^\n|\n$/g, ''));
