import type { Store } from '#chat/ports.ts';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { openControl } from '#server/control/control-server.ts';
import type { ControlRequest } from '#server/control/request.ts';
import { reach, askServer } from '#server/control/control-client.ts';
import { type LocalOptions, LocalServer, TemporaryDirectory } from './local-server.ts';
import { patiently } from './patiently.ts';

/** A server in this process with a control socket. */
export class ControlRoom implements AsyncDisposable {
  readonly server: LocalServer;
  readonly dir: string;
  /** Events that were logged. */
  readonly logged: readonly string[];
  readonly #end: AsyncDisposableStack;

  private constructor(server: LocalServer, dir: string, logged: readonly string[], end: AsyncDisposableStack) {
    this.server = server;
    this.dir = dir;
    this.logged = logged;
    this.#end = end;
  }

  /** `watched`: wraps the store for the socket. */
  static async open(
    watched: (store: Store) => Store = (store) => store,
    options: Pick<LocalOptions, 'durability' | 'disk'> = {},
  ): Promise<ControlRoom> {
    await using stack = new AsyncDisposableStack();
    const { path: dir } = stack.use(new TemporaryDirectory());
    const server = stack.use(await LocalServer.open({ dir, ...options }));
    const logged: string[] = [];
    const log = (event: string): void => void logged.push(event);
    await openControl({ dir, store: watched(server.store), chat: server.chat, log });
    return new ControlRoom(server, dir, logged, stack.move());
  }

  get path(): string {
    return join(this.dir, 'control');
  }

  /** A link of a client that may break the protocol. */
  async socket(): Promise<Socket> {
    const socket = connect({ path: this.path, allowHalfOpen: true });
    await once(socket, 'connect');
    return socket.on('error', () => {});
  }

  /** The whole answer to these bytes, until the server closes. */
  async answerTo(...chunks: readonly (string | Uint8Array)[]): Promise<string> {
    const socket = await this.socket();
    for (const chunk of chunks) socket.write(chunk);
    return heard(socket);
  }

  async ask(request: ControlRequest): Promise<readonly unknown[]> {
    const socket = await reach(this.path);
    if (!socket) throw new Error('nobody listens there');
    return patiently(Array.fromAsync(askServer(socket, request)), () => JSON.stringify(request));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end.disposeAsync();
  }
}

/** The bytes until the server closes. */
export async function heard(socket: Socket): Promise<string> {
  let all = '';
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.setEncoding('utf8').on('data', (text: string) => (all += text));
  socket.once('end', resolve).once('close', resolve);
  await patiently(promise, () => `the end; heard: ${all.slice(-200)}`);
  socket.destroy();
  return all;
}
