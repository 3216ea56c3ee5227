import { lobby } from '#chat/names/lobby.ts';
import type { ItemFormat } from '#chat/hub/format.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer, Outbox, Session } from '#chat/hub/session.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { isQuicLink } from '#link/quic/peer.ts';

import { formatPdu, integer, loginResponse, mtypes, type Pdu, versionResponse } from './codec.ts';
import { Handler, type Requests } from './handler.ts';
import type { Json } from './json.ts';
import { Login, type SharedState, type Stage } from './login.ts';
import { echoVersions, isBelow, negotiate, talkVersion, unnegotiatedVersion, versions } from './negotiation.ts';
import { outboxOf } from './outbox.ts';
import type { Unreadable } from './pdu-reader.ts';
import { type Notice, pduFormat } from './render.ts';
import { TalkSession } from './v2/session.ts';
import * as words from './words.ts';

/** What was asked: a login, or a message to #lobby with its echo. `handler`: the link for the answer. */
export type Ask = { readonly handler: Handler; readonly said?: { refused: boolean } };

/** `leaving`: a logout is in progress; `upgrading`: version 2.0 was agreed. No input is taken then. */
type State = 'open' | 'leaving' | 'upgrading' | 'over';

/** One connection, with one login at a time. It may have many links. */
export class PduSession implements Session<Ask, Notice>, Requests {
  readonly #shared: SharedState;
  readonly #login: Login;
  readonly #first: Link;
  readonly #handlers: Set<Handler> = new Set();
  readonly #outbox: Outbox;
  /** A new one after each logout. */
  #seat: Seat<Ask, Notice>;
  #state: State = 'open';
  #version: string = unnegotiatedVersion;
  /** The reason for the end was sent. */
  #told = false;
  #stopping = false;
  /** The session in version 2.0, which continues the connection. */
  #talk: TalkSession | undefined = undefined;

  constructor(shared: SharedState, first: Link) {
    this.#shared = shared;
    this.#first = first;
    this.#outbox = isQuicLink(first) ? outboxOf(this.#handlers) : first;
    this.#seat = this.#open();
    this.#login = new Login(shared, first.peer, (id) => this.#timeOut(id));
    if (isQuicLink(first)) void first.peer.over.then(() => this.#hangUp());
  }

  #open(): Seat<Ask, Notice> {
    return this.#shared.chat.open(this, this.#shared.listener.rules, this.#first.peer.address);
  }

  /** Adds a link of the connection. */
  attach(link: Link): void {
    if (this.#talk) return this.#talk.attach(link);
    const handler = new Handler(this, link);
    this.#handlers.add(handler);
    handler.begin();
  }

  get outbox(): Outbox {
    return this.#outbox;
  }

  get format(): ItemFormat<Notice> {
    return pduFormat;
  }

  send(notices: readonly Notice[]): void {
    for (const notice of notices) {
      if (notice.kind === 'stopping') this.#stopping = true;
      else {
        this.#told = true;
        this.#main?.say(notice.pdu);
      }
    }
  }

  /** Answers are written here, because only this session has the link of the request. */
  answer(answer: Answer, ask: Ask): undefined {
    if (!ask.said) this.#came(answer, ask.handler);
    else if (answer.kind === 'refusal') {
      ask.said.refused = true;
      ask.handler.say(words.refused(answer));
    }
  }

  resume(): void {
    for (const { link } of this.#handlers) link.resume();
  }

  closed(): void {
    if (this.#state === 'upgrading' && !this.#stopping) return this.#upgrade();
    if (this.#state === 'leaving' && !this.#stopping) {
      this.#seat = this.#open();
      this.#state = 'open';
      return this.resume();
    }
    const ours = this.#state === 'leaving' || this.#state === 'over';
    if (!ours && !this.#told) this.#main?.say(words.endedByServer(this.#login.id));
    this.#login.over();
    this.#state = 'over';
    this.#endLinks();
  }

  /** Also true when it is over: remaining input is discarded. */
  get ready(): boolean {
    return this.#state === 'over' || (this.#state === 'open' && this.#shared.chat.takes(this.#seat));
  }

  get over(): boolean {
    return this.#state === 'over';
  }

  request(pdu: Pdu, handler: Handler): void {
    if (this.#state === 'over') return;
    this.#login.heard(pdu);
    switch (pdu.mtype) {
      case mtypes.versionRequest:
        return this.#negotiate(pdu, handler);
      case mtypes.loginRequest:
        return this.#logIn(pdu, handler);
      case mtypes.chat:
        return this.#parrot(pdu, handler);
      case mtypes.ping:
        return this.#isMine(pdu, handler) ? this.#login.pinged() : undefined;
      case mtypes.logout:
        return this.#isMine(pdu, handler) ? this.#logOut('LOGGED_OUT') : undefined;
      case mtypes.error:
        return this.#failed(pdu, handler);
      default:
        return this.#login.note(`[svr] Ignoring unknown message: ${pdu.mtype}`);
    }
  }

  said(pdu: Uint8Array): void {
    this.#login.said(pdu);
  }

  unreadable(why: Unreadable, handler: Handler): void {
    if (this.#state !== 'over') this.#say(handler, words.unreadable[why]);
  }

  ended(handler: Handler, how: LinkEnd): void {
    this.#handlers.delete(handler);
    // A stream may end before its connection does. It is closed after its answers.
    if (!isQuicLink(handler.link)) this.#hangUp(how);
    else if (this.#state !== 'over') this.#inTurn(() => handler.link.end());
  }

  /** The link for PDUs that are not answers. */
  get #main(): Handler | undefined {
    let main: Handler | undefined;
    for (const each of this.#handlers) if (!main || each.stream < main.stream) main = each;
    return main;
  }

  /** Sends a PDU after the answers to earlier requests, if `isDue` is true by then. */
  #say(handler: Handler | undefined, pdu: Uint8Array, isDue: () => boolean = () => true): void {
    this.#inTurn(() => isDue() && handler?.say(pdu), pdu.length);
  }

  #inTurn(run: () => unknown, size = 0): void {
    const say = (): undefined => void run();
    this.#shared.chat.say(this.#seat, say, size);
  }

  #negotiate({ payload }: Pdu, handler: Handler): void {
    // A session that is logged in with 1.x stays with 1.x.
    const ours = this.#login.id === undefined ? versions : echoVersions;
    const found = negotiate(payload.get('supported_versions'), this.#shared.minimum, ours);
    if (typeof found !== 'string') {
      this.#version = found.selected;
      this.#say(handler, versionResponse(found.selected));
      if (found.selected !== talkVersion) return;
      this.#state = 'upgrading';
      return this.#shared.chat.close(this.#seat);
    }
    this.#say(handler, found === 'unsupported' ? words.incompatible : words.updateRequired);
    this.#finish(handler);
  }

  /** Continues in version 2.0. */
  #upgrade(): void {
    this.#state = 'over';
    const talk = new TalkSession(this.#shared.talk, this.#first);
    this.#talk = talk;
    for (const handler of this.#handlers) handler.handOver(talk.readerOf(handler.link));
  }

  /** Stops reading a link; a TCP link is the whole connection. */
  #finish(handler: Handler): void {
    handler.discardInput();
    if (!isQuicLink(handler.link)) this.#hangUp();
  }

  #logIn({ payload }: Pdu, handler: Handler): void {
    const { chat, listener, loggedIn, minimum, lobby: inLobby } = this.#shared;
    const [name, password] = [payload.get('username'), payload.get('password')];
    if (isBelow(this.#version, minimum)) {
      this.#say(handler, words.updateRequired);
      return this.#finish(handler);
    }
    if (typeof name !== 'string' || typeof password !== 'string') return this.#say(handler, words.wrongLogin);
    const refuses = listener.rules.sameAccount === 'refuse';
    // Refused before the password is checked, as in the original. Simultaneous logins are decided in the order.
    if (this.#login.id !== undefined || (refuses && loggedIn.has(name)))
      return this.#say(handler, words.loggedInElsewhere);
    chat.come(this.#seat, { name, password }, { handler }, inLobby ? lobby : undefined);
  }

  #came(answer: Answer, handler: Handler): void {
    if (answer.kind !== 'entry' && answer.kind !== 'no-op') {
      return handler.say(answer.kind === 'refusal' ? words.refused(answer) : words.wrongLogin);
    }
    const id = this.#login.begin(answer.kind === 'entry' ? answer.entry.from : answer.user);
    handler.say(loginResponse(id));
  }

  /** Whether a PDU names this connection's session; if not, answers with an error. */
  #isMine({ payload }: Pdu, handler: Handler): boolean {
    const id = payload.get('id');
    if (this.#login.isMeant(id)) return true;
    this.#say(handler, words.noSession(id));
    return false;
  }

  #parrot(pdu: Pdu, handler: Handler): void {
    if (!this.#isMine(pdu, handler)) return;
    this.#login.chatted(pdu.payload.get('message'));
    const parrot = formatPdu(pdu.mtype, pdu.payload, pdu.version);
    const text: Json | undefined = pdu.payload.get('message');
    if (!this.#shared.lobby || typeof text !== 'string' || text.trim() === '') return this.#say(handler, parrot);
    const said = { refused: false };
    this.#shared.chat.post(this.#seat, { kind: 'message', text }, { handler, said }, lobby);
    this.#say(handler, parrot, () => !said.refused);
  }

  /** An error from the client: code 1 ends its session, others are ignored. */
  #failed(pdu: Pdu, handler: Handler): void {
    if (integer(pdu.payload.get('error_code')) === 1 && this.#isMine(pdu, handler)) this.#logOut('DISCONNECTED');
  }

  #timeOut(id: number): void {
    this.#say(this.#main, words.timedOut(id));
    this.#logOut('DISCONNECTED');
  }

  /** Logs out; the connection stays open and may log in again. */
  #logOut(stage: Stage): void {
    this.#state = 'leaving';
    this.#login.end(stage);
    this.#shared.chat.close(this.#seat);
  }

  #hangUp(how?: LinkEnd): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#login.lost();
    this.#login.end('DISCONNECTED');
    if (how === 'ended') this.#shared.chat.end(this.#seat);
    else this.#shared.chat.close(this.#seat);
  }

  #endLinks(): void {
    const first = this.#first;
    if (isQuicLink(first)) first.peer.endAfter(first.drained());
    else first.end();
  }
}
