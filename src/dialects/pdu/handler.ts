import { UnmarkedReader } from '#link/byte-order-mark.ts';
import type { Link, LinkEnd } from '#link/link.ts';
import { isQuicLink } from '#link/quic-peer.ts';

import { lineOf, type Pdu } from './codec.ts';
import { PduReader, type PduTaker, type Unreadable } from './pdu-reader.ts';

/** Whom the requests on all links of one connection are for. */
export interface Requests {
  readonly ready: boolean;
  /** The connection is over: input is discarded. */
  readonly over: boolean;
  request(pdu: Pdu, handler: Handler): void;
  /** Something is written to the peer, on whichever link. */
  said(pdu: Uint8Array): void;
  unreadable(why: Unreadable, handler: Handler): void;
  ended(handler: Handler, how: LinkEnd): void;
}

/**
 * One link of a connection: a TCP link, which is all of it, or one stream of a QUIC connection. Answers go where the
 * request came from.
 */
export class Handler implements PduTaker {
  readonly link: Link;
  /** The lowest one hears what is no answer. */
  readonly stream: number;
  readonly #requests: Requests;
  /** What is written there is a message by itself. */
  readonly #bare: boolean;
  #deaf = false;

  constructor(requests: Requests, link: Link) {
    this.#requests = requests;
    this.link = link;
    this.#bare = isQuicLink(link);
    this.stream = isQuicLink(link) ? link.stream : 0;
  }

  begin(): void {
    this.link.read(new UnmarkedReader(new PduReader(this, this.#bare ? 'chunk' : 'line')));
  }

  /** One PDU is one write. */
  say(pdu: Uint8Array): void {
    if (pdu.length === 0) return;
    this.link.write(this.#bare ? pdu : lineOf(pdu));
    this.#requests.said(pdu);
  }

  /** Takes nothing seriously any more. */
  deafen(): void {
    this.#deaf = true;
  }

  get over(): boolean {
    return this.#deaf || this.#requests.over;
  }

  get ready(): boolean {
    return this.#deaf || this.#requests.ready;
  }

  take(pdu: Pdu): void {
    if (!this.#deaf) this.#requests.request(pdu, this);
  }

  refuse(why: Unreadable): void {
    if (!this.#deaf) this.#requests.unreadable(why, this);
  }

  ended(how: LinkEnd): void {
    this.#requests.ended(this, how);
  }
}
