import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { patiently } from './patiently.ts';

const program = fileURLToPath(new URL('../bin/polylogue.js', import.meta.url));

/**
 * Runs a program at a terminal. Prints the screen line by line, closes the terminal on request, then prints the exit
 * status.
 */
const person = `
import os, pty, select, sys
pid, master = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    ready = select.select([master, 0], [], [])[0]
    if 0 in ready:
        break
    os.write(1, os.read(master, 4096))
os.close(master)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
os.write(1, b'\\nstatus %d\\n' % status)
`;

/** A server at a terminal that somebody closes. */
export class ClosingTerminal implements Disposable {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #seen: string[] = [];
  #wake: () => void = () => {};
  #ended = false;

  constructor(args: readonly string[]) {
    const line = [process.execPath, program, ...args];
    const child = spawn('python3', ['-c', person, ...line], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout });
    this.#lines.on('line', (text) => {
      this.#seen.push(text);
      this.#wake();
    });
    this.#lines.once('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** The port of its nick listener, once it is ready. */
  async port(): Promise<number> {
    await this.#until((line) => line === 'ready');
    return Number(/nick:\/\/127\.0\.0\.1:(\d+) /.exec(this.#seen.join('\n'))?.[1]);
  }

  close(): void {
    this.#child.stdin?.end('close');
  }

  /** The exit status of the server. */
  async status(): Promise<number> {
    const line = await this.#until((each) => each.startsWith('status '));
    return Number(line.slice('status '.length));
  }

  async #until(wanted: (line: string) => boolean): Promise<string> {
    for (;;) {
      const found = this.#seen.find(wanted);
      if (found !== undefined) return found;
      if (this.#ended) throw new Error(`the terminal has ended: ${this.#seen.join('\n')}`);
      const more = new Promise<void>((resolve) => (this.#wake = resolve));
      await patiently(more, () => `the terminal; it shows: ${this.#seen.join('\n')}`);
    }
  }

  [Symbol.dispose](): void {
    this.#child.kill();
    this.#lines.close();
  }
}
