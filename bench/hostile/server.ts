import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ports } from './attack.ts';
import { hasEnded, kill, startNode } from './children.ts';

export const program: string = fileURLToPath(new URL('../../bin/polylogue.js', import.meta.url));

/** The time limit for the server to be ready, in ms. */
const timeout = 20_000;
const dialects = ['tsam', 'chatroom', 'nick', 'direct'];
/** All sessions on pdu of an attack use one account: an account for each would take minutes of hashing. */
const listen = [...dialects.map((dialect) => `${dialect}://127.0.0.1:0`), 'pdu://127.0.0.1:0?same-account=share'];

const directories = new Set<string>();

export function removeDirectories(): void {
  for (const dir of directories) rmSync(dir, { recursive: true, force: true });
  directories.clear();
}

export function newDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-hostile-'));
  directories.add(dir);
  return dir;
}

/** A server with its default limits, in its own process on its own core. */
export class Server implements AsyncDisposable {
  readonly dir: string = newDirectory();
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #printed = '';
  #tail = '';
  /** Lines and bytes on standard error so far. */
  logged = { lines: 0, bytes: 0 };

  private constructor(data: string | undefined) {
    if (data !== undefined) cpSync(data, this.dir, { recursive: true });
    // As in `npm start`.
    const serve = [
      '--max-semi-space-size=8',
      '--heap-growing-percent=60',
      program,
      'serve',
      '--grace',
      '0',
      '--data',
      this.dir,
    ];
    this.#child = startNode([...serve, ...listen.flatMap((url) => ['--listen', url])], 0, 0, false);
    this.#ended = once(this.#child, 'exit');
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#tail = (this.#tail + text).slice(-2000);
      this.logged = { lines: this.logged.lines + text.split('\n').length - 1, bytes: this.logged.bytes + text.length };
    });
  }

  /** Resolves once it is ready. `data`: a data directory, of which it gets a copy. */
  static async start(data?: string): Promise<Server> {
    const server = new Server(data);
    const end = performance.now() + timeout;
    while (!server.#printed.endsWith('\nready\n')) {
      if (!server.lives || performance.now() > end) {
        await server[Symbol.asyncDispose]();
        throw new Error(`the server is not ready: ${server.#printed}${server.#tail}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return server;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get ports(): Ports {
    const lines = this.#printed.matchAll(/^listening (\w+):\/\/\S+:(\d+) /gm);
    return Object.fromEntries([...lines].map(([, dialect, port]) => [dialect, Number(port)]));
  }

  get lives(): boolean {
    return !hasEnded(this.#child);
  }

  /** The end of what it wrote to standard error. */
  get lastWords(): string {
    return this.#tail;
  }

  tell(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when it has ended, or after `ms`. */
  async ended(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#ended, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
    clearTimeout(timer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await kill(this.#child);
    rmSync(this.dir, { recursive: true, force: true });
    directories.delete(this.dir);
  }
}
