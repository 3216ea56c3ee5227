import { networkOf } from '#chat/network.ts';
import type { Drafting } from './drafting.ts';
import type { Kept } from './quota.ts';
import type { Allowance } from './rates.ts';
import { leastCost, Rotation, type TurnTaker } from './rotation.ts';

/**
 * What a session of an address spends before the next one's turn. Several drafts: what is said in one room in one batch
 * costs each hearer one write.
 */
export const seatQuantum: number = 64 * leastCost;

/** Where sessions come from: one address, or one /64 where it is IPv6. What they share, so that others do not. */
export class Origin implements TurnTaker<Origin> {
  nextInTurn: Origin | undefined = undefined;
  previousInTurn: Origin | undefined = undefined;
  credit = 0;
  /** The origin's sessions with drafts to be published. */
  readonly drafting: Rotation<Drafting> = new Rotation(seatQuantum);
  /** Bytes that its sessions have under way: asked and not yet answered. */
  underWay = 0;
  /** What its sessions may still ask, where that is limited. */
  allowance: Allowance | undefined = undefined;
  /** What was kept of them in the last hour, once anything was. */
  kept: Kept | undefined = undefined;
  /** Sessions that are open. */
  sessions = 0;
}

/** Origins that are remembered after their last session is over. */
const maxIdle = 10_000;

/** The origins of all sessions, by network. */
export class Origins {
  readonly #open = new Map<string, Origin>();
  readonly #idle = new Map<string, Origin>();

  /** A session is opened from this address. */
  enter(address: string): Origin {
    const network = networkOf(address);
    const origin = this.#open.get(network) ?? this.#idle.get(network) ?? new Origin();
    if (origin.sessions++ === 0) {
      this.#idle.delete(network);
      this.#open.set(network, origin);
    }
    return origin;
  }

  /** It is over. */
  leave(address: string, origin: Origin): void {
    if (--origin.sessions > 0) return;
    const network = networkOf(address);
    this.#open.delete(network);
    this.#idle.set(network, origin);
    if (this.#idle.size <= maxIdle) return;
    for (const oldest of this.#idle.keys()) return void this.#idle.delete(oldest);
  }
}
