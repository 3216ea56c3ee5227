import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Link } from '#link/link.ts';
import { connectTcp } from '#link/tcp/tcp.ts';

import type { Confinement } from './confinement.ts';
import { freePort, isFree } from './free-port.ts';
import { commandLine, type Printed, ProgramProcess } from './program-process.ts';

/** A server program, and how it is started. */
export interface ProgramOptions {
  /** A `.py` file is run with python3, a `.js` file with Node, others directly. */
  readonly path: string;
  /** `{port}` in them is replaced by the port to listen on. */
  readonly args: readonly string[];
  /** The fixed port of a program that takes none. */
  readonly port?: number | undefined;
  /** Milliseconds within which it must accept links. */
  readonly startTimeout: number;
  /** Connects to it; by TCP if omitted. */
  readonly connect?: (host: string, port: number) => Promise<Link>;
  /** For a program that is not trusted. */
  readonly confinement?: Confinement | undefined;
  /** Once it is aborted, the program is killed, and is not started again. */
  readonly stop?: AbortSignal | undefined;
}

const host = '127.0.0.1';

function otherPorts(ports: readonly number[], own: number): string {
  if (ports.includes(own)) return ', but listens on it at another address';
  return ports.length === 0 ? '' : `, but listens on port ${ports.join(' and ')}`;
}

/** A new process of a program in a new directory; `close` removes both. */
export class Program {
  readonly #options: ProgramOptions;
  readonly #dir: string;
  #process: ProgramProcess | undefined;
  #port = 0;
  /**
   * The link that showed that it listens. It is used for the first actor, because some originals fail after a client
   * that only connects.
   */
  #first: Link | undefined;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#dir = options.confinement?.makeDir() ?? mkdtempSync(join(tmpdir(), 'polylogue-against-'));
  }

  /** The last part of the program's output since the last start. */
  get printed(): Printed {
    return this.#process?.printed ?? { stdout: '', stderr: '' };
  }

  /** How it ended: `exit code 1`, `signal SIGSEGV`. Undefined while it runs, and if it was killed. */
  get end(): string | undefined {
    return this.#process?.end;
  }

  /** Starts it and waits until it accepts a link. Rejects with a sentence. */
  async start(): Promise<void> {
    this.#port = this.#options.port ?? (await freePort());
    if (!(await isFree(this.#port))) throw new Error(`port ${this.#port} is in use by another program`);
    await this.#launch();
  }

  /** Kills it, and starts it again on its port and in its directory. Rejects with a sentence. */
  async restart(): Promise<void> {
    await this.kill();
    await this.#launch();
  }

  async #launch(): Promise<void> {
    const { path, args, startTimeout, confinement, stop } = this.#options;
    const deadline = performance.now() + startTimeout;
    const line = commandLine(
      path,
      args.map((arg) => arg.replaceAll('{port}', String(this.#port))),
    );
    if (stop?.aborted) throw new Error('the check was stopped');
    const started = new ProgramProcess(line, this.#dir, confinement);
    this.#process = started;
    stop?.addEventListener('abort', this.#killNow);
    const failure = await started.failure();
    if (failure !== undefined) throw new Error(`the program cannot be started: ${failure}`);
    let last = '';
    for (;;) {
      this.#first = await this.#open().catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        // The sentence already says that nothing listens.
        last = why.includes('ECONNREFUSED') ? '' : ` (${why})`;
        return undefined;
      });
      if (this.#first) return;
      if (started.isGone) throw new Error(`the program ended before it accepted a link: ${started.end ?? 'killed'}`);
      if (performance.now() > deadline) {
        const where = `accepts no link on port ${this.#port} of ${host} in ${startTimeout} ms`;
        throw new Error(
          `the program ${where}${last}${otherPorts(await started.listens(), this.#port)}; it was started as: ${line.join(' ')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async connect(): Promise<Link> {
    const first = this.#first;
    if (!first) return await this.#open();
    this.#first = undefined;
    return first;
  }

  #open(): Promise<Link> {
    const { connect = (at, port) => connectTcp({ host: at, port }) } = this.#options;
    return connect(host, this.#port);
  }

  /** Interrupts it, like Ctrl-C. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal);
  }

  readonly #killNow = (): void => void this.#process?.kill();

  /** Waits at most `ms` for it to end, so that its last output and exit code can be shown. */
  async ended(ms: number): Promise<void> {
    await this.#process?.ended(ms);
  }

  /** Kills the program and reads the rest of the output. */
  async kill(): Promise<void> {
    this.#first?.abort();
    this.#first = undefined;
    await this.#process?.kill();
  }

  async close(): Promise<void> {
    await this.kill();
    const { confinement, stop } = this.#options;
    stop?.removeEventListener('abort', this.#killNow);
    if (confinement) confinement.removeDir(this.#dir);
    else rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
