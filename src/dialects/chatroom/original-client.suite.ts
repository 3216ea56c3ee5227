import { unpickled } from './pickle.ts';
import {
  Died,
  usualKeys,
  type OriginalKeys,
  recvNumber,
  recvStream,
  seal,
  sendStream,
  Socket,
  unseal,
} from './originals.suite.ts';
import type { Link } from '#link/link.ts';

/** The original's client at its two sockets. Its threads' deaths are exceptions. */
export class OriginalClient {
  readonly main: Socket;
  readonly push: Socket;
  readonly keys: OriginalKeys;
  /** What its second thread has printed. */
  readonly heard: string[] = [];
  /** Each blob as it came. */
  readonly blobs: string[] = [];
  /** Why its second thread ended. */
  death: unknown;
  readonly dead: Promise<void>;
  #server: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  private constructor(main: Link, push: Link, keys: OriginalKeys) {
    this.main = new Socket(main);
    this.push = new Socket(push);
    this.keys = keys;
    this.dead = this.#listen().catch((error: unknown) => {
      this.death = error;
      this.#wake();
    });
  }

  static async connect(connect: () => Promise<Link>, keys: OriginalKeys = usualKeys()): Promise<OriginalClient> {
    return new OriginalClient(await connect(), await connect(), keys);
  }

  /** The name, and what the server says to it: 1 for a new one. */
  async names(name: string): Promise<number> {
    this.#server = await recvStream(this.main);
    await sendStream(this.main, name);
    return recvNumber(this.main);
  }

  /** A password for a new name: nothing is said to it. */
  async registers(password: string): Promise<void> {
    await sendStream(this.main, seal(password, this.#server));
    await this.#showsKey();
  }

  /** A password for a name that has one; false when it is asked again. */
  async enters(password: string): Promise<boolean> {
    await sendStream(this.main, seal(password, this.#server));
    if ((await recvNumber(this.main)) !== 1) return false;
    await this.#showsKey();
    return true;
  }

  async comes(name: string, password: string): Promise<void> {
    if ((await this.names(name)) === 1) await this.registers(password);
    else if (!(await this.enters(password))) throw new Died(`${password} is not ${name}'s password`);
  }

  async #showsKey(): Promise<void> {
    await sendStream(this.main, this.keys.shown);
  }

  async says(text: string): Promise<void> {
    await sendStream(this.main, 'BM');
    await sendStream(this.main, text);
  }

  /** The other users online; then a message to the chosen one, which may be asked for after the key. */
  async tells(
    choose: string | ((names: readonly string[]) => string | Promise<string>),
    said: string | (() => string | Promise<string>),
  ): Promise<void> {
    await sendStream(this.main, 'PM');
    const names = unpickled(await recvStream(this.main));
    if (!names) throw new Died('UnpicklingError');
    const target = typeof choose === 'string' ? choose : await choose(names);
    if (typeof choose === 'string' && !names.includes(target)) throw new Died(`Invalid user: ${names.join(' ')}`);
    await sendStream(this.main, target);
    const key = await recvStream(this.main);
    const text = typeof said === 'string' ? said : await said();
    await sendStream(this.main, seal(`*** Incoming Private Message ***: ${text}`, key));
    await sendStream(this.main, seal(text, this.#server));
  }

  /** Undefined for no chat history. */
  async history(): Promise<string | undefined> {
    await sendStream(this.main, 'CH');
    return (await recvNumber(this.main)) === 1 ? unseal(await recvStream(this.main), this.keys) : undefined;
  }

  async leaves(): Promise<void> {
    await sendStream(this.main, 'EX');
    this.main.close();
    this.push.close();
  }

  /** These came last of all. Rejects when the thread that hears them has died. */
  async hears(...texts: readonly string[]): Promise<void> {
    while (!texts.every((text, index) => this.heard.at(index - texts.length) === text)) {
      if (this.death) throw this.death;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** All that was pushed, one line or several at a time, is this. */
  async hearsAll(lines: string): Promise<void> {
    while (this.heard.join('\n') !== lines) {
      if (this.death) throw this.death;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** So many lines, in however many pushes. */
  async hearsMany(lines: number): Promise<void> {
    while (this.heard.join('\n').split('\n').length < lines) {
      if (this.death) throw this.death;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async #listen(): Promise<void> {
    for (;;) {
      const kind = await recvNumber(this.push);
      const data = await recvStream(this.push);
      if (kind === 4) this.blobs.push(data.toString());
      this.heard.push(kind === 4 ? unseal(data, this.keys) : data.toString());
      this.#wake();
    }
  }
}
