import type { Millis } from '#chat/event.ts';
import { networkOf } from '#chat/network.ts';
import type { SessionDrafts } from '#chat/hub/requests/session-drafts.ts';
import type { Allowance } from './rates.ts';
import { leastCost, DeficitRoundRobin, type TurnTaker } from '#turns/deficit-round-robin.ts';

/**
 * The cost a session of an address may spend before the next one's turn. Several drafts: messages of one room in one batch
 * cost each hearer only one write.
 */
export const seatQuantum: number = 64 * leastCost;

/** The amount kept from one address or account lately. It decreases evenly, in an hour from the bound to zero. */
export interface Kept {
  length: number;
  at: number;
}

/** One address, or one /64 of IPv6, from which sessions come: the bounds they share, and their turns. */
export class ClientNetwork implements TurnTaker<ClientNetwork> {
  nextInTurn: ClientNetwork | undefined = undefined;
  previousInTurn: ClientNetwork | undefined = undefined;
  credit = 0;
  /** Its sessions that have drafts to be published. */
  readonly withDrafts: DeficitRoundRobin<SessionDrafts> = new DeficitRoundRobin(seatQuantum);
  /** Bytes that its sessions have under way: asked and not yet answered. */
  underWay = 0;
  /** What its sessions may still request, where that is limited. */
  allowance: Allowance | undefined = undefined;
  /** The text kept from them in the last hour; undefined while there is none. */
  kept: Kept | undefined = undefined;
  /** Number of open sessions. */
  sessions = 0;
  /** The last turn of the event loop in which requests of its sessions took time, and how long, in ms. */
  #turn = 0;
  #time: Millis = 0;

  /** Requests of its sessions took so long in a turn of the event loop. */
  tookTime(turn: number, ms: Millis): void {
    this.#time = this.timeIn(turn) + ms;
    this.#turn = turn;
  }

  /** How long requests of its sessions have taken in a turn, in ms. */
  timeIn(turn: number): Millis {
    return turn === this.#turn ? this.#time : 0;
  }
}

/** Networks that are remembered after their last session is over. */
const maxIdle = 10_000;

/** The networks of all sessions. */
export class ClientNetworks {
  readonly #open = new Map<string, ClientNetwork>();
  readonly #idle = new Map<string, ClientNetwork>();

  /** Counts a session opened from this address. */
  enter(address: string): ClientNetwork {
    const network = networkOf(address);
    const found = this.#open.get(network) ?? this.#idle.get(network) ?? new ClientNetwork();
    if (found.sessions++ === 0) {
      this.#idle.delete(network);
      this.#open.set(network, found);
    }
    return found;
  }

  /** That of an address from which there are sessions. */
  open(address: string): ClientNetwork | undefined {
    return this.#open.get(networkOf(address));
  }

  /** Counts a session that is over. */
  leave(address: string, left: ClientNetwork): void {
    if (--left.sessions > 0) return;
    const network = networkOf(address);
    this.#open.delete(network);
    this.#idle.set(network, left);
    if (this.#idle.size <= maxIdle) return;
    for (const oldest of this.#idle.keys()) return void this.#idle.delete(oldest);
  }
}
