import type { Chat } from '#chat/chat.ts';
import type { Clock } from '#chat/clock.ts';
import type { Link } from '#link/link.ts';

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
  listen(chat: Chat): (link: Link) => void;
  /** A person's client. Resolves with the process's exit code. */
  client(options: ClientOptions): Promise<number>;
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
