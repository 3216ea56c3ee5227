import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Core, kill, startNode } from './children.ts';

/** The time limit for a request to a child, in ms. */
const timeout = 90_000;
/** Characters kept of a child's standard error. */
const maxSaid = 4000;

/** A child process of the bench that carries out requests: see answering.ts. */
export class Asked implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, PromiseWithResolvers<string>>();
  #said = '';
  #nth = 0;

  constructor(program: string, args: readonly string[], core: Core, nice: number) {
    const file = fileURLToPath(new URL(program, import.meta.url));
    this.#child = startNode([file, ...args], core, nice, true);
    this.#child.stdout?.resume();
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-maxSaid);
    });
    this.#child.on('message', (message: unknown) => this.#answered(message));
    this.#child.once('close', () => {
      for (const { reject } of this.#pending.values()) reject(new Error(`${program} has ended: ${this.#said}`));
      this.#pending.clear();
    });
  }

  /** Resolves with the answer; rejects when it failed, took too long, or the process has ended. */
  async ask(verb: string): Promise<string> {
    const id = ++this.#nth;
    const answer = Promise.withResolvers<string>();
    this.#pending.set(id, answer);
    const late = setTimeout(() => answer.reject(new Error(`${verb} took more than ${timeout / 1000} s`)), timeout);
    this.#child.send({ id, verb }, (error) => error && answer.reject(error));
    try {
      return await answer.promise;
    } finally {
      clearTimeout(late);
      this.#pending.delete(id);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await kill(this.#child);
  }

  #answered(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('id' in message)) return;
    const pending = this.#pending.get(Number(message.id));
    if ('text' in message) pending?.resolve(String(message.text));
    else if ('error' in message) pending?.reject(new Error(String(message.error)));
  }
}
