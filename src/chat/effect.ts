import type { Membership, Millis, Role, RoomId, RoomRef, Seq, UserId, UserRef } from './event.ts';
import type { Setting, SettingName } from './room-state.ts';

/**
 * What a draft changes in what is kept and known, told once by its kind (`order/kinds`) and applied, in this order and
 * before the next draft is judged, by the world, the store and, once it is durable, the hub. None of them knows events.
 * Secrets are in the draft only.
 */
export type Effect =
  /** The order has its mark. */
  | { readonly kind: 'epoch'; readonly epoch: string }
  /** A run begins with the draft of this seq. The node's earlier runs end, and all sessions of theirs. */
  | { readonly kind: 'run'; readonly id: Seq; readonly mark: string; readonly node: string }
  | Presence
  | SessionMoved
  /** A room is made. `pair`: it is the direct room of these two, who are its members from here on. */
  | {
      readonly kind: 'room';
      readonly room: RoomRef;
      readonly pair: readonly [UserId, UserId] | undefined;
      /** Who made it, and has read what it begins with. */
      readonly by: UserId;
    }
  | MemberMoved
  /** A setting of a room has another value; it is empty where it is set to nothing. */
  | {
      readonly kind: 'roomState';
      readonly room: RoomId;
      readonly name: SettingName;
      readonly value: string;
      readonly before: Setting | undefined;
    }
  /** The asking session hears a channel that its user is a member of already. */
  | { readonly kind: 'hearing'; readonly room: RoomId }
  /** A present user has another name. */
  | { readonly kind: 'name'; readonly user: UserRef }
  | AccountChanged
  /** It has read a room up to there; or of an inbox (`inboxOf`): it was delivered. Never goes back. */
  | { readonly kind: 'cursor'; readonly user: UserId; readonly room: RoomId; readonly upto: Seq }
  /** What a user asked by its client's own id has this seq. */
  | { readonly kind: 'once'; readonly user: UserId; readonly id: string; readonly at: Millis }
  /** What has this mark was imported. */
  | { readonly kind: 'imported'; readonly mark: string };

/** A user comes, with its first session, or has gone, with its last. A guest ends with that. */
export interface Presence {
  readonly kind: 'presence';
  readonly user: UserRef;
  readonly guest: boolean;
  readonly here: boolean;
  /** The channels it is a member of, with the one it enters as it comes; by id. */
  readonly rooms: readonly Membership[];
}

/** A user becomes a member of a channel with this role; without one, its membership ends. */
export interface MemberMoved {
  readonly kind: 'member';
  readonly room: RoomRef;
  readonly user: UserId;
  readonly role: Role | undefined;
}

/** The asking session belongs to another user from here on. */
export interface SessionMoved {
  readonly kind: 'session';
  /** 0: to nobody; it is over. */
  readonly user: UserId;
  /** Whose it was; 0: nobody's. */
  readonly was: UserId;
  readonly guest: boolean;
  /** All channels its user is a member of, and the one it has asked to enter. */
  readonly rooms: readonly Membership[];
  readonly entered: RoomId;
  /** The listener it came by, if that takes an account only once. */
  readonly listener: string | undefined;
  /** The user's earlier sessions on this listener end. */
  readonly replaces: string | undefined;
  /** It takes mail by itself. */
  readonly mail: boolean;
}

/** An account is made, by a node or for the guest of that id; gets another credential; or is removed. */
export interface AccountChanged {
  readonly kind: 'account';
  readonly change: 'made' | 'credential' | 'removed';
  readonly user: UserRef;
  /** When that was asked. */
  readonly at: Millis;
  /** Everything private up to here counts as delivered, for one that is made. */
  readonly delivered: Seq;
  /** It is present; once it is removed it goes on as a guest. */
  readonly here: boolean;
}
