import type { Entry, Millis, UserRef } from '#chat/event.ts';
import type { Peer } from '#link/link.ts';

/** What happens at a listener, for its operator. `session`: its number, where a dialect numbers its sessions. */
export type JournalEvent =
  | { readonly kind: 'listening'; readonly port: number; readonly at: Millis }
  | { readonly kind: 'connected'; readonly peer: Peer; readonly at: Millis }
  /** A session logged in, or logged in as another user. `isNew`: with a new account, if the dialect can tell. */
  | {
      readonly kind: 'came';
      readonly peer: Peer;
      /** The peers of the session's other links, if it has several. */
      readonly further?: readonly Peer[];
      readonly user: UserRef;
      readonly isNew?: boolean | undefined;
      readonly session?: number | undefined;
      readonly at: Millis;
    }
  /** A user changed their name. */
  | {
      readonly kind: 'renamed';
      readonly peer: Peer;
      readonly further?: undefined;
      readonly user: UserRef;
      readonly at: Millis;
    }
  /** The link ended; without `user` if it never logged in. */
  | {
      readonly kind: 'left';
      readonly peer: Peer;
      readonly user?: UserRef | undefined;
      readonly session?: number | undefined;
      readonly at: Millis;
    }
  /** Any other line that the original prints about a peer. */
  | { readonly kind: 'noted'; readonly peer: Peer; readonly text: string; readonly at: Millis }
  /** A command received, or an answer sent; secrets are masked. Only from dialects that report it. */
  | {
      readonly kind: 'commanded' | 'answered';
      readonly peer: Peer;
      readonly session: number;
      readonly bytes: Uint8Array;
      readonly at: Millis;
    }
  /** Any entry of the chat, from any listener. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly at: Millis }
  | { readonly kind: 'stopping'; readonly at: Millis };

/** What an original program prints: at most one line per event. */
export interface OriginalLog {
  /** A line for the console. It may contain control characters; the caller makes them visible. */
  console(happening: JournalEvent): string | undefined;
  /**
   * The log file, if it writes one: its default name, and its lines. `raw`: control characters written unchanged; the
   * lines contain them only as the original's framing.
   */
  readonly log?: { readonly file: string; readonly raw?: string; line(happening: JournalEvent): string | undefined };
}
