import type { RoomId, RoomRef, Seq, UserId, UserRef } from '#chat/references.ts';
import type { Level } from '#chat/settings/notification-level.ts';

/**
 * The personal state of a user: what it has read, of what it is notified, whom it ignores. Asked for by drafts that
 * give no entry.
 */
export interface PersonalAsked {
  /**
   * The user has read `draft.room` up to this seq. Applied, never kept. It goes back only with `back`: then the room is
   * unread from there on.
   */
  readonly read: { readonly upto: Seq; readonly back?: true | undefined };
  /**
   * The user has read these rooms up to a seq, by hearing them, where nothing before that is unread. `delivered`: as in that
   * draft, in one with it. Applied, never kept.
   */
  readonly heard: Heard & { readonly delivered?: Seq | undefined };
  /** Private messages to the account were written to its peer up to this seq. Applied, never kept. */
  readonly delivered: { readonly upto: Seq };
  /** The notification level of the user in `draft.room`: a channel's name, or a user's. Applied, never kept. */
  readonly level: { readonly level: Level };
  /** What the user of that name says is not shown to the asking one any more, or again. Applied, never kept. */
  readonly ignored: { readonly name: string; readonly on: boolean };
  /** The user goes away from the keyboard and leaves a text of at most `maxAway` bytes; empty: it is back, as when it speaks. */
  readonly away: { readonly text: string };
}

/**
 * Rooms, channels and direct ones, that a session has heard, or was shown, up to a seq: each from a separate place on.
 * `polled`: a program asks for them again and again, perhaps also for what it was shown before: what the user has marked as
 * unread stays so.
 */
export interface Heard {
  readonly rooms: readonly HeardRoom[];
  readonly upto: Seq;
  readonly polled?: true | undefined;
}

/** It was shown everything with `since < seq`. */
export interface HeardRoom {
  readonly room: RoomId;
  readonly since: Seq;
}

export type PersonalEffect =
  | CursorMoved
  | { readonly kind: 'level'; readonly user: UserId; readonly room: RoomRef; readonly level: Level }
  | { readonly kind: 'ignored'; readonly user: UserId; readonly whom: UserRef; readonly on: boolean }
  /** The user is away, and has left a text; empty: it is back. */
  | { readonly kind: 'away'; readonly user: UserId; readonly text: string };

/**
 * The user has read a room up to there; for an inbox (`inboxOf`): mail was delivered up to there. Goes back only with
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
  /** A room was read up to there. `back`: it is unread from there on. */
  | { readonly kind: 'read'; readonly room: RoomRef; readonly upto: Seq; readonly back?: true }
  | { readonly kind: 'level'; readonly room: RoomRef; readonly level: Level }
  | { readonly kind: 'ignored'; readonly user: UserRef; readonly on: boolean };
