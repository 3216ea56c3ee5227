import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { env, execPath, kill, platform } from 'node:process';

/** The end of what a program has printed, on each of its outputs. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Characters kept of each output. */
const mostPrinted = 4000;
/** Milliseconds in which the outputs of a killed program must end: one that left its process group may hold them open. */
const drainTime = 1000;

const runners: Readonly<Record<string, string>> = { '.py': 'python3', '.js': execPath };

/** The command line that starts a program: a `.py` with python3, a `.js` with Node, anything else by itself. */
export function commandLine(path: string, args: readonly string[]): readonly [string, ...string[]] {
  const runner = runners[extname(path)];
  return runner === undefined ? [path, ...args] : [runner, path, ...args];
}

/** A process with all that it starts, in a process group of its own, so that nothing outlives it. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  /** It has ended, and all that was written to its outputs has been read. */
  readonly #closed: Promise<unknown>;
  /** Why it could not be started. */
  readonly #error: Promise<string>;
  readonly #printed = { stdout: '', stderr: '' };
  #end: string | undefined;
  #killed = false;

  constructor([command, ...args]: readonly [string, ...string[]], cwd: string) {
    const child = spawn(command, args, {
      cwd,
      detached: true,
      // Python keeps what is printed to a pipe to itself until it ends in order, which it is not given the time for.
      env: { ...env, PYTHONUNBUFFERED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#error = once(child, 'error').then(([error]: unknown[]) => String(error));
    // It rejects for an error, which is told by the other.
    this.#closed = once(child, 'close').catch(() => undefined);
    child.on('error', () => {});
    child.once('exit', (code, signal) => {
      if (!this.#killed) this.#end = signal === null ? `exit code ${code}` : `signal ${signal}`;
    });
    for (const output of ['stdout', 'stderr'] as const) {
      child[output].setEncoding('utf8').on('data', (text: string) => {
        this.#printed[output] = (this.#printed[output] + text).slice(-mostPrinted);
      });
    }
  }

  /** A copy: what it prints later is not in it. */
  get printed(): Printed {
    return { ...this.#printed };
  }

  /** How it ended by itself: `exit code 1`, `signal SIGSEGV`. Undefined while it runs, and when it had to be killed. */
  get end(): string | undefined {
    return this.#end;
  }

  /** It has ended, and so has everything it started, as far as that stayed in its process group. */
  get isGone(): boolean {
    const { exitCode, signalCode, pid } = this.#child;
    return pid === undefined || ((exitCode !== null || signalCode !== null) && !isGroupAlive(pid));
  }

  /** Resolves with a sentence when it could not be started at all; with undefined when it was. */
  async failure(): Promise<string | undefined> {
    return this.#child.pid === undefined ? await this.#error : undefined;
  }

  /** Waits until it has ended and its outputs have been read, but not longer than `ms`. */
  async ended(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([this.#closed, late]);
    clearTimeout(timer);
  }

  /** To it and whatever it has started, as a terminal's Ctrl-C does. */
  signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (platform === 'win32') this.#child.kill(signal);
      else kill(-pid, signal);
    } catch (error) {
      // None of them is left.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }

  /** Ends it without warning, and reads what it had printed by then. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.signal('SIGKILL');
    await this.ended(drainTime);
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }
}

function isGroupAlive(pid: number): boolean {
  if (platform === 'win32') return false;
  try {
    return kill(-pid, 0);
  } catch {
    return false;
  }
}
