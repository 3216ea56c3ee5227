import type { Frame } from '#text/frames.ts';
import type { Entry, RoomId, RoomRef, Signal } from '#chat/event.ts';

/**
 * For whom an entry is rendered. `self`: the other sessions of the sender. `waited`: an account that was away when it was
 * sent, so its time should be shown. `target`: the user to whom it is done (`targetsOf`).
 */
export type As = 'self' | 'other' | 'waited' | 'target';

/** What a session is handed: bytes, or another value of the dialect. `length`: how many bytes it counts for. */
export interface Item {
  readonly length: number;
}

/**
 * From entry or signal to what a session is handed. Pure. `undefined`: this kind of session does not show it. `room`: where it
 * is shown. An arrival is shown in each room of its user, of which the entry names at most the one that was entered; an
 * entry about a user in all its rooms, such as a departure, is shown once and without a room.
 */
export type Render<F extends Item = Frame> = (happening: Entry | Signal, as: As, room?: RoomId) => F | undefined;

interface FormatBase<F extends Item> {
  readonly render: Render<F>;
  /**
   * Whether entries are written to its peer as they come. It then falls behind when the peer is slow. Otherwise the peer
   * polls for them, and only answers wait for room.
   */
  readonly pushes: boolean;
  /**
   * Whether private messages to an account are written to it without being asked for: waiting ones first, then live ones.
   * Otherwise its peer asks for them, and the dialect reports with `delivered` what it was given. Messages to a guest are
   * handed over in any case, because they are not stored for it.
   */
  readonly takesMail: boolean;
  /**
   * Whether its peer tells with `read` what its user has read, and is told what the user's other sessions have read. Otherwise
   * the user reads by hearing.
   */
  readonly reads?: boolean;
  /** Whether it is told, after each delivery, the place up to which it has been handed everything, if that has changed. */
  readonly places?: boolean;
  /**
   * Whether the answer to its login takes long to make, such as one with the states of all rooms. It is then made outside of the
   * batch where many come at once, and the session hears what is newer after that.
   */
  readonly longWelcome?: boolean;
  /**
   * Whether it hears a channel its user is a member of without having asked for it: on arrival, and when another session of
   * the user joins. It hears a channel it has asked for in any case.
   */
  hears(room: RoomRef): boolean;
}

/** Bytes: everything from one batch goes out in one write. */
export interface ByteFormat extends FormatBase<Frame> {
  readonly joinable: true;
  /** Missing: each entry has a separate frame. */
  readonly runs?: Runs;
}

/** Entries of one batch that follow each other in one room, in one frame that is shorter than one each. */
export interface Runs {
  /** Whether an entry may be a part of one. */
  takes(entry: Entry): boolean;
  /** Bytes for two or more; between the parts is a comma. Some of the parts are a whole frame with this head and tail, too. */
  render(entries: readonly Entry[]): { readonly head: Frame; readonly parts: readonly Frame[]; readonly tail: Frame };
}

/** Items, or bytes where each write is one message: handed over one by one, and the session paces them. */
export interface ItemFormat<F extends Item> extends FormatBase<F> {
  readonly joinable: false;
}

/**
 * How one kind of session hears. Its identity is the key under which rendered bytes are shared: make one for each kind of
 * session, never one for each session.
 */
export type Format<F extends Item = Item> = ItemFormat<F> | ByteFormat;
