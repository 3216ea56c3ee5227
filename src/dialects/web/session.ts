import type { Chat } from '#chat/chat.ts';
import type { Asked, Seq, UserRef } from '#chat/event.ts';
import type { ByteFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Outbox, Session } from '#chat/hub/session.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { type Frame, joinFrames } from '#text/frames.ts';

import type { Listener } from '../dialect.ts';
import type { About } from '../refusals.ts';
import { answerFrame, errorFrame, type Line, pushFrame } from './codec.ts';
import { Connection, type Lines } from './connection.ts';
import { errorOf } from './errors.ts';
import { webFormat } from './formats.ts';
import { noOutbox } from './outbox.ts';
import { Plays } from './plays.ts';
import { type ErrorCode, sessionOutlives } from './protocol.ts';
import type { Exchanges, RequestType } from './protocol/exchanges.ts';
import { isLast } from './render.ts';
import {
  type Ask,
  type Done,
  Failed,
  type PendingRequest,
  Refused,
  type Result,
  type RequestingSession,
} from './requesting-session.ts';

/** What all sessions of a listener share. */
export interface ListenerState {
  readonly chat: Chat;
  readonly listener: Listener;
  /** The sessions that are logged in, by the token that their client was given. */
  readonly sessions: Map<string, WebSession>;
  /** Does what a client asks, or answers with an error. */
  readonly handle: (session: WebSession, line: Line) => void;
}

/** One user's session. It continues for some time after its link has ended: another link may then be attached to it. */
export class WebSession implements Session<Ask>, RequestingSession, Lines {
  readonly shared: ListenerState;
  readonly chat: Chat;
  readonly listener: Listener;
  readonly seat: Seat<Ask, Frame>;
  /** The link of its connection. A field and not a getter, because each message for each member is written to it. */
  link: Link | undefined;
  /** The user, once a login was accepted. */
  user: UserRef | undefined = undefined;
  /** Attaches another link. Empty until then. */
  token = '';
  #connection: Connection | undefined;
  #plays: Plays | undefined;
  /** The reason for the end was sent. */
  #told = false;
  /** It was sent as a push: nothing follows it. */
  #ended = false;
  #over = false;
  #cancelTimer: () => void = () => {};

  constructor(shared: ListenerState, link: Link) {
    this.shared = shared;
    this.chat = shared.chat;
    this.listener = shared.listener;
    this.link = link;
    this.#connection = new Connection(link, this);
    this.seat = shared.chat.open(this, shared.listener.rules, link.peer.address);
  }

  /** Starts reading its link. */
  begin(): void {
    this.#connection?.begin();
  }

  get format(): ByteFormat {
    return webFormat;
  }

  /** Made when it is first asked for; closed with the link. */
  get plays(): Plays | undefined {
    const { link } = this;
    const { otherListeners } = this.listener;
    if (!link || !otherListeners) return undefined;
    return (this.#plays ??= new Plays(otherListeners, link, this.chat.clock));
  }

  get outbox(): Outbox {
    return this.link ?? noOutbox;
  }

  send(frames: readonly Frame[]): void {
    if (this.#ended) return;
    const frame = joinFrames(frames);
    // No frame is joined with a last frame, so it is alone here.
    if (isLast(frame)) this.#told = this.#ended = true;
    this.link?.write(frame);
  }

  /** Requests on an earlier link are not answered on this one: the client sends them again. */
  answer(answer: Answer, ask: Ask, place: Seq): Frame | undefined {
    const frame = ask.word(answer, place);
    return ask.link === this.#connection ? frame : undefined;
  }

  resume(): void {
    this.link?.resume();
  }

  closed(): void {
    this.#over = true;
    this.#cancelTimer();
    this.shared.sessions.delete(this.token);
    const { link } = this;
    if (!link) return;
    if (!this.#told) link.write(pushFrame('ended', { why: 'over', retry: true }));
    this.#leaveLink(link);
  }

  get ready(): boolean {
    return this.chat.takes(this.seat);
  }

  get over(): boolean {
    return this.#over || this.seat.closing;
  }

  take(line: Line): void {
    this.shared.handle(this, line);
  }

  refuse(why: 'malformed' | 'too-long'): void {
    this.sayFrame(() => errorOf(why, undefined));
  }

  unlinked(connection: Connection, how: LinkEnd): void {
    if (connection !== this.#connection) return;
    if (this.over) return;
    if (!this.user) {
      if (how === 'ended') this.chat.end(this.seat);
      else this.chat.close(this.seat);
      return;
    }
    // A client that only closes its sending side still gets its answers.
    if (how === 'ended') this.sayFrame(() => this.#loseLink(connection));
    else this.#loseLink(connection);
  }

  /** The session lives on without a link for a while. */
  #loseLink({ link }: Connection): undefined {
    this.#leaveLink(link);
    this.#closeLater();
  }

  #closeLater(): void {
    this.#cancelTimer = this.chat.clock.after(sessionOutlives, () => this.chat.close(this.seat));
  }

  /** A login was accepted. `token`: attaches another link, from now on. */
  became(user: UserRef, token: string): void {
    this.user = user;
    this.token = token;
    this.shared.sessions.set(this.token, this);
    this.#tellCame(user);
  }

  /**
   * Leaves the session's own connection and takes that of another session, which has not logged in. False: the peer of that
   * connection has gone meanwhile. Then this session has no link, and waits for a new one.
   */
  takeOver(other: WebSession): boolean {
    if (!this.user) return false;
    const connection = other.seat.state === 'open' ? other.#connection : undefined;
    const { link } = this;
    if (link) {
      link.write(pushFrame('ended', { why: 'moved', retry: !connection }));
      this.#leaveLink(link);
    }
    this.#cancelTimer();
    if (!connection) {
      this.#closeLater();
      return false;
    }
    other.#detach();
    this.chat.relocate(this.seat, other.seat);
    this.chat.close(other.seat);
    connection.lines = this;
    this.#connection = connection;
    this.link = connection.link;
    this.#tellCame(this.user);
    return true;
  }

  /** Writes something at once, before everything that waits. */
  write(frame: Frame): void {
    this.link?.write(frame);
  }

  /** Sends a last frame, and ends the session. */
  leave(last: Frame): void {
    this.#told = true;
    if (this.user) {
      // The frame is sent after the departure, because the departure marks as read what was written until then.
      this.chat.logOut(this.seat);
      this.sayFrame(() => last);
    } else {
      this.sayFrame(() => last);
      this.chat.close(this.seat);
    }
  }

  sayFrame(make: () => Frame | undefined): void {
    const connection = this.#connection;
    this.chat.say(this.seat, () => (connection === this.#connection ? make() : undefined));
  }

  say<K extends RequestType>(request: PendingRequest<K>, make: () => Result<K>, about?: string): void {
    this.sayFrame(() => this.#frameFor(request, make(), about));
  }

  sayLater<K extends RequestType, T>(
    request: PendingRequest<K>,
    found: Promise<T>,
    word: (found: T) => Result<K>,
  ): void {
    this.chat.hold(this.seat);
    void found.then((result) => {
      this.say(request, () => word(result));
      this.chat.release(this.seat);
    });
  }

  post<K extends RequestType>(
    request: PendingRequest<K>,
    event: Asked,
    word: (done: Done) => Exchanges[K]['answer'],
    to: { readonly room?: string | undefined; readonly once?: string | undefined; readonly about?: string } = {},
  ): void {
    this.chat.post(this.seat, event, this.ask(request, word, { room: to.room, other: to.about }), to.room, to.once);
  }

  enter<K extends RequestType>(
    request: PendingRequest<K>,
    word: (done: Done) => Exchanges[K]['answer'],
    { room, secret }: { readonly room: string; readonly secret: string | undefined },
  ): void {
    const ask = this.ask(request, word, room);
    if (secret === undefined) this.chat.post(this.seat, { kind: 'joined' }, ask, room);
    else this.chat.enter(this.seat, room, ask, secret);
  }

  /** The ask of a request: words its answer. */
  ask<K extends RequestType>(
    request: PendingRequest<K>,
    word: (done: Done, place: Seq) => Exchanges[K]['answer'],
    about?: string | About,
  ): Ask {
    return this.askWith((answer, place) =>
      answer.kind === 'refusal'
        ? errorOf(answer, request.ref, about === undefined ? {} : { about })
        : answerFrame(request.type, request.ref, word(answer, place)),
    );
  }

  askWith(word: Ask['word']): Ask {
    return { link: this.#connection ?? this, word };
  }

  #frameFor<K extends RequestType>(
    { type, ref }: PendingRequest<K>,
    result: Result<K>,
    about: string | undefined,
  ): Frame {
    if (result instanceof Failed) return errorFrame({ ref, ...result });
    if (result instanceof Refused) return errorOf(result.refusal, ref, { about: result.about });
    if (!isError(result)) return answerFrame(type, ref, result);
    if (about === undefined) return errorOf(result, ref);
    return errorOf(result === 'no-room' ? this.chat.tellNewName(this.seat, result, about) : result, ref, { about });
  }

  #tellCame(user: UserRef): void {
    const { link } = this;
    if (link) this.listener.journal({ kind: 'came', peer: link.peer, user, at: this.chat.clock.now() });
  }

  #leaveLink(link: Link): void {
    this.listener.journal({ kind: 'left', peer: link.peer, user: this.user, at: this.chat.clock.now() });
    this.#detach();
    link.end();
  }

  #detach(): void {
    this.#plays?.closeAll();
    this.#plays = undefined;
    this.#connection = undefined;
    this.link = undefined;
  }
}

/** An answer is always an object. */
const isError = <T extends object>(result: T | ErrorCode): result is ErrorCode => typeof result === 'string';
