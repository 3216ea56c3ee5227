import { availableParallelism, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { CaptureTasks } from './capture-tasks.ts';
import type { ToThread } from './capture-thread.ts';

/**
 * The thread that writes captures. The chat has priority. On Linux, where a priority can be set for one thread, this
 * thread has a lower one. With two processors or fewer, it also pauses after each batch while the chat's thread is
 * fully loaded.
 */

/** The pause is this many times as long as the batch took. */
const restFactor = 5;
/** The longest pause, in ms, because requests must not wait for long. */
const longestRest = 250;

const port = parentPort;
if (!port) throw new Error('This file is run as a worker.');
if (process.platform === 'linux') yieldToChat();
const tasks = new CaptureTasks((message, transfer) => port.postMessage(message, transfer ?? []));
const isNarrow = availableParallelism() <= 2;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

port.on('message', (message: ToThread) => {
  const began = performance.now();
  tasks.take(message);
  if (!isNarrow || message.kind !== 'batch' || !message.batch.busy) return;
  Atomics.wait(sleeper, 0, 0, Math.min(longestRest, restFactor * (performance.now() - began)));
});

function yieldToChat(): void {
  try {
    setPriority(10);
  } catch {
    // Not allowed here: the priority stays as it is.
  }
}
