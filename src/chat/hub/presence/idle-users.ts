import type { Millis, RoomId, Signal, UserId } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';

/** A user is shown as idle, or as active again, at most once in this time, in ms. */
export const idleGap: Millis = 10_000;
/** In rooms with more present members, it is only in the list of members. */
const maxIdleRoom = 100;
/** How long it may be told who is idle at a time, in ms: each of many rooms is looked through. */
export const tellingTime: Millis = 2;
/** When the rest is told, in ms. */
const pause: Millis = 1;

/** A user of whom it is to be told, in these rooms. */
interface Telling {
  readonly user: UserId;
  readonly idle: boolean;
  readonly isFor: (room: RoomId) => boolean;
}

interface Shown {
  idle: boolean;
  readonly at: Millis;
}

export interface IdleOptions {
  readonly hub: Pick<Hub, 'audience' | 'roster' | 'afterBatch' | 'signal'>;
  readonly clock: Pick<Clock, 'elapsed' | 'after'>;
}

/** Shows who is idle: a user all of whose sessions on this node say so. Nothing is kept, and other nodes are not told. */
export class IdleUsers {
  readonly #options: IdleOptions;
  readonly #idle = new WeakSet<Seat>();
  readonly #shown = new Map<UserId, Shown>();
  readonly #waiting = new Map<UserId, () => void>();
  /** What is still to be told, in its order. */
  #tellings: Telling[] = [];

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

  /** After the batch under way: meanwhile it may have been asked for very many. */
  #tell(user: UserId, idle: boolean, isFor: (room: RoomId) => boolean): void {
    this.#tellings.push({ user, idle, isFor });
    if (this.#tellings.length === 1) this.#options.hub.afterBatch(() => this.#tellSome());
  }

  #tellSome(): void {
    const { clock, hub } = this.#options;
    const began = clock.elapsed();
    let told = 0;
    for (const telling of this.#tellings) {
      if (clock.elapsed() - began >= tellingTime) break;
      this.#tellOne(telling);
      told++;
    }
    this.#tellings = this.#tellings.slice(told);
    if (this.#tellings.length > 0) clock.after(pause, () => hub.afterBatch(() => this.#tellSome()));
  }

  #tellOne({ user, idle, isFor }: Telling): void {
    const { hub } = this.#options;
    const from = hub.roster.find(user);
    if (!from) return;
    hub.roster.setIdle(user, idle);
    const signal: Signal = { kind: 'presence', from, idle };
    const seats = new Set<Seat>();
    for (const { id } of hub.roster.roomsOf(user)) {
      if (!isFor(id) || hub.roster.count(id) > maxIdleRoom) continue;
      for (const group of hub.audience.hearing(id).values()) for (const seat of group) seats.add(seat);
    }
    // By the time it is told to the last of very many, the user may be active again, or gone.
    const isSo = (): boolean => {
      const now = hub.roster.find(user);
      return now !== undefined && (now.idle === true) === idle;
    };
    hub.signal(seats, signal, (seat) => !seat.behind && isSo());
  }
}
