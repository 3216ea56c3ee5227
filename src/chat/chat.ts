import type { AccountRow, Clock } from './ports.ts';
import type { Cursor } from './cursor.ts';
import type { Asked, Entry, Millis, RoomId, RoomRef, Seq, Speaker, UserId, UserRef } from './event.ts';
import type { Page } from '#chat/hub/history.ts';
import type { NextPage, PageSize } from '#chat/hub/pages.ts';
import type { Listed, Member, RoomSeen } from '#chat/hub/rosters.ts';
import type { Format, Item } from '#chat/hub/format.ts';
import type { Credentials } from '#chat/login/logins.ts';
import type { RoomAsSet } from './room-state.ts';
import type { RefusalCode } from './refusal.ts';
import type { Rules } from './rules.ts';
import type { Frames } from '#chat/hub/pending.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Ask, Session } from '#chat/hub/session.ts';

/** What a dialect may ask of the chat. */
export interface Chat {
  /**
   * Attaches a session. It hears signals, and all else once it has come. `rules`: its listener's. `address`: its
   * peer's, as text.
   */
  open<A extends Ask, F extends Item>(session: Session<A, F>, rules?: Rules, address?: string): Seat<A, F>;
  /**
   * Whether the session may ask one thing more now. Ask before each `post` and `say`; after false leave the rest unparsed until
   * `resume` is called.
   */
  takes(seat: Seat): boolean;
  /**
   * Asks for an event. The answer comes to `session.answer` with `ask`, in the order asked. `once`: the client's own id for
   * it, at most `maxOnce` characters; what the user asks again by the same id within a day is answered `again`.
   */
  post<A extends Ask>(seat: Seat<A>, event: Asked, ask: A, room?: string, once?: string): void;
  /**
   * Asks to come under a name, and with `room` into that channel. Nothing more is taken from it until that is answered. With a password it is the account of that name, and a
   * guest may become it later; without, a guest. The answer takes a while where a password is looked at.
   */
  come<A extends Ask>(seat: Seat<A>, who: Credentials, ask: A, room?: string): void;
  /** Asks to make an account of the guest's name. */
  register<A extends Ask>(seat: Seat<A>, password: string, ask: A): void;
  /**
   * Something to say to this session alone, behind the answers to all it has asked: a PONG, help, a read. Each frame is
   * made when the peer has room for it. Ask `takes` before, as for a post: only the first within a moment is said at
   * once. `bytes`: what it holds on to while it waits.
   */
  say<F extends Item>(seat: Seat<never, F>, frames: Frames<F>, bytes?: number): void;
  /**
   * The session hears in another format, behind the answers to all it has asked, and from that place in the order on. It
   * goes on to hear the rooms it hears. Mail that waited for an account is not handed over by that.
   */
  become<F extends Item>(seat: Seat<never, F>, format: Format<F>): void;
  /** The session stops hearing a channel, behind the answers to all it has asked; its user stays a member. */
  mute(seat: Seat, room: string): void;
  /** Takes nothing more from the session until `release`: what it asks next depends on what is being done for it. */
  hold(seat: Seat): void;
  release(seat: Seat): void;
  /**
   * The peer asks nothing more, but may still read (TCP half-close). The session goes once all it has asked is done:
   * its password is looked at, it comes, and its waiting mail is written. An attempt that would have to wait because
   * of wrong passwords is dropped.
   */
  end(seat: Seat): void;
  /**
   * The session is over. What it has posted is still done: who writes and hangs up has still spoken. Passwords that
   * were not looked at yet are dropped, and mail that was not written waits for another time.
   */
  close(seat: Seat): void;
  /**
   * Brings a session that has come from a cursor to the present, before it hears anything live. A cursor of another
   * epoch is refused: what it counts is not this order.
   */
  follow(seat: Seat, cursor: Cursor): RefusalCode | undefined;
  /** Entries of a channel the session's user is or was a member of, or of the direct room with a user of that name. */
  history(seat: Seat, page: Page): readonly Entry[] | RefusalCode;
  /**
   * The last `limit` entries of a channel and of what was private, before that place if one is named, as far as the
   * session's user may read them; in the order.
   */
  recall(seat: Seat, channel: string, limit: number, before?: Seq): readonly Entry[];
  /** A channel and what it is set to, as that was shown last; for its members. */
  channel(seat: Seat, name: string): RoomAsSet | RefusalCode;
  /**
   * The next of what was said behind a cursor, in all channels the session's user is a member of and, if it has an account,
   * in private, as far as it may read that; in the order. Ask on from the page's `upto`.
   */
  next(seat: Seat, after: Cursor, size: PageSize): NextPage | RefusalCode;
  /** One entry, if the session's user may read it. */
  entry(seat: Seat, seq: Seq): Entry | undefined;
  /**
   * What waits for the session's account, for sessions that do not take mail by themselves: the first `limit` entries.
   * Post `delivered` with the seq of the last one that was written to the peer.
   */
  waiting(seat: Seat, limit: number): readonly Entry[];
  /** Who is here, on all nodes, as of what was shown: at most so many, by id. The same array until that changes. */
  online(limit: number): readonly Speaker[];
  /**
   * The members of a channel with a greater id than `after`, here or away, by id, as of what was shown: at most `limit`
   * (and 1000), one page. Undefined when there is no such channel.
   */
  members(room: string, after: UserId, limit: number): Listed<Member> | undefined;
  /** The channels with a greater id than `after`, by id, as of what was shown. */
  rooms(after: RoomId, limit: number): Listed<RoomSeen>;
  /** The channels that the session's user is a member of, as of what was shown. */
  memberships(seat: Seat): readonly RoomRef[];
  /**
   * Shows the user as typing to a channel the session hears, or to somebody it has talked to in private; or shows that no
   * more. Of what comes too often, or in a large room, nothing is shown: see `hub/typing.ts`.
   */
  typing(seat: Seat, to: string, active: boolean): RefusalCode | undefined;
  /** How many sessions of this node hear a channel. */
  hearers(room: string): number;
  /** The place up to which everything was shown. */
  cursor(): Cursor;
  accountNamed(name: string): AccountRow | undefined;
  /**
   * The account with the name of a group (`A5_71`), made if need be. Nobody knows its password: a dialect comes as it by its
   * id. Undefined when the name is no group's, or is held.
   */
  group(name: string): Promise<AccountRow | undefined>;
  /** The accounts with the name of a group, at most so many. Looks at all accounts. */
  groups(limit: number): readonly AccountRow[];
  readonly clock: Clock;
}

/** The chat of one node, as its composition root runs it. */
export interface RunningChat extends Chat {
  /**
   * Begins the run: founds the order if it is new, ends the ghosts of the last run. Resolves when that is durable.
   * Rejects when the order refuses it: nothing could be asked in this run.
   */
  begin(): Promise<void>;
  /** Rejects when the node must stop; resolves after `stop`. */
  readonly finished: Promise<void>;
  /** Tells every session that the server stops in so many ms. */
  announce(wait: Millis): void;
  /** Ends every session, in its turn; resolves when all are over. */
  closeAll(): Promise<void>;
  /** Resolves when no session is left, be it for a moment. */
  deserted(): Promise<void>;
  /** When the node must stop: tells the dialects that every session is over, and answers nobody. */
  abandon(): void;
  /** Leaves the order once the batch under way is done. */
  stop(): Promise<void>;
  /** A draft of the node itself. */
  command(event: Asked): Promise<Answer>;
  readonly sessions: number;
  /** Sessions that were ever opened in this run. */
  readonly opened: number;
  /** Bytes of what all sessions have asked for and were not answered yet. */
  readonly underWay: number;
  /** Ends those of the first so many opened that have not come yet; returns how many. */
  dismiss(opened: number): number;
  /** Whoever is present under that name. */
  present(name: string): UserRef | undefined;
  /** Calls with every entry that becomes durable from now on, in the order. Must not throw. */
  watch(onEntry: (entry: Entry) => void): void;
}
