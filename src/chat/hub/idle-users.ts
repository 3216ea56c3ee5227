import type { Millis, RoomId, Signal, UserId } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { Hub } from './hub.ts';
import type { Seat } from './seat.ts';
import { sendSignal } from './delivery/send-signal.ts';

/** A user is shown as idle, or as active again, at most once in this time, in ms. */
export const idleGap: Millis = 10_000;
/** In rooms with more present members, it is only in the list of members. */
const maxIdleRoom = 100;

interface Shown {
  idle: boolean;
  readonly at: Millis;
}

export interface IdleOptions {
  readonly hub: Pick<Hub, 'audience' | 'roster' | 'afterBatch' | 'failed'>;
  readonly clock: Pick<Clock, 'elapsed' | 'after'>;
}

/** Shows who is idle: a user all of whose sessions on this node say so. Nothing is kept, and other nodes are not told. */
export class IdleUsers {
  readonly #options: IdleOptions;
  readonly #idle = new WeakSet<Seat>();
  readonly #shown = new Map<UserId, Shown>();
  readonly #waiting = new Map<UserId, () => void>();

  constructor(options: IdleOptions) {
    this.#options = options;
  }

  /** The person at a session is idle, or active again. */
  set(seat: Seat, on: boolean): void {
    if (on) this.#idle.add(seat);
    else this.#idle.delete(seat);
    this.#update(seat.user);
  }

  /** A user has become a member of a channel: its members do not know yet that it is idle. */
  entered(user: UserId, room: RoomId): void {
    if (this.#shown.get(user)?.idle === true) this.#tell(user, true, (id) => id === room);
  }

  /** The session is closing. */
  left({ user, acting }: Seat): void {
    if (user === 0 || acting) return;
    if (this.#seatsOf(user).length > 0) return this.#update(user);
    this.#shown.delete(user);
    this.#waiting.get(user)?.();
    this.#waiting.delete(user);
  }

  #seatsOf(user: UserId): readonly Seat[] {
    return this.#options.hub.audience.seatsOf(user).filter((seat) => !seat.closing && !seat.acting);
  }

  #update(user: UserId): void {
    const { clock } = this.#options;
    const idle = this.#seatsOf(user).every((seat) => this.#idle.has(seat));
    const { idle: was, at } = this.#shown.get(user) ?? { idle: false, at: -Infinity };
    if (idle === was || this.#waiting.has(user)) return;
    const wait = at + idleGap - clock.elapsed();
    if (wait <= 0) return this.#show(user, idle);
    const cancelTimer = clock.after(wait, () => {
      this.#waiting.delete(user);
      this.#update(user);
    });
    this.#waiting.set(user, cancelTimer);
  }

  #show(user: UserId, idle: boolean): void {
    this.#shown.set(user, { idle, at: this.#options.clock.elapsed() });
    this.#tell(user, idle, () => true);
  }

  #tell(user: UserId, idle: boolean, isFor: (room: RoomId) => boolean): void {
    const { hub } = this.#options;
    hub.afterBatch(() => {
      const from = hub.roster.find(user);
      if (!from) return;
      hub.roster.setIdle(user, idle);
      const signal: Signal = { kind: 'presence', from, idle };
      const rooms = hub.roster.roomsOf(user).filter(({ id }) => isFor(id) && hub.roster.count(id) <= maxIdleRoom);
      const groups = rooms.flatMap(({ id }) => [...hub.audience.hearing(id).values()]);
      const seats = new Set(groups.flatMap((group) => [...group].filter((seat) => !seat.behind)));
      sendSignal(seats, signal, (error, each) => hub.failed(error, each));
    });
  }
}
