import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectTcp } from '#link/tcp.ts';
import { NickPeer } from './nick-peer.ts';
import { patiently } from './patiently.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

export interface ChildOptions {
  /** Flags for Node itself. */
  readonly node?: readonly string[];
  /** A program that starts the one behind it, as `bash -c` does. */
  readonly through?: readonly [string, ...string[]];
  /** Its working directory; this one's. */
  readonly cwd?: string;
}

const usualEvents: ReadonlySet<string> = new Set(['started', 'listening', 'stopping', 'stopped']);

/** A `polylogue` command in a process of its own, killed when its scope ends. */
export class ChildServer implements AsyncDisposable {
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #wake: () => void = () => {};

  constructor(args: readonly string[], { node = [], through, cwd }: ChildOptions = {}) {
    const line = [process.execPath, ...node, program, ...args];
    const [command = '', ...rest] = through ? [...through, ...line] : line;
    this.#child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], cwd });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#wake();
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#wake();
    });
    this.#closed = once(this.#child, 'close').then(() => this.#wake());
  }

  /** Starts `serve` with a nick listener on any free port and waits until it is ready. */
  static async serve(args: readonly string[], options?: ChildOptions): Promise<ChildServer> {
    const server = new ChildServer(['serve', '--listen', 'nick://127.0.0.1:0', ...args], options);
    await server.ready();
    return server;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async ready(): Promise<void> {
    while (!this.stdout.endsWith('\nready\n')) {
      if (this.ended) throw new Error(`the server has ended: ${this.stderr}`);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `ready; it printed: ${this.stdout}${this.stderr}`);
    }
  }

  /** What it said on standard error beside its log. */
  get said(): string {
    return this.stderr.replace(/^{.*}\n/gm, '');
  }

  /** The lines of its log, without the usual ones of a start and an end. */
  get logged(): readonly Readonly<Record<string, unknown>>[] {
    return this.logLines.filter(({ event }) => !usualEvents.has(String(event)));
  }

  get logLines(): readonly Readonly<Record<string, unknown>>[] {
    return [...this.stderr.matchAll(/^{.*}\n/gm)].map(([line]): Record<string, unknown> => JSON.parse(line));
  }

  /** Resolves when it has logged that event. */
  async logs(event: string): Promise<void> {
    while (!this.logLines.some((line) => line['event'] === event)) {
      if (this.ended) throw new Error(`the server has ended without ${event}: ${this.stderr}`);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `${event}; it logged: ${this.stderr}`);
    }
  }

  /** The ports of its listeners, in the order it printed them. */
  get ports(): readonly number[] {
    return [...this.stdout.matchAll(/^listening nick:\/\/\S+:(\d+) /gm)].map(([, port]) => Number(port));
  }

  /** A new link to its first listener. */
  async connect(port: number = this.ports[0] ?? 0): Promise<NickPeer> {
    return new NickPeer(await connectTcp({ host: '127.0.0.1', port }));
  }

  async join(name: string): Promise<NickPeer> {
    return (await this.connect()).come(name);
  }

  /** Closes our end of its standard output. */
  stopListening(): void {
    this.#child.stdout?.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves with the exit code, or the signal that ended it, once it has ended and all it wrote was read. */
  async exit(): Promise<number | NodeJS.Signals> {
    await patiently(this.#closed, () => `the end of a server; it printed: ${this.stdout}${this.stderr}`);
    return this.#child.exitCode ?? this.#child.signalCode ?? 'SIGKILL';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.#closed;
  }
}
