import type { Chat } from '#chat/chat.ts';
import type { Seq, UserRef } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';

import type { Listener } from '../dialect.ts';
import { AddressTurns } from './address-turns.ts';
import { namesSpeakers } from './options.ts';
import { OnlineList } from './online-list.ts';
import type { Keys, PeerKey } from './encryption.ts';

/**
 * Entries remembered as sent from this listener. Sessions that are not behind receive an entry in the turn it arrives.
 */
const maxSaid = 1000;

/** A session that is logged in, as the other sessions of its listener see it. */
export interface OnlineSession {
  readonly user: UserRef | undefined;
  readonly key: PeerKey | undefined;
  /** Deliver this entry in these bytes, if it is delivered in this turn. */
  expect(seq: Seq, sealed: Uint8Array): void;
}

/** What the sessions of one listener share. */
export class ListenerState {
  readonly chat: Chat;
  readonly listener: Listener;
  /** The server's keys; generated at the first call. */
  readonly keys: () => Promise<Keys>;
  /** Messages show their sender, also between clients of this listener. */
  readonly named: boolean;
  readonly peers: OnlineList = new OnlineList();
  /**
   * Histories of up to half a megabyte are made, and sent to clients that may be slow, for few sessions at a time, and fewer
   * per address: some that acknowledge nothing must not keep the others from theirs.
   */
  readonly histories: AddressTurns = new AddressTurns(64, 2);
  readonly #here = new Map<string, Set<OnlineSession>>();
  readonly #said = new Set<Seq>();
  /** Entries of the current turn. */
  readonly #fresh = new Set<Seq>();

  constructor(chat: Chat, listener: Listener, keys: () => Promise<Keys>) {
    this.chat = chat;
    this.listener = listener;
    this.keys = keys;
    this.named = namesSpeakers(listener.options);
  }

  enter(name: string, session: OnlineSession): void {
    const folded = fold(name);
    const sessions = this.#here.get(folded) ?? new Set();
    this.#here.set(folded, sessions.add(session));
  }

  leave(name: string, session: OnlineSession): void {
    const folded = fold(name);
    const sessions = this.#here.get(folded);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#here.delete(folded);
  }

  /** The latest session of that user; an exact name has priority over a folded one. */
  sessionOf(name: string): OnlineSession | undefined {
    const sessions = [...(this.#here.get(fold(name)) ?? [])];
    return sessions.findLast(({ user }) => user?.name === name) ?? sessions.at(-1);
  }

  /** Notes that an entry was sent from this listener. */
  said(seq: Seq): void {
    this.#said.add(seq);
    this.#fresh.add(seq);
    this.chat.afterDelivery(() => this.#fresh.delete(seq));
    if (this.#said.size > maxSaid) for (const first of this.#said) return void this.#said.delete(first);
  }

  /**
   * Whether to leave out the sender, as the original does. A private message that a slow client receives later is
   * sealed again and does have its sender.
   */
  isUnnamed(seq: Seq, isPrivate: boolean): boolean {
    return !this.named && (isPrivate ? this.#fresh : this.#said).has(seq);
  }
}
