import type { Link } from '#link/link.ts';
import type { Tap } from '#link/tap.ts';
import { transports, type TransportName } from '#link/transports.ts';
import { patiently } from './patiently.ts';

/** A client that stores every byte of both directions, to compare with a capture. */
export class CapturedClient {
  readonly #written: Uint8Array[] = [];
  readonly #read: Uint8Array[] = [];
  #link: Link | undefined;
  #wake = (): void => {};
  over = false;

  static async connect(port: number, transport: TransportName = 'tcp', more: object = {}): Promise<CapturedClient> {
    const client = new CapturedClient();
    const tap: Tap = {
      sent: (bytes) => void client.#written.push(bytes),
      received: (bytes) => void client.#read.push(bytes),
    };
    client.#link = await transports[transport].connect({ host: '127.0.0.1', port, tap, ...more });
    client.#link.read({
      take: (chunk) => {
        client.#wake();
        return chunk.length;
      },
      ended: () => {
        client.over = true;
        client.#wake();
      },
    });
    return client;
  }

  get written(): Buffer {
    return Buffer.concat(this.#written);
  }

  get read(): Buffer {
    return Buffer.concat(this.#read);
  }

  write(text: string | Uint8Array): void {
    this.#link?.write(Buffer.from(text));
  }

  /** Resolves when the server has written this text. */
  async hears(text: string): Promise<void> {
    await this.#until(() => this.read.includes(text), text);
  }

  /** Ends its side, and waits until the server ends its own. */
  async end(): Promise<void> {
    this.#link?.end();
    await this.#until(() => this.over, 'the end');
  }

  abort(): void {
    this.#link?.abort();
  }

  async #until(so: () => boolean, what: string): Promise<void> {
    while (!so()) {
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `${what}; heard: ${this.read.toString()}`);
    }
  }
}
