import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { patiently } from './patiently.ts';
import { StartedServer } from './started-server.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

/** With these flags the server need not replace its process, which would cost a second start of Node. */
const memory = ['--max-semi-space-size=8', '--heap-growing-percent=60'] as const;

export interface ChildOptions {
  /** Flags for Node itself, in place of the usual ones. */
  readonly node?: readonly string[];
  /** A program that starts the rest of the command line, such as `bash -c`. */
  readonly through?: readonly [string, ...string[]];
  /** Its working directory; default: that of this process. */
  readonly cwd?: string;
}

/** A `polylogue` command in its own process, killed at the end of its scope. `ServerHere` costs a tenth of it. */
export class ChildServer extends StartedServer {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(args: readonly string[], { node = memory, through, cwd }: ChildOptions = {}) {
    super();
    const line = [process.execPath, ...node, program, ...args];
    const [command = '', ...rest] = through ? [...through, ...line] : line;
    // As a shell does: otherwise it would see how the tests were started, for example by `nohup`.
    const env = { ...process.env, _: command };
    this.#child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], cwd, env });
    for (const name of ['stdout', 'stderr'] as const)
      this.#child[name]?.setEncoding('utf8').on('data', (text: string) => this.wrote(name, text));
    this.#closed = once(this.#child, 'close').then(() => this.hasEnded());
  }

  /** Starts `serve` with a nick listener on any free port and waits until it is ready. */
  static async serve(args: readonly string[], options?: ChildOptions): Promise<ChildServer> {
    const server = new ChildServer(['serve', '--listen', 'nick://127.0.0.1:0', ...args], options);
    await server.ready();
    return server;
  }

  override get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Closes our end of its standard output. */
  stopListening(): void {
    this.#child.stdout?.destroy();
  }

  override kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  override async exit(): Promise<number | NodeJS.Signals> {
    await patiently(this.#closed, () => `the end of a server; it printed: ${this.stdout}${this.stderr}`);
    return this.#child.exitCode ?? this.#child.signalCode ?? 'SIGKILL';
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.kill('SIGKILL');
    await this.#closed;
  }
}
