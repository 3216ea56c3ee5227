import type { Millis } from './event.ts';

/** A refusal, with what its asker may be told in addition to the code. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The room that a ban or a mute is of, in which a user is not, or that had another name, as it is called now. */
  readonly room?: string | undefined;
  /** When it ends, or when what is over ended: an edit window, an invitation. Undefined: never, or not known. */
  readonly until?: Millis | undefined;
  /** When it was judged, by the asking node's clock; there is one where `until` is. */
  readonly at?: Millis | undefined;
  /** Why, in the words of an operator. */
  readonly reason?: string | undefined;
}

/** As an object, for a refusal of which nothing but the code may be known. */
export const asRefusal = (refusal: RefusalCode | Refusal): Refusal =>
  typeof refusal === 'string' ? { code: refusal } : refusal;

/**
 * Why the chat refuses something: a closed list. `dialects/refusals.ts` has a default sentence for every code, so the
 * compiler asks for the sentence of a new one.
 */
export type RefusalCode =
  /** The name breaks the rules of names.ts: empty, too long, spaces, control characters, a forbidden character. */
  | 'name-invalid'
  | 'name-reserved'
  /** A present user has it, or a name equal to it after folding. */
  | 'name-taken'
  /** The name belongs to an account, and no password was given. */
  | 'name-registered'
  /** An account keeps its name. */
  | 'name-fixed'
  /** The account or its password has changed since the password was checked, or there is no such account. */
  | 'credential-stale'
  /** There is no such account, or the password is wrong. */
  | 'password-wrong'
  /** Empty, too long, or with spaces or control characters in it. */
  | 'password-invalid'
  /** An invitation code was given without a password: a password must come before it. */
  | 'password-needed'
  /** The account is logged in already, on a listener that takes it once. */
  | 'account-in-use'
  /** Only accounts may log in here. */
  | 'no-guests'
  /** Only the server's owner makes accounts. */
  | 'registration-closed'
  /** An account can be made only with an invitation code. */
  | 'code-needed'
  /** Too many accounts were made from its address within an hour. */
  | 'too-many-registrations'
  /** The user has an account already. */
  | 'registered-already'
  /** The session has not logged in yet, or has ended. */
  | 'not-here'
  /** The session has logged in already. */
  | 'here-already'
  | 'room-invalid'
  | 'no-room'
  /** The user's room that had this name is called otherwise now. */
  | 'room-renamed'
  | 'no-user'
  | 'not-member'
  /** A message to oneself. */
  | 'to-self'
  /** Nobody ignores themselves. */
  | 'ignores-self'
  /** The user ignores `maxIgnored` others. */
  | 'too-many-ignored'
  /** Longer than `maxText` bytes. */
  | 'text-long'
  | 'too-many-rooms'
  /** Longer than `maxTopic` bytes. */
  | 'topic-long'
  /** The role in the room is too low for that, or the other's is too high. */
  | 'not-allowed'
  /** The only owner of a room cannot give that up. */
  | 'last-owner'
  /** The user is not in `room`, or, without one, not in the chat. */
  | 'user-not-here'
  /** Joining needs an invitation. */
  | 'invite-only'
  /** Joining needs the key of the room. */
  | 'wrong-key'
  /** The room has as many members as its limit. */
  | 'room-full'
  /** The room takes accounts, not guests. */
  | 'accounts-only'
  /** In this room, only members with a role may speak. */
  | 'moderated'
  /** In this room, some time must pass between two messages of one member. */
  | 'slow-mode'
  /** There is no such code, or not for this, or it was spent or has ended. */
  | 'token-invalid'
  /** There is no such grant: it was revoked or has ended, or its account was removed. */
  | 'grant-invalid'
  /** The grant does not allow that. */
  | 'out-of-scope'
  /** The account has `maxBots`, or the room `maxWebhooks`. */
  | 'too-many-grants'
  /** A label has one to `maxLabel` characters, in one line. */
  | 'label-invalid'
  /** Too many requests of one grant wait. */
  | 'too-fast'
  /** There is no such message, or the user may not read it, or it was removed. */
  | 'no-message'
  /** Another user's message. */
  | 'not-yours'
  /** The message is older than messages may be edited. */
  | 'too-late'
  /** Not one emoji, and not one to eight ASCII characters without spaces. */
  | 'reaction-invalid'
  /** The message has `maxReactions` different reactions already. */
  | 'too-many-reactions'
  /** Longer than `maxReason` bytes. */
  | 'reason-long'
  /** The text of who is away is longer than `maxAway` bytes. */
  | 'away-long'
  /** A ban forbids it to be in the room, and to speak there. */
  | 'banned'
  /** A mute forbids it to speak there. */
  | 'muted'
  /** A ban keeps the user out whom somebody invites. */
  | 'user-banned'
  /** A ban of the whole server forbids it to log in. */
  | 'server-banned'
  /** A ban of the whole server has this name. */
  | 'name-banned'
  /** The user is banned or muted in a room it is in, so it keeps its name. */
  | 'rename-banned'
  /** The text is not a mask; see docs/moderation.md. */
  | 'mask-invalid'
  /** The user is away, or its address is local, private, or shared by many. */
  | 'no-address'
  /** The list has `maxListed` rows. */
  | 'list-full'
  /** The list does not have that mask. */
  | 'not-listed'
  /** The end is not a time after now. */
  | 'time-invalid'
  /** More than `maxKicked` members would be removed at once. */
  | 'too-many-hit'
  /** A cursor of another epoch, or beyond the order's end. */
  | 'cursor-invalid'
  /** The mailbox of the account is full until it is read. */
  | 'mailbox-full'
  /** The address, or the account, has posted as much as is kept in an hour. */
  | 'quota-used'
  /** Free disk space is below the reserve: nothing is accepted until there is room. */
  | 'disk-full'
  /** The session's last search is not answered yet, or too many searches of its address wait. */
  | 'search-busy'
  /** Another program keeps the database locked. */
  | 'locked'
  /** `maxTokens` codes were made and not spent. */
  | 'too-many-tokens'
  /** The end is not a time after now, or the number of uses is not possible. */
  | 'token-limits'
  /** There is no such setting, or it cannot have that value. */
  | 'setting-invalid'
  /** It has another value than the one that the asker saw. */
  | 'setting-changed'
  /** The order does not take this draft and never will. */
  | 'unavailable'
  /** Our own bug; logged. */
  | 'internal';
