import { availableParallelism, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { CaptureTasks } from './capture-tasks.ts';
import type { ToThread } from './capture-thread.ts';

/**
 * The thread that writes captures. The chat comes first: on Linux, where that holds for one thread, this one has less of the
 * processor. Where there are but two processors, and the chat needs all the time it can get, this thread rests after
 * each batch: the chat needs the other one.
 */

/** So many times as long as the batch took. */
const restFactor = 5;
/** ms; a question must not wait for long. */
const longestRest = 250;

const port = parentPort;
if (!port) throw new Error('This file is run as a worker.');
if (process.platform === 'linux') yieldToChat();
const desk = new CaptureTasks((message, transfer) => port.postMessage(message, transfer ?? []));
const isNarrow = availableParallelism() <= 2;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

port.on('message', (message: ToThread) => {
  const began = performance.now();
  desk.take(message);
  if (!isNarrow || message.kind !== 'batch' || !message.batch.busy) return;
  Atomics.wait(sleeper, 0, 0, Math.min(longestRest, restFactor * (performance.now() - began)));
});

function yieldToChat(): void {
  try {
    setPriority(10);
  } catch {
    // Where that is not allowed it goes on as it is.
  }
}
