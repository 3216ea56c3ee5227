import type { Frame } from '#text/frames.ts';
import type { Entry, RoomId, RoomRef, Signal } from '#chat/event.ts';

/**
 * For whom an entry is rendered. `self`: the other sessions of the user it is from. `waited`: an account that was away when
 * it was said, so the time of it matters.
 */
export type As = 'self' | 'other' | 'waited';

/** What a session is handed: bytes, or another value of the dialect. `length`: how many bytes it counts for. */
export interface Item {
  readonly length: number;
}

/**
 * From entry or signal to what a session is handed. Pure. `undefined`: this kind of session does not show it. `room`: where it
 * is told. That a user came is told in each room of that user, and the entry names at most the one that was entered. What
 * concerns a user in all rooms, such as leaving, is told once and without `room`.
 */
export type Render<F extends Item = Frame> = (happening: Entry | Signal, as: As, room?: RoomId) => F | undefined;

interface Manner<F extends Item> {
  readonly render: Render<F>;
  /**
   * Whether what it hears is written to its peer as it comes. It then falls behind when the peer is slow. Otherwise the
   * peer asks for all of it, and only answers wait for room.
   */
  readonly pushes: boolean;
  /**
   * Whether what is said to an account in private is written to it by itself: as it comes, and first what waited. Otherwise
   * its peer asks for it, and the dialect says with `delivered` what it was given. What is said to a guest is handed over
   * in any case, because nothing keeps it.
   */
  readonly takesMail: boolean;
  /** Whether it is told, behind what it is brought, the place up to which it has been handed everything, if that has changed. */
  readonly places?: boolean;
  /**
   * Whether it hears a channel its user is a member of without having asked for it: at its coming, and when another
   * session of the user joins. A channel it has asked for it hears in any case.
   */
  hears(room: RoomRef): boolean;
}

/** Bytes: all that a batch brings goes out in one write. */
export interface ByteFormat extends Manner<Frame> {
  readonly joinable: true;
}

/** Items, or bytes of which each is one message: handed over one by one, and the session paces them. */
export interface ItemFormat<F extends Item> extends Manner<F> {
  readonly joinable: false;
}

/**
 * How one kind of session hears. Its identity is the key under which what is rendered is shared: make one for each kind of
 * session, never one for each session.
 */
export type Format<F extends Item = Item> = ItemFormat<F> | ByteFormat;
