/** Milliseconds since 1970-01-01 UTC, by the server's clock. Only seqs order entries. */
export type Millis = number;
/** A place in the order. Unique for ever within one epoch. */
export type Seq = number;
export type UserId = number;
export type RoomId = number;

export type Role = 'member' | 'voice' | 'operator' | 'owner';
export type ServerRole = 'operator' | 'owner';
/** What counts as new in a room, and is notified. */
export type Level = 'all' | 'mentions' | 'nothing';
export type Style = 'action' | 'notice';
export type ListName = 'ban' | 'mute' | 'exception' | 'invitation';

/** A user with the name it had then. A guest gets a new id with every login. `account`: the name has a password. */
export interface User {
  readonly id: UserId;
  readonly name: string;
  readonly account: boolean;
}

/** A user, without further details. */
export interface UserRef {
  readonly id: UserId;
  readonly name: string;
}

/**
 * A room, with the name it had then. The name of a channel begins with `#`. In an entry of a direct room, `name` is that
 * of the receiver; in a request, a direct room has the name of the other user.
 */
export interface RoomRef {
  readonly id: RoomId;
  readonly name: string;
}

/** A member of a channel. */
export interface Member extends User {
  readonly role: Role;
  /** At least one of its sessions is here, on any dialect. */
  readonly here: boolean;
  /** The text it left when it went away from the keyboard; missing when it is not away. */
  readonly away?: string;
  /** Does nothing on any of its sessions. */
  readonly idle?: true;
}

/** Settings of a channel, as text. A setting that is not set is missing. `key` is sent to operators only. */
export interface RoomSettings {
  readonly secret?: 'yes';
  readonly 'invite-only'?: 'yes';
  readonly moderated?: 'yes';
  readonly 'accounts-only'?: 'yes';
  readonly 'topic-locked'?: 'yes';
  /** Seconds between two messages of one member. */
  readonly slow?: string;
  readonly key?: string;
  /** Members, at most. */
  readonly limit?: string;
  /** Members read what was said before they joined. */
  readonly history?: 'all';
}

export type RoomSettingName = keyof RoomSettings;

/** Why a user may not write somewhere: a mute, or a ban. Without `until` it has no end. */
export interface Muted {
  readonly until?: Millis;
  readonly reason?: string;
}

/** A channel or a direct room, as the user sees it. */
export interface Room extends RoomRef {
  /** The other user; only for a direct room. */
  readonly with?: User & Pick<Member, 'here' | 'away' | 'idle'>;
  /** The user's role; only for a channel. */
  readonly role?: Role;
  readonly topic?: string;
  readonly settings?: RoomSettings;
  /** The user may not write there. */
  readonly muted?: Muted;
  /** Where the user has read up to. */
  readonly read: Seq;
  /** Messages of others after that place: exact up to 99; 100 means more. */
  readonly unread: number;
  readonly mentions: number;
  readonly level: Level;
  /** The newest message. */
  readonly last?: MessageHead;
}

/** A message in a list of rooms, which may be long. */
export interface MessageHead {
  readonly seq: Seq;
  readonly at: Millis;
  readonly from: User;
  /** Its beginning: 80 characters at most. */
  readonly text: string;
  readonly edited?: true;
  readonly redacted?: true;
}

/** A channel in the list of all. */
export interface ListedRoom extends RoomRef {
  /** Members that are here. */
  readonly here: number;
  readonly topic?: string;
  /** The user is a member. */
  readonly joined: boolean;
}

/** Who is mentioned: ids of users, and whether everybody is (`@all`). */
export interface Mentions {
  readonly users: readonly UserId[];
  readonly all: boolean;
}

/** A bot or a webhook, and the name that its owner has given it. */
export interface Program {
  readonly kind: 'bot' | 'webhook';
  readonly label: string;
}

/** What was said or done, by `kind`. Kinds that a client does not know are ignored. */
export interface EventBodies {
  /** `by`: what said it in the name of `from`. `imported`: from another program's log. */
  message: { text: string; style?: Style; replyTo?: Seq; mentions?: Mentions; by?: Program; imported?: true };
  /** The message `target` has another text. */
  edited: { target: Seq; text: string };
  /** `of`: the author of the message. */
  redacted: { target: Seq; of?: UserRef; reason?: string };
  /** `on`: false takes the reaction back. */
  reacted: { target: Seq; emoji: string; on: boolean; of?: UserRef };
  /** `away`: what it had left when it went away; `here`: false if it is not here. Both only when it happens, not in windows. */
  joined: { away?: string; here?: false };
  left: { reason?: string };
  kicked: { user: UserRef; reason?: string };
  invited: { user: UserRef; until?: Millis };
  /** Empty: the topic was removed. */
  topic: { text: string };
  /** A user changed its name. In no room. */
  renamed: { before: string };
  roomNamed: { before: string };
  closed: { reason?: string };
  role: { user: UserRef; role: Role; before: Role };
  /** An empty `value` removes the setting. `value` of `key` is left out. */
  set: { name: RoomSettingName; value?: string };
  /**
   * `until`: 0 or missing means for ever. `kicked`: the members that were removed. `you`: it changes what the receiver may do,
   * also where the mask does not name it; only when it happens, not in windows.
   */
  listed: { list: ListName; mask: string; until?: Millis; reason?: string; kicked?: readonly UserRef[]; you?: true };
  unlisted: { list: ListName; mask: string; you?: true };
}

export type EventKind = keyof EventBodies;

/** Where, when and by whom. `via`: the number of the dialect it was sent by, or 7: the HTTP API. */
export interface EntryHead {
  readonly seq: Seq;
  readonly at: Millis;
  readonly from: User;
  /** Missing where it concerns no single room. */
  readonly room?: RoomRef;
  readonly via?: number;
}

/** An entry as it was when it happened. */
export type Entry<K extends EventKind = EventKind> = {
  [P in K]: EntryHead & { readonly kind: P } & Readonly<EventBodies[P]>;
}[K];

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Names, at most 20. */
  readonly users: readonly string[];
  readonly mine: boolean;
}

/** What is shown of the message that is replied to. Missing where the user may not read that one. */
export interface ReplyHead {
  readonly seq: Seq;
  readonly from: User;
  /** The first 80 characters. */
  readonly text: string;
  readonly redacted?: true;
}

/** A message as it is now: an entry of kind `message`, whose `text` is the newest one, or empty when it was redacted. */
export type Message = Entry<'message'> & {
  readonly edited?: true;
  readonly redacted?: true;
  readonly reply?: ReplyHead;
  readonly reactions?: readonly Reaction[];
};

/** What a room's window holds: messages as they are now, and other kept entries as they were. */
export type Shown = Message | Entry<Exclude<EventKind, 'message'>>;

/** One mask of a list: `bob`, `b*`, `account:NAME`, `address:HASH`. */
export interface Mask {
  readonly mask: string;
  readonly by: UserRef;
  readonly at: Millis;
  /** 0: for ever. */
  readonly until: Millis;
  readonly reason?: string;
}

/** A valid invitation of a person. */
export interface InvitedTo {
  readonly room: RoomRef;
  readonly by: UserRef;
  /** 0: for ever. */
  readonly until: Millis;
}

/** An invitation by code: the code itself is only in the answer that makes it. */
export interface Invitation {
  /** Names it, for revoking; not the code. */
  readonly id: string;
  readonly room?: RoomRef;
  /** 0: for ever. */
  readonly until: Millis;
  /** How often it can still be used. */
  readonly uses: number;
}

/** A found message. `ranges`: what matched, as UTF-16 offsets in `snippet`. */
export interface Hit {
  readonly entry: Message;
  readonly snippet: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** A row of the audit: an entry, and a sentence that says it. */
export interface AuditRow {
  readonly seq: Seq;
  readonly at: Millis;
  readonly from: User;
  readonly room?: RoomRef;
  readonly kind: string;
  readonly text: string;
  /** The fields of the event; they depend on its kind. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Where another program can join the same chat. */
export interface ListedListener {
  readonly dialect: string;
  readonly url: string;
  readonly summary: string;
  /** A command for pasting; missing where only programs on the server's machine can reach it. */
  readonly join?: string;
}
