import type { Chat } from '#chat/chat.ts';
import type { Entry, Via } from '#chat/event.ts';
import type { ListenerRules, SameAccount } from '#chat/settings/listener-rules.ts';
import type { Carrier } from '#link/transports.ts';
import type { Link, Peer } from '#link/link.ts';
import type { Mask } from '#text/mask.ts';

import type { JournalEvent, OriginalLog } from './journal.ts';
import type { DialectClient, Party } from './party.ts';

/** A wire protocol. The rest of Polylogue uses it only through this interface. */
export interface Dialect {
  /** Its folder's name, and its scheme in a listener's URL. */
  readonly name: string;
  /**
   * Stored with every entry to say by which dialect it came. Never changed or reused. Numbers from 1000 on are for
   * dialects outside this repository.
   */
  readonly number: Via;
  /** The port it listens on unless told otherwise. */
  readonly port: number;
  /** One line, under 80 characters, for `--help`. */
  readonly summary: string;
  /** A command that joins a listener there, for pasting. `polylogue`: the command that starts this program there. */
  join(host: string, port: number, polylogue: string): string;
  /** Returns the function that serves links. Called once per listener; the closure holds what its links share. */
  listen(chat: Chat, listener: Listener): (link: Link) => void;
  /** Options of a listener, in a URL or for `polylogue <name> server`, by key. */
  readonly options?: Readonly<Record<string, DialectOption>>;
  /** Throws the `OptionError` that `listen` would throw. Called before anything is opened. */
  checkOptions?(given: Readonly<Record<string, string>>): void;
  /** Default options of `polylogue <name> server`, which behaves like the original. */
  readonly originalOptions?: Readonly<Record<string, string>>;
  /** Its transports, each on the port of the same number; the first is the default. TCP if omitted. */
  readonly carriers?: readonly Carrier[];
  /** What happens by default when an account logs in twice; `share` if omitted. */
  readonly sameAccount?: SameAccount;
  /** The original's accounts, created if the listener's option `demo-accounts` is `yes`. */
  readonly demoAccounts?: readonly { readonly name: string; readonly password: string }[];
  /** The servers linked to this one by this protocol; undefined if the operator allows none. */
  servers?(chat: Chat): LinkedServers | undefined;
  /** What the original program prints for its operator, if there is one. Made once per listener. */
  originalLog?(): OriginalLog;
  /**
   * Masks passwords in what a client writes. Made once per link. `joined`: the link is not seen from its beginning, or
   * with a gap, so the first bytes may belong to a password: they are masked up to the end of a message.
   */
  mask(joined?: boolean): Mask;
  /** Describes what is written on a link, for captures. Made once per link; `joined` as above. */
  describe?(joined?: boolean): Describer;
  /** Options of `polylogue <name> client`, by key. */
  readonly clientOptions?: Readonly<Record<string, DialectOption>>;
  /** Command line options of the original programs that differ from ours. */
  readonly aliases?: { readonly server?: Aliases; readonly client?: Aliases };
  /** The part of the client's `--help` about names, passwords, and what is typed. */
  readonly clientHelp?: string;
  /**
   * What a message to a channel looks like on this wire: its text, and its entry. Pure. No writes for a channel that the
   * wire does not have.
   */
  example?(text: string, entry: Entry): Example;
  /** Makes a person's client. Called once; the closure holds what is kept while reconnecting. Omitted where people use another program. */
  client?(party: Party): DialectClient;
}

/** The servers linked to this one, for `polylogue peer`. `add` and `remove` return a sentence if they fail. */
export interface LinkedServers {
  list(): readonly LinkedServer[];
  add(address: string): string | undefined;
  /** `name`: an address or a group. */
  remove(name: string): string | undefined;
  stop(): void;
}

export interface LinkedServer {
  /** `HOST:PORT`. */
  readonly address: string;
  /** Undefined until the server has sent its id. */
  readonly group: string | undefined;
  readonly state: 'linked' | 'dialling' | 'waiting';
  /** ms since 1970; undefined while it is not linked. */
  readonly since: number | undefined;
  /** Other groups whose mail it takes. */
  readonly leadsTo: readonly string[];
  /** Messages waiting for the group. */
  readonly waiting: number;
  /** Why the last attempt to connect failed. */
  readonly error: string | undefined;
}

/** Describes bytes, from themselves and the bytes before them alone. Never repeats the text of messages. */
export interface Describer {
  /** Describes what a client wrote, with passwords masked. A message is described where it ends. */
  client(bytes: Uint8Array): readonly Meaning[];
  /** Describes one write of the server. Depends on no bytes before it. */
  server(bytes: Uint8Array): readonly Meaning[];
}

/** One message: chat if it has `to`, else a command or an answer. */
export interface Meaning {
  /** The sender, where a server passes it on. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `NICK bob`, `READY`; with `to`, the name of the command that sent it. */
  readonly command?: string | undefined;
}

/**
 * Options of an original's command line such as `-p`, each with a value, mapped to an option of our command or to its
 * argument `HOST` or `PORT`.
 */
export type Aliases = Readonly<Record<string, string>>;

/** `?key=value` in a listener's URL, `--key value` on a command line. */
export interface DialectOption {
  /** The value's name in `--help`, such as `FILE`. If omitted, the value is `yes` or `no`, and `--key` means yes. */
  readonly value?: string;
  readonly help: string;
}

/** An option has an invalid value; the message is a sentence. Thrown by `listen` and `client`. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** A place where links of one dialect are accepted. */
export interface Listener {
  readonly rules: ListenerRules;
  /** The dialect's `options` that were given, as written. */
  readonly options?: Readonly<Record<string, string>>;
  /** Called when a peer connects, logs in or leaves. Never throws. */
  readonly journal: (happening: JournalEvent) => void;
  /** The journal has a reader. If not, events that are costly to report need not be reported. */
  readonly followed?: boolean;
  readonly place?: { readonly address: string; readonly port: number };
  /** Polylogue's version. */
  readonly version?: string;
  /** Names the build of the page that is served beside it, if there is one. */
  readonly build?: string | undefined;
  /** The server's other listeners, for a dialect that shows them. */
  readonly otherListeners?: OtherListeners;
  /** Writes a line to the operator's log. */
  readonly note?: (event: string, fields: Readonly<Record<string, string | number | undefined>>) => void;
}

/** A message to a channel. */
export interface Said {
  readonly from: string;
  readonly room: string;
  readonly text: string;
}

/** The writes of the sender of a message, and the writes to a receiver. */
export interface Example {
  readonly client: readonly Uint8Array[];
  readonly server: readonly Uint8Array[];
}

/** The listeners of a server, for a dialect that shows them and opens links to them. */
export interface OtherListeners {
  /** Where each dialect can be joined. `from`: the address of the client that asks and will run the commands. */
  listeners(from: string): readonly ListedListener[];
  /** The address of the page, where people can register there. */
  page(): string | undefined;
  /** A message on every wire that can show one. */
  examples(said: Said): readonly (Example & { readonly dialect: string; readonly describer: Describer | undefined })[];
  /**
   * Opens a link in memory to a listener of that dialect, for this peer and within its limits. Undefined where there is
   * no such listener; `full` where the peer has too many links; `inside` where it is on such a link itself: links in
   * links would multiply the traffic of the innermost one.
   */
  connect(dialect: string, peer: Peer, reader: MemoryLinkReader): MemoryLink | 'full' | 'inside' | undefined;
}

export interface ListedListener {
  readonly dialect: string;
  readonly url: string;
  readonly summary: string;
  /** A command for pasting; missing where only programs on the server's machine can reach it. */
  readonly join?: string;
}

/** Hears what a listener writes on a link in memory. */
export interface MemoryLinkReader {
  /** False: not now; the bytes are kept until `MemoryLink.resume`. */
  heard(bytes: Uint8Array): boolean;
  /** The link is over; called once. */
  over(): void;
}

/** The page's end of a link in memory. */
export interface MemoryLink {
  readonly mask: Mask;
  readonly describer: Describer | undefined;
  write(bytes: Uint8Array): void;
  resume(): void;
  /** Closes it, as a client that disconnects. */
  end(): void;
}
