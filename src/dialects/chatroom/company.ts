import type { Chat } from '#chat/chat.ts';
import type { Seq } from '#chat/event.ts';
import { fold } from '#chat/names.ts';

import type { Listener } from '../dialect.ts';
import { AddressTurns } from './address-turns.ts';
import { namesSpeakers } from './options.ts';
import { Peers } from './peers.ts';
import type { Keys } from './sealing.ts';
import type { ChatroomSession } from './session.ts';

/** Entries that are remembered as said here. All who are not behind are told of an entry in the turn it comes in. */
const maxSaid = 1000;

/** Those on one listener, and what they have in common. */
export class Company {
  readonly chat: Chat;
  readonly listener: Listener;
  /** The server's own keys; made when they are first asked for. */
  readonly keys: () => Promise<Keys>;
  /** Each message says who sent it, also to a client of the sender's kind. */
  readonly named: boolean;
  readonly peers: Peers = new Peers();
  /** An answer of hundreds of kilobytes is made for few at a time, and for fewer of one address. */
  readonly histories: AddressTurns = new AddressTurns(16, 2);
  readonly #here = new Map<string, Set<ChatroomSession>>();
  readonly #said = new Set<Seq>();
  /** Those said in the turn that is handed out. */
  readonly #fresh = new Set<Seq>();

  constructor(chat: Chat, listener: Listener, keys: () => Promise<Keys>) {
    this.chat = chat;
    this.listener = listener;
    this.keys = keys;
    this.named = namesSpeakers(listener.options);
  }

  enter(name: string, session: ChatroomSession): void {
    const folded = fold(name);
    const sessions = this.#here.get(folded) ?? new Set();
    this.#here.set(folded, sessions.add(session));
  }

  leave(name: string, session: ChatroomSession): void {
    const folded = fold(name);
    const sessions = this.#here.get(folded);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#here.delete(folded);
  }

  /** The session of that user that came last; an old account's exact name comes before one that is equal to it. */
  sessionOf(name: string): ChatroomSession | undefined {
    const sessions = [...(this.#here.get(fold(name)) ?? [])];
    return sessions.findLast(({ user }) => user?.name === name) ?? sessions.at(-1);
  }

  /** An entry was said by one of us. */
  said(seq: Seq): void {
    this.#said.add(seq);
    this.#fresh.add(seq);
    queueMicrotask(() => this.#fresh.delete(seq));
    if (this.#said.size > maxSaid) for (const first of this.#said) return void this.#said.delete(first);
  }

  /**
   * The original does not say who said it. What was private is named all the same to a client that hears it later than
   * the others: it was behind, and gets it sealed anew.
   */
  isUnnamed(seq: Seq, isPrivate: boolean): boolean {
    return !this.named && (isPrivate ? this.#fresh : this.#said).has(seq);
  }
}
