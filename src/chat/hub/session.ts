import type { Frame } from '#text/frames.ts';
import type { Entry, RoomRef, Seq, UserRef } from '#chat/event.ts';
import type { Refusal } from '#chat/refusal.ts';
import type { Format, Item } from './format.ts';

/** The outbox where a session's bytes wait for its peer: its link, and the queues before it. */
export interface Outbox {
  /** Number of bytes that wait. */
  readonly queued: number;
  /** The bytes that wait for all peers together, or for those of its address, have reached the bound: nothing more should wait. */
  readonly scarce: boolean;
  /** Whether everything written so far was handed to the transport. */
  readonly delivered: boolean;
  /** Resolves when all was handed over, or never will be. */
  drained(): Promise<void>;
}

/** Identifies a session's request in the terms of its dialect: an IRC label, a client's own id, a PDU's numbers. Never undefined. */
export type Ask = NonNullable<unknown>;

/** The answer to a request. */
export type Answer =
  /**
   * `waits`: the recipient is away, and gets the message when back. `away`: it has left this text when it went away from the
   * keyboard; only where the session is to be told, which is once an hour.
   */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly waits: boolean; readonly away?: string | undefined }
  | { readonly kind: 'no-op'; readonly user: UserRef; readonly room?: RoomRef }
  | { readonly kind: 'applied' }
  /** It was requested with the same id before, and has this place. */
  | { readonly kind: 'again'; readonly seq: Seq }
  | ({ readonly kind: 'refusal' } & Refusal);

/**
 * One peer's attachment to the chat, as a dialect provides it. Its methods are called by the hub and must not throw. `A`:
 * the type of its asks, `F`: the type of the items it is handed.
 */
export interface Session<A extends Ask = Ask, F extends Item = Frame> {
  /** How it hears, when it is opened. `chat.become` changes that. */
  readonly format: Format<F>;
  readonly outbox: Outbox;
  /** Writes what it hears. The array and all in it are shared: do not change them. */
  send(items: readonly F[]): void;
  /**
   * Called in the order asked, at the entry's place among the others of its room. What it returns is written there.
   * `place`: everything up to it was handed to the session before this batch. It is not the entry's own place, because
   * other rooms of the batch come later. A format with `places` is told the exact one at the batch's end.
   */
  answer(answer: Answer, ask: A, place: Seq): F | undefined;
  /** A room that it hears is called `name` from here on. Called before it is sent the entry that says so. */
  roomRenamed?(name: string, before: string): void;
  /** Called when there is space again after `takes` returned false. */
  resume(): void;
  /** Called when the session is over: all its requests were answered and nothing more will come. */
  closed(): void;
}
