import type { Chat } from '#chat/chat.ts';
import type { UserRef } from '#chat/event.ts';
import type { Peer } from '#link/link.ts';

import type { Listener } from '../dialect.ts';
import { integer, mtypes, type Pdu } from './codec.ts';
import type { Json } from './json.ts';
import { Liveness } from './liveness.ts';
import type { LoggedIn } from './logged-in.ts';
import { linesHeard, linesSaid, shown } from './original-lines.ts';
import type { ListenerState } from './v2/listener-state.ts';

/** What all connections of a listener share. */
export interface SharedState {
  readonly chat: Chat;
  readonly listener: Listener;
  readonly loggedIn: LoggedIn;
  /** The lowest version served. */
  readonly minimum: string | undefined;
  /** Messages are also sent to #lobby. */
  readonly lobby: boolean;
  /** What the sessions of version 2.0 share. */
  readonly talk: ListenerState;
}

/** The original's names for the states of a client. */
export type Stage = 'CONNECTED' | 'AUTHENTICATED' | 'CHATTING' | 'LOGGED_OUT' | 'DISCONNECTED';

/** The login of one connection, reported to the journal. */
export class Login {
  readonly #shared: SharedState;
  readonly #peer: Peer;
  readonly #liveness: Liveness;
  #stage: Stage = 'CONNECTED';
  #user: UserRef | undefined = undefined;
  #id: number | undefined = undefined;
  #used = false;
  /** The name of the last login attempt. */
  #attempted = '';

  /** `silent` is called after too much silence. */
  constructor(shared: SharedState, peer: Peer, silent: (id: number) => void) {
    this.#shared = shared;
    this.#peer = peer;
    this.#liveness = new Liveness(shared.chat.clock, () => {
      if (this.#id === undefined) return;
      this.#tell(`[svr] Timing out client ${this.#id} for inactivity`);
      silent(this.#id);
    });
  }

  get id(): number | undefined {
    return this.#id;
  }

  /** Whether `id` is this session's, however the number is written. */
  isMeant(id: Json | undefined): boolean {
    return this.#id !== undefined && integer(id) === this.#id;
  }

  /** Returns its id. */
  begin(user: UserRef): number {
    const id = this.#shared.loggedIn.add(user.name);
    this.#user = user;
    this.#id = id;
    this.#used = true;
    this.#shared.listener.journal({ kind: 'came', peer: this.#peer, user, session: id, at: this.#now });
    this.#stage = 'CONNECTED';
    this.#turn('AUTHENTICATED');
    this.#tell(`[svr] Login successful for ${user.name}; assigned ID: ${id}`);
    this.#liveness.begin();
    return id;
  }

  chatted(text?: Json): void {
    this.#liveness.heard();
    // The original prints this transition with each message.
    if (this.#stage === 'AUTHENTICATED' || this.#shared.listener.followed === true) this.#turn('CHATTING');
    if (this.#user) this.#tell(`[svr] Chat from ${this.#user.name}: ${shown(text)}`);
  }

  pinged(): void {
    this.#liveness.pinged();
    if (this.#user) this.#tell(`[svr] Ping received from client ${this.#user.name}`);
  }

  /** Reports a request to the journal. */
  heard(pdu: Pdu): void {
    if (this.#shared.listener.followed !== true) return;
    if (pdu.mtype === mtypes.loginRequest) this.#attempted = shown(pdu.payload.get('username'));
    for (const line of linesHeard(pdu, this.isMeant(pdu.payload.get('id')))) this.note(line);
  }

  /** Reports an answer to the journal. */
  said(pdu: Uint8Array): void {
    if (this.#shared.listener.followed !== true) return;
    for (const line of linesSaid(pdu, this.#attempted)) this.note(line);
  }

  /** The connection ended before its session. */
  lost(): void {
    if (this.#id !== undefined) this.#tell(`[svr] Client ${this.#id} disconnected unexpectedly`);
  }

  end(stage: Stage): void {
    const [user, session] = [this.#user, this.#id];
    this.#liveness.end();
    if (!user) return;
    this.#turn(stage);
    if (stage === 'LOGGED_OUT') this.#tell(`[svr] Client ${user.name} logged out`);
    this.#shared.loggedIn.remove(user.name);
    this.#user = undefined;
    this.#id = undefined;
    this.#shared.listener.journal({ kind: 'left', peer: this.#peer, user, session, at: this.#now });
  }

  /** Ends with the connection. */
  over(): void {
    this.end('DISCONNECTED');
    if (!this.#used) this.#shared.listener.journal({ kind: 'left', peer: this.#peer, at: this.#now });
  }

  /** Reports a line that the original prints. */
  note(text: string): void {
    this.#shared.listener.journal({ kind: 'noted', peer: this.#peer, text, at: this.#now });
  }

  /** Skipped if the journal has no reader, because formatting is costly. */
  #tell(text: string): void {
    if (this.#shared.listener.followed === true) this.note(text);
  }

  #turn(stage: Stage): void {
    this.note(`[svr] Client ${this.#id} transitioning from ${this.#stage} to ${stage}`);
    this.#stage = stage;
  }

  get #now(): number {
    return this.#shared.chat.clock.now();
  }
}
