import type { Argon2Parameters } from 'node:crypto';
import { Worker } from 'node:worker_threads';

export type Reply = { readonly tag: Uint8Array } | { readonly error: string };

/**
 * Hashes passwords on a thread with a lower priority. On one core, a flood of passwords would otherwise take half of it from the chat:
 * libuv's thread pool has the priority of the process. The thread is started by the first hash, and keeps the process alive only
 * while it has something to do.
 */
export class PasswordThread {
  readonly #waiting: PromiseWithResolvers<Uint8Array>[] = [];
  #worker: Worker | undefined;

  /** Rejects where the parameters are invalid. */
  derive(parameters: Argon2Parameters): Promise<Uint8Array> {
    const waiting = Promise.withResolvers<Uint8Array>();
    this.#waiting.push(waiting);
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(parameters);
    return waiting.promise;
  }

  #start(): Worker {
    // Options for the main program, such as `--input-type`, are not passed on.
    const worker = new Worker(new URL('./password-worker.js', import.meta.url), { execArgv: [] });
    worker.on('message', (reply: Reply) => {
      const first = this.#waiting.shift();
      if (this.#waiting.length === 0) worker.unref();
      if ('error' in reply) first?.reject(new Error(reply.error));
      else first?.resolve(reply.tag);
    });
    const over = (error: unknown): void => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    worker.on('error', over);
    worker.on('exit', () => over(new Error('the thread that hashes passwords has ended')));
    return worker;
  }
}
