import type { Millis, RoomId, Seq, UserId, UserRef } from '#chat/references.ts';

/** The lists of a room, and of the server. */
export type ListName = 'ban' | 'mute' | 'exception' | 'invitation';

export const listNames: readonly ListName[] = ['ban', 'mute', 'exception', 'invitation'];

export const isListName = (text: string): text is ListName => listNames.some((name) => name === text);

/** The room under which the lists of the server are kept. */
export const wholeServer: RoomId = 0;

/** One row of a list. */
export interface Listing {
  readonly room: RoomId;
  readonly list: ListName;
  /** Its key in the list: a folded name or glob, `user:ID`, or `address:HASH`. */
  readonly key: string;
  /** The user it also names by id, whatever that user's name becomes. */
  readonly user: UserId | undefined;
  /** As users are shown it: without the hash of an address. */
  readonly shown: string;
  readonly by: UserRef;
  /** When, by the clock of the asking node. */
  readonly at: Millis;
  /** It counts for drafts before this time; 0: for all. */
  readonly until: Millis;
  /** Empty: none was given. */
  readonly reason: string;
  /** The entry that listed it. */
  readonly seq: Seq;
}

/** The key of a row that names a user by id. */
export const userKey = (user: UserId): string => `user:${user}`;

/** The key of a row that names an address. */
export const addressKey = (hash: string): string => `address:${hash}`;

/** What users are shown of a mask that was given as a hash. */
export const hiddenAddress = 'address:hidden';
