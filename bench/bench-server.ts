import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { topFunctions } from './profile.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));
/** The time limits for a server to be ready, and to end, in ms. */
const timeout = 20_000;

/** CPU of a process so far, in µs. */
export interface Cpu {
  readonly all: number;
  readonly mainThread: number;
}

/** 0 for a thread that has just ended. */
function cpuOf(pid: number, thread: string): number {
  try {
    const [ns] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(ns) / 1000;
  } catch {
    return 0;
  }
}

/** A server in its own process, with a new directory and free ports of 127.0.0.1. */
export class BenchServer implements AsyncDisposable {
  readonly data: string = mkdtempSync(join(tmpdir(), 'polylogue-bench-'));
  readonly #child: ChildProcess;
  readonly #profiles: string | undefined;
  readonly #closed: Promise<unknown>;
  #printed = '';
  /** The CPU time when it was ready, in µs. */
  #readyAt = 0;

  private constructor(dialects: readonly string[], profiled: boolean, options: readonly string[]) {
    this.#profiles = profiled ? mkdtempSync(join(tmpdir(), 'polylogue-profile-')) : undefined;
    const node = this.#profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${this.#profiles}`];
    const listen = dialects.flatMap((dialect) => ['--listen', `${dialect}://127.0.0.1:0`]);
    // As in `npm start`.
    const serve = [
      '--max-semi-space-size=8',
      '--heap-growing-percent=60',
      program,
      'serve',
      '--no-limits',
      '--grace',
      '0',
      '--data',
      this.data,
    ];
    this.#child = spawn(process.execPath, [...node, ...serve, ...listen, ...options], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#closed = once(this.#child, 'close');
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    // Removes everything, however this process ends.
    process.on('exit', () => this.#child.kill('SIGKILL'));
  }

  /** `options`: further options of `serve`. */
  static async start(
    dialects: readonly string[],
    profiled: boolean,
    options: readonly string[] = [],
  ): Promise<BenchServer> {
    const server = new BenchServer(dialects, profiled, options);
    const end = performance.now() + timeout;
    while (!server.#printed.endsWith('\nready\n')) {
      if (server.#child.exitCode !== null || performance.now() > end) {
        await server[Symbol.asyncDispose]();
        throw new Error(`the server is not ready; it printed: ${server.#printed}`);
      }
      await Promise.race([once(server.#child.stdout ?? server.#child, 'data'), server.#closed]);
    }
    server.#readyAt = Number(process.hrtime.bigint() / 1000n);
    return server;
  }

  port(dialect: string): number {
    const [, port] = new RegExp(`^listening ${dialect}://\\S+:(\\d+) `, 'm').exec(this.#printed) ?? [];
    if (port === undefined) throw new Error(`there is no listener for ${dialect}`);
    return Number(port);
  }

  /** Sums the CPU times of all threads, which the scheduler counts in ns. */
  get cpu(): Cpu {
    const { pid = 0 } = this.#child;
    const threads = readdirSync(`/proc/${pid}/task`);
    const all = threads.reduce((sum, thread) => sum + cpuOf(pid, thread), 0);
    return { all, mainThread: cpuOf(pid, String(pid)) };
  }

  /** Ends the server. Returns its profile since it was ready, if it was profiled. */
  async stop(): Promise<string> {
    this.#child.kill('SIGTERM');
    const killing = setTimeout(() => this.#child.kill('SIGKILL'), timeout);
    await this.#closed;
    clearTimeout(killing);
    return this.#profiles === undefined ? '' : topFunctions(this.#profiles, this.#readyAt, 10);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
    rmSync(this.data, { recursive: true, force: true });
  }
}
