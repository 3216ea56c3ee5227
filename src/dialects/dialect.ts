import type { Chat } from '#chat/chat.ts';
import type { Clock } from '#chat/clock.ts';
import type { Entry, Millis, UserRef } from '#chat/event.ts';
import type { Rules } from '#chat/rules.ts';
import type { Link, Peer } from '#link/link.ts';

/** A wire protocol we speak. What stands here is all the rest of Polylogue knows of it. */
export interface Dialect {
  /** Its folder's name, and its scheme in a listener's URL. */
  readonly name: string;
  /** The TCP port it listens on unless told otherwise. */
  readonly port: number;
  /** One line, under 80 characters, for `--help`. */
  readonly summary: string;
  /** A command to paste that joins a listener there. */
  join(host: string, port: number): string;
  /** Serves links; what those of one listener share lives in the closure. Called once per listener. */
  listen(chat: Chat, listener: Listener): (link: Link) => void;
  /** How the original program tells its operator what happens, if there is one. Made once per listener. */
  chronicle?(): Chronicle;
  /** What a client wrote in one go, with each secret in it blotted out by as many `*`; everything else as it is. */
  blot(chunk: Uint8Array): Uint8Array;
  /** A person's client. Resolves with the process's exit code. */
  client(options: ClientOptions): Promise<number>;
}

/** Where links of one dialect are accepted. */
export interface Listener {
  readonly rules: Rules;
  /** Hears who came and left. What came of a happening is not its business: it never throws. */
  readonly journal: (happening: Happening) => void;
}

/** What an operator may be told of a listener. `at`: when it happened. */
export type Happening =
  | { readonly kind: 'listening'; readonly port: number; readonly at: Millis }
  | { readonly kind: 'connected'; readonly peer: Peer; readonly at: Millis }
  /** A session has come, or has become somebody else. */
  | { readonly kind: 'came'; readonly peer: Peer; readonly user: UserRef; readonly at: Millis }
  /** Its link is over, or it was never anybody's. */
  | { readonly kind: 'left'; readonly peer: Peer; readonly user?: UserRef | undefined; readonly at: Millis }
  /** Something happened in the chat, whoever it was and by whichever listener. */
  | { readonly kind: 'entry'; readonly entry: Entry; readonly at: Millis }
  | { readonly kind: 'stopping'; readonly at: Millis };

/** An original program's own words for what happens: each happening is one line, or none. */
export interface Chronicle {
  /** What it prints. Lines may hold anything: whoever prints them makes control characters visible. */
  console(happening: Happening): string | undefined;
  /** The file it writes, if it writes one: its usual name, and its lines. */
  readonly log?: { readonly file: string; line(happening: Happening): string | undefined };
}

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly console: Console;
  readonly clock: Clock;
  /** Opens a link to the server; rejects with Node's own error when that fails. */
  readonly connect: () => Promise<Link>;
  /** Come back by itself when the server vanishes. */
  readonly reconnect: boolean;
  /** The name to come under, instead of asking for it. */
  readonly name?: string | undefined;
}

/** Where a person types and reads: a terminal, or a pipe. Control characters never reach a terminal raw. */
export interface Console {
  /**
   * Shows a line of what arrived; on a terminal above the prompt and what is half typed there, which stay.
   * Control characters in it are shown, never obeyed.
   */
  show(line: string): void;
  /** What stands before what is typed, from now on; empty for none. */
  prompt(text: string): void;
  /** Lines typed, without their ends, until the end of input (undefined, for ever after). One at a time. */
  line(): Promise<string | undefined>;
  /** Resolves at Ctrl-C: the person wants to leave. */
  readonly interrupted: Promise<void>;
  /** Somebody sees what is shown and can type again; otherwise the exit code must tell what was not sent. */
  readonly interactive: boolean;
  /** Gives the terminal back; what is half typed stays on the screen. */
  close(): void;
}
