import type { Chat } from '#chat/chat.ts';
import type { Via } from '#chat/event.ts';
import type { Rules, SameAccount } from '#chat/rules.ts';
import type { Carrier } from '#link/transports.ts';
import type { Link } from '#link/link.ts';
import type { Mask } from '#text/mask.ts';

import type { Chronicle, Happening } from './journal.ts';
import type { DialectClient, Party } from './party.ts';

/** A wire protocol we speak. What stands here is all the rest of Polylogue knows of it. */
export interface Dialect {
  /** Its folder's name, and its scheme in a listener's URL. */
  readonly name: string;
  /** Tells what was said by it, in every entry: its own for ever, and never used again. From 1000 on: what is not ours. */
  readonly number: Via;
  /** The port it listens on unless told otherwise. */
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
  /** What carries it, each on a port of the same number; the first is the usual one. TCP alone where left out. */
  readonly carriers?: readonly Carrier[];
  /** What becomes of an account that comes twice where the operator does not say; `share`. */
  readonly sameAccount?: SameAccount;
  /** The accounts its original has. They are made where the listener's option `demo-accounts` is `yes`. */
  readonly demoAccounts?: readonly { readonly name: string; readonly password: string }[];
  /** How the original program tells its operator what happens, if there is one. Made once per listener. */
  chronicle?(): Chronicle;
  /**
   * Hides passwords in what a client writes. Made once for each link. `joined`: the link is not seen from its beginning,
   * or not without a gap, so that the first bytes may belong to a password: they are hidden up to the end of a message.
   */
  mask(joined?: boolean): Mask;
  /** Says what is written on a link, for people who look at a capture. Made once for each link; `joined` as above. */
  describe?(joined?: boolean): Describer;
  /** What its client may be told by `polylogue <name> client`; by key. */
  readonly clientOptions?: Readonly<Record<string, DialectOption>>;
  /** How the programs of its original are started, where that differs from ours. */
  readonly aliases?: { readonly server?: Aliases; readonly client?: Aliases };
  /** What `--help` of its client says about names and passwords. */
  readonly clientHelp: string;
  /** A person's client. Called once; what it keeps from one link to the next lives in the closure. */
  client(party: Party): DialectClient;
}

/** Says what bytes mean, with nothing to go by but the bytes before them. Never repeats what people say to each other. */
export interface Describer {
  /** What a client wrote, in which passwords are masked. Messages are told where they end. */
  client(bytes: Uint8Array): readonly Meaning[];
  /** What the server wrote at once. Depends on nothing else. */
  server(bytes: Uint8Array): readonly Meaning[];
}

/** A message: something said, if it goes `to` somebody or a room, else a command or an answer. */
export interface Meaning {
  /** By whom it was said, where a server passes it on. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** `NICK bob`, `READY`; with `to`, the name of the command by which it was said. */
  readonly command?: string | undefined;
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
