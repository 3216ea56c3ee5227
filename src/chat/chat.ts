import type { Frame } from '#text/frames.ts';
import type { AccountRow, Bus, Clock, Passwords, Store } from './ports.ts';
import type { Cursor } from './cursor.ts';
import type { Asked, Entry, Millis, Ordered, RoomId, Seq, UserRef } from './event.ts';
import { behindFrom } from '#chat/hub/behind.ts';
import { endWhenDone } from '#chat/hub/ending.ts';
import { history, type Page, type Reading, recall, waiting } from '#chat/hub/history.ts';
import { Hub } from '#chat/hub/hub.ts';
import { beginRun } from '#chat/order/begin-run.ts';
import { followedUpto } from '#chat/order/followed.ts';
import { createLine } from '#chat/order/line.ts';
import { LiveWorld } from '#chat/order/live-world.ts';
import { type Credentials, Logins, type WrongPassword } from '#chat/login/logins.ts';
import { Mail } from '#chat/hub/mail.ts';
import { accountKey, keyOf } from './keys.ts';
import { OwnDrafts } from '#chat/hub/own-drafts.ts';
import { ownSession } from '#chat/hub/own-session.ts';
import { Posting } from '#chat/hub/posting.ts';
import { Quota } from '#chat/hub/quota.ts';
import type { AskRates } from '#chat/hub/rates.ts';
import type { RefusalCode } from './refusal.ts';
import { openRules, type Rules } from './rules.ts';
import { Seat } from '#chat/hub/seat.ts';
import type { Answer, Session } from '#chat/hub/session.ts';

/** Version of the rules by which drafts are judged: nodes that differ in it would come to different verdicts. */
export const rulesVersion = 8;

export interface ChatOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  /** This node's name, the same in all its runs. */
  readonly node: string;
  /** A fresh random mark of at least 8 characters `0-9a-z`, for a run or an order. */
  readonly mark: () => string;
  readonly passwords: Passwords;
  /** How many accounts may be made from one address in an hour; any number if it is not given. */
  readonly registrations?: number | undefined;
  /** Our own bug, with what it hit. The chat goes on. */
  readonly onBug: (error: unknown, context: string) => void;
  readonly onWrongPassword?: ((wrong: WrongPassword) => void) | undefined;
  /** How fast sessions may ask; without, as fast as they can, and as much as they like is kept. */
  readonly rates?: AskRates | undefined;
  /** Calls behind all that this turn of the event loop reads; soon, if it is not given. */
  readonly nextTurn?: ((call: () => void) => void) | undefined;
  /** See `createLine`. */
  readonly breathe?: (() => Promise<void>) | undefined;
}

/** What a line to be said counts for while it waits, in bytes. */
const sayingBytes = 256;

/** What a dialect may ask of the chat. */
export interface Chat {
  /**
   * Attaches a session. It hears signals, and all else once it has come. `rules`: its listener's. `address`: its
   * peer's, as text.
   */
  open<A>(session: Session<A>, rules?: Rules, address?: string): Seat<A>;
  /**
   * Whether the session may ask one thing more now. Ask before each `post` and `say`; after false leave the rest unparsed until
   * `resume` is called.
   */
  takes(seat: Seat): boolean;
  /** Asks for an event. The answer comes to `session.answer` with `ask`, in the order asked. */
  post<A>(seat: Seat<A>, event: Asked, ask: A, room?: string): void;
  /**
   * Asks to come under a name, and with `room` into that channel. With a password it is the account of that name, and a
   * guest may become it later; without, a guest. The answer takes a while where a password is looked at.
   */
  come<A>(seat: Seat<A>, who: Credentials, ask: A, room?: string): void;
  /** Asks to make an account of the guest's name. */
  register<A>(seat: Seat<A>, password: string, ask: A): void;
  /**
   * Something to say to this session alone, behind the answers to all it has asked: a PONG, help, a read. Each frame is
   * made when the peer has room for it. Ask `takes` before, as for a post: only the first within a moment is said at
   * once. `bytes`: what it holds on to while it waits.
   */
  say(seat: Seat, frames: Iterator<Frame | undefined> | (() => Frame | undefined), bytes?: number): void;
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
  /**
   * What waits for the session's account, for sessions that do not take mail by themselves: the first `limit` entries.
   * Post `delivered` with the seq of the last one that was written to the peer.
   */
  waiting(seat: Seat, limit: number): readonly Entry[];
  /** Who is here, on all nodes: at most so many, in no order. The same array as long as nothing has changed. */
  people(limit: number): readonly UserRef[];
  /** The place up to which everything was shown. */
  cursor(): Cursor;
  accountNamed(name: string): AccountRow | undefined;
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

export function createChat(options: ChatOptions): RunningChat {
  const { store, bus, clock } = options;
  const world = new LiveWorld(store);
  const drafts = new OwnDrafts(options.mark());
  const hub = new Hub({
    drafts,
    shown: world.seq,
    store,
    clock,
    onBug: sessionFailed,
    breathe: options.breathe,
    nextTurn: options.nextTurn,
    rates: options.rates,
  });
  const posting = new Posting({
    drafts,
    bus,
    hub,
    store,
    clock,
    quota: options.rates && new Quota(clock, () => store.spare()),
    hearersOf(room) {
      const id = room.startsWith('#') ? world.channel(room)?.id : undefined;
      return id === undefined ? undefined : hub.audience.hearersOf(id);
    },
  });
  const post: Chat['post'] = (seat, event, ask, room) => posting.post(seat, event, ask, room);
  const logins = new Logins({
    hub,
    store,
    clock,
    leave,
    passwords: options.passwords,
    post,
    registrations: options.registrations,
    onWrong: options.onWrongPassword,
  });
  const mail = new Mail({
    hub,
    store,
    clock,
    post: (seat, upto) => post(seat, { kind: 'delivered', upto }, undefined),
  });
  hub.mail = mail;
  hub.close = close;
  const reading = (): Reading => ({ world, store, shown: hub.shown });
  const own = new Seat(0, ownSession);
  const leaving = new AbortController();
  const onBug = (error: unknown, { draft }: Ordered): void => options.onBug(error, `deciding on ${draft.event.kind}`);
  const line = createLine({
    store,
    world,
    hub,
    bus: bus.name,
    rules: rulesVersion,
    onBug,
    breathe: options.breathe,
    onHeld: () => posting.refuseWaiting([own, ...hub.seats]),
    wasRefused: (draft) => posting.wasRefused(draft),
  });
  const finished = bus.follow(followedUpto(bus, world), line, leaving.signal);

  function sessionFailed(error: unknown, seat: Seat): void {
    options.onBug(error, 'a session');
    close(seat);
  }

  function close(seat: Seat): void {
    if (seat.closing) return;
    seat.closing = true;
    logins.drop(seat);
    if (seat.checks === 0) leave(seat);
  }

  function end(seat: Seat): void {
    if (seat.ending || seat.closing) return;
    seat.ending = true;
    logins.hurry(seat);
    endWhenDone(hub, seat);
  }

  /** Its going comes behind all it has asked. */
  function leave(seat: Seat): void {
    if (seat.idle && seat.user === 0) hub.remove(seat);
    else posting.post(seat, { kind: 'went', delivered: mail.upto(seat) }, undefined, undefined);
  }

  const command = (event: Asked): Promise<Answer> =>
    new Promise((resolve) => posting.post(own, event, resolve, undefined));

  return {
    clock,
    finished,
    open: (session, rules = openRules, address = '') => hub.open(session, rules, address),
    takes: (seat) => hub.intake.takes(seat),
    post,
    come: (seat, who, ask, room) => logins.come(seat, who, ask, room),
    register: (seat, password, ask) => logins.register(seat, password, ask),
    say: (seat, frames, bytes = 0) => hub.say(seat, sayingBytes + bytes, frames),
    end,
    close,
    follow(seat, { epoch, seq }) {
      if (epoch !== world.epoch || seq > hub.shown) return 'cursor-invalid';
      const joined = (room: RoomId): Seq => (store.member(room, seat.user)?.joined ?? hub.shown + 1) - 1;
      const rooms = (room: RoomId): Seq => Math.max(seq, joined(room));
      hub.fallBehind(seat, behindFrom(seat, hub.shown, { rooms, inbox: seq, arriving: false }));
      return undefined;
    },
    history: (seat, page) => history(reading(), seat, page),
    recall: (seat, channel, limit, before) => recall(reading(), seat, channel, limit, before),
    waiting: (seat, limit) => waiting(reading(), seat, limit),
    people: (limit) => world.people(limit),
    cursor: () => ({ epoch: world.epoch, seq: hub.complete }),
    accountNamed: (name) => store.accountNamed(accountKey(store, name)),
    async begin() {
      if (world.epoch === '') await command({ kind: 'founded', epoch: options.mark() });
      await beginRun(command, options.node, rulesVersion, () => world.runsOf(options.node).at(-1)?.mark);
    },
    announce: (wait) => hub.signal({ kind: 'stopping', wait }),
    closeAll() {
      hub.hurry();
      for (const seat of hub.seats) close(seat);
      return hub.empty();
    },
    deserted: () => hub.empty(),
    abandon: () => hub.abandon(),
    stop() {
      leaving.abort();
      return finished;
    },
    command,
    present: (name) => world.presentNamed(keyOf((key) => world.presentNamed(key), name)),
    watch: (onEntry) => hub.watch(onEntry),
    dismiss(opened) {
      const nobodies = [...hub.seats].filter(({ id, user, closing }) => id <= opened && user === 0 && !closing);
      for (const seat of nobodies) close(seat);
      return nobodies.length;
    },
    get opened() {
      return hub.opened;
    },
    get underWay() {
      return hub.intake.bytes;
    },
    get sessions() {
      return hub.seats.size;
    },
  };
}
