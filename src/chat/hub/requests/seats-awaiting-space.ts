import type { WorkTurns } from '#chat/ports.ts';
import { RoundRobin } from '#turns/round-robin.ts';
import type { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** Seats that are looked at in one turn of the event loop: there may be a thousand of one address, after each delivery. */
const looksPerTurn = 64;

export interface SeatsAwaitingSpaceOptions {
  readonly turns: Pick<WorkTurns, 'next'>;
  /** Whether sessions of that network may have more under way. */
  readonly hasSpace: (network: ClientNetwork) => boolean;
  /** Resumes the seat, or pushes it again. */
  readonly retry: (seat: Seat) => void;
}

/** Seats that wait until all sessions together, or those of their network, have less under way. */
export class SeatsAwaitingSpace {
  readonly #options: SeatsAwaitingSpaceOptions;
  readonly #waiting = new RoundRobin<Seat, ClientNetwork>();
  /** Those that are still to be looked at in this round. */
  #left = 0;
  #scheduled = false;

  constructor(options: SeatsAwaitingSpaceOptions) {
    this.#options = options;
  }

  push(seat: Seat): void {
    this.#waiting.push(seat);
  }

  delete(seat: Seat): boolean {
    return this.#waiting.delete(seat);
  }

  /** Less may be under way than before: looks at each of them once, a few in each turn, in turns over networks. */
  retryAll(): void {
    this.#left = this.#waiting.size;
    if (this.#left === 0 || this.#scheduled) return;
    this.#scheduled = true;
    this.#options.turns.next(this.#look);
  }

  readonly #look = (): void => {
    this.#scheduled = false;
    const { turns, hasSpace, retry } = this.#options;
    for (let looks = 0; this.#left > 0; looks++) {
      if (looks === looksPerTurn) {
        this.#scheduled = true;
        return turns.next(this.#look);
      }
      const seat = this.#waiting.shift(hasSpace);
      this.#left = seat ? this.#left - 1 : 0;
      if (seat) retry(seat);
    }
  };
}
