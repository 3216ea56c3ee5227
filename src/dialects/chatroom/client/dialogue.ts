import type { Channel } from '../channel.ts';
import type { Keys, PeerKey } from '../encryption.ts';
import type { Party, Secrets } from '../../party.ts';

/** Kept while the client reconnects. */
export interface Identity {
  name: string | undefined;
  /** Undefined after it was refused. */
  password: string | undefined;
}

/** Available once both links are connected. */
export interface ServerLink {
  readonly main: Channel;
  /** The client's own. */
  readonly keys: Keys;
  /** The server's public key. */
  readonly key: PeerKey;
}

/** What the login and the operations use of the conversation. */
export interface Dialogue {
  readonly party: Party;
  readonly identity: Identity;
  /** Asks for a text. Undefined for an empty line on a terminal, which means going back. On a pipe empty lines are skipped. */
  askText(words: string, secrets?: Secrets): Promise<string | undefined>;
  /** Writes a STREAM to the main link. The next one waits a little, so that the server does not read both at once. */
  send(main: Channel, bytes: Uint8Array): Promise<void>;
  /** Waits for a step of the server; after a timeout the server counts as lost. */
  within<T>(step: Promise<T>): Promise<T>;
  /** The server closed, or broke the protocol. Never resolves. */
  lost(): Promise<never>;
  /** The name is unavailable. Never resolves. */
  refused(): Promise<never>;
}
