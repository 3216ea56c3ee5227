import type { Frame } from '#text/frames.ts';
import type { Entry, RoomRef, Seq, UserRef } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';
import type { Format, Item } from './format.ts';

/** Where a session's bytes wait for its peer, such as its link, with whatever queues stand before it. */
export interface Outbox {
  /** Bytes that wait. */
  readonly queued: number;
  /** So much waits for all peers together, or for those of this address, that nothing more should be queued. */
  readonly scarce: boolean;
  /** Whether everything written so far was handed to the transport. */
  readonly delivered: boolean;
  /** Resolves when that is so, or never will be. */
  drained(): Promise<void>;
}

/** What a session asked, in its dialect's own terms: an IRC label, a client's own id, a PDU's numbers. Never undefined. */
export type Ask = NonNullable<unknown>;

/** What a session is answered with. */
export type Answer =
  /** `waits`: said to somebody who is away, and hears it when they are back. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly waits: boolean }
  | { readonly kind: 'no-op'; readonly user: UserRef; readonly room?: RoomRef }
  | { readonly kind: 'applied' }
  /** It was asked for by the same id before, and has this place. */
  | { readonly kind: 'again'; readonly seq: Seq }
  | { readonly kind: 'refusal'; readonly code: RefusalCode };

/**
 * One peer's attachment to the chat, as a dialect provides it. Its methods are called by the hub and must not throw. `A` is
 * what it asks with, `F` what it is handed.
 */
export interface Session<A extends Ask = Ask, F extends Item = Frame> {
  /** How it hears, when it is opened. `chat.become` changes that. */
  readonly format: Format<F>;
  readonly outbox: Outbox;
  /** Writes what it hears. The array and all in it are shared: do not change them. */
  send(items: readonly F[]): void;
  /**
   * In the order asked; at its place among what the room of the entry hears. What it returns goes out right there. `place`:
   * everything up to there was handed to the session before this batch; the entry's own place is no such place, because
   * other rooms of the batch come later. A format with `places` is told the exact one at the batch's end.
   */
  answer(answer: Answer, ask: A, place: Seq): F | undefined;
  /** There is room again after a post that returned false. */
  resume(): void;
  /** The session is over: all it asked was answered and nothing more will come. */
  closed(): void;
}
