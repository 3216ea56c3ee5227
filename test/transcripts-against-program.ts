import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Link } from '#link/link.ts';
import { connectTcp } from '#link/tcp.ts';

/** A server somebody wrote, and how it is started. */
export interface ProgramOptions {
  /** A `.py` is run with python3, a `.js` with Node, anything else by itself. */
  readonly path: string;
  /** `{port}` in them is the port it shall listen on. */
  readonly args: readonly string[];
  /** The port it listens on whatever it is told. */
  readonly port?: number | undefined;
  /** Milliseconds until it accepts links. */
  readonly startPatience: number;
}

const host = '127.0.0.1';
const lastWords = 2000;

/** A fresh process of a program, in a directory of its own; both are gone after `close`. */
export class Program {
  readonly #options: ProgramOptions;
  readonly #dir: string = mkdtempSync(join(tmpdir(), 'polylogue-against-'));
  #child: ChildProcess | undefined;
  #port = 0;
  #output = '';
  /** The link that showed that it listens: some originals live ill with a client that comes only to look. */
  #first: Link | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /** The end of what it printed. */
  get output(): string {
    return this.#output;
  }

  /** Starts it and waits until it accepts a link. Rejects with a sentence for people. */
  async start(): Promise<void> {
    const deadline = performance.now() + this.#options.startPatience;
    this.#port = this.#options.port ?? (await freePort());
    if (!(await isFree(this.#port))) throw new Error(`port ${this.#port} is in use by another program`);
    this.#child = this.#spawn(this.#port);
    const child = this.#child;
    while (this.#first === undefined) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the program ended before it accepted a link (${child.exitCode ?? child.signalCode})`);
      }
      if (child.pid === undefined) throw new Error(await failure(child));
      if (performance.now() > deadline) {
        throw new Error(`the program accepts no link on port ${this.#port} in ${this.#options.startPatience} ms`);
      }
      this.#first = await connectTcp({ host, port: this.#port }).catch(() => undefined);
      if (!this.#first) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async connect(): Promise<Link> {
    const first = this.#first;
    if (!first) return await connectTcp({ host, port: this.#port });
    this.#first = undefined;
    return first;
  }

  /** To it and whatever it has started, as a terminal's Ctrl-C does. */
  signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child?.kill(signal);
      else process.kill(-pid, signal);
    } catch (error) {
      // Nobody of them is left.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** Ends it without warning. */
  async kill(): Promise<void> {
    this.#first?.abort();
    this.#first = undefined;
    const child = this.#child;
    this.signal('SIGKILL');
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    child?.stdout?.destroy();
    child?.stderr?.destroy();
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }

  #spawn(port: number): ChildProcess {
    const { path, args } = this.#options;
    const told = args.map((arg) => arg.replaceAll('{port}', String(port)));
    const through: Readonly<Record<string, string>> = { '.py': 'python3', '.js': process.execPath };
    const runner = through[extname(path)];
    const child = spawn(runner ?? path, runner === undefined ? told : [path, ...told], {
      cwd: this.#dir,
      // A process group of its own, so that nothing it has started outlives it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const heard = (text: string): void => {
      this.#output = (this.#output + text).slice(-lastWords);
    };
    child.stdout.setEncoding('utf8').on('data', heard);
    child.stderr.setEncoding('utf8').on('data', heard);
    child.on('error', () => {});
    return child;
  }
}

async function failure(child: ChildProcess): Promise<string> {
  const [error] = await once(child, 'error').catch((thrown: unknown) => [thrown]);
  return `the program cannot be started: ${error instanceof Error ? error.message : String(error)}`;
}

/** Below those that are given out to clients: whoever tries such a port before somebody listens may reach itself. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
