import { randomBytes } from 'node:crypto';

import { formatCursor } from '#chat/cursor.ts';
import type { Seq, UserRef } from '#chat/event.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Outbox, Session } from '#chat/hub/session.ts';
import type { Link, LinkEnd, Reader } from '#link/link.ts';
import { isQuicLink } from '#link/quic/peer.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import { outboxOf } from '../outbox.ts';
import type { Unreadable } from '../pdu-reader.ts';
import { SilenceTimer } from './silence-timer.ts';
import { formatPdu, type Request, types } from '../talk-codec.ts';
import { errorPdu, type ErrorName, refusedPdu } from './errors.ts';
import { isEnding, userPart } from './render.ts';
import { handle } from './requests.ts';
import { type Requests, Stream } from './stream.ts';
import type { Ask, LoginRequest, PendingRequest, RequestingSession } from './requesting-session.ts';
import type { LoggedInUser, Replaceable, ListenerState } from './listener-state.ts';

const invalid: Readonly<Record<Unreadable, ErrorName>> = { malformed: 'malformed', long: 'pdu-long', deep: 'pdu-deep' };

/** One connection that speaks version 2.0, with one login. Over QUIC it has many links. */
export class TalkSession implements Session<Ask>, Requests, RequestingSession, Replaceable {
  readonly shared: ListenerState;
  readonly seat: Seat<Ask, Frame>;
  readonly outbox: Outbox;
  readonly #first: Link;
  readonly #streams = new Set<Stream>();
  /** The stream for everything that is not an answer. */
  readonly #pushed: Stream;
  readonly #alive: SilenceTimer;
  readonly #whenOver: (() => void)[] = [];
  #in: LoggedInUser | undefined = undefined;
  /** The reason for the end was sent. */
  #told = false;
  #over = false;

  constructor(shared: ListenerState, first: Link) {
    const { chat, listener } = shared;
    this.shared = shared;
    this.#first = first;
    this.outbox = isQuicLink(first) ? outboxOf(this.#streams) : first;
    this.seat = chat.open(this, listener.rules, first.peer.address);
    this.#pushed = this.#openPushed();
    this.#alive = new SilenceTimer({
      clock: chat.clock,
      listens: () => chat.takes(this.seat),
      ping: () => this.#push(formatPdu(types.ping, {})),
      silent: () => this.#timeOut(),
    });
    if (isQuicLink(first)) void first.peer.over.then(() => this.#hangUp());
  }

  /** Adds a stream of the connection. */
  attach(link: Link): void {
    link.read(this.readerOf(link));
  }

  /** The reader of a link of the connection from now on. */
  readerOf(link: Link): Reader {
    if (link === this.#pushed.link) return this.#pushed.reader;
    const stream = new Stream(this, link);
    this.#streams.add(stream);
    return stream.reader;
  }

  get format(): ByteFormat {
    return this.shared.format;
  }

  get isIn(): boolean {
    return this.#in !== undefined;
  }

  send(frames: readonly Frame[]): void {
    if (frames.some(isEnding)) this.#told = true;
    this.#pushed.link.write(joinFrames(frames));
  }

  answer(answer: Answer, ask: Ask, place: Seq): Frame | undefined {
    const frame = ask.word(answer, place);
    return frame && ask.stream.give(frame);
  }

  resume(): void {
    for (const { link } of this.#streams) link.resume();
  }

  closed(): void {
    const { chat, listener, loggedIn, tokens } = this.shared;
    const { peer } = this.#first;
    this.#over = true;
    this.#alive.end();
    if (!this.#told) this.#pushed.link.write(errorPdu('ended'));
    if (this.#in) {
      const { user, session, token, counted } = this.#in;
      tokens.delete(token);
      if (counted) loggedIn.remove(user.name);
      listener.journal({ kind: 'left', peer, user, session, at: chat.clock.now() });
    } else listener.journal({ kind: 'left', peer, at: chat.clock.now() });
    if (isQuicLink(this.#first)) this.#first.peer.endAfter(this.outbox.drained());
    else this.#first.end();
    for (const call of this.#whenOver) call();
  }

  get ready(): boolean {
    return this.shared.chat.takes(this.seat);
  }

  get over(): boolean {
    return this.#over || this.seat.closing;
  }

  request(request: Request, stream: Stream): void {
    this.#alive.heard();
    handle(this, request, { stream, ref: request.ref });
  }

  unreadable(why: Unreadable, stream: Stream): void {
    if (!this.over) this.say({ stream, ref: undefined }, errorPdu(invalid[why]));
  }

  ended(stream: Stream, how: LinkEnd): void {
    this.#streams.delete(stream);
    // Other streams may end before the connection does. They are closed after their answers.
    if (stream === this.#pushed) this.#hangUp(how);
    else if (!this.over) this.shared.chat.say(this.seat, () => void stream.link.end(), 0);
  }

  say({ stream }: PendingRequest, frame: Frame): void {
    this.shared.chat.say(this.seat, () => stream.give(frame), frame.length);
  }

  logIn(login: LoginRequest, request: PendingRequest): void {
    const earlier = login.token === undefined ? undefined : this.shared.tokens.get(login.token);
    if (earlier) this.#comeAfter(earlier, login, request);
    else this.#come(login, request);
  }

  #comeAfter(earlier: Replaceable, login: LoginRequest, request: PendingRequest): void {
    const { chat } = this.shared;
    chat.hold(this.seat);
    earlier.replace(() => {
      if (!this.over) this.#come(login, request);
      chat.release(this.seat);
    });
  }

  #come(login: LoginRequest, { stream, ref }: PendingRequest): void {
    const { chat, tokens } = this.shared;
    const { name, password, token, reads } = login;
    const former = password === undefined && token !== undefined ? chat.formerGuest(token) : undefined;
    const fresh = randomBytes(16).toString('hex');
    const welcome = (user: UserRef, place: Seq): Frame =>
      // A guest who comes back keeps its token: if this answer is lost, the client can still come back with the token that it has.
      this.#welcome(user, login, place, ref, (user.id === former?.id ? token : undefined) ?? fresh);
    const word = (answer: Answer, place: Seq): Frame | undefined => {
      if (answer.kind === 'entry') return welcome(answer.entry.from, place);
      if (answer.kind === 'no-op') return welcome(answer.user, place);
      if (answer.kind !== 'refusal') return errorPdu('internal', ref);
      const meanwhile = answer.code === 'name-taken' && token !== undefined ? tokens.get(token) : undefined;
      if (!meanwhile) return refusedPdu(answer, ref);
      // Another connection has come back with the same token at the same time.
      chat.hold(this.seat);
      chat.afterDelivery(() => {
        // A session that is over meanwhile must not end the one that has come.
        if (!this.over) this.#comeAfter(meanwhile, login, { stream, ref });
        chat.release(this.seat);
      });
      return undefined;
    };
    chat.become(this.seat, reads ? this.shared.reading : this.shared.format);
    chat.come(this.seat, { name, password, token: fresh, former: former && token }, { stream, word });
  }

  logOut(request: PendingRequest): void {
    const frame = formatPdu(types.ack, {}, request.ref);
    this.#told = true;
    // The answer is sent after the departure, because the departure marks as read what was written until then. A session without a
    // user has no departure.
    if (!this.isIn) this.say(request, frame);
    this.shared.chat.logOut(this.seat);
    if (this.isIn) this.say(request, frame);
  }

  replace(done: () => void): void {
    if (this.#over) return done();
    this.#whenOver.push(done);
    this.#finish(errorPdu('replaced'));
  }

  #welcome(user: UserRef, { resume }: LoginRequest, place: Seq, ref: PendingRequest['ref'], token: string): Frame {
    const { chat, listener, loggedIn, tokens } = this.shared;
    const { account } = this.seat;
    const session = loggedIn.add(user.name);
    if (!account) loggedIn.remove(user.name);
    this.#in = { user, session, token, counted: account };
    tokens.set(token, this);
    this.#alive.begin();
    listener.journal({ kind: 'came', peer: this.#first.peer, user, session, at: chat.clock.now() });
    const resumed = account && resume !== undefined && chat.follow(this.seat, resume) === undefined;
    const from = resumed ? resume : { epoch: chat.cursor().epoch, seq: place };
    const rooms = chat.memberships(this.seat).map(({ name }) => name);
    const self = userPart({ ...user, account });
    return formatPdu(types.welcome, { user: self, session, token, resume: formatCursor(from), resumed, rooms }, ref);
  }

  /**
   * Over QUIC a stream that the server opens. If the client allows none, everything is pushed on the stream it began
   * with.
   */
  #openPushed(): Stream {
    const first = this.#first;
    const own = isQuicLink(first) ? openStream(first.peer) : undefined;
    const stream = new Stream(this, own ?? first);
    this.#streams.add(stream);
    own?.read(stream.reader);
    return stream;
  }

  #push(frame: Frame): void {
    this.shared.chat.say(this.seat, () => {
      this.#pushed.link.write(frame);
      return undefined;
    });
  }

  #timeOut(): void {
    this.#finish(errorPdu('timeout'));
  }

  /** Sends the reason, and ends. Waits for nothing, because the peer may no longer read. */
  #finish(why: Frame): void {
    if (this.over) return;
    this.#told = true;
    this.#pushed.link.write(why);
    this.shared.chat.close(this.seat);
  }

  #hangUp(how?: LinkEnd): void {
    if (this.over) return;
    this.#told = true;
    if (how === 'ended') this.shared.chat.end(this.seat);
    else this.shared.chat.close(this.seat);
  }
}

function openStream(peer: { open(): Link }): Link | undefined {
  try {
    return peer.open();
  } catch {
    // The connection is over.
    return undefined;
  }
}
