import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { cwd, env, execPath, kill, platform } from 'node:process';

import type { CommandLine, Confinement, Watch } from './confinement.ts';
import { endOf } from './process-end.ts';
import { signalGroup } from './signal-group.ts';
import { listeningPorts } from './listening-ports.ts';

/** The end of a program's output, on each stream. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

/** Characters kept of each output. */
const maxPrinted = 4000;
/**
 * Milliseconds within which the outputs of a killed program must end: a process outside its group may hold them open.
 */
const drainTime = 1000;

/** What runs a program, by the ending of the program's name. */
export const interpreters: Readonly<Record<string, string>> = { '.py': 'python3', '.js': execPath };

/**
 * The environment of a program that runs in another directory than it was started from. Python buffers output to a pipe,
 * and loses it when killed, unless told otherwise. Java looks for classes in its directory, unless told otherwise.
 */
export const programEnvironment = (): NodeJS.ProcessEnv => ({
  ...env,
  PYTHONUNBUFFERED: '1',
  CLASSPATH: env['CLASSPATH'] ?? cwd(),
});

/** The command line that starts a program: a `.py` with python3, a `.js` with Node, anything else by itself. */
export function commandLine(path: string, args: readonly string[]): CommandLine {
  const runner = interpreters[extname(path)];
  return runner === undefined ? [path, ...args] : [runner, path, ...args];
}

/** A process in its own process group, so that its children are killed with it. */
export class ProgramProcess {
  readonly #child: ChildProcess;
  /** Resolves when it has ended and its outputs are read. */
  readonly #closed: Promise<unknown>;
  /** Why it could not be started. */
  readonly #error: Promise<string>;
  readonly #printed = { stdout: '', stderr: '' };
  readonly #watch: Watch | undefined;
  #end: string | undefined;
  #killed = false;

  constructor(line: CommandLine, dir: string, confinement?: Confinement) {
    const confined = confinement?.start(line, dir, false);
    const [command, ...args] = confined?.line ?? line;
    const child = spawn(command, args, {
      cwd: confined?.cwd ?? dir,
      detached: true,
      env: programEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    if (child.pid !== undefined) this.#watch = confined?.watch(child.pid);
    this.#error = once(child, 'error').then(([error]: unknown[]) => String(error));
    // It rejects with an error that `failed` reports.
    this.#closed = once(child, 'close').catch(() => undefined);
    child.on('error', () => {});
    child.once('exit', (code, signal) => {
      if (!this.#killed) this.#end = endOf(code, signal, confined !== undefined);
    });
    for (const output of ['stdout', 'stderr'] as const) {
      child[output].setEncoding('utf8').on('data', (text: string) => {
        this.#printed[output] = (this.#printed[output] + text).slice(-maxPrinted);
        this.#watch?.printed(text.length);
      });
    }
  }

  /** A copy of the present output. */
  get printed(): Printed {
    return { ...this.#printed };
  }

  /** How it ended: `exit code 1`, `signal SIGSEGV`. Undefined while it runs, and if it was killed. */
  get end(): string | undefined {
    return this.#end;
  }

  /** Whether the whole process group has ended. */
  get isGone(): boolean {
    const { exitCode, signalCode, pid } = this.#child;
    const isOver = exitCode !== null || signalCode !== null;
    return pid === undefined || (isOver && (this.#watch !== undefined || !isGroupAlive(pid)));
  }

  /** The TCP ports that it listens on, and its children. */
  async listens(): Promise<readonly number[]> {
    const { pid } = this.#child;
    return pid === undefined ? [] : await listeningPorts(pid);
  }

  /** Resolves with a sentence if it could not be started, else with undefined. */
  async failure(): Promise<string | undefined> {
    return this.#child.pid === undefined ? await this.#error : undefined;
  }

  /** Waits at most `ms` until it has ended and its outputs are read. */
  async ended(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([this.#closed, late]);
    clearTimeout(timer);
  }

  /** Interrupts the process group, like Ctrl-C. */
  signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    if (this.#watch) this.#watch.signal(signal);
    else signalGroup(this.#child, signal);
  }

  /** Kills the program and reads the rest of the output. */
  async kill(): Promise<void> {
    this.#killed = true;
    const { stdout, stderr } = this.#printed;
    if (this.#watch) await this.#watch.end({ printed: `${stdout}\n${stderr}`, end: this.#end });
    else this.signal('SIGKILL');
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
