import { ByteOrderMarkReader } from '#link/readers/byte-order-mark.ts';
import type { Link, LinkEnd, Reader } from '#link/link.ts';
import { isQuicLink } from '#link/quic/peer.ts';

import { lineOf, type Pdu, parsePdu } from './codec.ts';
import { PduReader, type PduTaker, type Unreadable } from './pdu-reader.ts';
import { SuccessiveReader } from './successive-reader.ts';
import { refused } from './words.ts';

/** Handles the requests on all links of one connection. */
export interface Requests {
  readonly ready: boolean;
  readonly over: boolean;
  request(pdu: Pdu, handler: Handler): void;
  /** Called with every PDU written to the peer. */
  said(pdu: Uint8Array): void;
  unreadable(why: Unreadable, handler: Handler): void;
  ended(handler: Handler, how: LinkEnd): void;
}

/**
 * One link of a connection: its only TCP link, or one stream of a QUIC connection. Answers go to the link of their
 * request.
 */
export class Handler implements PduTaker<Pdu> {
  readonly link: Link;
  /** The number of the stream; PDUs that are not answers go to the lowest. */
  readonly stream: number;
  readonly #requests: Requests;
  /** Each write is a message. */
  readonly #bare: boolean;
  readonly #reader: SuccessiveReader;
  #discardsInput = false;
  /** Another reader has taken over the link. */
  #done = false;

  constructor(requests: Requests, link: Link) {
    this.#requests = requests;
    this.link = link;
    this.#bare = isQuicLink(link);
    this.stream = isQuicLink(link) ? link.stream : 0;
    this.#reader = new SuccessiveReader(new PduReader(this, this.#bare ? 'chunk' : 'line', parsePdu));
  }

  begin(): void {
    this.link.read(new ByteOrderMarkReader(this.#reader));
  }

  /** Another reader takes what comes from now on. */
  handOver(next: Reader): void {
    this.#done = true;
    this.#reader.goOn(next);
    this.link.resume();
  }

  /** One PDU is one write. */
  say(pdu: Uint8Array): void {
    if (pdu.length === 0) return;
    this.link.write(this.#bare ? pdu : lineOf(pdu));
    this.#requests.said(pdu);
  }

  /** Ignores all further input. */
  discardInput(): void {
    this.#discardsInput = true;
  }

  get over(): boolean {
    return this.#discardsInput || this.#requests.over;
  }

  get ready(): boolean {
    return !this.#done && (this.#discardsInput || this.#requests.ready);
  }

  take(pdu: Pdu): void {
    if (!this.#discardsInput) this.#requests.request(pdu, this);
  }

  refuse(why: Unreadable): void {
    if (!this.#discardsInput) this.#requests.unreadable(why, this);
  }

  tooMuchUnfinished(): Uint8Array {
    return this.#bare ? refused('unavailable') : lineOf(refused('unavailable'));
  }

  ended(how: LinkEnd): void {
    this.#requests.ended(this, how);
  }
}
