import type { RoomId, RoomRef, Seq, UserId } from './event.ts';

/** What a user keeps for itself: where it has read, of what it wants to be told. Asked for by drafts that give no entry. */
export interface PersonalAsked {
  /**
   * The user has read `draft.room` up to this seq. Applied, never kept; it does not go back, but with `back`: then the room is
   * unread from there on.
   */
  readonly read: { readonly upto: Seq; readonly back?: true | undefined };
  /** The user has read these channels up to a seq, by hearing them. Applied, never kept. */
  readonly heard: Heard;
  /**
   * Private messages to the account were written to its peer up to this seq; `read`: which has read them by that. Applied, never
   * kept.
   */
  readonly delivered: { readonly upto: Seq; readonly read?: true | undefined };
}

/** Channels that a session has heard up to a seq. */
export interface Heard {
  readonly rooms: readonly RoomId[];
  readonly upto: Seq;
}

export type PersonalEffect =
  | CursorMoved
  /** The account has read all private messages up to there, by hearing them. Never goes back. */
  | { readonly kind: 'heard'; readonly user: UserId; readonly upto: Seq };

/**
 * The user has read a room up to there; for an inbox (`inboxOf`): mail was delivered up to there. Never goes back, but with
 * `back`. `name`: of the room as the user calls it; undefined for an inbox.
 */
export interface CursorMoved {
  readonly kind: 'cursor';
  readonly user: UserId;
  readonly room: RoomId;
  readonly upto: Seq;
  readonly name?: string | undefined;
  readonly back?: true | undefined;
}

/** Told to the user's other sessions, if their format `reads`. */
export type PersonalSignal =
  /** A room was read up to there; without a room, all private messages. `back`: it is unread from there on. */
  { readonly kind: 'read'; readonly room?: RoomRef; readonly upto: Seq; readonly back?: true };
