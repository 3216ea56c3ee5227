import type { Millis, RoomId, RoomRef, Signal, UserRef } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import { hasRoom } from './fair-turns.ts';
import type { Hub } from './hub.ts';
import type { Seat } from './seat.ts';
import { sendSignal } from './signals.ts';

/** How long a user is shown as typing without a new signal, in ms. The client that shows it has the timer. */
export const typingLasts: Millis = 6000;
/** A session is shown as typing in one room at most once in this time, in ms. */
export const typingGap: Millis = 3000;
/** In rooms with this many present members, typing is not shown. */
export const maxTypingRoom = 100;
/** Rooms in which one session is shown as typing at the same time. */
const maxPlaces = 8;

/** A session that was shown as typing. */
interface Shown {
  readonly room: RoomId;
  readonly at: Millis;
  active: boolean;
}

export interface TypingOptions {
  readonly hub: Pick<Hub, 'audience' | 'roster' | 'afterBatch' | 'failed' | 'personal'>;
  readonly clock: Pick<Clock, 'elapsed'>;
}

/** Shows who is typing to the sessions that would hear the message. Nothing is kept. */
export class Typing {
  readonly #options: TypingOptions;
  readonly #shown = new WeakMap<Seat, readonly Shown[]>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  /** In a channel that the session hears. */
  inRoom(seat: Seat, { id, name }: RoomRef, active: boolean): void {
    const { audience, roster } = this.#options.hub;
    if (!this.#passes(seat, id, active)) return;
    this.#send(seat, name, active, () => {
      if (!seat.heard.includes(id) || roster.count(id) > maxTypingRoom) return [];
      if ((audience.hearersOf(id)?.count ?? 0) > maxTypingRoom) return [];
      return [...audience.hearing(id).values()].flatMap((seats) => [...seats]);
    });
  }

  /** To the other user of a direct room. */
  inPrivate(seat: Seat, room: RoomId, other: UserRef, active: boolean): void {
    if (!this.#passes(seat, room, active)) return;
    const sessions = (): readonly Seat[] => this.#options.hub.audience.seatsOf(other.id);
    this.#send(seat, other.name, active, () => sessions().filter(({ takesPrivate }) => takesPrivate));
  }

  #send(seat: Seat, to: string, active: boolean, hearers: () => readonly Seat[]): void {
    const { hub } = this.#options;
    hub.afterBatch(() => {
      const from = hub.roster.find(seat.user);
      if (!from) return;
      const signal: Signal = { kind: 'typing', from, to, active };
      const { ignorers } = hub.personal;
      const others = hearers().filter(
        (each) => each.user !== seat.user && !each.behind && hasRoom(each) && !ignorers.ignores(each.user, seat.user),
      );
      sendSignal(others, signal, (error, each) => hub.failed(error, each));
    });
  }

  /** Passes a beginning at most once per interval, and an end only after a beginning that is still shown. */
  #passes(seat: Seat, room: RoomId, active: boolean): boolean {
    const now = this.#options.clock.elapsed();
    const shown = (this.#shown.get(seat) ?? []).filter(({ at }) => now - at < typingLasts);
    const last = shown.find((each) => each.room === room);
    this.#shown.set(seat, shown);
    if (!active) {
      if (last?.active !== true) return false;
      last.active = false;
      return true;
    }
    const others = shown.filter((each) => each !== last);
    if ((last && now - last.at < typingGap) || others.length >= maxPlaces) return false;
    this.#shown.set(seat, [...others, { room, at: now, active }]);
    return true;
  }
}
