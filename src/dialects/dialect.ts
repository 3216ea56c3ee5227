import type { Clock } from '#chat/ports.ts';
import type { Chat } from '#chat/chat.ts';
import type { Entry, Millis, UserRef } from '#chat/event.ts';
import type { Mask } from '#text/mask.ts';
import type { Rules, SameAccount } from '#chat/rules.ts';
import type { Link, Peer } from '#link/link.ts';

/** A wire protocol we speak. What stands here is all the rest of Polylogue knows of it. */
export interface Dialect {
  /** Its folder's name, and its scheme in a listener's URL. */
  readonly name: string;
  /** The TCP port it listens on unless told otherwise. */
  readonly port: number;
  /** One line, under 80 characters, for `--help`. */
  readonly summary: string;
  /** A command to paste that joins a listener there. `polylogue`: the words that start this program where it is pasted. */
  join(host: string, port: number, polylogue: string): string;
  /** Serves links; what those of one listener share lives in the closure. Called once per listener. */
  listen(chat: Chat, listener: Listener): (link: Link) => void;
  /** What a listener of it may be told beside its rules, in its URL or by `polylogue <name> server`; by key. */
  readonly options?: Readonly<Record<string, DialectOption>>;
  /** What `polylogue <name> server` tells its listener unless the operator says something else: to be as its original. */
  readonly originalOptions?: Readonly<Record<string, string>>;
  /** Its name (ALPN) over QUIC, if it is spoken there too: on the UDP port of the same number. */
  readonly quic?: string;
  /** What becomes of an account that comes twice where the operator does not say; `share`. */
  readonly sameAccount?: SameAccount;
  /** The accounts its original has. They are made where the listener's option `demo-accounts` is `yes`. */
  readonly demoAccounts?: readonly { readonly name: string; readonly password: string }[];
  /** How the original program tells its operator what happens, if there is one. Made once per listener. */
  chronicle?(): Chronicle;
  /** Hides passwords in what a client writes. Made once for each link. */
  mask(): Mask;
  /** What its client may be told by `polylogue <name> client`; by key. */
  readonly clientOptions?: Readonly<Record<string, DialectOption>>;
  /** How the programs of its original are started, where that differs from ours. */
  readonly aliases?: { readonly server?: Aliases; readonly client?: Aliases };
  /** What `--help` of its client says about names and passwords. */
  readonly clientHelp: string;
  /** A person's client. Called once; what it keeps from one link to the next lives in the closure. */
  client(party: Party): DialectClient;
}

/**
 * Words of an original's command line such as `-p`, each of which takes a value: for the option of our command that is
 * named here, or for its argument `HOST` or `PORT`.
 */
export type Aliases = Readonly<Record<string, string>>;

/** `?key=value` in a listener's URL, `--key value` on a command line. */
export interface DialectOption {
  /** What stands for the value in `--help`, such as `FILE`. Without it, it is `yes` or `no`, and `--key` says yes. */
  readonly value?: string;
  readonly help: string;
}

/** An option has a value it cannot have; the message is a sentence. Thrown by `listen` and `client`. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** Where links of one dialect are accepted. */
export interface Listener {
  readonly rules: Rules;
  /** Those of the dialect's `options` that were given, as they were written. */
  readonly options?: Readonly<Record<string, string>>;
  /** Hears who came and left. What came of a happening is not its business: it never throws. */
  readonly journal: (happening: Happening) => void;
  /** Somebody hears the journal. If not, what costs something to tell need not be told. */
  readonly followed?: boolean;
  /** Where it listens. */
  readonly place?: { readonly address: string; readonly port: number };
  /** Of Polylogue. */
  readonly version?: string;
}

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
      readonly user: UserRef;
      readonly isNew?: boolean | undefined;
      readonly session?: number | undefined;
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
