import type { Link, LinkEnd } from '#link/link.ts';
import { isQuicLink } from '#link/quic/peer.ts';
import type { Frame } from '#text/frames.ts';

import { PduReader, type PduTaker, type Unreadable } from '../pdu-reader.ts';
import { parsePdu, type Request } from '../talk-codec.ts';
import { errorPdu } from './errors.ts';
import type { AnswerStream } from './requesting-session.ts';

/** Takes the requests on all links of one connection. */
export interface Requests {
  readonly ready: boolean;
  readonly over: boolean;
  request(request: Request, stream: Stream): void;
  unreadable(why: Unreadable, stream: Stream): void;
  ended(stream: Stream, how: LinkEnd): void;
}

/** One link of a connection: its only TCP link, or one stream of a QUIC connection. */
export class Stream implements PduTaker<Request>, AnswerStream {
  readonly link: Link;
  readonly reader: PduReader<Request>;
  readonly #requests: Requests;
  readonly #alone: boolean;

  constructor(requests: Requests, link: Link) {
    this.link = link;
    this.#requests = requests;
    this.#alone = !isQuicLink(link);
    this.reader = new PduReader<Request>(this, 'line', parsePdu);
  }

  /** Over TCP answers and pushes share a link, so the chat writes the answer at its place among them. */
  give(frame: Frame): Frame | undefined {
    if (this.#alone) return frame;
    this.link.write(frame);
    return undefined;
  }

  get ready(): boolean {
    return this.#requests.ready;
  }

  get over(): boolean {
    return this.#requests.over;
  }

  take(request: Request): void {
    this.#requests.request(request, this);
  }

  refuse(why: Unreadable): void {
    this.#requests.unreadable(why, this);
  }

  tooMuchUnfinished(): Frame {
    return errorPdu('busy');
  }

  ended(how: LinkEnd): void {
    this.#requests.ended(this, how);
  }
}
