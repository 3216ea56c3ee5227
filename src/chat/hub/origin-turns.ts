import type { Origin } from './origin.ts';
import type { Seat } from './seat.ts';

/** Sessions that wait for a turn, each once. Addresses take turns, and so do the sessions of one address. */
export class OriginTurns {
  readonly #origins = new Map<Origin, Set<Seat>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(seat: Seat): void {
    const seats = this.#origins.get(seat.origin);
    if (seats?.has(seat)) return;
    if (seats) seats.add(seat);
    else this.#origins.set(seat.origin, new Set([seat]));
    this.#size++;
  }

  delete(seat: Seat): void {
    const seats = this.#origins.get(seat.origin);
    if (!seats?.delete(seat)) return;
    this.#size--;
    if (seats.size === 0) this.#origins.delete(seat.origin);
  }

  /** Removes the session whose turn it is, and puts its address behind the others. */
  take(): Seat | undefined {
    for (const [origin, seats] of this.#origins) {
      this.#origins.delete(origin);
      for (const seat of seats) {
        seats.delete(seat);
        this.#size--;
        if (seats.size > 0) this.#origins.set(origin, seats);
        return seat;
      }
    }
    return undefined;
  }
}
