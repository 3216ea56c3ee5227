import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';

/** How the original client reads and writes, at the other end of a wire: blocking, and without any doubt. */
export class OriginalClient {
  readonly #read: () => Promise<Uint8Array | string>;
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #received: Buffer = Buffer.alloc(0);

  constructor(wire: { read(): Promise<Uint8Array | string>; write(bytes: Uint8Array): Promise<void> }) {
    this.#read = () => wire.read();
    this.#write = (bytes) => wire.write(bytes);
  }

  /** `recv(2)`, then `recv(length)`; undefined when the socket is closed. */
  async message(): Promise<string | undefined> {
    const length = await this.#bytes(2);
    const text = length && (await this.#bytes(length.readUInt16BE()));
    return text?.toString();
  }

  async #bytes(count: number): Promise<Buffer | undefined> {
    while (this.#received.length < count) {
      const chunk = await this.#read();
      if (typeof chunk === 'string') return undefined;
      this.#received = Buffer.concat([this.#received, chunk]);
    }
    const bytes = this.#received.subarray(0, count);
    this.#received = this.#received.subarray(count);
    return bytes;
  }

  async sends(text: string): Promise<void> {
    await this.#write(Buffer.from(text));
  }

  /** HELLO, then names until one is READY; returns it. */
  async logsIn(...names: readonly string[]): Promise<string> {
    if ((await this.message()) !== 'HELLO') throw new Error('no HELLO');
    for (const name of names) {
      await this.sends(`NICK${name}`);
      const answer = await this.message();
      if (answer === 'READY') return name;
      if (answer !== 'RETRY') throw new Error(`neither READY nor RETRY, but ${answer}`);
    }
    throw new Error('no name is left');
  }
}

/**
 * What the original server does with its clients, faults included where a client must live with them: one chunk is one
 * message, NICK and BYE are recognised by their beginnings, the notice has no length. Stays alive after its notice.
 */
export class OriginalServer {
  readonly #names: Map<Link, string> = new Map();
  readonly log: string[] = [];

  connect(): Link {
    const [ours, theirs] = pipe();
    this.#names.set(theirs, '');
    theirs.write(this.#packed('HELLO'));
    theirs.read({
      take: (chunk) => {
        this.#received(theirs, Buffer.from(chunk).toString());
        return chunk.length;
      },
      // Here the original's thread spins for ever, and the name stays taken.
      ended: () => {},
    });
    return ours;
  }

  #received(link: Link, text: string): void {
    const name = this.#names.get(link) ?? '';
    if (text.startsWith('NICK')) this.#named(link, text.slice(4).trim());
    else if (text.startsWith('BYE')) {
      this.log.push(`${name} disconnected`);
      this.#names.delete(link);
      link.end();
    } else {
      this.log.push(`${name}: "${text}"`);
      for (const other of this.#names.keys()) if (other !== link) other.write(this.#packed(`${name}: ${text}`));
    }
  }

  #named(link: Link, name: string): void {
    const taken = [...this.#names.values()].includes(name);
    if (!taken) this.#names.set(link, name);
    link.write(this.#packed(taken ? 'RETRY' : 'READY'));
  }

  interrupt(): void {
    for (const link of this.#names.keys()) link.write(Buffer.from('The server will shut down in 5 seconds. Goodbye!'));
  }

  stop(): void {
    for (const link of this.#names.keys()) link.end();
  }

  #packed(text: string): Buffer {
    const packed = Buffer.alloc(2 + text.length);
    packed.writeUInt16BE(text.length);
    packed.write(text, 2, 'latin1');
    return packed;
  }
}
