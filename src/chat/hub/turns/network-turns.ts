import type { ClientNetwork } from './client-network.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** Sessions that wait for a turn, each once. Addresses take turns, and so do the sessions of one address. */
export class NetworkTurns {
  readonly #networks = new Map<ClientNetwork, Set<Seat>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(seat: Seat): void {
    const seats = this.#networks.get(seat.network);
    if (seats?.has(seat)) return;
    if (seats) seats.add(seat);
    else this.#networks.set(seat.network, new Set([seat]));
    this.#size++;
  }

  /** False: it was not waiting. */
  delete(seat: Seat): boolean {
    const seats = this.#networks.get(seat.network);
    if (!seats?.delete(seat)) return false;
    this.#size--;
    if (seats.size === 0) this.#networks.delete(seat.network);
    return true;
  }

  /** Removes the session whose turn it is, and puts its address behind the others. */
  take(): Seat | undefined {
    for (const [network, seats] of this.#networks) {
      this.#networks.delete(network);
      for (const seat of seats) {
        seats.delete(seat);
        this.#size--;
        if (seats.size > 0) this.#networks.set(network, seats);
        return seat;
      }
    }
    return undefined;
  }
}
