import { once } from 'node:events';
import { connect } from 'node:net';
import { Channel } from '#dialects/chatroom/channel.ts';
import { ack, decode, encode, header } from '#dialects/chatroom/codec.ts';
import { type Keys, type PeerKey, peerKey, seal } from '#dialects/chatroom/encryption.ts';
import type { Link } from '#link/link.ts';
import { linkSettings } from '#link/link-options.ts';
import { TcpLink } from '#link/tcp/tcp-link.ts';

/** A fast client of chatroom: reads and acknowledges at once, so that only the server is measured. */
export class ChatroomPeer {
  /** Called with each text that is pushed. */
  heard: (text: string) => void = () => {};
  readonly #main: Channel;
  readonly #push: Channel;
  readonly #keys: Keys;

  private constructor(main: Link, push: Link, keys: Keys) {
    this.#main = new Channel(main);
    this.#push = new Channel(push);
    this.#keys = keys;
  }

  /**
   * `from`: a local address. The server pairs links by it, so only one client may open its links from an address at a
   * time.
   */
  static async open(port: number, from: string, keys: Keys): Promise<ChatroomPeer> {
    return new ChatroomPeer(await linkTo(port, from), await linkTo(port, from), keys);
  }

  /** Logs in, with a new or a known name. Resolves when it is in the chat. */
  async logIn(name: string, password: string): Promise<void> {
    const server = await this.#serverKey();
    await this.#send(encode(name));
    const isNew = await this.#main.number();
    await this.#send(await seal(encode(password), server, Date.now()));
    if (isNew !== 1 && (await this.#main.number()) !== 1) throw new Error(`${name} was not let in`);
    // Acknowledged only when the bytes before it are handled.
    await this.#send(this.#keys.shown);
    void this.#listen();
  }

  async say(text: string): Promise<void> {
    await this.#send(encode('BM'));
    await this.#send(encode(text));
  }

  /** Requests the history this many times in one write, acknowledges the answers in advance, and reads none. */
  askHistoryUnread(times: number): void {
    const name = encode('CH');
    const once = Buffer.concat([header(name.length), name, ack(1)]);
    this.#main.link.write(Buffer.concat(Array<Uint8Array>(times).fill(once)));
  }

  /** Resolves when the server has also closed. */
  async leave(): Promise<void> {
    await this.#send(encode('EX'));
    await this.#main.bytes(1);
    for (const { link } of [this.#main, this.#push]) link.end();
  }

  async #serverKey(): Promise<PeerKey> {
    const shown = await this.#main.stream();
    const key = shown && peerKey(shown);
    if (!key) throw new Error('the server sent no key');
    return key;
  }

  async #send(bytes: Uint8Array): Promise<void> {
    if (!(await this.#main.send(bytes))) throw new Error('the server did not take a stream');
  }

  async #listen(): Promise<void> {
    while ((await this.#push.number()) !== undefined) {
      const pushed = await this.#push.stream();
      if (!pushed) return;
      this.heard(decode(pushed));
    }
  }
}

async function linkTo(port: number, localAddress: string): Promise<Link> {
  const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true, allowHalfOpen: true }).pause();
  await once(socket, 'connect');
  return new TcpLink(socket, linkSettings({}));
}
