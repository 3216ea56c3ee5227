import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import { fold } from '#chat/names.ts';
import type { Peer } from '#link/link.ts';

import { Mailbox } from './mailbox.ts';

/** A client as the others see it. */
export interface Connection {
  /** 1, 2, 3 … in the order in which they connected; never used again while the server runs. */
  readonly number: number;
  readonly peer: Peer;
  readonly since: Millis;
  /** Whom it is in the chat, if it is anybody. */
  readonly name: string | undefined;
  /** Nothing more fits into its mailbox. */
  readonly full: boolean;
  /** Its listener: whether the addresses of its clients are told to others. */
  readonly house: { readonly hidden: boolean };
}

export const idOf = (number: number): string => `A5_${number}`;

/** `A5_1,127.0.0.1,58069`, as servers and clients are listed. */
export const listed = (id: string, { address, port }: Pick<Peer, 'address' | 'port'>): string =>
  `${id},${address},${port}`;

/** What stands for an address that is not told. */
const nowhere = { address: '0.0.0.0', port: 0 };

/**
 * As one client sees another in a list: without the address where the listener of either hides those. A client sees its
 * own in any case.
 */
export function seenBy(viewer: Pick<Connection, 'number' | 'house'>, { number, house, peer }: Seen): string {
  const hidden = number !== viewer.number && (house.hidden || viewer.house.hidden);
  return listed(idOf(number), hidden ? nowhere : peer);
}

type Seen = Pick<Connection, 'number' | 'house' | 'peer'>;

/** The tsam clients of one chat, whichever listener they came by, and the mailboxes of the groups it hosts. */
export class Connections {
  readonly #open = new Map<number, Connection>();
  readonly #groups = new Map<string, Mailbox>();
  #last = 0;

  /** Makes this server's own group known; its number is no client's. */
  host(group: string): void {
    if (!this.#groups.has(fold(group))) this.#groups.set(fold(group), new Mailbox());
  }

  /** The number of the next client. */
  next(): number {
    do this.#last++;
    while (this.#groups.has(fold(idOf(this.#last))));
    return this.#last;
  }

  add(connection: Connection): void {
    this.#open.set(connection.number, connection);
  }

  remove({ number }: Connection): void {
    this.#open.delete(number);
  }

  get all(): readonly Connection[] {
    return [...this.#open.values()];
  }

  /** The client that bears this id. */
  bearer(id: string): Connection | undefined {
    const [, digits] = /^a5_([1-9][0-9]{0,14})$/.exec(fold(id)) ?? [];
    return digits === undefined ? undefined : this.#open.get(Number(digits));
  }

  group(name: string): Mailbox | undefined {
    return this.#groups.get(fold(name));
  }
}

const ofChat = new WeakMap<Chat, Connections>();

/** Several listeners of one chat count their clients together: an id is one client's. */
export function connectionsOf(chat: Chat): Connections {
  const found = ofChat.get(chat) ?? new Connections();
  ofChat.set(chat, found);
  return found;
}
