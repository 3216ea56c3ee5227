import type { Millis } from '#chat/event.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { ClientNetwork } from '#chat/hub/turns/client-network.ts';
import type { Clock } from '#chat/ports.ts';

/** Time between two searches for sessions of one network, in ms: there may be 20,000 sessions. */
const betweenSearches: Millis = 1000;

interface Found {
  /** Idle sessions without a login, the oldest one last. */
  readonly seats: Seat[];
  readonly at: Millis;
}

/** Ends sessions on which nobody has logged in, where a new one of their network would otherwise be refused. */
export class SpaceForNewSessions {
  readonly #hub: Pick<Hub, 'seats'>;
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #close: (seat: Seat) => void;
  readonly #found = new WeakMap<ClientNetwork, Found>();

  constructor(hub: Pick<Hub, 'seats'>, clock: Pick<Clock, 'elapsed'>, close: (seat: Seat) => void) {
    this.#hub = hub;
    this.#clock = clock;
    this.#close = close;
  }

  /** Ends the oldest one from the network of that address. False: it has no such session. */
  endOldest(address: string): boolean {
    const network = this.#hub.seats.networkAt(address);
    if (!network) return false;
    const seat = this.#nextOf(network) ?? (this.#search(network) && this.#nextOf(network));
    if (!seat) return false;
    this.#close(seat);
    return true;
  }

  #nextOf(network: ClientNetwork): Seat | undefined {
    const seats = this.#found.get(network)?.seats ?? [];
    for (let seat = seats.pop(); seat; seat = seats.pop()) if (mayEnd(seat, network)) return seat;
    return undefined;
  }

  /** False: it was searched for a moment ago. */
  #search(network: ClientNetwork): boolean {
    const [at, before] = [this.#clock.elapsed(), this.#found.get(network)];
    if (before && at - before.at < betweenSearches) return false;
    const seats = [...this.#hub.seats.all].filter((seat) => mayEnd(seat, network)).reverse();
    this.#found.set(network, { seats, at });
    return true;
  }
}

/** Not while a login, or another request, is under way: one that goes on with another session waits for that with no request. */
const mayEnd = (seat: Seat, network: ClientNetwork): boolean =>
  seat.network === network && seat.user === 0 && seat.idle && seat.requests.holds === 0 && !seat.closing;
