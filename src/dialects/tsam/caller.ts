import type { Chat } from '#chat/chat.ts';
import type { Millis } from '#chat/event.ts';
import type { Seat } from '#chat/hub/seat.ts';
import type { Answer } from '#chat/hub/session.ts';
import type { Peer } from '#link/link.ts';

import type { WaysToRegister } from '../ways-to-register.ts';
import type { Connection, Connections } from './connections.ts';
import type { Load } from './load.ts';
import type { Peers } from './peers/peers.ts';
import type { Unasked } from './render.ts';

/** A reply: text, or bytes in pieces that may be shared with other replies. */
export type Reply = string | readonly Uint8Array[];

/** Called with the chat's answer. */
export type Ask = (answer: Answer) => void;

export interface ListenerState {
  /** This server's id, such as `A5_43`. */
  readonly id: string;
  readonly place: Peer;
  readonly version: string;
  /** When this server was started, in elapsed time, as in `Connection`. */
  readonly since: Millis;
  readonly idleTimeout: Millis;
  readonly framed: boolean;
  /** Clients are also told what happens besides messages in rooms. */
  readonly news: boolean;
  /** Clients do not see each other's addresses. */
  readonly hidden: boolean;
  /** How a person without an account gets one. */
  readonly register: () => WaysToRegister;
  readonly connections: Connections;
  readonly load: Load;
  /** The servers linked to this one, where the operator wants any. */
  readonly peers: Peers | undefined;
}

/** The client whose command is run. */
export interface Caller extends Connection {
  readonly id: string;
  readonly shared: ListenerState;
  readonly chat: Chat;
  readonly seat: Seat<Ask, Unasked>;
  /** Makes and writes a reply at its place in the order, after the answers to all earlier requests. */
  reply(making: (() => Reply | undefined) | IteratorObject<Reply | undefined>): void;
  /**
   * Writes at once: only at its place in the order. `logged`: the form for the log, if the text may quote a password.
   */
  write(text: string, logged?: string): void;
  /** Resolves when everything written was handed to the transport; with false if it never will be. */
  written(): Promise<boolean>;
}
