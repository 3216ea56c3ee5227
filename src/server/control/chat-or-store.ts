import type { Store } from '#chat/ports.ts';
import { setImmediate } from 'node:timers/promises';
import type { RunningChat } from '#chat/chat.ts';
import type { Asked, Millis, RoomId, Seq, UserRef } from '#chat/event.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Captures } from '#server/capture/captures.ts';
import type { Entrance } from '#server/join-commands.ts';
import { type Follower, followers } from './follower.ts';

/** What a request is answered from: a running chat, or a store that nobody serves. */
export interface ChatOrStore {
  readonly store: Store;
  /** Its listeners; none where nobody serves. */
  readonly entrances: readonly Entrance[];
  /** What is captured; none where nobody serves. */
  readonly captures?: Captures | undefined;
  /** The running chat, where there is one. */
  readonly chat?: RunningChat | undefined;
  /** The last seq that may be shown: what is not durable yet is not. */
  shown(): Seq;
  present(name: string): UserRef | undefined;
  /** Sessions that are open; undefined where nobody serves. */
  sessions(): number | undefined;
  /** Posts a draft as the server; `room`: as in `Chat.post`. */
  command(event: Asked, room?: string): Promise<Answer>;
  now(): Millis;
  /** Hears of what is said in a room from now on, until `gone`. A sentence says why that cannot be. */
  follow(room: RoomId, gone: AbortSignal): Follower | string;
  /** Resolves when the next page may be read. */
  turn(): Promise<void>;
}

/** The results of a request, a page at a time; at the end undefined, or the sentence that says why not. */
export type Results = AsyncGenerator<readonly object[], string | undefined>;

/** A server, as far as it is asked. */
export interface Served extends Pick<ChatOrStore, 'store' | 'entrances' | 'captures'> {
  readonly chat: RunningChat;
}

/** `signal`: the store is about to be closed. */
export function groundOf({ store, chat, entrances, captures }: Served, signal: AbortSignal): ChatOrStore {
  return {
    store,
    entrances,
    captures,
    chat,
    shown: () => chat.cursor().seq,
    present: (name) => chat.present(name),
    sessions: () => chat.sessions,
    command: (event, room) => chat.command(event, room),
    now: () => chat.clock.now(),
    follow: followers(chat, signal),
    turn: turns(signal),
  };
}

/** One page a turn of the event loop, however many ask: the chat has the rest of it. Rejects once it is called off. */
export function turns(signal?: AbortSignal): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => (last = last.then(() => setImmediate(undefined, { signal })));
}
