import type { ChatSettingName, ChatSettings, ChatSettingShown, Registration } from '#chat/settings/chat-settings.ts';
import type { TokenRow } from '#chat/rights/token.ts';
import type { AccountRow, Clock, Range, Store, SeqRange } from './ports.ts';
import type { Cursor } from './cursor.ts';
import type { Person } from './person.ts';
import type { Asked, Entry, Membership, Millis, RoomId, RoomRef, Seq, ServerRole, UserId, UserRef } from './event.ts';
import type { Page } from '#chat/reading/history.ts';
import type { PrivateMessages } from '#chat/reading/private-message-pages.ts';
import type { MessageNow, MessageWindow, WindowAsked } from '#chat/reading/message-window.ts';
import type { NextPage, PageSize } from '#chat/hub/catch-up/entry-pages.ts';
import type { Listed, Member, RoomSeen } from '#chat/reading/shown-lists.ts';
import type { Format, Item } from '#chat/hub/format.ts';
import type { Credentials } from '#chat/login/logins.ts';
import type { RoomAsSet } from '#chat/settings/room-state.ts';
import type { GrantActs } from '#chat/grants/grant-acts.ts';
import type { Moderation } from '#chat/reading/moderation.ts';
import type { Reader } from '#chat/readable/reader.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import type { Unread } from '#chat/readable/unread.ts';
import type { ListenerRules } from '#chat/settings/listener-rules.ts';
import type { Frames } from '#chat/hub/requests/pending.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask, Session } from '#chat/hub/session.ts';
import type { SearchAnswer } from '#chat/search/search-index.ts';
import type { InvalidQuery } from '#chat/search/search-query.ts';
import type { SearchPage } from '#chat/search/searches.ts';

/** What a dialect may ask of the chat. */
export interface Chat extends Moderation, GrantActs {
  /**
   * Attaches a session. It hears signals now, and everything else once it has arrived. `rules`: those of its
   * listener. `address`: the peer's address as text.
   */
  open<A extends Ask, F extends Item>(session: Session<A, F>, rules?: ListenerRules, address?: string): Seat<A, F>;
  /**
   * Whether the session may make one more request now. Call before each `post` and `say`; after false leave the rest
   * unparsed until `resume` is called.
   */
  takes(seat: Seat): boolean;
  /**
   * Requests an event. The answer is given to `session.answer` with `ask`, in the order of the requests. `once`: the client's
   * own id for it, at most `maxOnce` characters; a request of the same user with the same id within a day is answered `again`.
   */
  post<A extends Ask>(seat: Seat<A>, event: Asked, ask: A, room?: string, once?: string): void;
  /**
   * Requests to log in under a name, and with `room` to enter that channel. The session takes nothing more until that
   * is answered. With a password, also when it has logged in as a guest, it logs in as the account of that name;
   * without one, as a guest. The answer takes longer where a password is checked.
   */
  come<A extends Ask>(seat: Seat<A>, who: Credentials, ask: A, room?: string): void;
  /**
   * Requests that `earlier`, a session of this node, continues at the address of `seat`, which has not logged in. Refused where
   * a login from there would be. Returns false, and requests nothing, where bans make no difference between the two addresses.
   */
  move<A extends Ask>(seat: Seat<A>, earlier: Seat, ask: A): boolean;
  /** `earlier` continues at the address of `seat`: from now on it counts against the rates, turns and bounds of that address. */
  relocate(earlier: Seat, seat: Seat): void;
  /**
   * Requests an account with the guest's name. `code`: an invitation, where one is needed; it may also follow the
   * password, after a space.
   */
  register<A extends Ask>(seat: Seat<A>, password: string, ask: A, code?: string): void;
  /**
   * Requests the account of the first owner of the server, with the code that was made for that; the session need not be
   * logged in, and does not log in by it.
   */
  claim<A extends Ask>(seat: Seat<A>, code: string, name: string, password: string, ask: A): void;
  /**
   * Requests to join a channel, where somebody has typed its key, or an invitation code: its form tells which. Wrong
   * ones delay the next attempt, as wrong passwords do.
   */
  enter<A extends Ask>(seat: Seat<A>, room: string, ask: A, secret: string): void;
  /** Requests another password for the account that the code is for; the session need not be logged in. */
  reset<A extends Ask>(seat: Seat<A>, code: string, password: string, ask: A): void;
  /**
   * Sends something to this session alone, after the answers to all earlier requests: a PONG, help, a read. Each frame is
   * made when the peer has space for it. Call `takes` before, as for a post: only the first within a turn of the event
   * loop is sent at once. `bytes`: the memory it holds while it waits.
   */
  say<F extends Item>(seat: Seat<never, F>, frames: Frames<F>, bytes?: number): void;
  /**
   * The session hears in another format, after the answers to all earlier requests, and from that place in the order on. It
   * hears the same rooms as before. This does not deliver mail that waited for an account.
   */
  become<F extends Item>(seat: Seat<never, F>, format: Format<F>): void;
  /** The session stops hearing a channel, after the answers to all earlier requests; its user stays a member. */
  mute(seat: Seat, room: string): void;
  /** Takes nothing more from the session until `release`: its next request depends on what is being done for it. */
  hold(seat: Seat): void;
  release(seat: Seat): void;
  /**
   * Calls the function when the delivery under way was written to all, which may take several turns of the event
   * loop, and the sessions that it ends are closing. Never before this function returns.
   */
  afterDelivery(call: () => void): void;
  /**
   * The same, after the answers to the session's requests, for work that takes long: one such call in a turn of the
   * event loop, of each session in turn.
   */
  inTurn(seat: Seat, call: () => void): void;
  /**
   * The peer sends nothing more, but may still read (TCP half-close). The session ends once all its requests are done:
   * its password is checked, it logs in, and its waiting mail is written. A login that would have to wait because of
   * earlier wrong passwords is dropped.
   */
  end(seat: Seat): void;
  /**
   * The session is over. What it has posted is still done: a peer may write and then disconnect. Passwords that were not
   * checked yet are dropped, and mail that was not written is kept.
   */
  close(seat: Seat): void;
  /** The same, where the user has asked for it: a guest with a token does not come back. */
  logOut(seat: Seat): void;
  /** The guest of an earlier session with that token, who may come back: with its last name. */
  formerGuest(token: string): UserRef | undefined;
  /**
   * Sends a session that has just arrived all it missed since a cursor, before it hears anything live. A cursor of another
   * epoch is refused: it counts another order.
   */
  follow(seat: Seat, cursor: Cursor): RefusalCode | undefined;
  /**
   * The session was sent everything of a room with `after < seq < before`, because its peer has asked for it: where nothing
   * before that is unread, its user has read it. Call it with what is sent, or after that. Nothing for a format that `reads`.
   */
  shown(seat: Seat, room: RoomRef, part: SeqRange): void;
  /** Entries of a channel the reader's user is or was a member of, or of the direct room with a user of that name. */
  history(reader: Reader, page: Page): readonly Entry[] | RefusalCode;
  /**
   * The last `limit` entries of a channel and of the private messages, before that place if one is named, as far as the
   * reader's user may read them; in the order.
   */
  latest(reader: Reader, channel: string, limit: number, before?: Seq): readonly Entry[];
  /**
   * A channel and its settings, as last shown; for its members and the server's operators. Users who may not change the key of
   * the room see an empty one. A secret room is, for everybody else, `no-room`.
   */
  channel(reader: Reader, name: string): RoomAsSet | RefusalCode;
  /**
   * The refusal of a read of that room. In place of `no-room` it says what the channel is called now, if one of the
   * user's channels had that name in the last 24 hours.
   */
  tellNewName(reader: Reader, refused: RefusalCode, name: string): RefusalCode | Refusal;
  /** A channel by name, if it exists and is not secret to the reader's user. */
  channelNamed(reader: Reader, name: string): RoomRef | undefined;
  /**
   * The next page of messages after a cursor, in all channels the reader's user is a member of and, if it has an account,
   * in private, as far as it may read that; in the order. The next page begins at this page's `upto`.
   */
  next(reader: Reader, after: Cursor, size: PageSize): NextPage | RefusalCode;
  /** A message as it is now, with what it answers and its reactions, if the reader's user may read it. */
  message(reader: Reader, seq: Seq): MessageNow | undefined;
  /**
   * Messages of a channel, or of the direct room with a user of that name, before, after or around a place, as far as the
   * reader's user may read them; as they are now.
   */
  window(reader: Reader, room: string, asked: WindowAsked): MessageWindow | RefusalCode;
  /** One entry, if the reader's user may read it. */
  entry(reader: Reader, seq: Seq): Entry | undefined;
  /**
   * Finds messages that the reader's user may read, the newest first. `text`: see `searchForms`. An object with `error` is a
   * sentence for the user about the text. `unavailable` without an index, and where it fails: the promise never rejects.
   */
  search(reader: Reader, text: string, page: SearchPage): Promise<SearchAnswer | InvalidQuery | RefusalCode | Refusal>;
  /**
   * The mail that waits for the reader's account, for sessions whose format does not take mail: the first `limit` entries.
   * Post `delivered` with the seq of the last one that was written to the peer.
   */
  waiting(reader: Reader, limit: number): readonly Entry[];
  /**
   * The private messages to the reader's account after a place that the reader keeps, whether a session was given them or not;
   * without a place, those that none was given yet. Changes nothing: another reader gets them, too. See
   * `reading/private-message-pages.ts`.
   */
  privateMessages(
    reader: Reader,
    page: { readonly after?: Seq | undefined; readonly limit: number },
  ): PrivateMessages | RefusalCode;
  /**
   * The users who are present, on all nodes, as of what was shown: at most this many, by id. The same array until that changes,
   * for a reader who ignores nobody. Without a reader, as for one.
   */
  online(limit: number, reader?: Reader): readonly Person[];
  /**
   * The members of a channel with a greater id than `after`, present or away, by id, as of what was shown: at most `limit`
   * (and 1000), one page. Undefined when there is no such channel, or it is secret and the reader's user is no member.
   */
  members(reader: Reader, room: string, after: UserId, limit: number): Listed<Member> | undefined;
  /** The channels with a greater id than `after`, by id, as of what was shown; without those that are secret to the user. */
  rooms(reader: Reader, after: RoomId, limit: number): Listed<RoomSeen>;
  /** The channels that the reader's user is a member of, and its roles, as of what was shown. */
  memberships(reader: Reader): readonly Membership[];
  /**
   * What is new for the reader's user: in each channel it is a member of, and in the direct rooms in which something was said
   * recently; as of what was shown.
   */
  unread(reader: Reader): readonly Unread[];
  /**
   * All rooms of the user with a greater id, by id, at most `limit`. `next`: the id after which there may be more; missing at the
   * end.
   */
  unreadPage(
    reader: Reader,
    after: RoomId,
    limit: number,
  ): { readonly items: readonly Unread[]; readonly next?: RoomId };
  /** The same of a channel, or of the direct room with a user of that name. */
  unreadOf(reader: Reader, room: string): Unread | RefusalCode;
  /**
   * The person at the session is idle, or active again. A user is shown as idle when all its sessions on this node are.
   */
  idle(seat: Seat, on: boolean): void;
  /** Whom the reader's user ignores. What they say is not shown to it, live or as waiting mail, and not counted. */
  ignored(reader: Reader): readonly UserRef[];
  ignores(reader: Reader, user: UserId): boolean;
  /**
   * A read entry, as it is shown to the reader's user, who may ignore its sender or a user whom it quotes; undefined:
   * it is not shown. `history`, `latest`, `message` and `entry` return entries as they are for users who ignore
   * nobody.
   */
  asSeen(reader: Reader, entry: Entry): Entry | undefined;
  /**
   * Shows the user as typing to a channel the session hears, or to a user it has talked to in private; or stops showing it.
   * Requests that come too often, or in a large room, show nothing: see `hub/presence/typing.ts`.
   */
  typing(seat: Seat, to: string, active: boolean): RefusalCode | Refusal | undefined;
  /**
   * Why the reader's user may not speak in a channel it is in, or, without one, in private: a mute or a ban. Undefined: as far
   * as these go, it may.
   */
  silenced(reader: Reader, channel?: RoomId): Refusal | undefined;
  /** How many sessions of this node hear a channel. */
  hearers(room: string): number;
  /** The place up to which everything was shown. */
  cursor(): Cursor;
  /** Who may register an account on a listener with these rules. */
  registration(rules: ListenerRules): Registration;
  /** A setting of the whole chat, as it is in force. */
  setting<N extends ChatSettingName>(name: N): ChatSettings[N];
  /** All settings of the whole chat, as they are in force. */
  settings(): readonly ChatSettingShown[];
  /** What the reader's user may do in all rooms. */
  serverRole(reader: Reader): ServerRole | undefined;
  /** Who used a right, over whom or what: for the owners of the server. */
  audit(reader: Reader, range: Range): readonly Entry[] | RefusalCode;
  /** The codes with a greater id that the reader's user may revoke, by id. */
  tokens(reader: Reader, after: Seq, limit: number): readonly TokenRow[];
  /** A new code, for a draft `tokenMade` with its hash; the code itself is for the person who is to have it. */
  newCode(): { readonly code: string; readonly hash: string };
  /** The user who is present under that name. */
  present(name: string): UserRef | undefined;
  accountNamed(name: string): AccountRow | undefined;
  /**
   * The account with the name of a group (`A5_71`), made if needed. Nobody knows its password: a dialect logs in as it by
   * id. Undefined when the name is not that of a group, or is taken.
   */
  group(name: string): Promise<AccountRow | undefined>;
  /** The accounts with the name of a group, at most this many. Looks at all accounts. */
  groups(limit: number): readonly AccountRow[];
  readonly clock: Clock;
}

/** The chat of one node, as its composition root runs it. */
export interface RunningChat extends Chat {
  /**
   * Begins the run: founds the order if it is new, ends the sessions left over from the last run. Resolves when that is
   * durable. Rejects when the order refuses it: no request would be accepted in this run.
   */
  begin(): Promise<void>;
  /** The store with messages as last shown: to be read, never written. */
  readonly kept: Store;
  /** Rejects when the node must stop; resolves after `stop`. */
  readonly finished: Promise<void>;
  /** Tells every session that the server stops in that many ms. */
  announce(wait: Millis): void;
  /**
   * Ends all sessions, each in its turn; resolves when all are over. `hurry`: from then on nothing waits for the
   * order or for peers.
   */
  closeAll(hurry?: Promise<void>): Promise<void>;
  /** Resolves as soon as no session is left; new ones may follow. */
  whenEmpty(): Promise<void>;
  /** For a node that must stop: tells the dialects that every session is over, and sends no answers. */
  abandon(): void;
  /** Stops following the order once the batch under way is done. */
  stop(): Promise<void>;
  /** Posts a draft of the node itself; `room`: as in `post`. */
  command(event: Asked, room?: string): Promise<Answer>;
  readonly sessions: number;
  /** Number of sessions opened in this run. */
  readonly opened: number;
  /** Bytes of all requests that were not answered yet. */
  readonly underWay: number;
  /** Ends those of the first `opened` sessions that have not arrived yet; returns how many. */
  endWithoutLogin(opened: number): number;
  /** Ends the oldest session of this address (IPv6: /64) on which nobody has logged in, for a new one. False: it has no such session. */
  makeSpace(address: string): boolean;
  /** Calls with every entry that becomes durable from now on, in the order. Must not throw. */
  watch(onEntry: (entry: Entry) => void): void;
}
