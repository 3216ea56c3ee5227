import type { Millis, Role, RoomId, Seq, ServerRole, UserId, UserRef } from './event.ts';
import type { Level } from '#chat/settings/notification-level.ts';

/** An account, as the store knows it. */
export interface AccountRow {
  readonly id: UserId;
  readonly name: string;
  /** Rises whenever the credential changes; a login names the one it was checked against. */
  readonly version: number;
  /** The password's hash. */
  readonly secret: string;
  /** When it was registered. */
  readonly at: Millis;
  /** Private messages to it up to here were written to its peer. */
  readonly delivered: Seq;
  /** The text it left when it went away from the keyboard; missing when it is not away. */
  readonly away?: string;
  /** Undefined for nearly all accounts. */
  readonly serverRole?: ServerRole;
}

export interface RoomRow {
  readonly id: RoomId;
  /** `#name` of a channel; empty for a direct room. */
  readonly name: string;
  /** The two users of a direct room, the lower id first. */
  readonly pair?: readonly [UserId, UserId];
  /** A channel that was closed: it is not found by its name any more. */
  readonly closed?: true;
}

/** `joined`, `left`: seqs; a member has no `left`. The user may read the entries between them. */
export interface MemberRow {
  readonly room: RoomId;
  readonly user: UserId;
  readonly role: Role;
  readonly joined: Seq;
  readonly left?: Seq;
  readonly read: Seq;
  /** The draft that moved `read` back, if one has: what the user said and heard before it moves nothing. */
  readonly back?: Seq;
  /** Missing: of all. */
  readonly level?: Level;
}

/** A member who is an operator or an owner of a channel. */
export interface OwnerOrOperator {
  readonly user: UserId;
  readonly role: 'operator' | 'owner';
}

/** How far the drafts of one run have been judged: all up to `upto`, and those of `beyond`. */
export interface RunRow {
  readonly id: Seq;
  readonly runId: string;
  readonly node: string;
  readonly upto: number;
  readonly beyond: readonly number[];
}

/** A bundle's place in the bus's own order: rises from bundle to bundle, not always by one. 0 is before the first. */
export type BusPlace = number;

/** The place that the order has reached with the last committed batch. */
export interface Place {
  readonly seq: Seq;
  readonly at: Millis;
  /** Empty before the order's first draft. */
  readonly epoch: string;
  /** The last place that was taken of a bus that has a name. */
  readonly followed?: Followed | undefined;
}

/** How far the order of that name was followed. */
export interface Followed {
  readonly bus: string;
  readonly place: BusPlace;
}

/** One kind of reaction to a message, and how many users have it. */
export interface ReactionRow {
  readonly emoji: string;
  readonly users: number;
}

/** A user with the name it had when it reacted. */
export interface ReactorRow extends UserRef {
  readonly emoji: string;
}

/** A request with the client's own id. */
export interface OnceRow {
  readonly seq: Seq;
  readonly at: Millis;
}

/** A session that is present, and its user. */
export interface PresenceRow {
  /** The id of the run. */
  readonly run: string;
  readonly session: number;
  readonly user: UserRef;
  readonly guest: boolean;
  /** Its listener, if that takes an account only once. */
  readonly listener?: string;
  /** Mail is written to it without being asked for. */
  readonly mail?: boolean;
  /** The keyed hash of its network. */
  readonly address?: string;
  /** As for an account. */
  readonly away?: string;
}
