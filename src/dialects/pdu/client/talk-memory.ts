import { randomUUID } from 'node:crypto';

import { types } from '../talk-codec.ts';

/** The name and the password. Kept while the client reconnects; never shown. */
export interface Identity {
  username: string | undefined;
  password: string | undefined;
}

/** A message that was not acknowledged yet. */
export interface Unacknowledged {
  readonly to: string;
  readonly text: string;
  /** The server tells by it that it has the message already. */
  readonly id: string;
}

/** What is kept while the client reconnects. Never shown. */
export class TalkMemory {
  readonly identity: Identity;
  /** The room that the person is looking at. */
  room = '#lobby';
  /** Those that are joined again where the server does not remember it. */
  readonly rooms: Set<string> = new Set(['#lobby']);
  token: string | undefined = undefined;
  resume: string | undefined = undefined;
  /** By the ref of the request. */
  readonly unacknowledged: Map<number, Unacknowledged> = new Map();
  /** Cursors of what came since the last place to resume from: it may come again. */
  readonly #seen = new Set<string>();
  #ref = 0;

  constructor(identity: Identity) {
    this.identity = identity;
  }

  /** A fresh mark for a request. */
  nextRef(): number {
    return ++this.#ref;
  }

  message(to: string, text: string): Unacknowledged {
    return { to, text, id: randomUUID() };
  }

  /** Whether what has this place is new. */
  isNew(cursor: string): boolean {
    if (this.#seen.has(cursor)) return false;
    this.#seen.add(cursor);
    return true;
  }

  /** Everything up to there has come. */
  reached(resume: string): void {
    this.resume = resume;
    this.#seen.clear();
  }

  get login(): { readonly mtype: number; readonly payload: Readonly<Record<string, unknown>> } {
    const { username, password } = this.identity;
    const { token, resume } = this;
    return {
      mtype: types.login,
      payload: { name: username, ...(password !== '' && { password }), ...(token !== undefined && { token, resume }) },
    };
  }
}
