import type { Store } from '#chat/ports.ts';
import { setImmediate } from 'node:timers/promises';
import type { RunningChat } from '#chat/chat.ts';
import type { Asked, Millis, RoomId, Seq, UserRef } from '#chat/event.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Captures } from '#server/capture/captures.ts';
import type { JoinableListener } from '#server/join-commands.ts';
import { type Follower, followers } from './follower.ts';

/** The source of an answer: a running chat, or a store without a server. */
export interface ChatOrStore {
  readonly store: Store;
  /** Its listeners; empty without a server. */
  readonly joinable: readonly JoinableListener[];
  /** Its captures; undefined without a server. */
  readonly captures?: Captures | undefined;
  /** The running chat; undefined without a server. */
  readonly chat?: RunningChat | undefined;
  /** The last seq that may be shown. Later entries are not durable yet. */
  shown(): Seq;
  present(name: string): UserRef | undefined;
  /** The number of open sessions; undefined without a server. */
  sessions(): number | undefined;
  /** Posts a draft as the server; `room`: as in `Chat.post`. */
  command(event: Asked, room?: string): Promise<Answer>;
  now(): Millis;
  /** Follows a room from now on, until `gone` is aborted. A sentence gives the reason for a refusal. */
  follow(room: RoomId, gone: AbortSignal): Follower | string;
  /** Resolves when the next page may be read. */
  turn(): Promise<void>;
}

/** The results of a request, in pages. Returns undefined, or a sentence with the reason for a refusal. */
export type Results = AsyncGenerator<readonly object[], string | undefined>;

/** The parts of a server that answer requests. */
export interface Served extends Pick<ChatOrStore, 'store' | 'joinable' | 'captures'> {
  readonly chat: RunningChat;
}

/** `signal`: aborted before the store is closed. */
export function groundOf({ store, chat, joinable, captures }: Served, signal: AbortSignal): ChatOrStore {
  return {
    store,
    joinable,
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

/**
 * Allows one page per turn of the event loop, for all requests together, so that the chat has the other time. Rejects
 * after `signal` is aborted.
 */
export function turns(signal?: AbortSignal): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => (last = last.then(() => setImmediate(undefined, { signal })));
}
