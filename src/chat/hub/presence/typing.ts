import type { Millis, RoomId, RoomRef, Signal, Speaker, UserId, UserRef } from '#chat/event.ts';
import type { Clock } from '#chat/ports.ts';
import { hasSpace } from '#chat/hub/turns/fair-turns.ts';
import type { Hub } from '#chat/hub/hub.ts';
import type { Seat } from '#chat/hub/seat.ts';
import { sendSignal } from '#chat/hub/delivery/send-signal.ts';

/** How long a user is shown as typing without a new signal, in ms. The client that shows it has the timer. */
export const typingLasts: Millis = 6000;
/** A session is shown as typing in one room at most once in this time, in ms. */
export const typingGap: Millis = 3000;
/** In rooms with more present members than this, typing is not shown. */
const maxTypingRoom = 100;
/** Rooms in which one session is shown as typing at the same time. */
const maxPlaces = 8;

/** A session that types, or the holder of a grant. */
export interface Typist {
  /** By this it is counted how often it is shown. */
  readonly key: object;
  readonly user: UserId;
  /** As others see it, when it is shown; undefined: it has gone. */
  readonly from: () => Speaker | undefined;
  /** Whether it still hears the channel, or is a member of it. */
  readonly isIn: (room: RoomId) => boolean;
}

/** A room in which one was shown as typing. */
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
  readonly #shown = new WeakMap<object, readonly Shown[]>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  /** In a channel that it is in. */
  inRoom(typist: Typist, { id, name }: RoomRef, active: boolean): void {
    const { audience, roster } = this.#options.hub;
    if (!this.#passes(typist, id, active)) return;
    this.#send(typist, name, active, () => {
      if (!typist.isIn(id) || roster.count(id) > maxTypingRoom) return [];
      if ((audience.hearersOf(id)?.count ?? 0) > maxTypingRoom) return [];
      return [...audience.hearing(id).values()].flatMap((seats) => [...seats]);
    });
  }

  /** To the other user of a direct room. */
  inPrivate(typist: Typist, room: RoomId, other: UserRef, active: boolean): void {
    if (!this.#passes(typist, room, active)) return;
    const sessions = (): readonly Seat[] => this.#options.hub.audience.seatsOf(other.id);
    this.#send(typist, other.name, active, () => sessions().filter(({ takesPrivate }) => takesPrivate));
  }

  #send({ user, from: find }: Typist, to: string, active: boolean, hearers: () => readonly Seat[]): void {
    const { hub } = this.#options;
    hub.afterBatch(() => {
      const from = find();
      if (!from) return;
      const signal: Signal = { kind: 'typing', from, to, active };
      const { ignorers } = hub.personal;
      const others = hearers().filter(
        (each) => each.user !== user && !each.behind && hasSpace(each) && !ignorers.ignores(each.user, user),
      );
      sendSignal(others, signal, (error, each) => hub.failed(error, each));
    });
  }

  /** Passes a beginning at most once per interval, and an end only after a beginning that is still shown. */
  #passes({ key }: Typist, room: RoomId, active: boolean): boolean {
    const now = this.#options.clock.elapsed();
    const shown = (this.#shown.get(key) ?? []).filter(({ at }) => now - at < typingLasts);
    const last = shown.find((each) => each.room === room);
    this.#shown.set(key, shown);
    if (!active) {
      if (last?.active !== true) return false;
      last.active = false;
      return true;
    }
    const others = shown.filter((each) => each !== last);
    if ((last && now - last.at < typingGap) || others.length >= maxPlaces) return false;
    this.#shown.set(key, [...others, { room, at: now, active }]);
    return true;
  }
}
