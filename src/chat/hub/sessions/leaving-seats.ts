import type { Millis } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** How long a session that is over may take to send its remaining answers, in ms; when the server stops; and when it stops at once. */
export const lastTimeout: Millis = 5000;
export const hurriedTimeout: Millis = 500;
export const shortestTimeout: Millis = 100;

/** Sessions that are over, and whose remaining answers wait for room in their outboxes. */
export class LeavingSeats {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #remove: (seat: Seat) => void;
  /** Each with the function that stops its timer. */
  readonly #timers = new Map<Seat, () => void>();
  #timeout: Millis = lastTimeout;

  /** `remove`: removes a session whose time is over. */
  constructor(clock: Pick<Clock, 'after'>, remove: (seat: Seat) => void) {
    this.#clock = clock;
    this.#remove = remove;
  }

  add(seat: Seat): void {
    if (!this.#timers.has(seat)) this.#start(seat);
  }

  /** The session was removed. */
  forget(seat: Seat): void {
    this.#timers.get(seat)?.();
    this.#timers.delete(seat);
  }

  /** The server stops: those that wait already have no more time than the others. */
  hurry(timeout: Millis): void {
    this.#timeout = timeout;
    for (const [seat, stop] of this.#timers) {
      stop();
      this.#start(seat);
    }
  }

  #start(seat: Seat): void {
    const stop = this.#clock.after(this.#timeout, () => {
      this.#timers.delete(seat);
      this.#remove(seat);
    });
    this.#timers.set(seat, stop);
  }
}
