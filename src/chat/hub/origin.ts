import { networkOf } from '#chat/network.ts';
import type { SessionDrafts } from './session-drafts.ts';
import type { Allowance } from './rates.ts';
import { leastCost, Rotation, type TurnTaker } from './rotation.ts';

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

/** The origin of sessions: one address, or one /64 for IPv6. Holds the bounds that its sessions share. */
export class Origin implements TurnTaker<Origin> {
  nextInTurn: Origin | undefined = undefined;
  previousInTurn: Origin | undefined = undefined;
  credit = 0;
  /** Its sessions that have drafts to be published. */
  readonly withDrafts: Rotation<SessionDrafts> = new Rotation(seatQuantum);
  /** Bytes that its sessions have under way: asked and not yet answered. */
  underWay = 0;
  /** What its sessions may still request, where that is limited. */
  allowance: Allowance | undefined = undefined;
  /** The text kept from them in the last hour; undefined while there is none. */
  kept: Kept | undefined = undefined;
  /** Number of open sessions. */
  sessions = 0;
}

/** Origins that are remembered after their last session is over. */
const maxIdle = 10_000;

/** The origins of all sessions, by network. */
export class Origins {
  readonly #open = new Map<string, Origin>();
  readonly #idle = new Map<string, Origin>();

  /** Counts a session opened from this address. */
  enter(address: string): Origin {
    const network = networkOf(address);
    const origin = this.#open.get(network) ?? this.#idle.get(network) ?? new Origin();
    if (origin.sessions++ === 0) {
      this.#idle.delete(network);
      this.#open.set(network, origin);
    }
    return origin;
  }

  /** Counts a session that is over. */
  leave(address: string, origin: Origin): void {
    if (--origin.sessions > 0) return;
    const network = networkOf(address);
    this.#open.delete(network);
    this.#idle.set(network, origin);
    if (this.#idle.size <= maxIdle) return;
    for (const oldest of this.#idle.keys()) return void this.#idle.delete(oldest);
  }
}
