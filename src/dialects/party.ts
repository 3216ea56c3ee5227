import type { Clock } from '#chat/ports.ts';
import type { Link } from '#link/link.ts';

/** A dialect's part of a person's client. Connecting, reconnecting and the exit code are in `src/client`. */
export interface DialectClient {
  /** Starts a conversation on a new link, which was not read yet. */
  converse(link: Link): Conversation;
  /** Whether this line means that the person wants to leave. */
  leaves(line: string): boolean;
}

/** A client's conversation with a server, on one link. */
export interface Conversation {
  /** Starts reading the link. Called once, first. */
  begin(): void;
  /** Takes a typed line, undefined at the end of input. False: not now; the line is kept. */
  typed(line: string | undefined): boolean;
  /** Sends the dialect's farewell in place of unsent lines, and ends. No effect after the end. */
  leave(): void;
}

/**
 * How a conversation ends. `left`: the person left. `lost`: the server closed or disappeared. `wrong-protocol`: the server
 * speaks another protocol. `refused`: the name is unavailable. `dismissed`: the client must not reconnect.
 */
export type Ending = 'left' | 'lost' | 'wrong-protocol' | 'refused' | 'dismissed';

/** The client to which conversations belong. */
export interface Party {
  readonly console: Console;
  readonly clock: Clock;
  readonly lines: TypedLines;
  /** The dialect's `clientOptions` that were given, as written. */
  readonly options?: Readonly<Record<string, string>>;
  /** Opens another link to the same server; rejects with Node's error. */
  connect(): Promise<Link>;
  /** The name the server accepted, used to reconnect; may be shown. */
  name: string | undefined;
  /** The name to use without asking; undefined after it was refused. */
  wished: string | undefined;
  /** A name was sent to the server, or refused by the client. */
  proposed: boolean;
  /** Tells the person that a line of `length` bytes was not sent, because servers read at most `most`. */
  tooLong(length: number, most: number): void;
  /** Shows a sentence that tells that a typed line was not sent. */
  unsent(sentence: string): void;
  /** The server has announced its shutdown: its close is then expected, and the client closes soon after that time. */
  stopsIn(seconds: number): void;
  /**
   * Called once, at the end of a conversation. `reason` is shown to the person unless empty. `looksLike`: the dialect
   * that the server seems to speak.
   */
  over(ending: Ending, reason: string, looksLike?: string): void;
}

/** The lines a person types, one at a time, on request. */
export interface TypedLines {
  /** Requests a line; it is given to the conversation. */
  ask(): void;
  /** Puts back a line, before all others. */
  keep(line: string | undefined): void;
}

/**
 * What is hidden of a typed line, and not recalled by the arrow keys: all of it, or what the function replaces by `*`.
 * The function returns as many UTF-16 units as it gets.
 */
export type Secrets = 'all' | ((line: string) => string);

/** What else may be shown of a line on a terminal. */
export interface Accents {
  /** The sender: all lines of one name have one colour. */
  readonly name?: string;
  /** Parts that name the person, in UTF-16 units. */
  readonly marks?: readonly (readonly [from: number, to: number])[];
  /** It should be noticed at once. */
  readonly bell?: boolean;
  /** The line is not a message, but about one. */
  readonly faint?: boolean;
  /** Shown before the line, also on a pipe. */
  readonly time?: string;
}

/** What the word at `from`, up to the cursor, may become; the likeliest first. */
export interface Completed {
  readonly from: number;
  readonly words: readonly string[];
}

/** A person's terminal or pipe. Control characters never reach a terminal raw. */
export interface Console {
  /**
   * Shows a received line; on a terminal above the prompt and the half-typed line. Control characters are made visible.
   * `speaker`: the number of UTF-16 units at its beginning that name the sender; they may be highlighted.
   */
  show(line: string, speaker?: number, accents?: Accents): void;
  /** Shows advice; nothing if the input is not a terminal. */
  hint(line: string): void;
  /** Sets the prompt; empty for none. `secrets`: what is hidden of the typed line. */
  prompt(text: string, secrets?: Secrets): void;
  /** Shows a few words before the prompt, such as who is typing; empty for none. Nothing where there is no prompt. */
  status?(text: string): void;
  /** Calls at the Tab key, and replaces the half-typed word. Nothing where there is no such key. */
  completeWith?(complete: (line: string, cursor: number) => Completed): void;
  /** Calls with the half-typed line when it changes. Nothing where that cannot be seen. */
  watchEditing?(edited: (line: string) => void): void;
  /** The next typed line, without its end; undefined at the end of input and always after it. One call at a time. */
  line(): Promise<string | undefined>;
  /** The last line was one of several pasted lines, entered with one Return key. */
  readonly amongPasted?: boolean;
  /** The number of lines typed and not asked for yet. */
  readonly waiting: number;
  /** Resolves at Ctrl-C. */
  readonly interrupted: Promise<void>;
  /** A person sees the output and can type again; otherwise the exit code must show that something was not sent. */
  readonly interactive: boolean;
  /** Restores the terminal; a half-typed line stays on the screen. */
  close(): void;
}
