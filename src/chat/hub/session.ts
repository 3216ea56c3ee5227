import type { Frame } from '#text/frames.ts';
import type { Entry, RoomRef, Signal, UserRef } from '#chat/event.ts';
import type { RefusalCode } from '#chat/refusal.ts';

/**
 * For whom an entry is rendered. `self`: the other sessions of the user it is from. `waited`: an account that was away when
 * it was said, so the time of it matters.
 */
export type As = 'self' | 'other' | 'waited';

/**
 * From entry or signal to frame, for one kind of listener. Pure; its identity is the key under which its frames are
 * shared, so make one per kind of listener, never one per session. `undefined`: this kind of listener does not show it.
 */
export type Render = (happening: Entry | Signal, as: As) => Frame | undefined;

/** Where a session's bytes wait for its peer, such as its link, with whatever queues stand before it. */
export interface Outbox {
  /** Bytes that wait. */
  readonly queued: number;
  /** What waits for all peers together, or for those of its address, is so much that not a byte more should wait. */
  readonly scarce: boolean;
  /** Whether everything written so far was handed to the transport. */
  readonly delivered: boolean;
  /** Resolves when that is so, or never will be. */
  drained(): Promise<void>;
}

/** What a session asked, in its dialect's own terms: an IRC label, a client's own id, a PDU's numbers. */
export type Ask = unknown;

/** What a session is answered with. */
export type Answer =
  /** `waits`: said to somebody who is away, and hears it when they are back. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly waits: boolean }
  | { readonly kind: 'no-op'; readonly user: UserRef; readonly room?: RoomRef }
  | { readonly kind: 'applied' }
  | { readonly kind: 'refusal'; readonly code: RefusalCode };

/** One peer's attachment to the chat, as a dialect provides it. Its methods are called by the hub and must not throw. */
export interface Session<A = Ask> {
  readonly render: Render;
  /**
   * Whether frames may be joined into one write. Otherwise each entry is handed over as a frame of its own, and the
   * session paces them.
   */
  readonly joinable: boolean;
  readonly outbox: Outbox;
  /**
   * Whether what it hears is written to its peer as it comes. It then falls behind when the peer is slow. Otherwise the
   * peer asks for all of it, and only answers wait for room.
   */
  readonly pushes: boolean;
  /**
   * Whether what is said to its user in private is written to it by itself: as it comes, and first what waited for an
   * account. Otherwise its peer asks for it, and the dialect says with `delivered` what it was given.
   */
  readonly takesMail: boolean;
  /**
   * Whether it hears a room its user is a member of without having asked for it by itself: at its coming, and when
   * another session of the user joins. Direct rooms are asked for at each delivery, where it takes mail.
   */
  hears(room: RoomRef): boolean;
  /** Writes what it hears. The array and the frames are shared: do not change them. */
  send(frames: readonly Frame[]): void;
  /** In the order asked; at its place among what the room of the entry hears. Returned frames go out right there. */
  answer(answer: Answer, ask: A): Frame | undefined;
  /** There is room again after a post that returned false. */
  resume(): void;
  /** The session is over: all it asked was answered and nothing more will come. */
  closed(): void;
}
