import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { runCommandLine } from '#server/run-command-line.ts';
import type { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';
import { StartedServer } from './started-server.ts';

/**
 * A `polylogue` command that serves, in this process, with signals of its own; stopped when its scope ends. For what a
 * process has once (its end by SIGKILL, its working directory, flags of Node) there is `ChildServer`.
 */
export class ServerHere extends StartedServer {
  readonly #signals = new EventEmitter();
  readonly #peers: NickPeer[] = [];
  readonly #done: Promise<number>;
  #ended = false;

  constructor(args: readonly string[]) {
    super();
    const stdio = { stdin: Readable.from([]), stdout: this.#writing('stdout'), stderr: this.#writing('stderr') };
    this.#done = runCommandLine(args, { ...stdio, signals: this.#signals }).finally(() => {
      this.#ended = true;
      this.hasEnded();
    });
  }

  /** Starts `serve` with a nick listener on any free port and waits until it is ready. */
  static async serve(args: readonly string[]): Promise<ServerHere> {
    const server = new ServerHere(['serve', '--listen', 'nick://127.0.0.1:0', ...args]);
    await server.ready();
    return server;
  }

  #writing(name: 'stdout' | 'stderr'): Writable {
    return new Writable({
      write: (chunk, _, done) => {
        this.wrote(name, String(chunk));
        done();
      },
    });
  }

  override get ended(): boolean {
    return this.#ended;
  }

  override async connect(port?: number): Promise<NickPeer> {
    const peer = await super.connect(port);
    this.#peers.push(peer);
    return peer;
  }

  override kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGHUP'): void {
    this.#signals.emit(signal);
  }

  override exit(): Promise<number> {
    return patiently(this.#done, () => `the end of a server; it printed: ${this.stdout}${this.stderr}`);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    for (const { link } of this.#peers) link.abort();
    // The second does not wait for anybody.
    for (const signal of ['SIGTERM', 'SIGTERM'] as const) this.kill(signal);
    await this.#done;
  }
}
