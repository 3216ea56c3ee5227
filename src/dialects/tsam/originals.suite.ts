import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

import { decode } from './codec.ts';

/** How the original client writes and reads: a frame a command, and what is read at once is one reply, printed. */
export class OriginalClient {
  readonly #read: () => Promise<Uint8Array | string>;
  readonly #write: (bytes: Uint8Array) => Promise<void>;

  constructor(wire: { read(): Promise<Uint8Array | string>; write(bytes: Uint8Array): Promise<void> }) {
    this.#read = () => wire.read();
    this.#write = (bytes) => wire.write(bytes);
  }

  /** What is typed goes out as it is; at the end of input it is nothing, again and again. */
  async types(line: string): Promise<void> {
    await this.#write(Buffer.from(`\x01${line}\x04`));
  }

  /** What it prints next. */
  async prints(): Promise<string> {
    const chunk = await this.#read();
    return typeof chunk === 'string' ? 'Over and Out' : decode(chunk);
  }
}

interface Stored {
  readonly from: string;
  readonly text: string;
}

/**
 * What the original server does with its clients, faults included: one chunk is one command, at most 1025 bytes long,
 * between 01 and 04; every client is A5_1; replies are bare.
 */
export class OriginalServer {
  readonly log: string[] = [];
  readonly #peers: Link[] = [];
  readonly #stored: Map<string, Stored[]> = new Map();

  connect(): Link {
    const [ours, theirs] = pipe();
    this.#peers.push(theirs);
    theirs.read({
      take: (chunk) => {
        this.#received(theirs, decode(chunk.subarray(0, 1025)));
        return chunk.length;
      },
      ended: () => theirs.end(),
    });
    return ours;
  }

  #received(link: Link, chunk: string): void {
    this.log.push(chunk);
    if (!chunk.startsWith('\x01') || !chunk.endsWith('\x04')) return;
    const fields = chunk.slice(1, -1).split(',');
    const say = (text: string): void => link.write(Buffer.from(text));
    const [name, group = ''] = fields;
    const messages = this.#stored.get(group) ?? [];
    if (name === 'HELO' && fields.length === 2) say(`SERVERS,A5_1,127.0.0.1,50932${this.#listed.join(';')}`);
    else if (name === 'LISTSERVERS') say(`SERVERS,${this.#listed.join(';')}`);
    else if (name === 'SENDMSG' && fields.length < 3) say('Error: Invalid SENDMSG command format.');
    else if (name === 'SENDMSG') this.#stored.set(group, [...messages, stored(fields.slice(2))]);
    else if (name === 'GETMSGS') for (const each of messages) say(`From ${each.from}: ${each.text}`);
    else if (name === 'GETMSG') this.#first(group, messages, say);
    else if (name === 'KEEPALIVE' && fields.length === 2) say(`KEEPALIVE,${messages.length}`);
    else if (name === 'LEAVE') link.end();
  }

  get #listed(): readonly string[] {
    return this.#peers.map((_, index) => `A5_1,127.0.0.1,${50_932 + 2 * index}`);
  }

  #first(group: string, [first]: readonly Stored[], say: (text: string) => void): void {
    say(first ? `From ${first.from}: ${first.text}` : `No messages found for group ${group}`);
    this.#stored.delete(group);
  }

  stop(): void {
    for (const link of this.#peers) link.end();
  }
}

const stored = (fields: readonly string[]): Stored =>
  fields.length === 1
    ? { from: 'self', text: fields[0] ?? '' }
    : { from: fields[0] ?? '', text: fields.slice(1).join(' ') };
