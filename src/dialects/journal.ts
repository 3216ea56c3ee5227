import type { Entry, Millis, UserRef } from '#chat/event.ts';
import type { Peer } from '#link/link.ts';

/**
 * What an operator may be told of a listener. `at`: when it happened. `session`: its number, where a dialect counts its
 * sessions.
 */
export type Happening =
  | { readonly kind: 'listening'; readonly port: number; readonly at: Millis }
  | { readonly kind: 'connected'; readonly peer: Peer; readonly at: Millis }
  /** A session has come, or has become somebody else. `isNew`: as an account it has just made, where a dialect tells. */
  | {
      readonly kind: 'came';
      readonly peer: Peer;
      /** Those of its other links, where it has several. */
      readonly further?: readonly Peer[];
      readonly user: UserRef;
      readonly isNew?: boolean | undefined;
      readonly session?: number | undefined;
      readonly at: Millis;
    }
  /** Somebody who is here has another name. */
  | {
      readonly kind: 'renamed';
      readonly peer: Peer;
      readonly further?: undefined;
      readonly user: UserRef;
      readonly at: Millis;
    }
  /** Its link is over, or it was never anybody's. */
  | {
      readonly kind: 'left';
      readonly peer: Peer;
      readonly user?: UserRef | undefined;
      readonly session?: number | undefined;
      readonly at: Millis;
    }
  /** Anything else its original prints of a peer, in its words. */
  | { readonly kind: 'noted'; readonly peer: Peer; readonly text: string; readonly at: Millis }
  /** A session was sent a command, or was answered; secrets in it are masked. Only where a dialect tells of it. */
  | {
      readonly kind: 'commanded' | 'answered';
      readonly peer: Peer;
      readonly session: number;
      readonly bytes: Uint8Array;
      readonly at: Millis;
    }
  /** Something happened in the chat, whoever it was and by whichever listener. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly at: Millis }
  | { readonly kind: 'stopping'; readonly at: Millis };

/** An original program's own words for what happens: each happening is one line, or none. */
export interface Chronicle {
  /** What it prints. Lines may hold anything: whoever prints them makes control characters visible. */
  console(happening: Happening): string | undefined;
  /**
   * The file it writes, if it writes one: its usual name, and its lines. `raw`: control characters that stand in them as
   * they are, and which it lets nobody else write there.
   */
  readonly log?: { readonly file: string; readonly raw?: string; line(happening: Happening): string | undefined };
}
