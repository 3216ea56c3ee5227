import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Peer } from '#link/link.ts';

import type { Connection, Connections } from './connections.ts';
import type { Load } from './load.ts';
import type { Unasked } from './render.ts';

/** What a client is told: words, or bytes in pieces that others may be told as well. */
export type Reply = string | readonly Uint8Array[];

/** What is done with the answer of the chat. */
export type Ask = (answer: Answer) => void;

/** What the clients of one listener share. */
export interface House {
  /** This server's, such as `A5_43`. */
  readonly id: string;
  readonly place: Peer;
  readonly version: string;
  readonly since: Millis;
  readonly patience: Millis;
  /** Replies are written in frames. */
  readonly framed: boolean;
  /** Clients are not told each other's addresses. */
  readonly hidden: boolean;
  readonly connections: Connections;
  readonly load: Load;
}

/** A client whose command is carried out. */
export interface Caller extends Connection {
  readonly id: string;
  readonly house: House;
  readonly chat: Chat;
  readonly seat: Seat<Ask, Unasked>;
  /** Writes what is made when its turn has come, behind the answers to all that was asked before. */
  reply(make: () => Reply | undefined): void;
  /** Writes, in a turn that has come. `logged`: what may be logged of it, where it quotes what may be a password. */
  write(text: string, logged?: string): void;
  /** Resolves when all that was written was handed to the transport; with false when it never will be. */
  written(): Promise<boolean>;
}
