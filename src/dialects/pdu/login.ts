import type { Chat } from '#chat/chat.ts';
import type { UserRef } from '#chat/event.ts';
import type { Peer } from '#link/link.ts';

import type { Listener } from '../dialect.ts';
import { integer } from './codec.ts';
import type { Json } from './json.ts';
import { Liveness } from './liveness.ts';
import type { LoggedIn } from './logged-in.ts';

/** What holds for all connections of a listener. */
export interface Terms {
  readonly chat: Chat;
  readonly listener: Listener;
  readonly loggedIn: LoggedIn;
  /** The lowest version that is served. */
  readonly minimum: string | undefined;
  /** What is said is said in #lobby. */
  readonly lobby: boolean;
}

/** As the original calls the states of a client. */
export type Stage = 'CONNECTED' | 'AUTHENTICATED' | 'CHATTING' | 'LOGGED_OUT' | 'DISCONNECTED';

/** Who is logged in on one connection, if anybody is; tells the journal. */
export class Login {
  readonly #terms: Terms;
  readonly #peer: Peer;
  readonly #liveness: Liveness;
  #stage: Stage = 'CONNECTED';
  #user: UserRef | undefined = undefined;
  #id: number | undefined = undefined;
  #used = false;

  /** `silent` is called when nothing was heard for too long. */
  constructor(terms: Terms, peer: Peer, silent: (id: number) => void) {
    this.#terms = terms;
    this.#peer = peer;
    this.#liveness = new Liveness(terms.chat.clock, () => {
      if (this.#id !== undefined) silent(this.#id);
    });
  }

  get id(): number | undefined {
    return this.#id;
  }

  /** Whether a client means this one, in whatever form it writes the number. */
  isMeant(id: Json | undefined): boolean {
    return this.#id !== undefined && integer(id) === this.#id;
  }

  /** Returns its id. */
  begin(user: UserRef): number {
    const id = this.#terms.loggedIn.add(user.name);
    this.#user = user;
    this.#id = id;
    this.#used = true;
    this.#terms.listener.journal({ kind: 'came', peer: this.#peer, user, session: id, at: this.#now });
    this.#stage = 'CONNECTED';
    this.#turn('AUTHENTICATED');
    this.#liveness.begin();
    return id;
  }

  chatted(): void {
    this.#liveness.heard();
    if (this.#stage === 'AUTHENTICATED') this.#turn('CHATTING');
  }

  pinged(): void {
    this.#liveness.pinged();
  }

  end(stage: Stage): void {
    const [user, session] = [this.#user, this.#id];
    this.#liveness.end();
    if (!user) return;
    this.#turn(stage);
    this.#terms.loggedIn.remove(user.name);
    this.#user = undefined;
    this.#id = undefined;
    this.#terms.listener.journal({ kind: 'left', peer: this.#peer, user, session, at: this.#now });
  }

  /** The connection is over, and nothing follows. */
  over(): void {
    this.end('DISCONNECTED');
    if (!this.#used) this.#terms.listener.journal({ kind: 'left', peer: this.#peer, at: this.#now });
  }

  /** What the original prints. */
  note(text: string): void {
    this.#terms.listener.journal({ kind: 'noted', peer: this.#peer, text, at: this.#now });
  }

  #turn(stage: Stage): void {
    this.note(`[svr] Client ${this.#id} transitioning from ${this.#stage} to ${stage}`);
    this.#stage = stage;
  }

  get #now(): number {
    return this.#terms.chat.clock.now();
  }
}
