import type { WireFrame } from './exchanges.ts';
import type { Entry, EventBodies, Level, Millis, RoomId, Seq, User, UserRef } from './values.ts';

/** What the server sends without a request, by `type`. Types that a client does not know are ignored. */
export interface Pushes {
  /**
   * What was said or done in a room of the user, or to it in private. The session that asked for it gets the answer
   * instead, at the same place. `waited`: private, and sent while the account was away.
   */
  entry: Entry & { readonly waited?: true };
  /**
   * Messages in a channel that came together, in the order of `seq`: for clients that have asked for it at login. The same as
   * an `entry` each; `entriesOf` makes those.
   */
  said: {
    room: { id: RoomId; name: string };
    /** `seq` and `at` of the first message. Those of the others are relative to them. */
    seq: Seq;
    at: Millis;
    /** The senders, and the dialects by which they sent. */
    speakers: readonly (User & { readonly via?: number })[];
    messages: readonly SaidMessage[];
  };
  /**
   * A user is here or not, or has an account now. `joined`: the channel it entered on arrival. `was`: the guest it was until
   * now. `away`: what it had left when it went away.
   */
  presence: { user: User; here: boolean; joined?: { id: RoomId; name: string }; was?: User; away?: string };
  /** A user went away from the keyboard; an empty text: it is back. */
  away: { user: User; text: string };
  /**
   * A user does nothing on any of its sessions, or something again. Not sent to members of rooms of more than 100: see
   * `members`.
   */
  idle: { user: User; on: boolean };
  /** The link was too slow for all changes of presence: ask `members` again. */
  'presence-lost': Record<never, never>;
  /** Shown for 6 s, or until a message of the user or `active: false`. `room`: a channel, or the user's own name. */
  typing: { from: User; room: string; active: boolean };
  /** Another session of the user has read up to there. Only the greatest counts, but with `back` the room is unread from there on. */
  'was-read': { room: RoomId; upto: Seq; back?: true };
  /** Another session of the user changed this. */
  'was-levelled': { room: RoomId; level: Level };
  'was-ignored': { user: UserRef; on: boolean };
  /** Everything for this session up to here has been sent. Resume from the last one. */
  place: { upto: Seq };
  /** The server stops in this many ms. */
  stopping: { in: Millis };
  /**
   * The session is over, and the link closes. `until`: when a ban ends; without it, never. `reason`: in the words of an
   * operator. `retry`: connect and log in again.
   */
  ended: { why: Why; until?: Millis; reason?: string; retry: boolean };
  /** A write of either side on a link of the playground, after which the session there is in that state. */
  played: WireFrame & { id: number; at: Millis; state: string };
  /** The link of the playground is closed. */
  'play-over': { id: number };
}

/** `seq` and `at` are less those of the first. `speaker`: a place in `speakers`, from 0. `more`: the other fields of the entry. */
export type SaidMessage = readonly [
  seq: number,
  at: Millis,
  speaker: number,
  text: string,
  more?: Omit<EventBodies['message'], 'text'>,
];

export type Why =
  /** The server stopped, or there was no login in time. */
  | 'over'
  /** The account logged in elsewhere, where that ends this session. */
  | 'replaced'
  /** Its link was attached from elsewhere, with the session's token. */
  | 'moved'
  /** The password changed, the account was removed, or the device was logged out. */
  | 'credential'
  | 'kicked'
  | 'banned';

export type PushType = keyof Pushes;
