/**
 * Milliseconds since 1970-01-01 UTC, by a node's clock. Only seqs order: an entry may have an earlier time than the one
 * before it, when the clock was corrected or another node's clock is behind.
 */
export type Millis = number;
/** A place in the order: 1, 2, 3 … Unique for ever within one epoch and equal on every node. */
export type Seq = number;
/** The seq of the draft that made the user, so never used again. */
export type UserId = Seq;
/** The seq of the draft that made the room. */
export type RoomId = Seq;

/** A user, with the name it had then. */
export interface UserRef {
  readonly id: UserId;
  readonly name: string;
}

/** Who an entry is from. `account`: whether it had an account; undefined for the server, and in entries of old versions. */
export interface Speaker extends UserRef {
  readonly account?: boolean;
}

/**
 * A room, with the name it had then. A channel's name begins with `#`. A direct room has no name: in an
 * entry it has the name of the receiver.
 */
export interface RoomRef {
  readonly id: RoomId;
  readonly name: string;
}

/** What a member may do in a room; each may do what those before it may. See `rights.ts`. */
export type Role = 'member' | 'voice' | 'operator' | 'owner';

/** What an account may do in all rooms: what their operators may, or what their owners may. */
export type ServerRole = 'operator' | 'owner';

/** What kind of message it is: something its sender does (`/me`), or a notice, which no program should answer. */
export type Style = 'action' | 'notice';

/** A room, as seen by a member. */
export interface Membership extends RoomRef {
  readonly role: Role;
}

/** User names never begin with `#` (names.ts), so the name tells the kind of a room. */
export const isChannel = (room: RoomRef): boolean => room.name.startsWith('#');
