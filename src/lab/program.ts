import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Link } from '#link/link.ts';
import { connectTcp } from '#link/tcp.ts';

import { freePort, isFree } from './free-port.ts';
import { commandLine, type Printed, ProgramProcess } from './program-process.ts';

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

/** A fresh process of a program, in a directory of its own; both are gone after `close`. */
export class Program {
  readonly #options: ProgramOptions;
  readonly #dir: string = mkdtempSync(join(tmpdir(), 'polylogue-against-'));
  #process: ProgramProcess | undefined;
  #port = 0;
  /** The link that showed that it listens: some originals live ill with a client that comes only to look. */
  #first: Link | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
  }

  /** The end of what it has printed since it was started last. */
  get printed(): Printed {
    return this.#process?.printed ?? { stdout: '', stderr: '' };
  }

  /** How it ended by itself: `exit code 1`, `signal SIGSEGV`. Undefined while it runs, and when it had to be killed. */
  get end(): string | undefined {
    return this.#process?.end;
  }

  /** Starts it and waits until it accepts a link. Rejects with a sentence for people. */
  async start(): Promise<void> {
    const { path, args, port, startPatience } = this.#options;
    const deadline = performance.now() + startPatience;
    this.#port = port ?? (await freePort());
    if (!(await isFree(this.#port))) throw new Error(`port ${this.#port} is in use by another program`);
    const line = commandLine(
      path,
      args.map((arg) => arg.replaceAll('{port}', String(this.#port))),
    );
    const started = new ProgramProcess(line, this.#dir);
    this.#process = started;
    const failure = await started.failure();
    if (failure !== undefined) throw new Error(`the program cannot be started: ${failure}`);
    for (;;) {
      this.#first = await connectTcp({ host, port: this.#port }).catch(() => undefined);
      if (this.#first) return;
      if (started.isGone) throw new Error(`the program ended before it accepted a link: ${started.end ?? 'killed'}`);
      if (performance.now() > deadline) {
        const where = `accepts no link on port ${this.#port} of ${host} in ${startPatience} ms`;
        throw new Error(`the program ${where}; it was started as: ${line.join(' ')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
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
    this.#process?.signal(signal);
  }

  /** Waits for it to end by itself, `ms` at most, so that its last words and its exit code can be shown. */
  async ended(ms: number): Promise<void> {
    await this.#process?.ended(ms);
  }

  /** Ends it without warning, and reads what it had printed by then. */
  async kill(): Promise<void> {
    this.#first?.abort();
    this.#first = undefined;
    await this.#process?.kill();
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
