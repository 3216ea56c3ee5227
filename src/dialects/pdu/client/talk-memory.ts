import { randomUUID } from 'node:crypto';

import { fold } from '#chat/names/names.ts';

import { type Payload, types } from '../talk-codec.ts';
import { RecentMessages } from './recent-messages.ts';

/** The name and the password. Kept while the client reconnects; never shown. */
export interface Identity {
  username: string | undefined;
  password: string | undefined;
}

/** A message that was not acknowledged yet. */
export interface Unacknowledged {
  readonly to: string;
  readonly text: string;
  /** An id by which the server recognises a message that it already has. */
  readonly id: string;
  readonly style?: 'action';
  /** The cursor of the message that it answers. */
  readonly reply?: string;
}

/** A room that the person is in. */
interface EnteredRoom {
  readonly name: string;
  readonly key: string | undefined;
}

/** Places that are remembered since the last one to resume from: a server sends that one before there are this many. */
const maxSeen = 10_000;

/** What is kept while the client reconnects. Never shown. */
export class TalkMemory {
  readonly identity: Identity;
  /** The id of the user; 0 before the login. */
  me = 0;
  account = false;
  token: string | undefined = undefined;
  resume: string | undefined = undefined;
  /** What happens besides messages is shown. */
  news = true;
  /** The room, or the user, that the person last wrote to; undefined: the room in the prompt. */
  spoken: string | undefined = undefined;
  /** Messages that are not acknowledged yet, by the ref of their request. */
  readonly unacknowledged: Map<number, Unacknowledged> = new Map();
  readonly messages: RecentMessages = new RecentMessages();
  /** The rooms that the person is in, by folded name. They are joined again if the server no longer has the user in them. */
  readonly #rooms = new Map<string, EnteredRoom>();
  /** Cursors of what came since the last place to resume from: it may come again. */
  readonly #seen = new Set<string>();
  #ref = 0;

  constructor(identity: Identity) {
    this.identity = identity;
    this.entered('#lobby');
  }

  /** A new ref for a request. */
  nextRef(): number {
    return ++this.#ref;
  }

  message(to: string, text: string, more: Pick<Unacknowledged, 'style' | 'reply'>): Unacknowledged {
    return { to, text, id: randomUUID(), ...more };
  }

  /** Whether the entry with this cursor is new. */
  isNew(cursor: string): boolean {
    if (this.#seen.has(cursor)) return false;
    if (this.#seen.size >= maxSeen) this.#seen.clear();
    this.#seen.add(cursor);
    return true;
  }

  /** Everything up to there has come. */
  reached(resume: string): void {
    this.resume = resume;
    this.#seen.clear();
  }

  /** The cursor of a message by its number. */
  cursorOf(number: number): string {
    return `${this.resume?.replace(/:.*$/s, '') ?? ''}:${number}`;
  }

  get rooms(): readonly EnteredRoom[] {
    return [...this.#rooms.values()];
  }

  isIn(room: string): boolean {
    return this.#rooms.has(fold(room));
  }

  entered(name: string, key?: string): void {
    this.#rooms.set(fold(name), { name, key: key ?? this.#rooms.get(fold(name))?.key });
  }

  /** The person has set the key of a room, or removed it. */
  keySet(name: string, key: string | undefined): void {
    const room = this.#rooms.get(fold(name));
    if (room) this.#rooms.set(fold(name), { ...room, key });
  }

  left(name: string): void {
    this.#rooms.delete(fold(name));
  }

  renamed(before: string, name: string): void {
    const room = this.#rooms.get(fold(before));
    this.left(before);
    if (room) this.entered(name, room.key);
  }

  get login(): { readonly mtype: number; readonly payload: Payload } {
    const { username, password } = this.identity;
    const { token, resume } = this;
    const who = { name: username, ...(password !== '' && { password }), reads: true };
    return { mtype: types.login, payload: { ...who, ...(token !== undefined && { token, resume }) } };
  }
}
