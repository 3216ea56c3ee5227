import type { Link } from '#link/link.ts';
import { pipe } from '#link/pipe.ts';
import {
  Died,
  usualKeys,
  type OriginalKeys,
  pad,
  recvStream,
  seal,
  sendStream,
  Socket,
  unseal,
} from './originals.suite.ts';
import { pickled } from './pickle.ts';

interface Online {
  readonly push: Socket;
  readonly key: Buffer;
}

/**
 * The original's server, faults included where a client must live with them: two accepts are a client, each `recv`
 * reads a block or also bytes after it, an unknown name ends its thread, and no errors are reported.
 */
export class OriginalServer {
  readonly keys: OriginalKeys = usualKeys();
  readonly users: Map<string, string> = new Map();
  readonly online: Map<string, Online> = new Map();
  readonly log: string[] = [];
  /** Why threads have died. */
  readonly deaths: unknown[] = [];
  readonly history: string[] = [];
  /** What it pushes to a client that leaves, before it closes; as ours, and not as the original, which pushes nothing. */
  lastPush: string | undefined;
  /** What each user's file holds. */
  readonly #files: Map<string, string> = new Map();
  #half: Socket | undefined;
  #stir: () => void = () => {};

  connect(): Link {
    const [ours, theirs] = pipe();
    const socket = new Socket(theirs);
    const main = this.#half;
    this.#half = main ? undefined : socket;
    if (main) {
      this.#client(main, socket).catch((error: unknown) => {
        this.deaths.push(error);
        this.#stir();
      });
    }
    return ours;
  }

  /** Resolves when this is so, judged whenever something has happened here. */
  async until(so: () => boolean): Promise<void> {
    while (!so()) await new Promise<void>((resolve) => (this.#stir = resolve));
  }

  /** The socket of another client connects between our two. */
  cross(): void {
    this.connect();
  }

  async #client(main: Socket, push: Socket): Promise<void> {
    await sendStream(main, this.keys.shown);
    const name = (await recvStream(main)).toString();
    const known = this.users.get(name);
    main.sendall(pad(known === undefined ? 1 : 0, 64));
    let password = unseal(await recvStream(main), this.keys);
    while (known !== undefined && password !== known) {
      main.sendall(pad(0, 64));
      password = unseal(await recvStream(main), this.keys);
    }
    if (known === undefined) this.users.set(name, password);
    else main.sendall(pad(1, 64));
    this.online.set(name, { push, key: await recvStream(main) });
    this.#note(`${name} is here`);
    for (;;) {
      const operation = (await recvStream(main)).toString();
      if (operation === 'BM') await this.#toAll(name, main);
      else if (operation === 'PM') await this.#toOne(name, main);
      else if (operation === 'CH') await this.#history(name, main);
      else if (operation === 'EX') {
        if (this.lastPush !== undefined) {
          push.sendall(pad(5, 64));
          await sendStream(push, this.lastPush);
        }
        return this.#leaves(name, main, push);
      }
    }
  }

  async #toAll(name: string, main: Socket): Promise<void> {
    const text = (await recvStream(main)).toString();
    this.history.push(`BM ${name}: ${text}`);
    this.#keep([...this.online.keys()], `BM\tsentby:${name} recvby:*\t${text}`);
    for (const [other, { push }] of this.online) {
      if (other === name) continue;
      push.sendall(pad(5, 64));
      await sendStream(push, `*** Incoming Public Message ***: ${text}`);
    }
    this.#note(`${name} to all: ${text}`);
  }

  async #toOne(name: string, main: Socket): Promise<void> {
    await sendStream(main, Buffer.from(pickled([...this.online.keys()].filter((other) => other !== name))));
    const target = (await recvStream(main)).toString();
    const other = this.online.get(target);
    if (!other) throw new Died(`KeyError: ${target}`);
    await sendStream(main, other.key);
    const blob = await recvStream(main);
    const text = unseal(await recvStream(main), this.keys);
    this.history.push(`PM ${name} ${target}: ${text}`);
    this.#keep([name, target], `PM\tsentby:${name} recvby:${target}\t${text}`);
    other.push.sendall(pad(4, 64));
    await sendStream(other.push, blob);
    this.#note(`${name} to ${target}: ${text}`);
  }

  async #history(name: string, main: Socket): Promise<void> {
    const key = this.online.get(name)?.key;
    const file = this.#files.get(name);
    if (file === undefined || !key) return main.sendall(pad(-1, 64));
    main.sendall(pad(1, 64));
    await sendStream(main, seal(file, key));
  }

  #keep(names: readonly string[], line: string): void {
    for (const name of new Set(names))
      this.#files.set(name, `${this.#files.get(name) ?? ''}2026-11-20 21:31:31.350308\t${line}\n`);
  }

  #leaves(name: string, main: Socket, push: Socket): void {
    this.online.delete(name);
    main.close();
    push.close();
    this.#note(`${name} has left`);
  }

  #note(line: string): void {
    this.log.push(line);
    this.#stir();
  }
}
