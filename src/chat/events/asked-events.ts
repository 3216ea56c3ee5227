import type { ChatSettingName } from '#chat/settings/chat-settings.ts';
import type { RoomSettingName } from '#chat/settings/room-settings.ts';
import type { Millis, Role, Seq, ServerRole, Style, UserId } from '#chat/references.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import type { MadePurpose } from '#chat/rights/token.ts';
import type { Heard, PersonalAsked } from './personal-events.ts';
import type { ListName } from '#chat/rights/moderation-lists.ts';

/**
 * Who logs in: a guest by name, or an account whose password was checked at this credential version. `group`: the name
 * is one of those reserved for groups, and the dialect has given it. `device`: the hash of the code of a device, in
 * place of a password. `token`: the hash of a new token with which this guest may come back, if its session has one.
 * `former`: the hash of the token of an earlier session. If the guest of that session may come back, it is this guest,
 * and keeps that token.
 */
export type Identity =
  | {
      readonly guest: string;
      readonly group?: true | undefined;
      readonly token?: string | undefined;
      readonly former?: string | undefined;
    }
  | { readonly account: UserId; readonly version: number; readonly device?: string | undefined };

/** Who asks without a session: the holder of a grant. */
export interface Acting {
  readonly account: UserId;
  /** The hash of its code. */
  readonly grant: string;
  /** The keyed hash of its network, as in `came`. */
  readonly address?: string | undefined;
}

/** A listener that allows one session of an account: it refuses further ones, or ends earlier ones. */
export interface OneSessionRule {
  readonly listener: string;
  readonly policy: 'refuse' | 'replace';
}

/** What can be asked for, by its kind. Names are as the peer wrote them; `decide` judges them. */
export interface AskedBodies extends PersonalAsked {
  /** The epoch of the order (see `Cursor`). Only where the order has none: as the first draft, and after a restore. */
  readonly founded: { readonly epoch: string; readonly addressKey?: string | undefined };
  /** The secret key under which addresses are hashed, in an order that has none. Applied, never kept. Only from a node itself. */
  readonly keyed: { readonly addressKey: string };
  /**
   * A run of a node begins, and ends the guests and the presence of that node's last run. `ends`: the id of that run, if
   * there was one. `rules`: the version of the rules by which the node judges.
   */
  readonly began: { readonly node: string; readonly rules: number; readonly ends?: string | undefined };
  /**
   * A session arrives; with `draft.room` it enters that channel in the same step. A guest's session may arrive again, as
   * an account: the guest ends. `mail`: private messages to its account are written to it without being asked for. `address`:
   * the keyed hash of its network, where that is a peer's own (see `Addresses`).
   */
  readonly came: {
    readonly as: Identity;
    readonly oneSession?: OneSessionRule | undefined;
    readonly mail?: true | undefined;
    readonly address?: string | undefined;
  };
  /**
   * The session of that number in the same run, which is logged in, continues at the address of the asking session,
   * which is not. `address`: the keyed hash of its network, as in `came`. Refused where a login from there would be.
   * Applied, not kept.
   */
  readonly moved: { readonly session: number; readonly address?: string | undefined };
  /** A session departs. `delivered`, `heard`: as in those drafts. `loggedOut`: its user asked for that; a guest does not come back. */
  readonly went: {
    readonly delivered?: Seq | undefined;
    readonly heard?: Heard | undefined;
    readonly loggedOut?: true | undefined;
  };
  readonly renamed: { readonly name: string };
  /**
   * Membership of `draft.room`; asking for it is also asking to hear it. A channel that does not exist is made.
   * `key`: of the room. `code`: the hash of an invitation, which is spent where one is needed.
   */
  readonly joined: { readonly key?: string | undefined; readonly code?: string | undefined };
  /** `reason`: at most `maxReason` bytes. */
  readonly left: { readonly reason?: string | undefined };
  /**
   * A mask is added to a list of `draft.room`, or of the server. `until`: when it ends; 0, or none: never. `kick`:
   * members whom a ban hits are removed.
   */
  readonly listed: {
    readonly list: ListName;
    readonly mask: string;
    readonly until?: Millis | undefined;
    readonly reason?: string | undefined;
    readonly kick?: true | undefined;
  };
  /** A mask is removed from a list: as it was written, or as the list shows it. */
  readonly unlisted: { readonly list: ListName; readonly mask: string };
  /** A member is removed from `draft.room`; without a room, the sessions of a present user end. `user`: its name. */
  readonly kicked: { readonly user: string; readonly reason?: string | undefined };
  /** A user may join `draft.room` once, although it is invite-only. `user`: its name. */
  readonly invited: { readonly user: string; readonly until?: Millis | undefined };
  /** The topic of `draft.room`, set by one of its members. At most `maxTopic` bytes; empty: no topic. */
  readonly topic: { readonly text: string };
  /** A member of `draft.room`, by name, gets another role; `member`: it has no role any more. */
  readonly role: { readonly user: string; readonly role: Role };
  /** A setting of `draft.room` (see `room-settings.ts`); an empty value: its default. */
  readonly set: { readonly name: RoomSettingName; readonly value: string };
  /** Another name for `draft.room`. The old one is free then. */
  readonly roomNamed: { readonly name: string };
  /** `draft.room` ends: nobody is a member of it any more, and its name is free. `reason`: at most `maxReason` bytes. */
  readonly closed: { readonly reason?: string | undefined };
  /**
   * Something said in `draft.room`: a channel's name, or a user's for their direct room; a node speaks to channels. `replyTo`: a message there that it
   * answers, which the user may read.
   */
  readonly message: {
    readonly text: string;
    readonly style?: Style | undefined;
    readonly replyTo?: Seq | undefined;
  };
  /** Another text for the user's own message, while that may be edited. The old text is overwritten. */
  readonly edited: { readonly target: Seq; readonly text: string };
  /** Removes the text of a message: the user's own, or as an operator. `reason`: at most `maxReason` bytes. */
  readonly redacted: { readonly target: Seq; readonly reason?: string | undefined };
  /** The user's reaction to a message is added, or taken back. `emoji`: see `emoji.ts`. */
  readonly reacted: { readonly target: Seq; readonly emoji: string; readonly on: boolean };
  /**
   * A durable name with a credential. `secret` is a hash; it never appears in an entry. From a node itself, or from the
   * guest who has the name. `group`: the name is one of those that are reserved for groups; a node's own only. `code`: the
   * hash of an invitation that is spent. `person`: a node asks for somebody without a session, for whom the settings of the
   * chat and its bans count as for a guest.
   */
  readonly registered: {
    readonly name: string;
    readonly secret: string;
    readonly group?: true | undefined;
    readonly code?: string | undefined;
    readonly person?: { readonly address?: string | undefined } | undefined;
  };
  /**
   * Another credential: the sessions that logged in with the old one end. From a node itself, or from any session with
   * `code`: the hash of a code for that account, which is spent.
   */
  readonly credential: { readonly account: UserId; readonly secret: string; readonly code?: string | undefined };
  /** The account is removed, and its name is free once its sessions have ended. Only from a node itself. */
  readonly unregistered: { readonly account: UserId };
  /** The account of that name becomes a member of #lobby, or of `draft.room`. Only from a node itself. */
  readonly enrolled: { readonly name: string };
  /**
   * A message that an account sent on another server: in #lobby, or to another account. `importKey` is unique per
   * message; a message that is here already is refused as `unavailable`. Only from a node itself.
   */
  readonly imported: {
    readonly from: string;
    readonly to?: string | undefined;
    readonly text: string;
    readonly said: Millis;
    readonly importKey: string;
  };
  /**
   * A setting of the whole chat; an empty value: its default. From a node itself, or an owner of the server. `was`: refused
   * where another value is in force, because somebody else has changed it since the asker saw it.
   */
  readonly setting: { readonly name: ChatSettingName; readonly value: string; readonly was?: string | undefined };
  /**
   * A code is made: for `draft.room` an invitation to it; with `account` one that sets its password, in place of an earlier
   * one; else an invitation to register. `hash`: of the code, which nobody but its receiver has. `until`: it can be spent
   * before that time; none: at any time. Or a grant for `account`, which for a draft of a user is that user: a device, for
   * which a node has checked the password at that credential `version`; a bot; a webhook of `draft.room`. A device lasts
   * `deviceLasts`, and is applied, not kept.
   */
  readonly tokenMade: {
    readonly purpose: MadePurpose;
    readonly hash: string;
    readonly uses: number;
    readonly until?: Millis | undefined;
    readonly account?: UserId | undefined;
    readonly version?: number | undefined;
    readonly scopes?: readonly Scope[] | undefined;
    readonly label?: string | undefined;
  };
  /** What an account may do in all rooms. `user`: its name. From a node itself, or an owner of the server. */
  readonly serverRole: { readonly user: string; readonly role: ServerRole | 'none' };
  /**
   * The account of the first owner of the server, from any session. `code`: the hash of the code that a node has made for
   * that, which is spent. Refused once there is an owner.
   */
  readonly claimed: { readonly name: string; readonly secret: string; readonly code: string };
  /** A code cannot be spent any more, or a grant ends. `token`: the seq of the draft that made it. */
  readonly tokenRevoked: { readonly token: Seq };
  /** All devices and all sessions of an account end: the user's own, or for a node that of `account`. */
  readonly loggedOut: { readonly account?: UserId | undefined };
  /** The grant with this hash was used, which prolongs a device. Only from a node itself. */
  readonly used: { readonly grant: string };
}

export type AskedKind = keyof AskedBodies;

/** The `event` of a draft, of that kind or of any. */
export type Asked<K extends AskedKind = AskedKind> = { [P in K]: { readonly kind: P } & AskedBodies[P] }[K];
