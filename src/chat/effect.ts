import type { ChatSettingName } from '#chat/settings/chat-settings.ts';
import type {
  Ended,
  Event,
  Membership,
  Millis,
  Role,
  RoomId,
  RoomRef,
  Seq,
  Speaker,
  ServerRole,
  UserId,
  UserRef,
} from './event.ts';
import type { Listing, ListName } from '#chat/rights/moderation-lists.ts';
import type { PersonalEffect } from '#chat/events/personal-events.ts';
import type { Setting, SettingName } from '#chat/settings/room-state.ts';
import type { TokenRow } from '#chat/rights/token.ts';

/**
 * What a draft changes. Its kind (`order/kinds`) lists these changes once; the world and the store apply them in this
 * order before the next draft is judged, and the hub once they are durable. None of the three knows events.
 * Secrets are in the draft only.
 */
export type Effect =
  /** The order gets its epoch. */
  | { readonly kind: 'epoch'; readonly epoch: string }
  /** A run begins with the draft of this seq. The node's earlier runs and all their sessions end. */
  | { readonly kind: 'run'; readonly id: Seq; readonly runId: string; readonly node: string }
  | Presence
  | SessionMoved
  /** A session of the draft's run has another address from here on: `address` as in `SessionMoved`. */
  | { readonly kind: 'sessionAddress'; readonly session: number; readonly address: string | undefined }
  /** A room is made. `pair`: it is the direct room of these two users, who are members from here on. */
  | {
      readonly kind: 'room';
      readonly room: RoomRef;
      readonly pair: readonly [UserId, UserId] | undefined;
      /** The user who made it and has read its first entry. */
      readonly by: UserId;
    }
  | MemberMoved
  /** A channel has another name from here on, and its old one is free. */
  | { readonly kind: 'roomName'; readonly room: RoomRef; readonly before: string }
  /** A channel ends: it has no members, settings and name any more. */
  | { readonly kind: 'roomClosed'; readonly room: RoomRef }
  /** A member of a channel has another role from here on. */
  | { readonly kind: 'role'; readonly room: RoomId; readonly user: UserId; readonly role: Role }
  /** A setting of a room gets another value; empty: the setting is removed. */
  | {
      readonly kind: 'roomState';
      readonly room: RoomId;
      readonly name: SettingName;
      readonly value: string;
      readonly before: Setting | undefined;
    }
  /** The asking session begins to hear a channel that its user is a member of already. */
  | { readonly kind: 'hearing'; readonly room: RoomId }
  /** A present user gets another name. */
  | { readonly kind: 'name'; readonly user: UserRef }
  | AccountChanged
  | TextChanged
  /** A user reacts to the message of that seq, or takes that back. */
  | {
      readonly kind: 'reaction';
      readonly seq: Seq;
      readonly user: UserRef;
      readonly emoji: string;
      readonly on: boolean;
    }
  /** The message of that seq mentions a member of the room, or no longer does; `user` 0: every member. */
  | {
      readonly kind: 'mention';
      readonly seq: Seq;
      readonly room: RoomId;
      readonly user: UserId;
      /** Its author. */
      readonly by: UserId;
      readonly on: boolean;
    }
  | PersonalEffect
  /** A user's request with its client's own id has this seq. */
  | { readonly kind: 'once'; readonly user: UserId; readonly id: string; readonly at: Millis }
  /** The key under which addresses are hashed; it is in the draft. */
  | { readonly kind: 'addressKey' }
  /** A mask is added to a list; it replaces a row with the same key. */
  | { readonly kind: 'listed'; readonly row: Listing }
  /** A mask is removed from a list. */
  | { readonly kind: 'unlisted'; readonly room: RoomId; readonly list: ListName; readonly key: string }
  /** All sessions of a user end. */
  | ({ readonly kind: 'sessionsEnded'; readonly user: UserId } & Omit<Ended, 'kind'>)
  /** The message with this import key was imported. */
  | { readonly kind: 'imported'; readonly importKey: string }
  /** An account may do more in all rooms from here on, or only as much as others. */
  | { readonly kind: 'serverRole'; readonly user: UserId; readonly role: ServerRole | undefined }
  /** A code or a grant is made. An earlier code for the same account's password is removed. */
  | { readonly kind: 'token'; readonly change: 'made'; readonly token: TokenRow }
  /** A code is spent once. `id`: as in `TokenRow`. */
  | { readonly kind: 'token'; readonly change: 'spent'; readonly id: Seq }
  /** A code can no longer be spent, or a grant ends. `account`: whose device or bot it was; 0 for others. */
  | { readonly kind: 'token'; readonly change: 'revoked'; readonly id: Seq; readonly account: UserId }
  /** A grant was used at that time, and ends at another one. */
  | {
      readonly kind: 'token';
      readonly change: 'used';
      readonly id: Seq;
      readonly at: Millis;
      readonly until: Millis;
    }
  /** A setting of the whole chat gets another value; empty: the setting is removed. */
  | { readonly kind: 'chatSetting'; readonly name: ChatSettingName; readonly value: string };

/** A user arrives with its first session, or departs with its last. A guest ends with its departure, unless it may come back. */
export interface Presence {
  readonly kind: 'presence';
  readonly user: Speaker;
  readonly guest: boolean;
  readonly here: boolean;
  /** The text it left when it went away from the keyboard, if it has not come back. */
  readonly away: string;
  /** The channels it is a member of, including the one it enters on arrival; by id. */
  readonly rooms: readonly Membership[];
  /** Of a guest who departs: before this time it may come back, as a member of no channel; 0: it may not. */
  readonly until: Millis;
}

/** A user becomes a member of a channel with this role; without one, its membership ends. */
export interface MemberMoved {
  readonly kind: 'member';
  readonly room: RoomRef;
  readonly user: UserId;
  readonly role: Role | undefined;
}

/**
 * The message of that seq gets another text; undefined: it is removed, with its reactions. The old text is overwritten
 * wherever it is kept.
 */
export interface TextChanged {
  readonly kind: 'text';
  readonly seq: Seq;
  readonly room: RoomId;
  /** Its author. */
  readonly from: UserId;
  readonly text: string | undefined;
  /** The place of the change. */
  readonly at: Seq;
  /** As it was: for readers until the change is shown, and dropped then. */
  readonly before: Event<'message'>;
}

/** The asking session belongs to another user from here on. */
export interface SessionMoved {
  readonly kind: 'session';
  /** 0: to no user; the session is over. */
  readonly user: UserId;
  /** The user it belonged to; 0: none. */
  readonly was: UserId;
  readonly guest: boolean;
  /** All channels its user is a member of, and the one it has asked to enter. */
  readonly rooms: readonly Membership[];
  readonly entered: RoomId;
  /** Its listener, if that takes an account only once. */
  readonly listener: string | undefined;
  /** The user's earlier sessions on this listener end. */
  readonly replaces: string | undefined;
  /** Mail is written to it without being asked for. */
  readonly mail: boolean;
  /** The keyed hash of its network, if it has one that can be banned. */
  readonly address: string | undefined;
  /** Whom its user ignores. */
  readonly ignored: ReadonlySet<UserId>;
  /** The device it has logged in by; 0: by a password. */
  readonly device: Seq;
}

/** An account is made, by a node or for the guest of that id; gets another credential; or is removed. */
export interface AccountChanged {
  readonly kind: 'account';
  readonly change: 'made' | 'credential' | 'removed';
  readonly user: UserRef;
  /** When that was requested. */
  readonly at: Millis;
  /** For a new account: private messages up to here count as delivered. */
  readonly delivered: Seq;
  /** Its user is present; after a removal it stays as a guest. */
  readonly here: boolean;
}
