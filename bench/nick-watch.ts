import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Row, spread } from './rows.ts';

const program = fileURLToPath(new URL('nick-delay.ts', import.meta.url));
/** The longest time for a message, in ms. */
const bound = 50;

interface Delays {
  readonly lines: readonly number[];
  readonly echoes: readonly number[];
}

/** Two people on nick, in their own process, who measure the delay of their messages. */
export class NickWatch implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'exit').then(() => {
      throw new Error('the two on nick have ended');
    });
    this.#ended.catch(() => {});
  }

  static async start(port: number): Promise<NickWatch> {
    const child = fork(program, [String(port)]);
    process.on('exit', () => child.kill());
    const watch = new NickWatch(child);
    await Promise.race([once(child, 'message'), watch.#ended]);
    return watch;
  }

  /** The delays during `work`, and those of the machine alone. */
  async during<T>(what: string, work: () => Promise<T>): Promise<{ readonly found: T; readonly rows: readonly Row[] }> {
    await this.#delays();
    const found = await work();
    const { lines, echoes } = await this.#delays();
    const { worst = NaN } = spread(lines);
    const note = `${worst <= bound ? 'within' : 'BEYOND'} ${bound} ms`;
    return {
      found,
      rows: [
        { bench: 'nick', what: `a line ${what}`, count: lines.length, ...spread(lines), note },
        { bench: 'nick', what: `loopback alone ${what}`, count: echoes.length, ...spread(echoes) },
      ],
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended.catch(() => {});
  }

  async #delays(): Promise<Delays> {
    const answer: Promise<unknown[]> = once(this.#child, 'message');
    this.#child.send('tell');
    const [delays] = await Promise.race([answer, this.#ended]);
    if (!isDelays(delays)) throw new Error('the two on nick told no times');
    return delays;
  }
}

const isDelays = (message: unknown): message is Delays =>
  typeof message === 'object' && message !== null && 'lines' in message && 'echoes' in message;
