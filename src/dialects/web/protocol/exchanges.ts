import type { Scope } from '#chat/rights/grant-scope.ts';

import type {
  AuditRow,
  ListedListener,
  Entry,
  Hit,
  Invitation,
  InvitedTo,
  Level,
  ListedRoom,
  ListName,
  Mask,
  Member,
  Message,
  Millis,
  Role,
  Room,
  RoomRef,
  RoomSettingName,
  Seq,
  ServerRole,
  Style,
  User,
  UserId,
  UserRef,
} from './values.ts';

/** A room in a request: a channel's name, or the name of the other user of a direct room. */
export type To = string;
/** A user's name, in a request. */
export type Name = string;

type Empty = Record<never, never>;
/** What was asked for is done, in this place; `already`: it was so before. */
interface Done {
  readonly seq?: Seq;
  readonly at?: Millis;
  readonly room?: RoomRef;
  readonly already?: true;
}

/** Where a client stood: the `upto` of its last `place`. */
export interface Standing {
  readonly epoch: string;
  readonly seq: Seq;
}

export interface Welcome {
  readonly version: number;
  readonly self: User;
  readonly serverRole?: ServerRole;
  /** What a bot may do; missing for people. */
  readonly scopes?: readonly Scope[];
  /** Attaches another link to this session, or ends it. Secret. */
  readonly token: string;
  readonly epoch: string;
  readonly place: Seq;
  /** Everything after the client's standing follows. False: there is too much of it, or the order is another one. */
  readonly resumed: boolean;
  /** The session of the token continues: same user, without a departure. */
  readonly attached: boolean;
  /** Channels and direct rooms of the user. */
  readonly rooms: readonly Room[];
  /** The newest 50 messages of the room requested with `open`; only with `resumed: false`. */
  readonly window?: Window;
  readonly ignored: readonly UserRef[];
  /** What the user has left when it went away from the keyboard; missing when it is not away. */
  readonly away?: string;
  readonly server: ServerFacts;
}

export interface ServerFacts {
  /** Polylogue's version. */
  readonly version: string;
  /** Names the page's build; another one than the page's own: reload. Missing where no page is served. */
  readonly build?: string;
  readonly registration: 'open' | 'invite' | 'closed';
  readonly guests: boolean;
  /** Seconds in which one's own messages can be edited; 0: never; missing: always. */
  readonly editWindow?: number;
  /** The server finds messages. */
  readonly search: boolean;
}

/** A part of a room, oldest first. `earlier`, `later`: there is more in that direction. */
export interface Window {
  readonly room: RoomRef;
  readonly messages: readonly Message[];
  /** Joins, leaves, topics and the like between them, where they were asked for. */
  readonly events?: readonly Entry[];
  readonly earlier: boolean;
  readonly later: boolean;
  /** All messages, and events, with `after < seq < before` are here: from there the next window goes on, also if this one is empty. */
  readonly after?: Seq;
  readonly before?: Seq;
}

/** One write of one side, in the playground or in a translation. */
export interface WireFrame {
  readonly from: 'client' | 'server';
  /** The bytes, in base64; secrets are masked. */
  readonly bytes: string;
  /** What they mean, such as `NICK bob`. */
  readonly meaning: readonly string[];
}

/**
 * What can be asked, by `type`: the fields of the request, and those of its answer. Every request has a `ref`, and gets
 * exactly one answer: a frame with the same `type` and `ref`, or an `error` with the same `ref`.
 */
export interface Exchanges {
  /**
   * As a guest (`name`), an account (`name`, `password`), or the session of an earlier login whose link broke at most 60 s
   * ago (`token`); with a name as well, that is used when the session is gone.
   */
  login: {
    ask: {
      name?: Name;
      password?: string;
      /** Log in by the cookie or the code that was sent when the link was opened; see `POST /api/v1/login`. */
      device?: true;
      /** The code of a device or a bot, for clients that cannot send it when they open the link. */
      code?: string;
      token?: string;
      resume?: Standing;
      /** The room that is on the screen. */
      open?: To;
      /** Its window has events, too. */
      events?: true;
      /** Messages that come together in a channel are pushed as one `said`. */
      said?: true;
    };
    answer: Welcome;
  };
  /** Makes the guest's name an account. `code`: an invitation, where registration asks for one. */
  register: { ask: { password: string; code?: string }; answer: Done };
  /** The user leaves, and the link closes after the answer. */
  logout: { ask: Empty; answer: Empty };
  /** Another name, for a guest. */
  name: { ask: { name: Name }; answer: Done };

  post: {
    ask: {
      room: To;
      text: string;
      style?: Style;
      replyTo?: Seq;
      /** The client's own id, 1–64 characters: sent again within 24 h it is not posted twice. */
      once?: string;
    };
    /** `again`: posted before, in this place. `waits`: the receiver is gone and gets it later. `away`: what it has left when it went away. */
    answer: Done & { again?: true; waits?: true; away?: string };
  };
  edit: { ask: { target: Seq; text: string }; answer: Done };
  redact: { ask: { target: Seq; reason?: string }; answer: Done };
  react: { ask: { target: Seq; emoji: string; on: boolean }; answer: Done };

  /** One message as it is now. */
  message: { ask: { seq: Seq }; answer: { message: Message } };
  /**
   * A part of a room: the entries before, after or around a place, the first ones from a time on (`since`), or the newest
   * ones. `limit`: 1–200, default 50. An entry that is named by `around` is in the window. `events`: what happened to the
   * room is wanted, too, as it was then.
   */
  window: {
    ask: { room: To; before?: Seq; after?: Seq; around?: Seq; since?: Millis; limit?: number; events?: true };
    answer: Window;
  };
  /**
   * Newest first, at most 50 (`limit`). `text` may also have "a phrase", begin*, -without and sort:best. `cursor`: that of the
   * last answer, for the next page.
   */
  search: {
    ask: { text: string; in?: To; from?: Name; before?: Millis; after?: Millis; limit?: number; cursor?: string };
    answer: { hits: readonly Hit[]; cursor?: string };
  };

  /** Joins a channel, and makes it if there is none. */
  join: { ask: { room: To; key?: string; code?: string }; answer: Done & { state: Room } };
  leave: { ask: { room: To; reason?: string }; answer: Done };
  /** One room of the user. */
  room: { ask: { room: To }; answer: { state: Room } };
  /** The channels of the server that the user may see. `after`: the last answer's `next`; missing at the end. */
  rooms: { ask: { after?: number }; answer: { rooms: readonly ListedRoom[]; next?: number } };
  members: {
    ask: { room: To; after?: UserId };
    answer: { room: RoomRef; members: readonly Member[]; next?: number };
  };
  /** Everybody who is here, at most 1000. */
  online: { ask: Empty; answer: { users: readonly User[] } };

  /** Moves the read cursor; `back`: also backwards ("mark unread"). */
  read: { ask: { room: To; upto: Seq; back?: true }; answer: { room: RoomRef; unread: number; mentions: number } };
  /** Private messages up to there no longer wait for the account. Sessions of people do that by themselves. */
  received: { ask: { upto: Seq }; answer: Empty };
  level: { ask: { room: To; level: Level }; answer: Done };
  ignore: { ask: { user: Name; on: boolean }; answer: Done };
  /** Empty: back again. */
  away: { ask: { text: string }; answer: Done };
  /** This session is not being used; a user is shown as idle when all of its sessions are idle. */
  idle: { ask: { on: boolean }; answer: Empty };

  /** Empty removes the topic. */
  topic: { ask: { room: To; text: string }; answer: Done };
  /** An empty value removes the setting. */
  set: { ask: { room: To; name: RoomSettingName; value: string }; answer: Done };
  'name-room': { ask: { room: To; name: string }; answer: Done };
  close: { ask: { room: To; reason?: string }; answer: Done };
  role: { ask: { room: To; user: Name; role: Role }; answer: Done };
  kick: { ask: { room?: To; user: Name; reason?: string }; answer: Done };
  /**
   * Without a room, a list of the server. `seconds`: how long it lasts; missing: for ever. `kick`: members that a ban
   * matches are removed.
   */
  list: {
    ask: { room?: To; list: ListName; mask: string; seconds?: number; reason?: string; kick?: true };
    answer: Done;
  };
  unlist: { ask: { room?: To; list: ListName; mask: string }; answer: Done };
  masks: { ask: { room?: To; list: ListName }; answer: { masks: readonly Mask[] } };
  invite: { ask: { room: To; user: Name }; answer: Done };
  /** An invitation by code: to a channel, or, without a room, to the server. Default: one use, 7 days. */
  'invite-code': {
    ask: { room?: To; uses?: number; seconds?: number };
    answer: { code: string; invitation: Invitation };
  };
  /** `next`: the `after` of the next request, if there may be more. An answer with it may be empty. */
  invitations: { ask: { room?: To; after?: number }; answer: { invitations: readonly Invitation[]; next?: number } };
  revoke: { ask: { id: string }; answer: Done };
  /** The channels the asker is invited to and has not joined, the newest invitations first. */
  'invited-to': { ask: Empty; answer: { rooms: readonly InvitedTo[] } };

  /** For server operators and owners. */
  settings: { ask: Empty; answer: { settings: Readonly<Record<string, string>> } };
  /** `was`: refused (`setting-changed`) where another value is in force. */
  setting: { ask: { name: string; value: string; was?: string }; answer: Done };
  'server-role': { ask: { user: Name; role: ServerRole | 'none' }; answer: Done };
  audit: { ask: { after?: Seq; limit?: number }; answer: { rows: readonly AuditRow[]; next?: Seq } };

  /** The listeners of the server. */
  listeners: { ask: Empty; answer: { listeners: readonly ListedListener[] } };
  /** Opens a link to a dialect of this server, in memory, with the limits of a link from outside. At most 4. */
  'play-open': { ask: { dialect: string }; answer: { id: number; state: string } };
  /** `bytes`: base64, at most 16 KiB. */
  'play-send': { ask: { id: number; bytes: string }; answer: Empty };
  'play-close': { ask: { id: number }; answer: Empty };
  /** One message in every dialect: what its sender writes and its receivers are written. */
  translate: {
    ask: { text: string; room?: To };
    answer: { dialects: readonly { readonly dialect: string; readonly frames: readonly WireFrame[] }[] };
  };
  ping: { ask: Empty; answer: Empty };
}

export type RequestType = keyof Exchanges;
