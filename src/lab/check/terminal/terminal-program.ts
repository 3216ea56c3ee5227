import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import type { Confinement, Watch } from '#lab/confinement.ts';
import { endOf } from '#lab/process-end.ts';
import { signalGroup } from '#lab/signal-group.ts';
import type { TypedProgram } from '#lab/check/client-scene.ts';
import { commandLine, type Printed, programEnvironment } from '#lab/program-process.ts';

import { atTerminal, terminals } from './pty.ts';

/** Characters kept of what a terminal showed. */
const maxShown = 100_000;
/** Milliseconds in which the terminal of a killed program must end. */
const drainTime = 1000;

/** How a client is started. */
export interface ClientOptions {
  /** A `.py` is run with python3, a `.js` with Node, other files directly. */
  readonly path: string;
  /** `{port}` in them is our port, `{host}` our address, `{cert}` the path of our certificate. */
  readonly args: readonly string[];
  /** The isolation, for an untrusted program. */
  readonly confinement?: Confinement | undefined;
  /** Once it is aborted, the program is ended. */
  readonly stop?: AbortSignal | undefined;
}

/** A program at a new terminal, in a new directory; `close` removes both. */
export class TerminalProgram implements TypedProgram {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #dir: string;
  readonly #confinement: Confinement | undefined;
  readonly #watch: Watch | undefined;
  readonly #stop: AbortSignal | undefined;
  readonly #closed: Promise<unknown>;
  #shown = '';
  #seen = 0;
  #end: string | undefined;
  #killed = false;
  #woken = Promise.withResolvers<void>();

  constructor({ path, args, confinement, stop }: ClientOptions, places: Readonly<Record<string, string>>) {
    this.#confinement = confinement;
    this.#stop = stop;
    this.#dir = confinement?.makeDir() ?? mkdtempSync(join(tmpdir(), 'polylogue-client-'));
    const filled = args.map((arg) => arg.replaceAll(/\{(\w+)\}/g, (whole, name: string) => places[name] ?? whole));
    const line = commandLine(path, filled);
    const confined = confinement?.start(line, this.#dir, terminals() !== 'none');
    const [command, ...rest] = atTerminal(confined?.line ?? line, terminals());
    const environment = { ...programEnvironment(), TERM: 'dumb' };
    this.#child = spawn(command, rest, { cwd: confined?.cwd ?? this.#dir, detached: true, env: environment });
    if (this.#child.pid !== undefined) this.#watch = confined?.watch(this.#child.pid);
    stop?.addEventListener('abort', this.#endNow);
    this.#closed = once(this.#child, 'close').catch(() => undefined);
    this.#child.on('error', () => this.#ended('it cannot be started'));
    this.#child.once('close', (code, signal) =>
      this.#ended(endOf(code, signal, terminals() !== 'none' || confined !== undefined)),
    );
    // Its end is reported elsewhere.
    this.#child.stdin.on('error', () => {});
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      output.setEncoding('utf8').on('data', (text: string) => {
        this.#shown = (this.#shown + text).slice(-maxShown);
        this.#watch?.printed(text.length);
        this.#wake();
      });
    }
  }

  #ended(how: string): void {
    if (!this.#killed) this.#end = how;
    this.#wake();
  }

  #wake(): void {
    this.#woken.resolve();
    this.#woken = Promise.withResolvers();
  }

  /** How it ended by itself: `exit code 1`. Undefined while it runs, and when it had to be killed. */
  get end(): string | undefined {
    return this.#end;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** Everything it showed, without colours and cursor movements. */
  get shown(): string {
    return stripVTControlCharacters(this.#shown).replaceAll('\r\n', '\n');
  }

  get printed(): Printed {
    return { stdout: this.shown.slice(-4000), stderr: '' };
  }

  /** Types on its terminal; `\n` is Enter. */
  type(text: string): void {
    this.#child.stdin.write(text);
  }

  /** Ctrl-C, and Ctrl-D. Without a terminal: a signal, and the end of input. */
  interrupt(): void {
    if (terminals() === 'none') this.#signal('SIGINT');
    else this.type('\u0003');
  }

  endInput(): void {
    if (terminals() === 'none') this.#child.stdin.end();
    else this.type('\u0004');
  }

  /**
   * Waits for a text after the last one that was waited for. False if it is not shown by `deadline` (of
   * `performance.now`).
   */
  async shows(pattern: RegExp, deadline: number): Promise<boolean> {
    for (;;) {
      const { shown } = this;
      const found = pattern.exec(shown.slice(this.#seen));
      if (found) {
        this.#seen += found.index + found[0].length;
        return true;
      }
      if (this.#end !== undefined || !(await this.#more(deadline))) return false;
    }
  }

  /** Waits for its end. */
  async ends(deadline: number): Promise<boolean> {
    while (this.#end === undefined) if (!(await this.#more(deadline))) return false;
    return true;
  }

  async #more(deadline: number): Promise<boolean> {
    const left = deadline - performance.now();
    if (left <= 0) return false;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, left)));
    await Promise.race([this.#woken.promise, late]);
    clearTimeout(timer);
    return true;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    if (this.#watch) this.#watch.signal(signal);
    else signalGroup(this.#child, signal);
  }

  readonly #endNow = (): void => this.#signal('SIGTERM');

  async close(): Promise<void> {
    this.#killed = true;
    this.#stop?.removeEventListener('abort', this.#endNow);
    if (this.#watch) await this.#watch.end({ printed: this.shown.slice(-4000), end: this.#end });
    // The bridge ends the program it started, which has a separate session.
    else this.#signal('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, drainTime)));
    await Promise.race([this.#closed, late]);
    clearTimeout(timer);
    if (!this.#watch) this.#signal('SIGKILL');
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
    if (this.#confinement) this.#confinement.removeDir(this.#dir);
    else rmSync(this.#dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
