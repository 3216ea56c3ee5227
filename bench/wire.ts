import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection with one request at a time. */
export class Wire {
  readonly #socket: Socket;
  #held = '';
  #wanted: { readonly whole: (text: string) => boolean; readonly give: PromiseWithResolvers<string> } | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.#held += text;
      this.#look();
    });
    socket.on('error', () => {}).on('close', () => this.#wanted?.give.reject(new Error('the server closed')));
  }

  static async connect(port: number): Promise<Wire> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  /** Resolves with the bytes since the last answer, when they are a complete answer. */
  ask(bytes: string | Uint8Array, whole: (text: string) => boolean): Promise<string> {
    if (this.#socket.destroyed) return Promise.reject(new Error('the server closed'));
    const give = Promise.withResolvers<string>();
    this.#wanted = { whole, give };
    if (bytes.length > 0) this.#socket.write(bytes);
    this.#look();
    return give.promise;
  }

  /** Resolves when the server has also closed. */
  async close(): Promise<void> {
    if (this.#socket.destroyed) return;
    const closed = once(this.#socket, 'close');
    this.#socket.end();
    await closed;
  }

  #look(): void {
    const wanted = this.#wanted;
    if (!wanted || this.#held === '' || !wanted.whole(this.#held)) return;
    const text = this.#held;
    this.#held = '';
    this.#wanted = undefined;
    wanted.give.resolve(text);
  }
}
