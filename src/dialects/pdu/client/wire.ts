import type { Link } from '#link/link.ts';
import { isQuicLink, type QuicLink } from '#link/quic/peer.ts';

import { lineOf, type Pdu, parsePdu } from '../codec.ts';
import { PduReader, type PduTaker } from '../pdu-reader.ts';
import { SuccessiveReader } from '../successive-reader.ts';
import { parsePdu as parseTalk, type Request } from '../talk-codec.ts';
import type { TalkWire } from './talk.ts';

/**
 * The purpose of a PDU. On QUIC the original's client has a stream for each, opened in this order; pings use the first.
 */
export type Purpose = 'version' | 'talk' | 'logout';

/** The connection of a client: one link, or several streams. */
export interface ClientWire {
  /** The first bytes from the server, decoded. */
  readonly begin: string;
  /** Starts reading all links. */
  read(taker: PduTaker<Pdu>): void;
  send(purpose: Purpose, pdu: Uint8Array): void;
  /**
   * From now on the connection is read as version 2.0. `pushed` takes what comes on streams that the server has opened,
   * and `taker` everything else.
   */
  upgrade(taker: PduTaker<Request>, pushed: PduTaker<Request>): TalkWire;
  /** Closes the sending side. */
  end(): void;
  abort(): void;
}

/** `link`: the first, or the only one. */
export const wireOver = (link: Link): ClientWire => (isQuicLink(link) ? new StreamsWire(link) : new LinkWire(link));

class LinkWire implements ClientWire {
  readonly #link: Link;
  #reader: SuccessiveReader | undefined = undefined;
  begin = '';

  constructor(link: Link) {
    this.#link = link;
  }

  read(taker: PduTaker<Pdu>): void {
    const reader = new SuccessiveReader(new PduReader(taker, 'line', parsePdu));
    this.#reader = reader;
    this.#link.read({
      take: (chunk) => {
        if (this.begin === '') this.begin = new TextDecoder().decode(chunk.subarray(0, 200));
        return reader.take(chunk);
      },
      ended: (how) => reader.ended(how),
    });
  }

  upgrade(taker: PduTaker<Request>): TalkWire {
    this.#reader?.goOn(new PduReader(taker, 'line', parseTalk));
    return this.#link;
  }

  send(_: Purpose, pdu: Uint8Array): void {
    this.#link.write(lineOf(pdu));
  }

  end(): void {
    this.#link.end();
  }

  abort(): void {
    this.#link.abort();
  }
}

class StreamsWire implements ClientWire {
  readonly #streams: Map<Purpose, Link>;
  readonly #first: QuicLink;
  readonly #readers: SuccessiveReader[] = [];
  #taker: PduTaker<Pdu> | undefined = undefined;
  /** Over QUIC a server of another protocol refuses the connection. */
  readonly begin: string = '';

  constructor(first: QuicLink) {
    this.#first = first;
    this.#streams = new Map([['version', first]]);
  }

  read(taker: PduTaker<Pdu>): void {
    this.#taker = taker;
    this.#hear(this.#first, taker);
    void this.#first.peer.over.then(() => this.#ended());
  }

  /** All requests go to the first stream, so that their answers come in their order. */
  upgrade(taker: PduTaker<Request>, pushed: PduTaker<Request>): TalkWire {
    this.#ended = () => taker.ended('ended');
    for (const reader of this.#readers) reader.goOn(new PduReader(withoutEnd(taker), 'line', parseTalk));
    const links: Link[] = [];
    this.#first.peer.accept?.((link) => {
      links.push(link);
      link.read(new PduReader(withoutEnd(pushed), 'line', parseTalk));
    });
    return {
      write: (bytes) => this.#first.write(bytes),
      resume: () => {
        for (const link of links) link.resume();
      },
      end: () => this.end(),
      abort: () => this.abort(),
    };
  }

  send(purpose: Purpose, pdu: Uint8Array): void {
    const stream = this.#streams.get(purpose) ?? this.#open(purpose);
    stream.write(pdu);
  }

  /** Streams are never finished: the whole connection is closed when everything was handed over. */
  end(): void {
    const drained = Array.from(this.#streams.values(), (stream) => stream.drained());
    void Promise.all(drained).then(() => this.#first.peer.end());
  }

  abort(): void {
    this.#first.peer.end();
  }

  #ended = (): void => this.#taker?.ended('ended');

  #open(purpose: Purpose): Link {
    const stream = this.#first.peer.open();
    this.#streams.set(purpose, stream);
    if (this.#taker) this.#hear(stream, this.#taker);
    return stream;
  }

  #hear(stream: Link, taker: PduTaker<Pdu>): void {
    const reader = new SuccessiveReader(new PduReader(withoutEnd(taker), 'chunk', parsePdu));
    this.#readers.push(reader);
    stream.read(reader);
  }
}

/** The end of one stream is not yet the end of the connection. */
const withoutEnd = <T>(taker: PduTaker<T>): PduTaker<T> => ({
  get ready() {
    return taker.ready;
  },
  take: (pdu) => taker.take(pdu),
  refuse: (why) => taker.refuse(why),
  ended: () => {},
});
