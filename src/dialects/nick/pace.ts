import type { Clock } from '#chat/clock.ts';
import type { Millis } from '#chat/event.ts';
import type { Link } from '#link/link.ts';

import { message } from './codec.ts';

/**
 * From one message to the next: the wire has no framing towards the server, so each must be in a segment of its own,
 * and read before the next one comes.
 */
export const pause: Millis = 50;

interface Waiting {
  readonly text: string;
  readonly sent: () => void;
}

/** Writes messages to a server, one at a time. */
export class Pace {
  readonly #link: Link;
  readonly #clock: Clock;
  #resting = false;
  #waiting: Waiting | undefined;

  constructor(link: Link, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  /** Writes it when its time has come, then calls. One that still waits is dropped in its favour. */
  send(text: string, sent: () => void): void {
    this.#waiting = { text, sent };
    if (!this.#resting) this.#write();
  }

  /** What still waits, and will not be written any more. */
  stop(): string | undefined {
    const text = this.#waiting?.text;
    this.#waiting = undefined;
    return text;
  }

  #write(): void {
    const next = this.#waiting;
    if (!next) return;
    this.#waiting = undefined;
    this.#resting = true;
    this.#link.write(message(next.text));
    this.#clock.after(pause, () => void this.#rested());
    next.sent();
  }

  /** A server that does not read is not written to. */
  async #rested(): Promise<void> {
    await this.#link.drained();
    this.#resting = false;
    this.#write();
  }
}
