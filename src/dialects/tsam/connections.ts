import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import { fold } from '#chat/names/names.ts';
import type { Peer } from '#link/link.ts';

import { Listing } from './listing.ts';
import { Mailbox } from './mailbox.ts';
import { MailboxSpace } from './mailbox-space.ts';

/** A client, as shown to others. */
export interface Connection {
  /** 1, 2, 3 … in the order of connection; not reused while the server runs. */
  readonly number: number;
  readonly peer: Peer;
  /** When it connected, in elapsed time: the machine's clock may be corrected. */
  readonly since: Millis;
  /** Its name in the chat, if it has one. */
  readonly name: string | undefined;
  /** Its mailbox is full. */
  readonly full: boolean;
  /** Whether its listener hides clients' addresses. */
  readonly shared: { readonly hidden: boolean };
}

export const groupId = (number: number): string => `A5_${number}`;

/** Whether it is the id of a client, as the server gives it. */
export const isClientId = (name: string): boolean => /^A5_[0-9]+(?:\.[0-9]+)?$/.test(name);

/** An item of a list: `A5_1,127.0.0.1,58069`. */
export const listed = (id: string, { address, port }: Pick<Peer, 'address' | 'port'>): string =>
  `${id},${address},${port}`;

/** Replaces a hidden address. */
const nowhere = { address: '0.0.0.0', port: 0 };

const seen = (id: string, peer: Peer, hidden: boolean): string => listed(id, hidden ? nowhere : peer);

export const secondsSince = (since: Millis, now: Millis): number => Math.floor((now - since) / 1000);

const timed = ['timed true', 'timed false'];

/** The tsam clients of one chat, on all its listeners, and the mailboxes of its groups. */
export class Connections {
  readonly space: MailboxSpace = new MailboxSpace();
  readonly #open = new Map<number, Connection>();
  readonly #groups = new Map<string, Mailbox>();
  /** Lists made since the last change. */
  readonly #listings = new Map<string, Listing>();
  #second = 0;
  #last = 0;
  #prefix = 'A5_';

  /**
   * Registers this server's group; its number is never given to a client. `linked`: this server links to others, so a bare
   * number is another group, and the chat keeps the mail of this one.
   */
  host(group: string, linked = false): void {
    if (linked) this.#prefix = `${group}.`;
    else if (!this.#groups.has(fold(group))) this.#groups.set(fold(group), new Mailbox());
  }

  /** The id of the client with that number. */
  idOf(number: number): string {
    return `${this.#prefix}${number}`;
  }

  /** A client's own item in a list, always with its address. */
  ownItem({ number, peer }: Pick<Connection, 'number' | 'peer'>): string {
    return listed(this.idOf(number), peer);
  }

  /** The number of the next client. */
  next(): number {
    do this.#last++;
    while (this.#groups.has(fold(this.idOf(this.#last))));
    return this.#last;
  }

  add(connection: Connection): void {
    this.#open.set(connection.number, connection);
    this.#listings.clear();
  }

  remove({ number }: Connection): void {
    this.#open.delete(number);
    this.#listings.clear();
  }

  /** How many there are. */
  get count(): number {
    return this.#open.size;
  }

  /** The list of all clients, with or without hidden addresses. Made once per change. */
  listing(hidden: boolean): Listing {
    return this.#made(`${hidden}`, ({ number, shared, peer }) =>
      seen(this.idOf(number), peer, hidden || shared.hidden),
    );
  }

  /** The list of all clients with the seconds since each connected. Made at most once a second. */
  timedListing(hidden: boolean, now: Millis): Listing {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) for (const kind of timed) this.#listings.delete(kind);
    this.#second = second;
    return this.#made(`timed ${hidden}`, ({ number, shared, peer, since }) => {
      return `${seen(this.idOf(number), peer, hidden || shared.hidden)},${secondsSince(since, now)}`;
    });
  }

  #made(kind: string, itemOf: (connection: Connection) => string): Listing {
    let made = this.#listings.get(kind);
    if (made) return made;
    made = new Listing([...this.#open.values()].map((each) => [each.number, itemOf(each)]));
    this.#listings.set(kind, made);
    return made;
  }

  bearer(id: string): Connection | undefined {
    const prefix = fold(this.#prefix);
    const digits = fold(id).startsWith(prefix) ? fold(id).slice(prefix.length) : '';
    return /^[1-9][0-9]{0,14}$/.test(digits) ? this.#open.get(Number(digits)) : undefined;
  }

  group(name: string): Mailbox | undefined {
    return this.#groups.get(fold(name));
  }
}

const ofChat = new WeakMap<Chat, Connections>();

/** Listeners of one chat share the numbering, so that ids are unique. */
export function connectionsOf(chat: Chat): Connections {
  const found = ofChat.get(chat) ?? new Connections();
  ofChat.set(chat, found);
  return found;
}
