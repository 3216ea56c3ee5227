import { Worker } from 'node:worker_threads';
import type { Checkpointed, Checkpointer } from './checkpoints.ts';

export type Reply = Checkpointed | { readonly error: string };

/** Checkpoints on a thread of its own, started when the first is asked for. It does not keep the process alive. */
export class CheckpointThread implements Checkpointer {
  readonly #file: string;
  #worker: Worker | undefined;
  #running: PromiseWithResolvers<Checkpointed> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  run(): Promise<Checkpointed> {
    const running = Promise.withResolvers<Checkpointed>();
    this.#running = running;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage('run');
    return running.promise;
  }

  #start(): Worker {
    const program = new URL(import.meta.resolve('#store/checkpoint-worker.ts'));
    // What was meant for the main program, `--input-type` say, is not meant for this one.
    const worker = new Worker(program, { workerData: this.#file, execArgv: [] });
    worker.on('message', (reply: Reply) => {
      worker.unref();
      if ('error' in reply) this.#running?.reject(new Error(reply.error));
      else this.#running?.resolve(reply);
    });
    worker.on('error', (error) => this.#running?.reject(error));
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#running?.reject(new Error('the thread that checkpoints has ended'));
    });
    return worker;
  }

  /** Waits for the one that runs: its connection must be closed before the writer's. */
  async close(): Promise<void> {
    await this.#running?.promise.catch(() => {});
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close');
    await ended;
  }
}
