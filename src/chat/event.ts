import type { RoomSettingName } from '#chat/settings/room-settings.ts';
import type { Acting, Asked } from '#chat/events/asked-events.ts';
import type { ChatSettingName } from '#chat/settings/chat-settings.ts';
import type { Scope } from '#chat/rights/grant-scope.ts';
import type { MadePurpose } from '#chat/rights/token.ts';
import type { PersonalSignal } from '#chat/events/personal-events.ts';
import type { ListName } from '#chat/rights/moderation-lists.ts';
import type {
  Membership,
  Millis,
  Role,
  RoomRef,
  Seq,
  ServerRole,
  Speaker,
  Style,
  UserId,
  UserRef,
} from './references.ts';

export type * from '#chat/events/asked-events.ts';
export * from './references.ts';

/**
 * The dialect of the session that posted, as a small number that never changes and is equal on all nodes (see
 * `Dialect.number`); or `viaGrant`.
 */
export type Via = number;

/** Members of the room that a message names; `all`: every member. Found when it is judged: see `order/mentions.ts`. */
export interface Mentions {
  readonly users: readonly UserId[];
  readonly all: boolean;
}

/** A program that spoke in the name of an account, as its owner called it then. Devices are no programs. */
export interface Program {
  readonly kind: 'bot' | 'webhook';
  readonly label: string;
}

/** The code that somebody used, by the number with which it is revoked, and who made it. Never the code itself. */
export interface UsedCode {
  readonly token: Seq;
  readonly by: UserRef;
}

/** What happened, by its kind. */
export interface EventBodies {
  readonly founded: { readonly epoch: string };
  /** `ended`: the users whose presence ended with the last run. */
  readonly began: { readonly node: string; readonly rules: number; readonly ended: readonly UserRef[] };
  /**
   * `joined`: it also became a member of the entry's room. `memberships`: all it is a member of, that one included.
   * `was`: the guest it was until now. `away`: what it had left when it went away, if it has not come back.
   */
  readonly came: {
    readonly guest: boolean;
    readonly joined: boolean;
    readonly memberships: readonly Membership[];
    readonly was?: UserRef;
    readonly away?: string;
  };
  /** `until`: the guest may come back before this time. */
  readonly went: { readonly guest: boolean; readonly until?: Millis };
  readonly renamed: { readonly before: string };
  /** `away`: as in `came`; `absent`: its user is not here. Only in an entry that is delivered live, never kept. */
  readonly joined: { readonly used?: UsedCode; readonly away?: string; readonly absent?: true };
  readonly left: { readonly reason?: string };
  /**
   * `mask`: as it is shown. `kicked`: the members that were removed. `silenced`, `freed`: the users here that may not
   * speak from now on, or may again, at most `maxKicked` of them; only in an entry that is delivered live, never kept,
   * and shown to nobody: a mask of an address would tell who shares it.
   */
  readonly listed: {
    readonly list: ListName;
    readonly mask: string;
    readonly until?: Millis;
    readonly reason?: string;
    readonly kicked?: readonly UserRef[];
    readonly silenced?: readonly UserRef[];
    readonly freed?: readonly UserRef[];
  };
  /** `silenced`, `freed`: as above. */
  readonly unlisted: {
    readonly list: ListName;
    readonly mask: string;
    readonly silenced?: readonly UserRef[];
    readonly freed?: readonly UserRef[];
  };
  readonly kicked: { readonly user: UserRef; readonly reason?: string };
  readonly invited: { readonly user: UserRef; readonly until?: Millis };
  readonly topic: { readonly text: string };
  /** `value`: empty for the default. The value of a key is told as `yes`. */
  readonly set: { readonly name: RoomSettingName; readonly value: string };
  /** The room of the entry has its new name. */
  readonly roomNamed: { readonly before: string };
  readonly closed: { readonly reason?: string };
  readonly role: { readonly user: UserRef; readonly role: Role; readonly before: Role };
  /**
   * As it is now: `edited`, once its text was changed: the place of the last change, 1 if that is not known; `redacted`: it was removed, and the text is empty. `said`: when it was
   * sent, for an imported message. `mentions`: those found when it was said; an edit alerts nobody again. `by`: what said it
   * in the name of its sender.
   */
  readonly message: {
    readonly text: string;
    readonly style?: Style | undefined;
    readonly replyTo?: Seq | undefined;
    readonly mentions?: Mentions;
    readonly said?: Millis;
    readonly by?: Program;
    readonly edited?: Seq;
    readonly redacted?: true;
  };
  /**
   * `text`: of the message as it is now; empty where that was removed later. `was`: the text before, only in an entry that is
   * delivered live, and only where all who hear it may read the message. It is never kept.
   */
  readonly edited: { readonly target: Seq; readonly text: string; readonly was?: string };
  /** `of`: the author. */
  readonly redacted: { readonly target: Seq; readonly of: UserRef; readonly reason?: string };
  /** `head`: the beginning of the message's text, as `was` above. */
  readonly reacted: {
    readonly target: Seq;
    readonly emoji: string;
    readonly on: boolean;
    readonly of: UserRef;
    readonly head?: string;
  };
  /** The text that the user has left; empty: it is back. */
  readonly away: { readonly text: string };
  readonly registered: unknown;
  /** With an invitation code: kept for the audit, as others need not be. */
  readonly registeredWith: { readonly used: UsedCode };
  /** `used`: a code set it. */
  readonly credential: { readonly used?: UsedCode };
  /** `here`: the user is present, and a guest from now on. */
  readonly unregistered: { readonly here: boolean };
  /** `before`: the value until now; empty: the default. */
  readonly setting: { readonly name: ChatSettingName; readonly value: string; readonly before: string };
  /**
   * `to`: the room that it opens, or in which it speaks. `account`: whose password it sets, or for which it acts. `scopes`,
   * `label`: of a grant. The entry is in no room: members need not know.
   */
  readonly tokenMade: {
    readonly purpose: MadePurpose;
    readonly uses: number;
    readonly until?: Millis;
    readonly to?: RoomRef;
    readonly account?: UserRef;
    readonly scopes?: readonly Scope[];
    readonly label?: string;
  };
  readonly serverRole: {
    readonly user: UserRef;
    readonly role: ServerRole | 'none';
    readonly before: ServerRole | 'none';
  };
  /** `account`, `label`: of a grant. Token 0 with the purpose `device`: all devices of the account. */
  readonly tokenRevoked: {
    readonly token: Seq;
    readonly purpose: MadePurpose;
    readonly account?: UserRef;
    readonly label?: string;
  };
}

export type EventKind = keyof EventBodies;

/** The kinds that are kept in the log and found in history; the others have effects only. */
export type KeptKind = Exclude<EventKind, 'came' | 'went' | 'away' | 'registered'>;

/** The `event` of an entry, of that kind or of any. */
export type Event<K extends EventKind = EventKind> = { [P in K]: { readonly kind: P } & EventBodies[P] }[K];

/**
 * An event asked for. `run` and `nth` together are its id, and the id of the entry it becomes. A draft that is
 * published again keeps them, so that the repetition is recognized.
 */
export interface Draft {
  /** The random id of the asking node's run. */
  readonly run: string;
  /** 1, 2, 3 … within the run. */
  readonly nth: number;
  /** All of the run's drafts up to this one were answered when this one was asked: none of them is published again. */
  readonly settledUpto: number;
  /** The asking session, numbered within its run; 0 is the node itself. It identifies the user, who may have no id yet. */
  readonly session: number;
  /** A channel's name, or a user's name for the direct room with them: within one turn, ids do not exist yet. */
  readonly room?: string | undefined;
  /** The dialect of the asking session, or `viaGrant`; undefined for a node itself. */
  readonly via?: Via | undefined;
  /** The asking node's clock. */
  readonly at: Millis;
  /** The asking client's own id for this; requests with the same id within a day are done once. At most `maxOnce` characters. */
  readonly once?: string | undefined;
  /** Set where the holder of a grant asks on behalf of an account; `session` then names no session. */
  readonly as?: Acting | undefined;
  readonly event: Asked;
}

/** A draft in its place. */
export interface Ordered {
  readonly seq: Seq;
  readonly draft: Draft;
}

/** A draft accepted and in its place, with names as they were then. */
export interface Entry {
  readonly seq: Seq;
  readonly id: string;
  readonly at: Millis;
  readonly from: Speaker;
  readonly room?: RoomRef;
  /** By what it was asked for; undefined for drafts of a node itself, and in entries of old versions. */
  readonly via?: Via;
  readonly event: Event;
}

/** A happening that is not kept. */
export type Signal =
  | PersonalSignal
  /** The server stops in this many milliseconds. */
  | { readonly kind: 'stopping'; readonly wait: Millis }
  /** While the session was behind, more users arrived, departed or changed names than are remembered. */
  | { readonly kind: 'roster' }
  /** The session has been handed everything up to this place; only for formats that ask for it. */
  | { readonly kind: 'place'; readonly upto: Seq }
  /** A user is idle at all of its sessions, or active again. See `hub/presence/idle-users.ts`. */
  | { readonly kind: 'presence'; readonly from: Speaker; readonly idle: boolean }
  /** A user who was away is back: it has said something elsewhere than the session hears. */
  | { readonly kind: 'back'; readonly from: Speaker }
  /** A user begins or stops typing a message to a channel, or to a user in private. See `hub/presence/typing.ts`. */
  | { readonly kind: 'typing'; readonly from: Speaker; readonly to: string; readonly active: boolean }
  | Ended;

/**
 * The session ends: its account logged in again on the same listener, was removed, has another credential, or was
 * logged out; or its user was kicked or banned.
 */
export interface Ended {
  readonly kind: 'ended';
  readonly why: 'replaced' | 'credential' | 'logged-out' | 'kicked' | 'banned';
  /** The reason that the operator gave. */
  readonly reason?: string | undefined;
  /** When the ban ends, and when it was judged; without them, never. */
  readonly until?: Millis | undefined;
  readonly at?: Millis | undefined;
}

/** What an entry's id looks like to clients: `run-nth`. */
export const draftId = (draft: Draft): string => `${draft.run}-${draft.nth.toString(36)}`;

/** Whether the entry is found in history, but is not delivered live. */
export const isImported = ({ event }: Entry): boolean => event.kind === 'message' && event.said !== undefined;

/** A message that was removed: its text is empty. */
export const isRemoved = ({ event }: Entry): boolean => event.kind === 'message' && event.redacted === true;

/** When it was sent; for an imported message, on the other server. */
export const timeOf = ({ at, event }: Entry): Millis => (event.kind === 'message' ? (event.said ?? at) : at);
