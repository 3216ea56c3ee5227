import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Item } from '#chat/hub/format.ts';
import { type ClientNetwork, ClientNetworks } from '#chat/hub/turns/client-network.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Ask, Session } from '#chat/hub/session.ts';

/** The sessions of this node that are not over. */
export class Seats {
  readonly all: ReadonlySet<Seat>;
  readonly #all = new Set<Seat>();
  readonly #networks = new ClientNetworks();
  readonly #emptied: (() => void)[] = [];
  #opened = 0;
  /** Closes a session; undefined until all are closed. */
  #close: ((seat: Seat) => void) | undefined;

  constructor() {
    this.all = this.#all;
  }

  /** How many were opened in this run. */
  get opened(): number {
    return this.#opened;
  }

  open<A extends Ask, F extends Item>(session: Session<A, F>, rules: ListenerRules, address: string): Seat<A, F> {
    const seat = new Seat<A, F>(++this.#opened, session, rules, address, this.#networks.enter(address));
    this.#all.add(seat);
    // After its own constructor.
    if (this.#close) void Promise.resolve().then(() => this.#close?.(seat));
    return seat;
  }

  /** Closes all sessions, and those that are opened afterwards: where one logs out meanwhile, its link goes on with another. */
  closeAll(close: (seat: Seat) => void): void {
    this.#close = close;
    for (const seat of this.#all) close(seat);
  }

  /** A seat without a session; it shares the rates and bounds of its address with the sessions. */
  enterWithoutSession<A extends Ask>(make: (network: ClientNetwork) => Seat<A>, address: string): Seat<A> {
    return make(this.#networks.enter(address));
  }

  leaveWithoutSession(seat: Seat): void {
    this.#networks.leave(seat.address, seat.network);
  }

  /** The network of an address, if it has sessions here. */
  networkAt(address: string): ClientNetwork | undefined {
    return this.#networks.open(address);
  }

  has(seat: Seat): boolean {
    return this.#all.has(seat);
  }

  /** Counts the session for another address from now on. */
  relocate(seat: Seat, address: string): void {
    const { address: before, network } = seat;
    // It enters first, so that a network of which it is the only session is not forgotten.
    seat.network = this.#networks.enter(address);
    seat.address = address;
    this.#networks.leave(before, network);
  }

  /** False when it was removed before. */
  remove(seat: Seat): boolean {
    if (!this.#all.delete(seat)) return false;
    this.#networks.leave(seat.address, seat.network);
    return true;
  }

  /** Called after a session was removed and told so. */
  removed(): void {
    if (this.#all.size === 0) for (const resolve of this.#emptied.splice(0)) resolve();
  }

  /** Resolves when none is left. */
  empty(): Promise<void> {
    if (this.#all.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#emptied.push(resolve));
  }
}
