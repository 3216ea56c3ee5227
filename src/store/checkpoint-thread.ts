import type { Clock } from '#chat/ports.ts';
import { Worker } from 'node:worker_threads';
import type { Checkpointed, Checkpointer } from './checkpoints.ts';

export type Reply = Checkpointed | { readonly error: string };

/** The thread is started this long after the store was opened, in ms. */
const startAfter = 1000;

/**
 * Runs checkpoints on a separate thread, which does not keep the process alive. The thread is started soon after the
 * store was opened, because when the first checkpoint is due the load is high.
 */
export class CheckpointThread implements Checkpointer {
  readonly #file: string;
  readonly #cancelTimer: (() => void) | undefined;
  #worker: Worker | undefined;
  #running: PromiseWithResolvers<Checkpointed> | undefined;

  /** Without a clock it is started by the first `run`. */
  constructor(file: string, clock?: Pick<Clock, 'after'>) {
    this.#file = file;
    this.#cancelTimer = clock?.after(startAfter, () => {
      // Not while a checkpoint runs: nothing else may keep the process alive while a server starts.
      if (!this.#running) this.#started().unref();
    });
  }

  run(empties = false): Promise<Checkpointed> {
    const running = Promise.withResolvers<Checkpointed>();
    this.#running = running;
    const worker = this.#started();
    worker.ref();
    worker.postMessage(empties ? 'empty' : 'run');
    return running.promise;
  }

  #started(): Worker {
    this.#worker ??= this.#start();
    return this.#worker;
  }

  #start(): Worker {
    const program = new URL('./checkpoint-worker.js', import.meta.url);
    // Options for the main program, such as `--input-type`, are not passed on.
    const worker = new Worker(program, { workerData: this.#file, execArgv: [] });
    worker.on('message', (reply: Reply) => {
      worker.unref();
      const running = this.#settled();
      if ('error' in reply) running?.reject(new Error(reply.error));
      else running?.resolve(reply);
    });
    worker.on('error', (error) => this.#settled()?.reject(error));
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#settled()?.reject(new Error('the checkpoint thread has ended'));
    });
    return worker;
  }

  #settled(): PromiseWithResolvers<Checkpointed> | undefined {
    const running = this.#running;
    this.#running = undefined;
    return running;
  }

  /** Waits for a running checkpoint: its connection must be closed before the writer's. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    await this.#running?.promise.catch(() => {});
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await ended;
  }
}
