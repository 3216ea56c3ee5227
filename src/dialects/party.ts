import type { Clock } from '#chat/ports.ts';
import type { Link } from '#link/link.ts';

/** What a dialect gives to a person's client; connecting, coming back and the exit code are none of its business. */
export interface DialectClient {
  /** Talks with a server, on a link nobody has read yet. */
  converse(link: Link): Conversation;
  /** Whether somebody who types this, in place of what could be said, wants to leave. */
  leaves(line: string): boolean;
}

/** A client and one server, on one link. */
export interface Conversation {
  /** Reads the link from now on. Called once, before everything else. */
  begin(): void;
  /** Takes a line that was typed, undefined at the end of input; false when it comes at a wrong time. */
  typed(line: string | undefined): boolean;
  /** Says what is to be said instead of what still waits, and ends. Once it is over: no effect. */
  leave(): void;
}

/**
 * How a conversation ends. `left`: as it was wished. `lost`: the server closed or vanished. `strange`: it is no server
 * of this dialect. `refused`: the name it came under is not to be had. `dismissed`: the server does not want us again.
 */
export type Ending = 'left' | 'lost' | 'strange' | 'refused' | 'dismissed';

/** Whose conversations they are. */
export interface Party {
  readonly console: Console;
  readonly clock: Clock;
  readonly lines: TypedLines;
  /** Those of the dialect's `clientOptions` that were given, as they were written. */
  readonly options?: Readonly<Record<string, string>>;
  /** Opens a further link to the same server; rejects with Node's own error when that fails. */
  connect(): Promise<Link>;
  /** The name the server has taken, as it may be shown, under which to come back. */
  name: string | undefined;
  /** The name to come under without asking; gone when it was refused. */
  wished: string | undefined;
  /** A name was asked for, whatever the answer. */
  proposed: boolean;
  /** Says that a line was not sent, because it has `length` bytes where servers read at most `most`. */
  tooLong(length: number, most: number): void;
  /** The server has said that it stops in so many seconds: its end is then no loss, and not waited for much longer. */
  stopsIn(seconds: number): void;
  /**
   * Called once a conversation, at its end. `reason` is for the person; empty for nothing. `looksLike`: the dialect a
   * strange server seems to speak.
   */
  over(ending: Ending, reason: string, looksLike?: string): void;
}

/** What a person types, one line when it is asked for. */
export interface TypedLines {
  /** The next line is then given to the conversation. */
  ask(): void;
  /** Puts a line back that was taken, before all others. */
  keep(line: string | undefined): void;
}

/**
 * What is not shown of a line that is typed on a terminal, nor brought back by the arrow keys: all of it, or what the
 * function gives `*` for. It gives as many UTF-16 units as it takes.
 */
export type Secrets = 'all' | ((line: string) => string);

/** Where a person types and reads: a terminal, or a pipe. Control characters never reach a terminal raw. */
export interface Console {
  /**
   * Shows a line of what arrived; on a terminal above the prompt and what is half typed there, which stay.
   * Control characters in it are shown, never obeyed. `speaker`: how many UTF-16 units at its beginning tell who said
   * the rest; they may be made to stand out.
   */
  show(line: string, speaker?: number): void;
  /** Shows a line that helps a person on; nothing where nobody can type again. */
  hint(line: string): void;
  /** What stands before what is typed, from now on; empty for none. `secrets`: what of it is not to be seen. */
  prompt(text: string, secrets?: Secrets): void;
  /** Lines typed, without their ends, until the end of input (undefined, for ever after). One at a time. */
  line(): Promise<string | undefined>;
  /** The last of these lines was pasted together with others and came with the same return key. */
  readonly amongPasted?: boolean;
  /** How many lines were typed that nobody has asked for yet. */
  readonly waiting: number;
  /** Resolves at Ctrl-C: the person wants to leave. */
  readonly interrupted: Promise<void>;
  /** Somebody sees what is shown and can type again; otherwise the exit code must tell what was not sent. */
  readonly interactive: boolean;
  /** Gives the terminal back; what is half typed stays on the screen. */
  close(): void;
}
